/* The service worker of the pages that one can open without a network: those of somebody's own work, which say so with
   the header Portal-Offline. It keeps the last answer of each and the files of the portal that they need; never the
   answer to a form, and no page that does not say so. When somebody turns out to be signed out it keeps no page. */

const FILES = "portal-files";
const PAGES = "portal-pages";
const OUT_OF_REACH = "/buiten-bereik";
const HASH = /\.[0-9a-f]{8,32}(?=\.[a-z0-9]+$)/; // of the contents, in the name of a file
const FILE_OF_PAGE = /(?:href|src)="(\/(?:static|huisstijl)\/[^"]+)"/g;

async function prepare() {
  const files = await caches.open(FILES);
  const page = await fetch(OUT_OF_REACH, { credentials: "omit", cache: "reload" });
  const urls = Array.from((await page.clone().text()).matchAll(FILE_OF_PAGE), ([, url]) => url);
  await files.put(OUT_OF_REACH, page);
  await Promise.allSettled(urls.map((url) => files.add(url)));
  await self.skipWaiting();
}

function nameOf(request) {
  return new URL(request.url).pathname.replace(HASH, "");
}

/* Of each file the newest version stays, which is the one that was put there last. */
async function dropOld() {
  const files = await caches.open(FILES);
  const newest = new Set();
  for (const request of (await files.keys()).reverse()) {
    if (newest.has(nameOf(request))) await files.delete(request);
    newest.add(nameOf(request));
  }
}

async function fetched(request) {
  const answer = await fetch(request);
  if (answer.ok) {
    const files = await caches.open(FILES);
    await files.delete(request, { ignoreVary: true }); // so that it comes last
    await files.put(request, answer.clone());
    await dropOld();
  }
  return answer;
}

/* A page that was kept may name an older version of a file: without a network any version of it is better than none. */
async function keptFile(request) {
  const files = await caches.open(FILES);
  const named = (await files.keys()).find((each) => nameOf(each) === nameOf(request));
  return (await files.match(request, { ignoreVary: true })) || (named && files.match(named, { ignoreVary: true }));
}

async function fileOf(request) {
  const kept = await (await caches.open(FILES)).match(request, { ignoreVary: true });
  return kept || networkFirst(request);
}

async function networkFirst(request) {
  try {
    return await fetched(request);
  } catch (error) {
    const kept = await keptFile(request);
    if (kept) return kept;
    throw error;
  }
}

async function pageOf(request) {
  try {
    const answer = await fetch(request);
    // A navigation is not followed here: that it leads elsewhere is all that is seen of who was signed out.
    const leadsAway = answer.redirected || answer.type === "opaqueredirect";
    if (leadsAway || answer.status === 401 || answer.status === 403) await caches.delete(PAGES);
    else if (answer.ok && answer.headers.get("Portal-Offline") === "keep") {
      const pages = await caches.open(PAGES);
      await pages.put(request.url, answer.clone());
    }
    return answer;
  } catch {
    const kept = await caches.match(request.url, { cacheName: PAGES, ignoreVary: true });
    return kept || caches.match(OUT_OF_REACH, { cacheName: FILES, ignoreVary: true });
  }
}

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
  // The look of a deal has no version in its name: the network tells what it is now.
  else if (url.pathname.startsWith("/huisstijl/")) event.respondWith(networkFirst(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(request));
});
