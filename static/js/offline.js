/* Filling in without a network. form[data-offline] keeps what is typed in this browser until the portal says that it was
   kept (the header Portal-Kept), and sends it when the network is back: on this page, or from any other page that is
   opened later. What is not sent yet stands on every page; what the portal refused stays until its author throws it
   away. A page with data-offline-scope can be opened without a network as well (offline-worker.js); who is not signed
   in has no such pages left in this browser. */
import {
  allUnsent, changedOf, dropUnsent, isStored, keepUnsent, refuseUnsent, unsentAt, userOf, yieldUnsent,
} from "./unsent.js";

const PAGES = "portal-pages";
const OWNER = "portal-offline-user";
const PATIENCE = 4000; // milliseconds after which what the portal did not answer is called not sent

const user = userOf();
const here = location.pathname;
const place = document.querySelector("[data-unsent]");
const form = document.querySelector("form[data-offline]");

function forgetPages() {
  if ("caches" in window) caches.delete(PAGES).catch(() => {});
}

function timeOf(at) {
  return new Date(at).toLocaleString("nl-NL", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

/* Two presses: what was typed here is nowhere else. */
function throwingAway({ path, title }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "denhaag-button denhaag-button--secondary-action denhaag-button--small";
  button.textContent = `Gooi weg: ${title}`;
  button.addEventListener("click", () => {
    if (button.dataset.asked) {
      dropUnsent(user, path);
      show();
      (place.hidden ? document.querySelector("main") : place.querySelector("a")).focus();
    } else {
      button.dataset.asked = "1";
      button.textContent = `Ja, gooi weg wat u typte bij ${title}`;
    }
  });
  return button;
}

function whatWasTyped({ told }) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Wat u typte";
  const list = document.createElement("dl");
  list.append(...told.flatMap(([label, text]) => ["dt", "dd"].map((tag, number) => {
    const part = document.createElement(tag);
    part.textContent = number ? text || "(leeg)" : label;
    return part;
  })));
  details.append(summary, list);
  return details;
}

function lineOf(waiting) {
  const { path, title, at, refused, told } = waiting;
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = path;
  link.textContent = title;
  const why = refused ? ": kon zo niet worden bewaard. Open het om te zien waarom." : "";
  item.append(link, `, getypt op ${timeOf(at)}${why}`);
  if (refused && told?.length) item.append(whatWasTyped(waiting));
  if (refused) item.append(throwingAway(waiting));
  return item;
}

function show() {
  const items = allUnsent(user);
  place.hidden = !items.length;
  if (!items.length) return;
  const list = document.createElement("ul");
  list.append(...items.map(lineOf));
  const heading = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = "Nog niet verstuurd.";
  heading.append(strong, navigator.onLine ? "" : " Er is geen verbinding. Het staat in dit apparaat en gaat mee zodra die er weer is.");
  place.replaceChildren(heading, list);
}

function titleOf() {
  return document.querySelector("h1").textContent.trim();
}

/* --- The form of this page --- */

let timer;
let sentAt; // when that was typed which the portal is answering about

function textOf(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked ? "ja" : "nee";
  return control.selectedOptions ? control.selectedOptions[0]?.textContent.trim() || "" : control.value;
}

function typed() {
  const fields = Array.from(new FormData(form)).filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  const changed = new Set(changedOf(fields).map(([name]) => name));
  const told = Array.from(form.elements).filter((each) => changed.has(each.name) && each.labels?.length)
    .map((each) => [each.labels[0].textContent.trim().replace(/\s+/g, " "), textOf(each)]);
  keepUnsent(user, here, { title: titleOf(), fields, told });
  clearTimeout(timer);
  if (navigator.onLine) timer = setTimeout(show, PATIENCE);
  else show();
}

/* What was typed after it was sent still waits. */
function answered({ detail }) {
  const said = detail.ctx.response.headers.get("Portal-Kept");
  if (!said) return; // no answer of this page: somebody was signed out, or the portal is broken
  if (said === "no") refuseUnsent(user, here);
  else if (unsentAt(user, here)?.at === sentAt) dropUnsent(user, here);
  else return;
  clearTimeout(timer);
  show();
}

function fill(fields) {
  const typedThere = new Map([...changedOf(fields), ...fields.filter(([name]) => name === "seen" || name === "since")]);
  Array.from(form.elements).filter((control) => typedThere.has(control.name)).forEach((control) => {
    const text = typedThere.get(control.name);
    if (control.type === "checkbox" || control.type === "radio") control.checked = control.value === text;
    else control.value = text;
  });
}

/* Puts back what an earlier visit left, unless the portal has it by now; whether there is any to send. */
function putBack() {
  const left = unsentAt(user, here);
  if (!left?.fields) return false;
  if (isStored(changedOf(left.fields), form.elements.seen?.value)) {
    dropUnsent(user, here);
    return false;
  }
  fill(left.fields);
  return true;
}

function sendHere() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/* --- What was typed on other pages --- */

async function sendFrom(item) {
  const token = document.querySelector("[data-session-end] [name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams(item.fields);
  body.set("csrfmiddlewaretoken", token);
  const answer = await fetch(item.path, { method: "POST", body });
  if (answer.ok && new URL(answer.url).pathname === item.path) dropUnsent(user, item.path);
  else if (answer.status >= 400 && answer.status < 500) refuseUnsent(user, item.path);
}

async function sendOthers() {
  for (const item of allUnsent(user).filter(({ path, refused, fields }) => path !== here && !refused && fields)) {
    try {
      await sendFrom(item);
    } catch {
      break; // no network after all
    }
  }
  show();
}

function start() {
  if (localStorage.getItem(OWNER) !== user) forgetPages();
  localStorage.setItem(OWNER, user);
  const scope = document.querySelector("[data-offline-scope]")?.dataset.offlineScope;
  if (scope && "serviceWorker" in navigator) navigator.serviceWorker.register("/buiten-bereik.js", { scope }).catch(() => {});
  if (form) {
    const isLeft = putBack();
    form.addEventListener("input", typed);
    form.addEventListener("submit", ({ submitter }) => {
      if (submitter?.name === "take") yieldUnsent(user, here, submitter.value);
    });
    form.addEventListener("htmx:before:request", () => { sentAt = unsentAt(user, here)?.at; });
    form.addEventListener("htmx:after:request", answered);
    if (isLeft && navigator.onLine) setTimeout(sendHere, 500); // once htmx listens
  } else if (unsentAt(user, here)?.fields) refuseUnsent(user, here); // nobody can fill in here any more
  window.addEventListener("online", () => {
    if (form && unsentAt(user, here)) sendHere();
    sendOthers();
  });
  window.addEventListener("offline", show);
  document.addEventListener("portal:unsent", show);
  if (navigator.onLine) sendOthers();
  else show();
}

if (user && place) start();
else if (!document.querySelector("[data-out-of-reach]")) forgetPages();
