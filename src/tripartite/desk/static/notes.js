// SPDX-License-Identifier: Apache-2.0
// The pages on a phone: a note is sealed the moment it is saved, and what was typed is gone from the page.
"use strict";
(() => {
  const { notes } = self;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (!self.isSecureContext || !self.indexedDB || !self.caches || !navigator.serviceWorker || !crypto.subtle) {
    const old = one("[data-said=old]");
    if (old) old.hidden = false;
    return;
  }
  const HOLD = 2000, THRICE = 900, AGAIN = 60000;
  const language = document.documentElement.lang;
  const say = (name) => { for (const said of all("[data-said]")) said.hidden = said.dataset.said !== name; };
  const blank = () => { location.replace("about:blank"); };

  // one gesture, and nothing is left
  const wipe = async () => {
    for (const form of all("form")) form.reset();
    document.body.replaceChildren();
    document.title = "";
    await notes.wipe();
    blank();
  };
  const clear = one("button[data-clear]");
  let held = 0;
  const letGo = () => { clearTimeout(held); clear.classList.remove("held"); };
  const hold = () => { letGo(); clear.classList.add("held"); held = setTimeout(wipe, HOLD); };
  for (const part of all("[data-clear]")) part.hidden = false;
  clear.addEventListener("pointerdown", hold);
  for (const name of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) clear.addEventListener(name, letGo);
  clear.addEventListener("keydown", (event) => { if (!event.repeat && (event.key === " " || event.key === "Enter")) hold(); });
  clear.addEventListener("contextmenu", (event) => event.preventDefault());
  let taps = [];
  one("h1").addEventListener("click", (event) => {
    taps = [...taps.filter((at) => event.timeStamp - at < THRICE), event.timeStamp];
    if (taps.length === 3) wipe();
  });

  // what waits: how many, and since when; nothing of what they say
  const listed = async () => {
    const place = one(".waiting");
    if (!place) return;
    const found = (await notes.waiting()).sort((a, b) => a.at - b.at);
    const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    one("[data-count]").textContent = new Intl.NumberFormat(language).format(found.length);
    one("[data-times]").replaceChildren(...found.map((note) => {
      const row = document.createElement("li");
      row.textContent = when.format(new Date(note.at * 1000));
      return row;
    }));
    place.hidden = found.length === 0;
  };
  const answered = async (told) => {
    if (told === "gone") { blank(); return; }
    if (told) say(told);
    await listed();
  };
  const sent = async () => { await answered(await notes.send()); };
  const later = async () => {
    const kept = await navigator.serviceWorker.ready;
    if (kept.sync) await kept.sync.register("notes").catch(() => null);
  };
  navigator.serviceWorker.addEventListener("message", (event) => { answered(event.data); });
  window.addEventListener("online", sent);
  window.setInterval(sent, AGAIN);
  const button = one("[data-send]");
  if (button) button.addEventListener("click", sent);

  // coming in
  const join = one("form[data-join]");
  if (join) join.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(join.action, { method: "POST", headers: { "X-Notes": "1" }, credentials: "omit" }).catch(() => null);
    if (!answer || !answer.ok) { say(answer ? "unknown" : "offline"); return; }
    await notes.begin(await answer.json());
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
    await navigator.serviceWorker.register("/notes/worker.js", { scope: "/notes/" });
    await navigator.serviceWorker.ready;
    location.replace(join.dataset.join);
  });

  // writing
  const form = one("form[data-kind]");
  const digits = (typed) => typed.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const degrees = (found) => String(Number(found.toFixed(5)));
  const now = () => {
    const at = new Date(), two = (number) => String(number).padStart(2, "0");
    form.elements.day.value = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    if (form.dataset.kind === "turned") form.elements.time.value = `${two(at.getHours())}:${two(at.getMinutes())}`;
  };
  const fresh = () => {
    form.reset();
    for (const part of all("[data-here-got], [data-here-none]")) part.hidden = true;
    for (const part of all("[name=lat], [name=lon]")) part.value = "";
    now();
  };
  const said = () => {
    const at = new Date();
    const typed = { kind: form.dataset.kind, language: form.dataset.language };
    for (const [name, value] of new FormData(form)) if (value && name !== "token") typed[name] = value;
    for (const part of all("[inputmode=numeric]")) {
      if (typed[part.name]) typed[part.name] = digits(typed[part.name]).replace(/[^0-9]/g, "");
    }
    return { ...typed, saved_at: Math.floor(at.getTime() / 1000), offset: -at.getTimezoneOffset() };
  };
  if (form) {
    fresh();
    window.addEventListener("pagehide", () => form.reset());
    const here = one("[data-here]");
    if (navigator.geolocation) {
      here.hidden = false;
      here.addEventListener("click", () => navigator.geolocation.getCurrentPosition((found) => {
        form.elements.lat.value = degrees(found.coords.latitude);
        form.elements.lon.value = degrees(found.coords.longitude);
        one("[data-here-got]").hidden = false;
      }, () => { one("[data-here-none]").hidden = false; }, { enableHighAccuracy: true, timeout: 30000 }));
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const told = await notes.save(said()).catch((error) => (error instanceof RangeError ? "long" : "full"));
      say(told);
      window.scrollTo(0, 0);
      if (told !== "saved") return;
      fresh();
      await later();
      await sent();
    });
  }
  notes.phone().then(async (known) => {
    if (!known) {
      if (form || one(".waiting")) say("unknown");
      return;
    }
    await navigator.serviceWorker.register("/notes/worker.js", { scope: "/notes/" }).catch(() => null);
    const areas = one("[data-areas]");
    if (areas && known.areas && known.areas.length) {
      for (const [code, name] of known.areas) areas.querySelector("select").add(new Option(name, code));
      areas.hidden = false;
    }
    await listed();
    await sent();
  });
})();
