/* The service worker: which version of a file stays, which serves a page that was kept, and what a sign-out forgets. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import vm from "node:vm";

const SOURCE = await readFile(new URL("../../static/js/offline-worker.js", import.meta.url), "utf8");
const AT = "https://portaal.test";

/* A store of a browser: its keys are addresses, in the order in which they came. */
class Store extends Map {
  async put(request, answer) { this.set(addressOf(request), answer); }
  async match(request) { return this.get(addressOf(request))?.clone(); }
  async keys() { return [...super.keys()].map((url) => ({ url })); }
  async add(url) { this.set(AT + url, new Response(url)); }
  async delete(request) { return super.delete(addressOf(request)); }
}

function addressOf(request) {
  const url = typeof request === "string" ? request : request.url;
  return new URL(url, AT).href;
}

let stores, hears, network;

beforeEach(() => {
  stores = new Map();
  hears = {};
  network = async () => { throw new TypeError("no network"); };
  const caches = {
    async open(name) {
      if (!stores.has(name)) stores.set(name, new Store());
      return stores.get(name);
    },
    async delete(name) { return stores.delete(name); },
    async match(url, { cacheName }) { return stores.get(cacheName)?.match(url); },
  };
  const self = { addEventListener: (name, hear) => { hears[name] = hear; }, skipWaiting() {}, clients: { claim() {} } };
  vm.runInNewContext(SOURCE, { self, caches, fetch: (request) => network(request), URL, Set, Promise, location: { origin: AT } });
});

async function ask(path, mode = "no-cors") {
  let answer;
  hears.fetch({ request: { url: AT + path, method: "GET", mode }, respondWith: (given) => { answer = given; } });
  return answer;
}

function gives(text, headers = {}) {
  network = async () => new Response(text, { headers });
}

async function heldIn(name) {
  return (await stores.get(name).keys()).map((each) => each.url);
}

async function textOf(answer) {
  return (await answer).text();
}

test("of each file the newest version stays, and serves a page that names an older one", async () => {
  gives("old");
  await ask("/static/js/grid.0123456789ab.js");
  gives("new");
  await ask("/static/js/grid.ba9876543210.js");
  assert.deepEqual(await heldIn("portal-files"), [`${AT}/static/js/grid.ba9876543210.js`]);
  network = async () => { throw new TypeError("no network"); };
  assert.equal(await textOf(ask("/static/js/grid.0123456789ab.js")), "new");
});

test("the look of a deal comes from the network, and from what was kept without one", async () => {
  gives("green");
  await ask("/huisstijl/deal.css");
  gives("blue");
  assert.equal(await textOf(ask("/huisstijl/deal.css")), "blue");
  network = async () => { throw new TypeError("no network"); };
  assert.equal(await textOf(ask("/huisstijl/deal.css")), "blue");
});

test("a page is kept when it says so, and no other", async () => {
  gives("mine", { "Portal-Offline": "keep" });
  await ask("/mijn-projecten/", "navigate");
  gives("theirs");
  await ask("/beheer/", "navigate");
  network = async () => { throw new TypeError("no network"); };
  assert.equal(await textOf(ask("/mijn-projecten/", "navigate")), "mine");
  assert.deepEqual(await heldIn("portal-pages"), [`${AT}/mijn-projecten/`]);
});

test("who turns out to be signed out leaves no page behind", async () => {
  gives("mine", { "Portal-Offline": "keep" });
  await ask("/mijn-projecten/", "navigate");
  network = async () => new Response("", { status: 403 });
  await ask("/mijn-werk/", "navigate");
  assert.equal(stores.has("portal-pages"), false);
});

test("the answer to a form and another site are left alone", () => {
  const asked = [];
  const respondWith = () => asked.push(1);
  hears.fetch({ request: { url: `${AT}/mijn-werk/`, method: "POST", mode: "navigate" }, respondWith });
  hears.fetch({ request: { url: "https://elders.test/static/x.js", method: "GET", mode: "no-cors" }, respondWith });
  assert.deepEqual(asked, []);
});
