// SPDX-License-Identifier: Apache-2.0
// Pages work without this. It says when something new is held, and when this desk cannot be reached.
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
