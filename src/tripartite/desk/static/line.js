// SPDX-License-Identifier: Apache-2.0
// What is urgent is heard as well as seen, as long as no person acknowledged it, at a desk that allowed the sound. The
// banner stands on the page without this.
"use strict";
(() => {
  const banner = document.querySelector(".loud");
  if (!banner) return;
  const KEY = "desk-sound", EVERY = 4000;
  const on = banner.querySelector("[data-sound=on]"), off = banner.querySelector("[data-sound=off]");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const title = document.title;
  let context = null, timer = 0, tick = 0;
  const allowed = () => { try { return window.localStorage.getItem(KEY) === "on"; } catch { return false; } };
  const allow = (value) => { try { window.localStorage.setItem(KEY, value); } catch { /* it lasts as long as the page */ } };
  const beep = () => {
    if (!context || context.state !== "running") return;
    [0, 0.25].forEach((after, place) => {
      const tone = context.createOscillator(), level = context.createGain(), at = context.currentTime + after;
      tone.frequency.value = place ? 660 : 880;
      level.gain.setValueAtTime(0.0001, at);
      level.gain.exponentialRampToValueAtTime(0.3, at + 0.02);
      level.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
      tone.connect(level).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.22);
    });
  };
  const once = () => {
    tick += 1;
    if (!still.matches) document.title = tick % 2 ? `● ${title}` : title;
    if (allowed()) beep();
  };
  const buttons = () => {
    const sounds = allowed() && context !== null && context.state === "running";
    on.hidden = sounds;
    off.hidden = !sounds;
  };
  const open = async () => {
    if (!window.AudioContext) return;
    context = context || new AudioContext();
    await context.resume().catch(() => null);
    buttons();
  };
  const set = (waiting) => {
    banner.hidden = !waiting;
    if (waiting && !timer) {
      if (allowed()) open();
      buttons();
      once();
      timer = window.setInterval(once, EVERY);
    }
    if (!waiting && timer) {
      window.clearInterval(timer);
      timer = 0;
      document.title = title;
    }
    banner.dataset.sounding = String(Boolean(timer) && allowed());
  };
  on.addEventListener("click", async () => { allow("on"); await open(); beep(); set(true); });
  off.addEventListener("click", () => { allow("off"); if (context) context.suspend(); buttons(); set(true); });
  document.addEventListener("desk-loud", (event) => { set(event.detail > 0); });
  set(!banner.hidden);
})();
