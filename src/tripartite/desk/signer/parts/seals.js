// SPDX-License-Identifier: Apache-2.0
// Opening what was sealed (files of age v1 to one X25519 recipient, SEA-2), and keys in files under a passphrase: scrypt,
// ChaCha20-Poly1305.

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const FEEDBACK = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function polymod(values) {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = (((check & 0x1ffffff) << 5) ^ value) >>> 0;
    FEEDBACK.forEach((word, i) => (check = ((top >> i) & 1 ? check ^ word : check) >>> 0));
  }
  return check;
}

const spread = (prefix) => [...utf8(prefix)].map((c) => c >> 5).concat(0, [...utf8(prefix)].map((c) => c & 31));

function regroup(values, from, to, pad) {
  const out = [];
  let [held, bits] = [0, 0];
  for (const value of values) {
    held = ((held << from) | value) & 0xffff;
    for (bits += from; bits >= to; ) out.push((held >> (bits -= to)) & ((1 << to) - 1));
  }
  if (pad && bits) out.push((held << (to - bits)) & ((1 << to) - 1));
  return out;
}

function bech32(prefix, data) {
  const values = regroup(data, 8, 5, true);
  const sum = polymod([...spread(prefix), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = [25, 20, 15, 10, 5, 0].map((shift) => (sum >>> shift) & 31);
  return `${prefix}1${[...values, ...check].map((value) => LETTERS[value]).join("")}`;
}

const IDENTITY = "age-secret-key-";

function secretOf(identity) {
  const data = [...identity.toLowerCase().slice(IDENTITY.length + 1)].map((c) => LETTERS.indexOf(c));
  const secret = Uint8Array.from(regroup(data.slice(0, -6), 5, 8, false));
  need(secret.length === 32 && bech32(IDENTITY, secret).toUpperCase() === identity, "seal", "identity");
  return secret;
}

const PKCS8_X25519 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32);
const NINE = Uint8Array.from({ length: 32 }, (_, i) => (i ? 0 : 9));

async function x25519(secret, point) {
  const mine = await crypto.subtle.importKey("pkcs8", joined(PKCS8_X25519, secret), "X25519", false, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", point, "X25519", false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: theirs }, mine, 256));
}

const recipientOf = async (identity) => bech32("age", await x25519(secretOf(identity), NINE));
const hkdf = async (key, salt, info) => hmac(await hmac(salt.length ? salt : new Uint8Array(32), key), joined(utf8(info), [1]));

function chachaBlock(key, counter, nonce) {
  const start = new Uint32Array(joined(utf8("expand 32-byte k"), key, new Uint8Array(4), nonce).buffer);
  start[12] = counter;
  const w = Uint32Array.from(start);
  const turn = (x, n) => (x << n) | (x >>> (32 - n));
  const quarter = (a, b, c, d) => {
    w[a] += w[b];
    w[d] = turn(w[d] ^ w[a], 16);
    w[c] += w[d];
    w[b] = turn(w[b] ^ w[c], 12);
    w[a] += w[b];
    w[d] = turn(w[d] ^ w[a], 8);
    w[c] += w[d];
    w[b] = turn(w[b] ^ w[c], 7);
  };
  for (let round = 0; round < 10; round++)
    for (const skew of [0, 1])
      for (let j = 0; j < 4; j++)
        quarter(j, 4 + ((j + skew) % 4), 8 + ((j + 2 * skew) % 4), 12 + ((j + 3 * skew) % 4));
  w.forEach((value, i) => (w[i] = value + start[i]));
  return new Uint8Array(w.buffer);
}

const little = (data) => BigInt(`0x${hex(Uint8Array.from(data).reverse()) || "0"}`);

function poly1305(key, data) {
  const r = little(key.slice(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < data.length; at += 16) {
    const part = data.slice(at, at + 16);
    sum = ((sum + little(part) + (1n << BigInt(8 * part.length))) * r) % (2n ** 130n - 5n);
  }
  let tag = (sum + little(key.slice(16, 32))) & (2n ** 128n - 1n);
  return Uint8Array.from({ length: 16 }, () => {
    const byte = Number(tag & 255n);
    tag >>= 8n;
    return byte;
  });
}

const zeros = (data) => new Uint8Array((16 - (data.length % 16)) % 16);

function sizes(beside, content) {
  const found = new DataView(new ArrayBuffer(16));
  found.setUint32(0, beside.length, true);
  found.setUint32(8, content.length, true);
  return new Uint8Array(found.buffer);
}

function stream(key, nonce, data) {
  const out = Uint8Array.from(data);
  for (let at = 0; at < out.length; at += 64)
    chachaBlock(key, 1 + at / 64, nonce).forEach((byte, i) => at + i < out.length && (out[at + i] ^= byte));
  return out;
}

const tagOf = (key, nonce, box, beside) =>
  poly1305(chachaBlock(key, 0, nonce), joined(beside, zeros(beside), box, zeros(box), sizes(beside, box)));

function sealBox(key, nonce, data, beside) {
  const box = stream(key, nonce, data);
  return joined(box, tagOf(key, nonce, box, beside));
}

function openBox(key, nonce, data, beside = new Uint8Array(0)) {
  const [box, tag] = [data.slice(0, -16), data.slice(-16)];
  return same(tagOf(key, nonce, box, beside), tag) ? stream(key, nonce, box) : null;
}

// --- age ----------------------------------------------------------------------------------------------------------

const PIECE = 65552;
const unpadded = (text) => {
  need(/^[A-Za-z0-9+/]+$/.test(text), "seal", "header");
  return unb64(text + "=".repeat((4 - (text.length % 4)) % 4));
};

// One X25519 stanza is all that a node of ours writes.
async function openAge(file, identity) {
  let at = 0;
  const line = () => {
    const end = file.indexOf(10, at);
    need(end >= at, "seal", "header");
    const found = fromUtf8(file.slice(at, end));
    at = end + 1;
    return found;
  };
  need(line() === "age-encryption.org/v1", "seal", "version");
  const found = /^-> X25519 ([A-Za-z0-9+/]{43})$/.exec(line());
  need(found, "seal", "recipient");
  const [share, body] = [unpadded(found[1]), unpadded(line())];
  const end = at + 3;
  const last = /^--- ([A-Za-z0-9+/]{43})$/.exec(line());
  need(last && body.length === 32, "seal", "header");
  const secret = secretOf(identity);
  const shared = await x25519(secret, share).catch(() => refuse("seal", "share"));
  const wrapping = await hkdf(shared, joined(share, await x25519(secret, NINE)), "age-encryption.org/v1/X25519");
  const fileKey = openBox(wrapping, new Uint8Array(12), body) ?? refuse("seal", "identity");
  const mac = await hmac(await hkdf(fileKey, new Uint8Array(0), "header"), file.slice(0, end));
  need(same(mac, unpadded(last[1])), "seal", "mac");
  const [nonce, content] = [file.slice(at, at + 16), file.slice(at + 16)];
  need(nonce.length === 16 && content.length >= 16 && content.length <= MOST_BYTES + PIECE, "seal", "length");
  const key = await hkdf(fileKey, nonce, "payload");
  const parts = [];
  for (let from = 0, i = 0; from < content.length; from += PIECE, i++) {
    const piece = content.slice(from, from + PIECE);
    const counter = joined(new Uint8Array(7), u32(i), [from + PIECE >= content.length ? 1 : 0]);
    need(piece.length > 16 || i === 0, "seal", "length");
    parts.push(openBox(key, counter, piece) ?? refuse("seal", "content"));
  }
  return joined(...parts);
}

// --- scrypt with r = 8 and p = 1 ------------------------------------------------------------------------------------

async function pbkdf2(secret, salt, length) {
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: 1 };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 8 * length));
}

