// SPDX-License-Identifier: Apache-2.0
// Files of age v1 with X25519 stanzas (SEA-2), and how age spells its keys. Hybrid identities are not read here.

import { bytes, concat, equal, hex, hmac, need, refuse, text, unhex } from "./bytes.mjs";

const bad = (detail) => refuse("bad_seal", detail);

// --- bech32 -------------------------------------------------------------------------------------------------------

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function polymod(values) {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = (((check & 0x1ffffff) << 5) ^ value) >>> 0;
    GENERATOR.forEach((g, i) => (check = ((top >> i) & 1 ? check ^ g : check) >>> 0));
  }
  return check;
}

const expanded = (prefix) => {
  const codes = [...bytes(prefix)];
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
};

function regrouped(data, from, to, fill) {
  const out = [];
  let [held, bits] = [0, 0];
  for (const value of data) {
    held = (held << from) | value;
    for (bits += from; bits >= to; ) out.push((held >> (bits -= to)) & ((1 << to) - 1));
    held &= (1 << bits) - 1;
  }
  if (fill && bits) out.push((held << (to - bits)) & ((1 << to) - 1));
  else if (!fill) need(bits < from && held === 0, "bad_seal", "key");
  return out;
}

function spelled(prefix, data) {
  const values = regrouped(data, 8, 5, true);
  const sum = polymod([...expanded(prefix), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = Array.from({ length: 6 }, (_, i) => (sum >>> (5 * (5 - i))) & 31);
  return `${prefix}1${[...values, ...check].map((value) => ALPHABET[value]).join("")}`;
}

function secretOf(identity) {
  const lower = identity.toLowerCase();
  const cut = lower.lastIndexOf("1");
  const values = [...lower.slice(cut + 1)].map((c) => ALPHABET.indexOf(c));
  const prefix = lower.slice(0, cut);
  need(identity === identity.toUpperCase() && prefix === "age-secret-key-", "bad_seal", "key");
  need(values.length >= 6 && !values.includes(-1) && polymod([...expanded(prefix), ...values]) === 1, "bad_seal", "key");
  const secret = Uint8Array.from(regrouped(values.slice(0, -6), 5, 8, false));
  need(secret.length === 32, "bad_seal", "key");
  return secret;
}

// --- X25519, HKDF, ChaCha20-Poly1305 --------------------------------------------------------------------------------

const P = 2n ** 255n - 19n;
const mod = (n) => ((n % P) + P) % P;
const little = (data) => BigInt(`0x${hex(Uint8Array.from(data).reverse())}`);
const bytesOf = (n, length) => unhex(n.toString(16).padStart(2 * length, "0")).reverse();

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base); exponent; exponent >>= 1n, b = mod(b * b)) if (exponent & 1n) result = mod(result * b);
  return result;
}

function x25519(secret, point) {
  const scalar = Uint8Array.from(secret);
  scalar[0] &= 248;
  scalar[31] = (scalar[31] & 127) | 64;
  const k = little(scalar);
  const x1 = mod(little(point) & (2n ** 255n - 1n));
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n];
  for (let t = 254n; t >= 0n; t--) {
    const bit = (k >> t) & 1n;
    if (bit) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    const [a, b, c, d] = [x2 + z2, x2 - z2, x3 + z3, x3 - z3];
    const [aa, bb, da, cb] = [mod(a * a), mod(b * b), mod(d * a), mod(c * b)];
    const e = aa - bb;
    [x2, z2, x3, z3] = [mod(aa * bb), mod(e * (aa + 121665n * e)), mod((da + cb) ** 2n), mod(x1 * (da - cb) ** 2n)];
    if (bit) [x2, z2, x3, z3] = [x3, z3, x2, z2];
  }
  return bytesOf(mod(x2 * power(z2, P - 2n)), 32);
}

const BASE = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));
const derived = (key, salt, info) => hmac(hmac(salt, key), concat(bytes(info), [1]));

function block(key, counter, nonce) {
  const words = new Uint32Array(16);
  const view = new DataView(concat(bytes("expand 32-byte k"), key, new Uint8Array(4), nonce).buffer);
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(4 * i, true);
  words[12] = counter;
  const w = Uint32Array.from(words);
  const turn = (x, n) => (x << n) | (x >>> (32 - n));
  const quarter = (a, b, c, d) => {
    w[a] += w[b]; w[d] = turn(w[d] ^ w[a], 16);
    w[c] += w[d]; w[b] = turn(w[b] ^ w[c], 12);
    w[a] += w[b]; w[d] = turn(w[d] ^ w[a], 8);
    w[c] += w[d]; w[b] = turn(w[b] ^ w[c], 7);
  };
  for (let i = 0; i < 10; i++) {
    for (let j = 0; j < 4; j++) quarter(j, j + 4, j + 8, j + 12);
    for (let j = 0; j < 4; j++) quarter(j, 4 + ((j + 1) % 4), 8 + ((j + 2) % 4), 12 + ((j + 3) % 4));
  }
  const out = new DataView(new ArrayBuffer(64));
  w.forEach((value, i) => out.setUint32(4 * i, value + words[i], true));
  return new Uint8Array(out.buffer);
}

