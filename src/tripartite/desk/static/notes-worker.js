// SPDX-License-Identifier: Apache-2.0
// Keeps the pages for where there is no network, and sends what waits once there is one. VERSION and PAGES stand above.
importScripts("/static/notes-send.js");
const KEPT = `notes-${VERSION}`;
const fetched = async (cache, page) => {
  const answer = await fetch(page, { credentials: "omit", cache: "reload" });
  if (!answer.ok) throw new Error(page);
  await cache.put(page, answer);
};
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => Promise.all(PAGES.map((page) => fetched(cache, page)))));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const path = new URL(url).pathname;
  if (method !== "GET" || new URL(url).origin !== self.location.origin || !PAGES.includes(path)) return;
  event.respondWith(caches.match(path).then((found) => found || fetch(event.request)));
});
const sent = async () => {
  const told = await self.notes.send();
  for (const page of await self.clients.matchAll()) page.postMessage(told);
  if (told === "offline") throw new Error(told);
};
self.addEventListener("sync", (event) => { event.waitUntil(sent()); });