const rotated = (sum, by) => (sum << by) | (sum >>> (32 - by));

// Two rounds of columns and rows, on sixteen words.
function doubleRound(w) {
  for (let i = 0; i < 4; i++) quarterRound(w, 5 * i, (5 * i + 4) % 16, (5 * i + 8) % 16, (5 * i + 12) % 16);
  for (let i = 0; i < 4; i++) quarterRound(w, 5 * i, 4 * i + ((i + 1) % 4), 4 * i + ((i + 2) % 4), 4 * i + ((i + 3) % 4));
}

function quarterRound(w, a, b, c, d) {
  w[b] ^= rotated((w[a] + w[d]) | 0, 7);
  w[c] ^= rotated((w[b] + w[a]) | 0, 9);
  w[d] ^= rotated((w[c] + w[b]) | 0, 13);
  w[a] ^= rotated((w[d] + w[c]) | 0, 18);
}

const WORDS = new Int32Array(16);

function salsa(x, b, from) {
  for (let i = 0; i < 16; i++) WORDS[i] = b[i] ^= x[from + i];
  for (let round = 0; round < 4; round++) doubleRound(WORDS);
  for (let i = 0; i < 16; i++) b[i] = (b[i] + WORDS[i]) | 0;
}

// Mixes x in place; `scratch` is as long as x.
function blockMix(x, scratch) {
  const b = x.slice(240, 256);
  for (let i = 0; i < 16; i++) {
    salsa(x, b, 16 * i);
    scratch.set(b, 16 * ((i >> 1) + 8 * (i & 1)));
  }
  x.set(scratch);
}

async function scrypt(passphrase, salt, cost) {
  const secret = utf8(passphrase);
  const x = new Int32Array((await pbkdf2(secret, salt, 1024)).buffer);
  const kept = new Int32Array(256 * cost);
  const scratch = new Int32Array(256);
  for (let i = 0; i < cost; i++) {
    kept.set(x, 256 * i);
    blockMix(x, scratch);
  }
  for (let i = 0; i < cost; i++) {
    const from = 256 * ((x[240] >>> 0) % cost);
    for (let j = 0; j < 256; j++) x[j] ^= kept[from + j];
    blockMix(x, scratch);
  }
  return pbkdf2(secret, new Uint8Array(x.buffer), 32);
}
