// SPDX-License-Identifier: Apache-2.0
// A map works without this, by its links. This asks for the next picture when somebody drags, pinches, turns the wheel
// over a map that has the focus, or presses a key; and for one of the window's own size.
"use strict";
(() => {
  const TILE = 256, STEP = 0.4, PAUSE = 120;
  const figure = document.querySelector("figure.place-map:not(.m-small)");
  if (!figure) return;
  const frame = figure.querySelector(".m-window");
  const forward = (lon, lat) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };
  const back = (x, y) => [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
  const held = (value) => Math.min(1, Math.max(0, value));
  let at = null, asked = null, timer = 0;
  const read = (from) => {
    for (const name of ["lon", "lat", "zoom"]) figure.dataset[name] = from.dataset[name];
    at = { lon: Number(from.dataset.lon), lat: Number(from.dataset.lat), zoom: Number(from.dataset.zoom) };
  };
  read(figure);
  const size = () => {
    const box = frame.getBoundingClientRect();
    return { w: String(Math.round(box.width)), h: String(Math.round(box.height)) };
  };
  const ask = async (place) => {
    const address = new URL(figure.dataset.next, location.href);
    const members = { ...size(), ...(place ? { lon: place.lon.toFixed(5), lat: place.lat.toFixed(5), z: String(place.zoom) } : {}) };
    for (const [name, value] of Object.entries(members)) address.searchParams.set(name, value);
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    const answer = await fetch(address, { signal: mine.signal, redirect: "error" }).catch(() => null);
    if (!answer || !answer.ok || mine.signal.aborted) { if (asked === mine) frame.firstElementChild.style.transform = ""; return; }
    const text = await answer.text();
    if (mine.signal.aborted) return;
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("figure.place-map");
    if (!found) return;
    frame.replaceChildren(...found.querySelector(".m-window").childNodes);
    const focused = document.activeElement?.dataset?.move;
    figure.querySelector(".m-moves").replaceWith(found.querySelector(".m-moves"));
    if (focused) figure.querySelector(`[data-move="${focused}"]`)?.focus();
    read(found);
    if (place) {
      const here = new URL(location.href);
      for (const name of ["lon", "lat", "z"]) here.searchParams.set(name, members[name]);
      history.replaceState(null, "", here);
    }
  };
  const later = (place) => { at = place; window.clearTimeout(timer); timer = window.setTimeout(() => ask(at), PAUSE); };
  const moved = (right, down) => {
    const side = TILE * 2 ** at.zoom;
    const [x, y] = forward(at.lon, at.lat);
    const [lon, lat] = back(held(x + right / side), held(y + down / side));
    return { ...at, lon, lat };
  };
  const nearer = (by) => ({ ...at, zoom: Math.max(1, Math.min(19, at.zoom + by)) });
  const across = () => frame.clientWidth * STEP, along = () => frame.clientHeight * STEP;
  const MOVES = {
    in: () => nearer(1), out: () => nearer(-1), north: () => moved(0, -along()), south: () => moved(0, along()),
    west: () => moved(-across(), 0), east: () => moved(across(), 0),
  };
  const KEYS = { ArrowUp: "north", ArrowDown: "south", ArrowLeft: "west", ArrowRight: "east", "+": "in", "=": "in", "-": "out" };
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", figure.dataset.keys);
  frame.addEventListener("keydown", (event) => {
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    later(MOVES[move]());
  });
  figure.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const move = MOVES[link.dataset.move];
    if (move) later(move());
    else { window.clearTimeout(timer); ask(null); }
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !frame.contains(document.activeElement)) return;
    event.preventDefault();
    if (Math.abs(event.deltaY) > 1) later(nearer(event.deltaY < 0 ? 1 : -1));
  }, { passive: false });
  const fingers = new Map();
  let start = null, dragged = false;
  const between = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };
  const middle = () => {
    const spots = [...fingers.values()];
    return [0, 1].map((axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length);
  };
  const begin = () => { start = fingers.size ? { spot: middle(), wide: fingers.size > 1 ? between() : 0 } : null; };
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    dragged = false;
    begin();
  });
  frame.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId) || !start) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const [x, y] = middle();
    const right = x - start.spot[0], down = y - start.spot[1];
    if (!dragged && Math.hypot(right, down) < 5 && fingers.size < 2) return;
    dragged = true;
    frame.setPointerCapture(event.pointerId);
    const scale = start.wide ? between() / start.wide : 1;
    frame.firstElementChild.style.transform = `translate(${right}px, ${down}px) scale(${scale})`;
  });
  const end = (event) => {
    if (!fingers.has(event.pointerId)) return;
    const [x, y] = middle();
    const scale = start?.wide && fingers.size > 1 ? between() / start.wide : 1;
    const right = start ? x - start.spot[0] : 0, down = start ? y - start.spot[1] : 0;
    fingers.delete(event.pointerId);
    if (dragged && start) {
      const place = moved(-right, -down);
      later({ ...place, zoom: Math.max(1, place.zoom + Math.round(Math.log2(scale))) });
    }
    start = null;
  };
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", (event) => { fingers.delete(event.pointerId); start = null; frame.firstElementChild.style.transform = ""; });
  frame.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); event.stopPropagation(); dragged = false; } }, true);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  let width = 0;
  new ResizeObserver(() => {
    if (frame.clientWidth === width) return;
    const first = width === 0;
    width = frame.clientWidth;
    const named = new URLSearchParams(location.search).has("lon");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask(first && !named ? null : at), first ? 0 : PAUSE);
  }).observe(frame);
})();
