// Keeps static files and one empty page, and nothing else: no page with a name on it is ever stored here.
"use strict";
const KEEP = JSON.parse("{{ keep|escapejs }}");
const SHELL = KEEP[0];
const CACHE = "partners-walk-{{ version }}";
const WAIT = 8000;

const fetched = async (address) => {
  const answer = await fetch(address, { credentials: "omit", cache: "reload" });
  if (!answer.ok) {
    throw new Error(`not kept: ${answer.status}`);
  }
  return answer;
};

const keep = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(KEEP.map(async (address) => cache.put(address, await fetched(address))));
  await skipWaiting();
};
addEventListener("install", (event) => event.waitUntil(keep()));

const dropOld = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("partners-walk-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
};
addEventListener("activate", (event) => event.waitUntil(dropOld()));

// A page comes from the server; where it does not come, the empty one stands in and fills itself from the device.
const page = (request) => {
  const slow = new Promise((resolve, reject) => {
    setTimeout(reject, WAIT);
  });
  const coming = fetch(request);
  coming.catch(() => {});
  return Promise.race([coming, slow]).catch(async () => (await caches.match(SHELL)) ?? Response.error());
};
// A part comes from the device; where it was not kept, from the server.
const part = async (request) => (await caches.match(request)) ?? fetch(request);

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(page(request));
  } else if (request.method === "GET" && pathname !== SHELL && KEEP.includes(pathname)) {
    event.respondWith(part(request));
  }
});
