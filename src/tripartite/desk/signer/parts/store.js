// SPDX-License-Identifier: Apache-2.0
// Where keys are between two visits: in this browser's own store, from which no page can take them out; or nowhere.

const STORE = "tripartite-signer";

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open(STORE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("keys", { keyPath: "name" });
  return settled(request);
}

async function withKeys(mode, what) {
  const base = await opened();
  try {
    return await settled(what(base.transaction("keys", mode).objectStore("keys")));
  } finally {
    base.close();
  }
}

const storedKeys = () => withKeys("readonly", (keys) => keys.getAll());
const forgetKey = (name) => withKeys("readwrite", (keys) => keys.delete(name));

// Never over another key of that name: it would be gone.
function keepKey(key) {
  const kept = { name: key.place.name, charter: key.place.charter, public: key.public, secret: key.secret };
  return withKeys("readwrite", (keys) => keys.add(kept));
}

async function isLasting() {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
