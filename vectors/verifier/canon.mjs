// SPDX-License-Identifier: Apache-2.0
// Canonical JSON and closed schemas (ENC-1 to ENC-6).

import { GAPS } from "./unicode14.mjs";
import { need, refuse, text } from "./bytes.mjs";

class Fraction {}

export const NOTE_BOUNDS = { depth: 4, items: 256 };
export const ACT_BOUNDS = { depth: 8, items: 1024 };
export const BODY_BOUNDS = { depth: 7, items: 1024 };
const DEEPEST = 500;
const ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\", "/": "/" };

// ENC-1: JSON as generous as JSON is; objects become maps, so that no name means anything.
export class Parser {
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
export function walk(value, depth, items) {
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
export function checkText(source) {
  need(!/(?<!\\)(?:\\\\)*\\(?:u0000|r)/.test(source), "json_string", "NUL or CR");
  for (const c of new Set(source))
    need(!/[\u202a-\u202e\u2066-\u2069]/.test(c) && isAssigned(c.codePointAt(0)), "json_string", "character");
  need(source.normalize("NFC") === source, "json_string", "NFC");
}

// ENC-2: the one spelling.
export function checkSpelling(value, source) {
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
export const matches = (pattern) => (value) => typeof value === "string" && pattern.test(value);
export const string = (min, max) => (value) => typeof value === "string" && [...value].length >= min && [...value].length <= max;
export const integer = (min, max) => (value) => Number.isInteger(value) && value >= min && value <= max;
export const listOf = (shape, min, max) => (value) =>
  Array.isArray(value) && value.length >= min && value.length <= max && value.every(shape);
export const tuple = (...shapes) => (value) =>
  Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape(value[i]));
export const either = (...shapes) => (value) => shapes.some((shape) => shape(value));
export const maybe = (shape) => Object.assign((value) => value === null || shape(value), { optional: null });
export const orNone = (shape) => Object.assign((value) => shape(value), { optional: [] });
export const object = (members) => (value) =>
  value instanceof Map &&
  [...value.keys()].every((key) => Object.hasOwn(members, key)) &&
  Object.entries(members).every(([key, shape]) => (value.has(key) ? shape(value.get(key)) : shape.optional !== undefined));

export function checkDefaults(value, members) {
  for (const [key, shape] of Object.entries(members))
    if (value.has(key) && shape.optional !== undefined) {
      const [given, left] = [value.get(key), shape.optional];
      need(given !== left && !(Array.isArray(left) && given.length === 0), "json_not_canonical", key);
    }
}
