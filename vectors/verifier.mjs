// SPDX-License-Identifier: Apache-2.0
// Reads and verifies what parties sign, by the law in spec/: in a browser or in Node, without any package.
// It was written from that text, not from the Python program, so that two readings of it can be compared.
// Every function returns what it read, or throws a Refusal with the code that spec/ gives.

import { GAPS } from "./unicode14.mjs";

export class Refusal extends Error {
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
  }
}

const refuse = (code, detail) => {
  throw new Refusal(code, detail);
};
const need = (holds, code, detail) => holds || refuse(code, detail);

// --- bytes ---------------------------------------------------------------------------------------------------------

const ENCODER = new TextEncoder();
export const bytes = (text) => ENCODER.encode(text);
export const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function text(data, code) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return refuse(code, "not UTF-8");
  }
}

function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

export const b64 = (data) => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));

// ENC-7: base64 with padding and no spare bits.
export function unb64(spelled, length) {
  let data;
  try {
    data = Uint8Array.from(atob(spelled), (c) => c.charCodeAt(0));
  } catch {
    refuse("bad_value", "base64");
  }
  need(b64(data) === spelled && (length === undefined || data.length === length), "bad_value", "base64");
  return data;
}

// --- hashes --------------------------------------------------------------------------------------------------------

const K = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32);
  return { rounds: primes.map((p) => fraction(Math.cbrt(p))), start: primes.slice(0, 8).map((p) => fraction(Math.sqrt(p))) };
})();

export function sha256(data) {
  const length = data.length;
  const padded = new Uint8Array(((length + 72) >> 6) << 6);
  padded.set(data);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const state = Int32Array.from(K.start);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K.rounds[i] + w[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] += value));
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((value, i) => out.setInt32(4 * i, value));
  return new Uint8Array(out.buffer);
}

function hmac(key, data) {
  const pad = (byte) => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ byte);
  return sha256(concat(pad(0x5c), sha256(concat(pad(0x36), data))));
}

const u32 = (n) => new Uint8Array([n >>> 24, n >>> 16, n >>> 8, n]);

// --- canonical JSON (ENC-1 to ENC-6) -------------------------------------------------------------------------------

class Fraction {}

export const NOTE_BOUNDS = { depth: 4, items: 256 };
export const ACT_BOUNDS = { depth: 8, items: 1024 };
const BODY_BOUNDS = { depth: 7, items: 1024 };
const DEEPEST = 500;
const ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\", "/": "/" };

// ENC-1: JSON as generous as JSON is; objects become maps, so that no name means anything.
class Parser {
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  whole() {
    const value = this.value(0);
    this.skip();
    need(this.at === this.source.length, "json_syntax");
    return value;
  }

  skip() {
    while (" \t\n\r".includes(this.source[this.at] ?? "x")) this.at++;
  }

  take(word) {
    need(this.source.startsWith(word, this.at), "json_syntax");
    this.at += word.length;
  }

  value(depth) {
    need(depth < DEEPEST, "json_bounds", "depth");
    this.skip();
    const next = this.source[this.at];
    if (next === "{") return this.object(depth);
    if (next === "[") return this.array(depth);
    if (next === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]])
      if (next === word[0]) return this.take(word), value;
    return this.number();
  }

  object(depth) {
    const members = new Map();
    this.list("{", "}", () => {
      this.skip();
      need(this.source[this.at] === '"', "json_syntax");
      const key = this.string();
      this.skip();
      this.take(":");
      members.set(key, this.value(depth + 1));
    });
    return members;
  }

  array(depth) {
    const items = [];
    this.list("[", "]", () => items.push(this.value(depth + 1)));
    return items;
  }

  list(open, close, member) {
    this.take(open);
    this.skip();
    if (this.source[this.at] === close) return this.take(close);
    for (;;) {
      member();
      this.skip();
      if (this.source[this.at] === close) return this.take(close);
      this.take(",");
    }
  }

  string() {
    let value = "";
    for (this.take('"'); this.source[this.at] !== '"'; ) {
      const c = this.source[this.at++];
      need(c !== undefined && c >= " ", "json_syntax");
      value += c === "\\" ? this.escape() : c;
    }
    this.take('"');
    need(value.isWellFormed ? value.isWellFormed() : !/\p{Surrogate}/u.test(value), "json_syntax");
    return value;
  }

  escape() {
    const c = this.source[this.at++];
    if (c !== "u") return ESCAPES[c] ?? refuse("json_syntax");
    const digits = this.source.slice(this.at, (this.at += 4));
    need(/^[0-9a-fA-F]{4}$/.test(digits), "json_syntax");
    return String.fromCharCode(parseInt(digits, 16));
  }

  number() {
    const pattern = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source) ?? refuse("json_syntax");
    this.at += found[0].length;
    if (found[1] || found[2]) return new Fraction();
    const value = Number(found[0]);
    return Number.isSafeInteger(value) ? value : BigInt(found[0]);
  }
}

