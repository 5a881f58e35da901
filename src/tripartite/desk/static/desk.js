// SPDX-License-Identifier: Apache-2.0
// Pages work without this. It says when something new is held, and when this desk cannot be reached; it saves what is
// being written, as the button does.
"use strict";
(() => {
  const address = document.body.dataset.changes;
  const news = document.querySelector(".news");
  const offline = document.querySelector(".offline");
  if (!address || !window.EventSource) return;
  const stream = new EventSource(address);
  stream.addEventListener("changed", () => { news.hidden = false; });
  stream.addEventListener("open", () => { offline.hidden = true; });
  stream.addEventListener("error", () => { offline.hidden = stream.readyState !== EventSource.CONNECTING || navigator.onLine; });
  window.addEventListener("offline", () => { offline.hidden = false; });
  window.addEventListener("online", () => { offline.hidden = true; });
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