function poly1305(key, data) {
  const r = little(key.slice(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const prime = 2n ** 130n - 5n;
  let sum = 0n;
  for (let at = 0; at < data.length; at += 16) {
    const part = data.slice(at, at + 16);
    sum = ((sum + little(part) + (1n << BigInt(8 * part.length))) * r) % prime;
  }
  return bytesOf((sum + little(key.slice(16, 32))) & (2n ** 128n - 1n), 16);
}

// The content, or null where the tag does not fit.
function unsealed(key, nonce, data) {
  const [content, tag] = [data.slice(0, -16), data.slice(-16)];
  const fill = new Uint8Array((16 - (content.length % 16)) % 16);
  const sizes = new Uint8Array(16);
  new DataView(sizes.buffer).setUint32(8, content.length, true);
  if (!equal(poly1305(block(key, 0, nonce), concat(content, fill, sizes)), tag)) return null;
  for (let at = 0; at < content.length; at += 64) {
    const stream = block(key, 1 + at / 64, nonce);
    for (let i = 0; i < 64 && at + i < content.length; i++) content[at + i] ^= stream[i];
  }
  return content;
}

// --- files --------------------------------------------------------------------------------------------------------

export const recipientOf = (identity) => spelled("age", x25519(secretOf(identity), BASE));

function unbase64(spelling) {
  need(/^[A-Za-z0-9+/]*$/.test(spelling) && spelling.length % 4 !== 1, "bad_seal", "header");
  const data = Uint8Array.from(atob(spelling), (c) => c.charCodeAt(0));
  need(btoa(String.fromCharCode(...data)).replace(/=+$/, "") === spelling, "bad_seal", "header");
  return data;
}

function header(file) {
  let at = 0;
  const line = () => {
    const end = file.indexOf(10, at);
    need(end >= 0, "bad_seal", "header");
    const found = text(file.slice(at, end), "bad_seal");
    at = end + 1;
    return found;
  };
  need(line() === "age-encryption.org/v1", "bad_seal", "version");
  const stanzas = [];
  for (;;) {
    const start = at;
    const first = line();
    if (!first.startsWith("->")) {
      need(stanzas.length && first.startsWith("--- ") && first.length === 47, "bad_seal", "header");
      return { stanzas, mac: unbase64(first.slice(4)), whole: file.slice(0, start + 3), end: at };
    }
    const [arrow, kind, ...words] = first.split(" ");
    need(arrow === "->" && kind && words.concat(kind).every((word) => /^[!-~]+$/.test(word)), "bad_seal", "header");
    let body = "";
    for (let part; (body += part = line()), part.length === 64; );
    stanzas.push({ kind, words, body: unbase64(body) });
  }
}

export function openAge(file, identity) {
  const secret = secretOf(identity);
  const own = x25519(secret, BASE);
  const { stanzas, mac, whole, end } = header(file);
  need(stanzas.length === 1 || !stanzas.some((stanza) => stanza.kind === "scrypt"), "bad_seal", "header");
  let fileKey = null;
  for (const { kind, words, body } of stanzas.filter((stanza) => stanza.kind === "X25519")) {
    need(words.length === 1 && body.length === 32, "bad_seal", "header");
    const share = unbase64(words[0]);
    need(share.length === 32, "bad_seal", "header");
    const shared = x25519(secret, share);
    need(shared.some((byte) => byte), "bad_seal", "header");
    const wrapKey = derived(shared, concat(share, own), "age-encryption.org/v1/X25519");
    fileKey ??= unsealed(wrapKey, new Uint8Array(12), body);
  }
  if (fileKey === null) bad("no match");
  need(equal(hmac(derived(fileKey, new Uint8Array(0), "header"), whole), mac), "bad_seal", "mac");
  const nonce = file.slice(end, end + 16);
  need(nonce.length === 16, "bad_seal", "header");
  const [key, content] = [derived(fileKey, nonce, "payload"), file.slice(end + 16)];
  const parts = [];
  for (let at = 0, i = 0; at === 0 || at < content.length; at += 65552, i++) {
    const part = content.slice(at, at + 65552);
    need(part.length >= 16 && !(i && part.length === 16), "bad_seal", "content");
    const counter = new Uint8Array(12);
    new DataView(counter.buffer).setUint32(7, i);
    counter[11] = at + 65552 >= content.length ? 1 : 0;
    parts.push(unsealed(key, counter, part) ?? bad("content"));
  }
  return concat(...parts);
}
