// SPDX-License-Identifier: Apache-2.0
// Whose key signs here: the mechanism it belongs to, its name, the key itself, and the line it signs (KEY-1 to KEY-4,
// NOTE-2). A key is bound to a charter when it is made, and signs for nothing else.

const ED25519 = 1;
const CHARTER = "tripartite/charter@v1\n";
const DELEGATE = /^d\/[a-z][a-z0-9-]{0,31}$/;

// SGN-3, SGN-11: what a desk hands out for a new key: the first charter of its mechanism, and the name of the key.
async function readPlace(file) {
  const value = parsedFile(file, ["charter", "name"], []);
  const { charter, name } = value;
  need(charter.startsWith(CHARTER) && charter.endsWith("\n"), "place", "charter");
  const said = canonical(utf8(charter.slice(CHARTER.length, -1)), 8, 1024);
  const net = await sha256(utf8(charter));
  const key = keyName(name);
  const start = `${said.has("exercise") ? "exercise/" : ""}${said.get("label")}/${hex(net).slice(0, 8)}/`;
  need(key.start === `${start}${key.party}/`, "place", "name");
  need(DELEGATE.test(key.role), "other_role", key.role);
  const names = new Map(said.get("parties").map((party) => [party.get("id"), party.get("names")]));
  need(names.has(key.party), "place", key.party);
  return {
    name, charter, start, net: b64(net), party: key.party, role: key.role, names, print: netPrint(net),
    exercise: said.get("exercise") ?? null,
  };
}

// A file of ours that is not signed: an object of these texts and nothing else.
function parsedFile(text, must, may) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    refuse("file");
  }
  const keys = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.keys(value) : [];
  need(must.every((key) => keys.includes(key)) && keys.every((key) => [...must, ...may].includes(key)), "file");
  need(keys.every((key) => typeof value[key] === "string"), "file");
  return Object.assign(Object.create(null), value);
}

async function keyId(name, raw) {
  return (await sha256(joined(utf8(`${name}\n`), [ED25519], raw))).slice(0, 4);
}

const keyPrint = (raw) => fingerprint(joined([ED25519], raw));

async function rawPublic(key) {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key));
}

async function generated(extractable) {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, extractable, ["sign", "verify"]).catch(() => refuse("browser"));
  return { secret: pair.privateKey, public: await rawPublic(pair.publicKey) };
}

const fromSeed = (seed) =>
  crypto.subtle.importKey("pkcs8", joined(PKCS8_ED25519, seed), "Ed25519", false, ["sign"]).catch(() => refuse("browser"));
const seedOf = async (secret) => new Uint8Array(await crypto.subtle.exportKey("pkcs8", secret)).slice(-32);

// The same key, which nothing can take out any more.
const locked = async (secret) => fromSeed(await seedOf(secret));

async function signedNote(text, key) {
  const message = utf8(text);
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", key.secret, message));
  const seen = await crypto.subtle.importKey("raw", key.public, "Ed25519", false, ["verify"]);
  need(await crypto.subtle.verify("Ed25519", seen, signature, message), "key");
  return `${text}\n\u2014 ${key.place.name} ${b64(joined(await keyId(key.place.name, key.public), signature))}\n`;
}

// --- files, as `tripartite key new --passphrase` writes them ------------------------------------------------------

const KEY_FILE = "tripartite/key@1";
const COST = 65536;
const PKCS8_ED25519 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);
const aroundKey = (role, spelled) => utf8(`${KEY_FILE}\n${role}\n${spelled}\n`);

async function keyFile(pair, role, passphrase) {
  const seed = await seedOf(pair.secret);
  const [salt, nonce] = [16, 12].map((length) => crypto.getRandomValues(new Uint8Array(length)));
  const spelled = b64(pair.public);
  const box = sealBox(await scrypt(passphrase, salt, COST), nonce, seed, aroundKey(role, spelled));
  const sealed = `{"box":"${b64(box)}","cost":${COST},"nonce":"${b64(nonce)}","salt":"${b64(salt)}"}`;
  return `{"format":"${KEY_FILE}","public":"${spelled}","role":"${role}","sealed":${sealed}}\n`;
}

async function openKeyFile(file, role, passphrase) {
  need(file.endsWith("\n"), "key_file");
  const said = canonical(utf8(file.slice(0, -1)), 3, 16);
  need(said instanceof Map && said.get("format") === KEY_FILE && said.get("sealed") instanceof Map, "key_file");
  need(said.get("role") === role, "other_role", String(said.get("role")));
  const [sealed, spelled] = [said.get("sealed"), said.get("public")];
  const cost = sealed.get("cost");
  need(cost >= 1024 && cost <= 1048576 && (cost & (cost - 1)) === 0, "key_file");
  const key = await scrypt(passphrase, unb64(sealed.get("salt"), 16), cost);
  const seed = openBox(key, unb64(sealed.get("nonce"), 12), unb64(sealed.get("box"), 48), aroundKey(role, spelled));
  need(seed !== null, "passphrase");
  return { secret: await fromSeed(seed), public: unb64(spelled, 32) };
}
