// SPDX-License-Identifier: Apache-2.0
// Pages work without this. It says when something new is held, and when this desk cannot be reached; it saves what is
// being written, as the button does.
"use strict";
(() => {
  const address = document.body.dataset.changes;
  const news = document.querySelector(".news");
  const offline = document.querySelector(".offline");
  if (!address || !window.EventSource) return;
  // The browser names the last event it had when it asks again; the page itself says up to where it is.
  const stream = new EventSource(address);
  stream.addEventListener("changed", () => { news.hidden = false; });
  stream.addEventListener("loud", (event) => {
    document.dispatchEvent(new CustomEvent("desk-loud", { detail: Number(event.data) }));
  });
  const away = (gone) => { offline.hidden = !gone; };
  let since = 0;
  stream.addEventListener("open", () => { since = 0; away(false); });
  stream.addEventListener("error", () => {
    since = since || Date.now();
    // A stream that ends is opened again at once; only what stays away is worth a word.
    away(stream.readyState === EventSource.CLOSED || !navigator.onLine || Date.now() - since > 3000);
  });
  window.addEventListener("offline", () => away(true));
  window.addEventListener("online", () => away(stream.readyState !== EventSource.OPEN));
})();
(() => {
  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const written = () => new URLSearchParams(new FormData(form));
  const told = form.querySelector(".saved");
  const EVERY = 20000;
  let kept = written().toString();
  const save = async () => {
    const now = written();
    if (now.toString() === kept) return;
    const answer = await fetch(form.dataset.save, { method: "POST", body: now, redirect: "error" }).catch(() => null);
    if (!answer || !answer.ok) return;
    kept = now.toString();
    told.textContent = await answer.text();
  };
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  window.setInterval(save, EVERY);
  document.addEventListener("visibilitychange", () => {
    const now = written();
    if (document.visibilityState !== "hidden" || sent || now.toString() === kept) return;
    if (navigator.sendBeacon(form.dataset.save, now)) kept = now.toString();
  });
})();
