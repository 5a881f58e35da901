// SPDX-License-Identifier: Apache-2.0
// What is kept and how it is sealed and sent: for the pages and for the worker. Nothing that is sealed is opened here,
// for the key that opens it is elsewhere.
"use strict";
self.notes = (() => {
  const NAME = "notes", MARK = "tfn1", INFO = "tripartite field note 1", PLAIN = 8192;
  const text = new TextEncoder();
  let over = false;
  const opened = () => new Promise((done, failed) => {
    if (over) { failed(new Error("over")); return; }
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("phone");
      asked.result.createObjectStore("waiting", { keyPath: "id" });
    };
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
  });
  const kept = async (store, mode, work) => {
    const database = await opened();
    try {
      return await new Promise((done, failed) => {
        const change = database.transaction(store, mode);
        const asked = work(change.objectStore(store));
        change.oncomplete = () => done(asked.result);
        change.onerror = change.onabort = () => failed(change.error);
      });
    } finally { database.close(); }
  };
  const joined = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
    return all;
  };
  const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  const seal = async (phone, id, said) => {
    const bytes = text.encode(JSON.stringify(said));
    if (bytes.length > PLAIN - 4) throw new RangeError("long");
    const theirs = Uint8Array.from(atob(phone.key), (one) => one.charCodeAt(0));
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const mine = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
    const whose = await crypto.subtle.importKey("raw", theirs, curve, false, []);
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: whose }, own.privateKey, 256);
    const root = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: joined(mine, theirs), info: text.encode(INFO) },
      root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const plain = new Uint8Array(PLAIN);
    new DataView(plain.buffer).setUint32(0, bytes.length);
    plain.set(bytes, 4);
    const bound = text.encode(`${phone.id}.${id}`);
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12), additionalData: bound }, key, plain);
    plain.fill(0); bytes.fill(0);
    return joined(text.encode(MARK), mine, new Uint8Array(body));
  };
  const phone = () => kept("phone", "readonly", (store) => store.get("this"));
  const waiting = () => kept("waiting", "readonly", (store) => store.getAll());
  const save = async (said) => {
    const known = await phone();
    if (!known) return "unknown";
    const id = hex(crypto.getRandomValues(new Uint8Array(16)));
    const note = { id, at: said.saved_at, sealed: await seal(known, id, said) };
    await kept("waiting", "readwrite", (store) => store.put(note));
    return "saved";
  };
  const wipe = async () => {
    over = true;
    await new Promise((done) => {
      const asked = indexedDB.deleteDatabase(NAME);
      asked.onsuccess = asked.onerror = done;
    });
    for (const name of await caches.keys()) await caches.delete(name);
    if (self.localStorage) { localStorage.clear(); sessionStorage.clear(); }
    if (self.registration) await self.registration.unregister();
    else for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  };
  // "sent", "" if nothing waited, or why something still waits: "offline", "unknown", "full", "gone"
  const ANSWERS = { 401: "unknown", 410: "gone", 507: "full" };
  const send = async () => {
    const known = await phone();
    if (!known) return "";
    let told = "";
    for (const note of await waiting()) {
      const answer = await fetch("/notes/in", {
        method: "POST", body: note.sealed, credentials: "omit", cache: "no-store", redirect: "error",
        headers: {
          "Content-Type": "application/octet-stream", "X-Phone": `${known.id}.${known.word}`, "X-Note": note.id,
          "X-Clock": String(Math.floor(Date.now() / 1000)),
        },
      }).catch(() => null);
      if (!answer || !answer.ok) {
        told = answer && ANSWERS[answer.status] || "offline";
        if (told === "gone") await wipe();
        return told;
      }
      await kept("waiting", "readwrite", (store) => store.delete(note.id));
      told = "sent";
    }
    return told;
  };
  const begin = (given) => kept("phone", "readwrite", (store) => store.put(given, "this"));
  return { phone, waiting, save, send, wipe, begin };
})();