function spelled(value) {
  if (value instanceof Map) {
    const keys = [...value.keys()].sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${spelled(value.get(key))}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(spelled).join(",")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

// ENC-3, ENC-5: numbers, keys, depth, length.
function walk(value, depth, items) {
  need(!(value instanceof Fraction) && typeof value !== "bigint", "json_bounds", "number");
  if (!(value instanceof Map || Array.isArray(value))) return;
  need(depth > 0 && (value.size ?? value.length) <= items, "json_bounds");
  if (value instanceof Map)
    for (const key of value.keys()) need(/^[a-z][a-z0-9_]{0,31}$/.test(key), "json_string", "key");
  for (const member of value.values()) walk(member, depth - 1, items);
}

const EDGES = (() => {
  const edges = [];
  let at = 0;
  for (const word of GAPS.trim().split(/\s+/)) {
    const [skip, run] = word.split(":");
    edges.push((at += parseInt(skip, 16)), (at += parseInt(run ?? "1", 16)));
  }
  return edges;
})();

function isAssigned(code) {
  let low = 0;
  for (let high = EDGES.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (EDGES[middle] <= code) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 0;
}

// ENC-4: characters, and NFC of the whole text.
function checkText(source) {
  need(!/(?<!\\)(?:\\\\)*\\(?:u0000|r)/.test(source), "json_string", "NUL or CR");
  for (const c of new Set(source))
    need(!/[\u202a-\u202e\u2066-\u2069]/.test(c) && isAssigned(c.codePointAt(0)), "json_string", "character");
  need(source.normalize("NFC") === source, "json_string", "NFC");
}

// ENC-2: the one spelling.
function checkSpelling(value, source) {
  need(spelled(value) === source, "json_not_canonical");
}

export function decode(data, bounds) {
  const source = text(data, "json_syntax");
  const value = new Parser(source).whole();
  walk(value, bounds.depth, bounds.items);
  checkSpelling(value, source);
  checkText(source);
  return value;
}

// ENC-6: closed schemas. A shape is a function from a value to whether it fits.
const matches = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const string = (min, max) => (value) => typeof value === "string" && [...value].length >= min && [...value].length <= max;
const integer = (min, max) => (value) => Number.isInteger(value) && value >= min && value <= max;
const listOf = (shape, min, max) => (value) =>
  Array.isArray(value) && value.length >= min && value.length <= max && value.every(shape);
const tuple = (...shapes) => (value) =>
  Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape(value[i]));
const either = (...shapes) => (value) => shapes.some((shape) => shape(value));
const maybe = (shape) => Object.assign((value) => value === null || shape(value), { optional: null });
const orNone = (shape) => Object.assign((value) => shape(value), { optional: [] });
const object = (members) => (value) =>
  value instanceof Map &&
  [...value.keys()].every((key) => Object.hasOwn(members, key)) &&
  Object.entries(members).every(([key, shape]) => (value.has(key) ? shape(value.get(key)) : shape.optional !== undefined));

function checkDefaults(value, members) {
  for (const [key, shape] of Object.entries(members))
    if (value.has(key) && shape.optional !== undefined) {
      const [given, left] = [value.get(key), shape.optional];
      need(given !== left && !(Array.isArray(left) && given.length === 0), "json_not_canonical", key);
    }
}

// --- small types (ENC-7) -------------------------------------------------------------------------------------------

const LARGEST = Number.MAX_SAFE_INTEGER;
const MAX_ACTS = 65536;

function taken(pattern, value, what) {
  return need(pattern.test(value), "bad_value", what) && value;
}

export const party = (value) => taken(/^[a-z][a-z0-9]{1,15}$/, value, "party");
export const dispatchId = (value) => taken(/^[0-9a-f]{64}$/, value, "dispatch id");

export function actId(value) {
  taken(/^[0-9a-f]{64}\/(0|[1-9][0-9]{0,4})$/, value, "act id");
  need(Number(value.slice(65)) < MAX_ACTS, "bad_value", "act id");
  return value;
}

export function number(value) {
  taken(/^(0|[1-9][0-9]{0,15})$/, value, "number");
  need(Number(value) <= LARGEST, "bad_value", "number");
  return Number(value);
}

export function instant(value) {
  taken(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, value, "instant");
  const moment = new Date(value);
  const back = Number.isNaN(moment.getTime()) ? "" : moment.toISOString().replace(".000Z", "Z");
  need(back === value && !value.startsWith("0000"), "bad_value", "instant");
  return moment.getTime() / 1000;
}

// --- keys (KEY-1 to KEY-6) -----------------------------------------------------------------------------------------

const ROLE = "m[1-9][0-9]{0,3}|p[1-9][0-9]{0,3}|w|node|transport|root(?:/[1-8])?|office|d/[a-z][a-z0-9-]{0,31}";
const NAME = new RegExp(`^(exercise/)?([a-z0-9][a-z0-9.-]{0,39})/([0-9a-f]{8})/([a-z][a-z0-9]{1,15})/(${ROLE})$`);
const ED25519 = 1;
const COSIGNER = 4;
const SIGNER = String.raw`[^\s\u0085\u001c-\u001f+\u0000-\u001f]+`;

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

// --- signed notes (NOTE-1 to NOTE-4) -------------------------------------------------------------------------------

const LINE = new RegExp(`^\u2014 (${SIGNER}) ([A-Za-z0-9+/=]+)$`);

function signatureLine(line) {
  const found = LINE.exec(line) ?? refuse("bad_note", line);
  const data = unb64(found[2]);
  need(data.length >= 5, "bad_note", line);
  return { name: found[1], id: data.slice(0, 4), signature: data.slice(4), line: `${line}\n` };
}

const lineKey = (line) => `${line.name}\n${hex(line.id)}`;

export function parseNote(data, limit) {
  need(data.length <= limit, "too_large");
  let cut = data.length - 2;
  while (cut >= 0 && !(data[cut] === 10 && data[cut + 1] === 10)) cut--;
  need(cut >= 0 && data[data.length - 1] === 10 && cut + 2 < data.length, "bad_note", "no signature block");
  need(!data.some((byte) => byte < 32 && byte !== 10), "bad_note", "control character");
  const block = text(data.slice(cut + 2, -1), "bad_note").split("\n");
  need(block.length <= 100, "bad_note", "signatures");
  const body = data.slice(0, cut + 1);
  text(body, "bad_note");
  const lines = block.map(signatureLine);
  need(new Set(lines.map(lineKey)).size === lines.length, "bad_note", "two lines of one key");
  return { data, text: body, lines };
}

const lineOf = (note, key) => note.lines.find((line) => line.name === key.name && equal(line.id, key.id));

export async function verifyLine(note, key) {
  const line = key.kind === ED25519 ? lineOf(note, key) : undefined;
  need(line, "unknown_signer", key.name);
  await verifySignature(key.raw, note.text, line.signature);
  return line;
}

// --- heads and cosignatures (LOG-6 to LOG-8) -----------------------------------------------------------------------

const EMPTY_ROOT = sha256(new Uint8Array());

export function parseHead(data) {
  const note = parseNote(data, 65536);
  const parts = text(note.text, "bad_checkpoint").split("\n");
  need(parts.length === 4 && parts[0] && !parts[3], "bad_checkpoint");
  const [origin, size, root] = [parts[0], number(parts[1]), unb64(parts[2], 32)];
  need(size > 0 || equal(root, EMPTY_ROOT), "bad_checkpoint", "empty log");
  return { note, origin, size, root };
}

export async function verifyHead(data, key) {
  const head = parseHead(data);
  need(head.origin === key.name, "bad_checkpoint", head.origin);
  head.line = await verifyLine(head.note, key);
  return head;
}

export async function verifyCosignature(note, key) {
  const line = key.kind === COSIGNER ? lineOf(note, key) : undefined;
  need(line, "unknown_signer", key.name);
  need(line.signature.length === 72, "bad_cosignature");
  const time = BigInt(`0x${hex(line.signature.slice(0, 8))}`);
  need(time <= BigInt(LARGEST), "bad_cosignature", "time");
  const signed = concat(bytes(`cosignature/v1\ntime ${time}\n`), note.text);
  await verifySignature(key.raw, signed, line.signature.slice(8));
  return { time: Number(time), line };
}

// --- tree and proofs (LOG-1, LOG-4, LOG-5, EVI-3) ------------------------------------------------------------------

export const leafHash = (leaf) => sha256(concat([0], leaf));
const nodeHash = (left, right) => sha256(concat([1], left, right));

function split(size) {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

export function rootOf(hashes) {
  if (hashes.length === 0) return EMPTY_ROOT;
  if (hashes.length === 1) return hashes[0];
  const half = split(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)));
}

const allHashes = (hashes) => need(hashes.every((hash) => hash.length === 32), "bad_proof", "hash length");

// The tree is walked down by index and size alone; the path is consumed from its end.
export function verifyInclusion(index, size, leaf, path, root) {
  need(index >= 0 && index < size, "bad_proof", "index");
  const left = [...path];
  const down = (start, end) => {
    if (end - start === 1) return leaf;
    need(left.length > 0, "bad_proof", "too short");
    const other = left.pop();
    const middle = start + split(end - start);
    return index < middle ? nodeHash(down(start, middle), other) : nodeHash(other, down(middle, end));
  };
  allHashes([leaf, ...path]);
  const found = down(0, size);
  need(left.length === 0, "bad_proof", "too long");
  need(equal(found, root), "proof_mismatch");
  return found;
}

// Both roots a path with explicit seed leads to.
export function rootsFrom(old, size, path) {
  need(old > 0 && old < size && path.length > 0, "bad_proof");
  allHashes(path);
  const left = [...path];
  const take = () => (left.length ? left.pop() : refuse("bad_proof", "too short"));
  const down = (start, end) => {
    if (old === end) {
      const seed = take();
      return [seed, seed];
    }
    const middle = start + split(end - start);
    const other = take();
    if (old <= middle) {
      const [one, two] = down(start, middle);
      return [one, nodeHash(two, other)];
    }
    const [one, two] = down(middle, end);
    return [nodeHash(other, one), nodeHash(other, two)];
  };
  const roots = down(0, size);
  need(left.length === 0, "bad_proof", "too long");
  return roots;
}

export function verifyConsistency(old, size, path, oldRoot, newRoot) {
  need(old <= size && old >= 0 && !(old === 0 && size > 0), "bad_proof", "sizes");
  let roots = [newRoot, newRoot];
  if (old === size) {
    need(path.length === 0, "bad_proof");
    if (size === 0) roots = [EMPTY_ROOT, EMPTY_ROOT];
  } else {
    need(path.length > 0, "bad_proof");
    // RFC 6962 leaves the seed out where the old size is a power of two: then it is the old root.
    const explicit = split(old) * 2 === old || old === 1;
    roots = rootsFrom(old, size, explicit ? [oldRoot, ...path] : path);
  }
  need(equal(roots[0], oldRoot) && equal(roots[1], newRoot), "proof_mismatch");
  return newRoot;
}

// --- acts and dispatches (ACT, DIS) --------------------------------------------------------------------------------

const HEX64 = matches(/^[0-9a-f]{64}$/);
const PARTY = matches(/^[a-z][a-z0-9]{1,15}$/);
const B64 = (value) => matches(/^[A-Za-z0-9+/]*={0,2}$/)(value) && value.length <= 16384;
const COUNT = integer(0, LARGEST);
const ACT_REF = matches(/^([0-9a-f]{64}|\.)\/(0|[1-9][0-9]{0,4})$/);
const ANY_REF = matches(/^([0-9a-f]{64}(\/(0|[1-9][0-9]{0,4}))?|\.\/(0|[1-9][0-9]{0,4}))$/);
const AUDIENCE = either((value) => value === "parties" || value === "public", listOf(PARTY, 1, 64));
const RECIPIENT = matches(/^age1(pq1)?[ac-hj-np-z02-9]{58,4000}$/);
const WRAPS = listOf(tuple(PARTY, HEX64, COUNT), 1, 64);
const SEALED = { rk: maybe(RECIPIENT), w: maybe(WRAPS) };
const TYPE = matches(/^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/);
const BLOB = { c: B64, h: HEX64, n: COUNT, t: TYPE, to: AUDIENCE, ...SEALED };
const KIND = (value) => matches(/^[a-z][a-z_]{0,31}(\.[a-z][a-z_]{0,31})?@[1-9][0-9]{0,3}$/)(value) && value.length <= 70;
const ACT = {
  body: () => true,
  kind: KIND,
  record: maybe(ACT_REF),
  on: orNone(listOf(ACT_REF, 0, 64)),
  refs: orNone(listOf(tuple(ANY_REF, matches(/^[a-z][a-z_]{0,31}$/)), 0, 1024)),
  blobs: orNone(listOf(object(BLOB), 0, 64)),
};

function checkAudience(to, rk, wraps) {
  const listed = Array.isArray(to);
  need(listed === (rk !== undefined) && listed === (wraps !== undefined), "bad_note", "rk and w");
  if (!listed) return;
  need(to.every((name, i) => i === 0 || to[i - 1] < name), "bad_note", "parties");
  need(wraps.length === to.length && wraps.every(([name], i) => name === to[i]), "bad_note", "wraps");
}

export function readAct(line, index) {
  need(line.length <= 65536, "too_large");
  const source = text(line, "json_syntax");
  const act = new Parser(source).whole();
  need(object(ACT)(act), "schema");
  checkDefaults(act, ACT);
  const body = act.get("body");
  walk(body, BODY_BOUNDS.depth, BODY_BOUNDS.items);
  checkSpelling(act, source);
  checkText(source);
  need(body instanceof Map, "bad_act", "body");
  const on = act.get("on") ?? [];
  const refs = act.get("refs") ?? [];
  const named = act.has("record") ? [...on, act.get("record")] : on;
  const place = (reference) => (reference.includes("/") ? Number(reference.split("/")[1]) : 0);
  for (const reference of [...named, ...refs.map(([reference]) => reference)])
    need(place(reference) < MAX_ACTS, "bad_value", "act id");
  need(!named.some((reference) => reference.startsWith("./") && place(reference) >= index), "bad_act", "./index");
  const once = (items) => new Set(items).size === items.length;
  need(once(on) && once(refs.map((pair) => pair.join(" "))), "bad_act", "twice");
  for (const blob of act.get("blobs") ?? []) {
    checkDefaults(blob, BLOB);
    unb64(blob.get("c"), 32);
    checkAudience(blob.get("to"), blob.get("rk"), blob.get("w"));
  }
  return { kind: act.get("kind"), act, line };
}

const KEY = string(0, 128);
const ROOT = string(44, 44);
const SAID = {
  count: integer(1, MAX_ACTS),
  h: HEX64,
  len: integer(1, 67108864),
  root: ROOT,
  to: AUDIENCE,
  ...SEALED,
};
const HEADER = {
  acts: object(SAID),
  at: COUNT,
  by: KEY,
  log: KEY,
  n: string(24, 24),
  net: ROOT,
  prev: tuple(COUNT, ROOT),
};
const DISPATCH_MAGIC = "tripartite/dispatch@v1\n";

export function readDispatch(data) {
  const note = parseNote(data, 16384);
  need(note.lines.length <= 8, "bad_note", "signatures");
  const keys = note.lines.map((line) => bytes(lineKey(line)));
  need(keys.every((key, i) => i === 0 || compare(keys[i - 1], key) < 0), "bad_note", "order");
  const body = text(note.text, "bad_note");
  need(body.startsWith(DISPATCH_MAGIC) && body.endsWith("\n"), "bad_note", "type line");
  const source = body.slice(DISPATCH_MAGIC.length, -1);
  need(bytes(source).length <= 12288, "too_large");
  const said = new Parser(source).whole();
  need(object(HEADER)(said), "schema");
  const acts = said.get("acts");
  checkDefaults(acts, SAID);
  checkSpelling(said, source);
  checkText(source);
  const [by, log] = [keyName(said.get("by")), keyName(said.get("log"))];
  const to = acts.get("to");
  checkAudience(to, acts.get("rk"), acts.get("w"));
  need(!Array.isArray(to) || to.includes(by.party), "bad_note", "author");
  const [prevSize, prevRoot] = said.get("prev");
  unb64(said.get("net"), 32);
  unb64(said.get("n"), 16);
  return {
    note, by: said.get("by"), log: said.get("log"), author: by, of: log, at: said.get("at"), net: said.get("net"), to,
    id: hex(sha256(note.text)), leaf: leafHash(data), prev: [prevSize, unb64(prevRoot, 32)],
    acts: { count: acts.get("count"), root: unb64(acts.get("root"), 32), len: acts.get("len"), h: unhex(acts.get("h")) },
  };
}

// --- payloads (PAY) ------------------------------------------------------------------------------------------------

const PAYLOAD_MAGIC = bytes("tripartite/payload@v1\n");

export const salt = (seed, index) => hmac(seed, u32(index));
export const actLeaf = (salted, line) => leafHash(concat(salted, line));

export function openPayload(data, said) {
  need(data.length === said.len && equal(sha256(data), said.h), "bad_payload", "length or hash");
  const start = PAYLOAD_MAGIC.length + 32;
  const formed = equal(data.slice(0, PAYLOAD_MAGIC.length), PAYLOAD_MAGIC) && data.length > start && data.at(-1) === 10;
  need(formed, "bad_payload", "form");
  const [seed, lines] = [data.slice(PAYLOAD_MAGIC.length, start), []];
  for (let from = start; from < data.length; ) {
    const end = data.indexOf(10, from);
    need(end > from && end - from <= 65536 && lines.length < MAX_ACTS, "bad_payload", "line");
    lines.push(data.slice(from, end));
    from = end + 1;
  }
  need(lines.length === said.count, "bad_payload", "count");
  const root = rootOf(lines.map((line, i) => actLeaf(salt(seed, i), line)));
  need(equal(root, said.root), "bad_payload", "root");
  return { seed, lines };
}

// --- disclosures (DSC) ---------------------------------------------------------------------------------------------

const PATH = listOf(B64, 0, 63);
const EXTRA = {
  note: string(0, 16384),
  act: maybe(string(0, 65536)),
  i: maybe(integer(0, 65535)),
  path: maybe(PATH),
  salt: maybe(B64),
};

function splitDisclosure(data) {
  need(data.length <= 1048576, "too_large");
  let cut = 0;
  while (cut < data.length && !(data[cut] === 10 && data[cut + 1] === 10)) cut++;
  const lines = Array.from(data.slice(0, cut), (byte) => String.fromCharCode(byte)).join("").split("\n");
  need(cut < data.length && lines.length >= 3 && lines[0] === "c2sp.org/tlog-proof@v1", "bad_proof", "type line");
  need(lines[1].startsWith("extra ") && lines[2].startsWith("index "), "bad_proof", "extra and index");
  need(lines.length - 3 <= 63, "bad_proof", "path");
  const path = lines.slice(3).map((line) => unb64(line, 32));
  return { extra: unb64(lines[1].slice(6)), index: number(lines[2].slice(6)), path, head: data.slice(cut + 2) };
}

// Which log the file says it is from: whose key to ask for.
export const claimedOrigin = (data) => parseHead(splitDisclosure(data).head).origin;

export async function verifyDisclosure(data, key) {
  const file = splitDisclosure(data);
  const head = await verifyHead(file.head, key);
  const source = text(file.extra, "json_syntax");
  const shown = new Parser(source).whole();
  need(object(EXTRA)(shown), "schema");
  checkDefaults(shown, EXTRA);
  checkSpelling(shown, source);
  checkText(source);
  const dispatch = readDispatch(bytes(shown.get("note")));
  need(dispatch.log === head.origin, "wrong_mechanism", dispatch.log);
  verifyInclusion(file.index, head.size, dispatch.leaf, file.path, head.root);
  const parts = ["act", "i", "path", "salt"].filter((name) => shown.has(name));
  if (parts.length === 0) return { head, dispatch, index: file.index, act: null, place: 0 };
  need(parts.length === 4, "bad_proof", "act, i, path and salt go together");
  const [line, place] = [bytes(shown.get("act")), shown.get("i")];
  const leaf = actLeaf(unb64(shown.get("salt"), 32), line);
  const path = shown.get("path").map((hash) => unb64(hash, 32));
  verifyInclusion(place, dispatch.acts.count, leaf, path, dispatch.acts.root);
  return { head, dispatch, index: file.index, act: readAct(line, place), place };
}

// --- evidence (EVI) ------------------------------------------------------------------------------------------------

const FIELDS = { E1: 3, E2: 4, E3: 4, E4: 4 };

function nextLine(data, code) {
  const end = data.indexOf(10);
  need(end >= 0, code, "cut short");
  return [data.slice(0, end), data.slice(end + 1)];
}

export function parseEvidence(data) {
  need(data.length <= 16384, "too_large");
  const fields = [];
  let rest = data;
  for (;;) {
    need(fields.length < 5, "bad_evidence", "fields");
    const [line, after] = nextLine(rest, "bad_evidence");
    const read = Array.from(line.slice(0, 6), (byte) => String.fromCharCode(byte)).join("");
    if (read.startsWith("note ") || read.startsWith("proof ")) break;
    fields.push(text(line, "bad_evidence"));
    rest = after;
  }
  const [magic, kind, origin, detail] = fields;
  need(magic === "tripartite/evidence@v1" && FIELDS[kind] === fields.length && detail !== "", "bad_evidence", kind);
  const parts = [];
  while (rest.length) {
    need(parts.length < 3, "bad_evidence", "parts");
    const [line, after] = nextLine(rest, "bad_evidence");
    const [name, size] = Array.from(line, (byte) => String.fromCharCode(byte)).join("").split(/ (.*)/s);
    const length = number(size ?? "");
    need(after[length] === 10, "bad_evidence", "cut short");
    parts.push([name, after.slice(0, length)]);
    rest = after.slice(length + 1);
  }
  const wanted = kind === "E2" ? "note note proof" : "note note";
  need(parts.map(([name]) => name).join(" ") === wanted, "bad_evidence", "parts");
  return { kind, origin, detail, heads: [parts[0][1], parts[1][1]], path: kind === "E2" ? pathOf(parts[2][1]) : [] };
}

function pathOf(data) {
  const lines = Array.from(data, (byte) => String.fromCharCode(byte)).join("").split("\n");
  need(lines.pop() === "" && lines.length > 0 && lines.length <= 64, "bad_evidence", "proof");
  return lines.map((line) => unb64(line, 32));
}

// EVI-5: a head carries the lines that convict, in their order, and no other.
function checkBare(head, lines) {
  const sorted = lines.sort((a, b) => compare(bytes(lineKey(a)), bytes(lineKey(b))));
  const bare = concat(head.note.text, bytes("\n"), bytes(sorted.map((line) => line.line).join("")));
  need(equal(head.note.data, bare), "bad_evidence", "lines");
}

export async function verifyEvidence(data, find) {
  const file = parseEvidence(data);
  return file.kind === "E1" || file.kind === "E2" ? fork(file, find) : regress(file, find);
}

async function fork(file, find) {
  const key = find(file.origin);
  const [a, b] = [await verifyHead(file.heads[0], key), await verifyHead(file.heads[1], key)];
  checkBare(a, [a.line]);
  checkBare(b, [b.line]);
  let proven;
  if (file.kind === "E1") {
    proven = a.size === b.size && compare(a.root, b.root) < 0;
  } else {
    const [older, newer] = rootsFrom(a.size, b.size, file.path);
    proven = equal(newer, b.root) && b64(older) === file.detail && !equal(older, a.root);
  }
  need(proven, "no_misconduct");
  return { kind: file.kind, origin: file.origin, key: key.name };
}

async function regress(file, find) {
  const [logKey, cosigner] = [find(file.origin), find(file.detail)];
  const a = await verifyHead(file.heads[0], logKey);
  const b = await verifyHead(file.heads[1], logKey);
  const [earlier, later] = [await verifyCosignature(a.note, cosigner), await verifyCosignature(b.note, cosigner)];
  checkBare(a, [a.line, earlier.line]);
  checkBare(b, [b.line, later.line]);
  const backwards = earlier.time < later.time && a.size > b.size;
  const ordered = earlier.time < later.time || (earlier.time === later.time && compare(a.root, b.root) < 0);
  const twice = a.size === b.size && !equal(a.root, b.root) && ordered;
  const [log, by] = [keyName(file.origin), keyName(file.detail)];
  const own = ["exercise", "label", "net8", "party"].every((part) => log[part] === by[part]);
  need((file.kind === "E4") === own && (backwards || twice), "no_misconduct");
  return { kind: file.kind, origin: file.origin, key: cosigner.name };
}
