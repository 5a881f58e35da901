// SPDX-License-Identifier: Apache-2.0
// Pages work without this: the server writes the hour. It lets the clock go, by this office's clock and not by the
// browser's, and shows the page for the wall anew once something new is held.
"use strict";
(() => {
  const clock = document.querySelector("[data-clock]");
  if (!clock || clock.dataset.still) return;
  const began = performance.now();
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const dials = document.querySelectorAll(".clocks time[data-zone]");
  const written = (zone, seconds) => new Intl.DateTimeFormat(clock.dataset.locale, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, ...(seconds ? { second: "2-digit" } : {}),
  });
  const draw = () => {
    const now = new Date(Number(clock.dataset.now) * 1000 + performance.now() - began);
    for (const dial of dials) {
      const text = written(dial.dataset.zone, clock.contains(dial) && !calm.matches).format(now);
      if (dial.textContent !== text) dial.textContent = text;
    }
  };
  draw();
  window.setInterval(draw, 500);
})();
(() => {
  const { changes, wall } = document.body.dataset;
  if (!wall || !changes || !window.EventSource) return;
  new EventSource(changes).addEventListener("changed", () => { window.location.replace("?itself=1"); });
})();
