// SPDX-License-Identifier: Apache-2.0
// Key names, key lines, admission, and the signature predicate (KEY-1 to KEY-6).

import { bytes, concat, hex, need, sha256, unb64, unhex } from "./bytes.mjs";

const ROLE = "m[1-9][0-9]{0,3}|p[1-9][0-9]{0,3}|w|node|transport|root(?:/[1-8])?|office|d/[a-z][a-z0-9-]{0,31}";
const NAME = new RegExp(`^(exercise/)?([a-z0-9][a-z0-9.-]{0,39})/([0-9a-f]{8})/([a-z][a-z0-9]{1,15})/(${ROLE})$`);
export const ED25519 = 1;
export const COSIGNER = 4;
export const SIGNER = String.raw`[^\s\u0085\u001c-\u001f+\u0000-\u001f]+`;

export function keyName(value) {
  const found = value.length <= 128 ? NAME.exec(value) : null;
  need(found && !["tripartite", "cosignature", "exercise"].includes(found[2]), "bad_key_name", value);
  const [, exercise, label, net8, who, role] = found;
  return { exercise: exercise !== undefined, label, net8, party: who, role };
}

const keyId = (name, kind, raw) => sha256(concat(bytes(`${name}\n`), [kind], raw)).slice(0, 4);

export function publicKey(line) {
  const found = new RegExp(`^(${SIGNER})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)$`).exec(line);
  need(found, "bad_key", line);
  const data = unb64(found[3]);
  need(data.length === 33 && (data[0] === ED25519 || data[0] === COSIGNER), "bad_key", line);
  const key = { name: found[1], kind: data[0], raw: data.slice(1) };
  key.id = keyId(key.name, key.kind, key.raw);
  need(hex(key.id) === found[2], "bad_key", line);
  return key;
}

export function fingerprint(data) {
  const digits = (BigInt(`0x${hex(sha256(data))}`) % 10n ** 32n).toString().padStart(32, "0");
  return digits.match(/.{4}/g).join(" ");
}

export const keyFingerprint = (key) => fingerprint(concat([key.kind], key.raw));

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (n) => ((n % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base); exponent; exponent >>= 1n, b = mod(b * b)) if (exponent & 1n) result = mod(result * b);
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const little = (data) => BigInt(`0x${hex(Uint8Array.from(data).reverse())}`);
const yOf = (data) => little(data) & (2n ** 255n - 1n);

// A point in projective coordinates, or null where the bytes are not on the curve.
function point(data) {
  const y = yOf(data);
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(v * x * x) !== u || y >= P) return null;
  const sign = BigInt(data[31] >> 7);
  if (x === 0n && sign === 1n) return null;
  return [(x & 1n) === sign ? x : P - x, y, 1n];
}

function add([x1, y1, z1], [x2, y2, z2]) {
  const a = mod(z1 * z2);
  const b = mod(a * a);
  const c = mod(x1 * x2);
  const d = mod(y1 * y2);
  const e = mod(D * c * d);
  const [f, g] = [mod(b - e), mod(b + e)];
  return [mod(a * f * (mod((x1 + y1) * (x2 + y2)) - c - d)), mod(a * g * (d + c)), mod(f * g)];
}

function times(scalar, base) {
  let result = [0n, 1n, 1n];
  for (let b = base; scalar; scalar >>= 1n, b = add(b, b)) if (scalar & 1n) result = add(result, b);
  return result;
}

const isIdentity = ([x, y, z]) => x === 0n && y === z;
const samePoint = ([x1, y1, z1], [x2, y2, z2]) => mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
const BASE = point(unhex("58" + "66".repeat(31)));

const EIGHT = little(unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
const LOW_ORDER = new Set([0n, 1n, P - 1n, EIGHT, P - EIGHT]);

// KEY-6: a point of prime order.
export function admitKey(raw) {
  const found = raw.length === 32 ? point(raw) : null;
  need(found && !isIdentity(found) && isIdentity(times(ORDER, found)), "bad_key");
  return raw;
}

// The equation without cofactor, for machines whose WebCrypto has no Ed25519.
export async function equationHolds(key, message, signature) {
  const [r, a] = [point(signature.slice(0, 32)), point(key)];
  if (!r || !a) return false;
  const digest = await globalThis.crypto.subtle.digest("SHA-512", concat(signature.slice(0, 32), key, message));
  const k = little(new Uint8Array(digest)) % ORDER;
  return samePoint(times(little(signature.slice(32)), BASE), add(r, times(k, a)));
}

async function libraryHolds(key, message, signature) {
  const subtle = globalThis.crypto.subtle;
  try {
    const imported = await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await subtle.verify("Ed25519", imported, signature, message);
  } catch (error) {
    return error.name === "NotSupportedError" ? equationHolds(key, message, signature) : false;
  }
}

// KEY-5: the one predicate.
export async function verifySignature(key, message, signature) {
  need(key.length === 32 && signature.length === 64, "bad_signature", "length");
  need(little(signature.slice(32)) < ORDER, "bad_signature", "S");
  for (const encoded of [key, signature.slice(0, 32)]) {
    need(yOf(encoded) < P, "bad_signature", "not canonical");
    need(!LOW_ORDER.has(yOf(encoded)), "bad_signature", "low order");
  }
  need(await libraryHolds(key, message, signature), "bad_signature");
  return message;
}
