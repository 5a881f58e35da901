// SPDX-License-Identifier: Apache-2.0
// Bytes, hashes, base64 and canonical JSON (ENC-1 to ENC-5). What is not in its one spelling is refused while it is read.

class Refusal extends Error {
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
    this.detail = detail;
  }
}

const refuse = (code, detail) => {
  throw new Refusal(code, detail);
};
const need = (holds, code, detail) => holds || refuse(code, detail);

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const u32 = (n) => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function fromUtf8(data) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return refuse("form", "UTF-8");
  }
}

function b64(data) {
  let text = "";
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return btoa(text);
}

function unb64(spelled, length) {
  let data;
  try {
    data = Uint8Array.from(atob(spelled), (c) => c.charCodeAt(0));
  } catch {
    refuse("form", "base64");
  }
  need(b64(data) === spelled && (length === undefined || data.length === length), "form", "base64");
  return data;
}

const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

async function hmac(key, data) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
}

// KEY-4: what people read to each other.
async function fingerprint(data) {
  const digits = (BigInt(`0x${hex(await sha256(data))}`) % 10n ** 32n).toString().padStart(32, "0");
  return digits.match(/.{4}/g).join(" ");
}

const netPrint = (net) => (BigInt(`0x${hex(net)}`) % 10n ** 32n).toString().padStart(32, "0").match(/.{4}/g).join(" ");

// --- canonical JSON -----------------------------------------------------------------------------------------------

const SHORT = new Map(Object.entries({ b: "\b", t: "\t", n: "\n", f: "\f", '"': '"', "\\": "\\" }));
const KEY = /^[a-z][a-z0-9_]{0,31}$/;

class Canonical {
  constructor(source, items) {
    this.source = source;
    this.items = items;
    this.at = 0;
  }

  whole(depth) {
    const value = this.value(depth);
    need(this.at === this.source.length, "form", "JSON");
    return value;
  }

  take(word) {
    need(this.source.startsWith(word, this.at), "form", "JSON");
    this.at += word.length;
  }

  value(depth) {
    const next = this.source[this.at];
    if (next === '"') return this.string();
    if (next === "{" || next === "[") {
      need(depth > 0, "form", "depth");
      return next === "{" ? this.object(depth - 1) : this.array(depth - 1);
    }
    for (const [word, value] of [["true", true], ["false", false], ["null", null]])
      if (next === word[0]) {
        this.take(word);
        return value;
      }
    return this.number();
  }

  // Objects become maps: no name in them means anything to this machine.
  object(depth) {
    const members = new Map();
    let last = "";
    this.many("{", "}", () => {
      const key = this.string();
      need(KEY.test(key) && key > last, "form", `member ${key}`);
      last = key;
      this.take(":");
      members.set(key, this.value(depth));
    });
    return members;
  }

  array(depth) {
    const items = [];
    this.many("[", "]", () => items.push(this.value(depth)));
    return items;
  }

  many(open, close, member) {
    this.take(open);
    if (this.source[this.at] === close) return this.take(close);
    for (let count = 1; ; count++) {
      need(count <= this.items, "form", "items");
      member();
      if (this.source[this.at] === close) return this.take(close);
      this.take(",");
    }
  }

  string() {
    let value = "";
    for (this.take('"'); this.source[this.at] !== '"'; ) {
      const c = this.source[this.at++];
      need(c !== undefined && c >= " ", "form", "string");
      value += c === "\\" ? this.escape() : c;
    }
    this.take('"');
    return value;
  }

  escape() {
    const c = this.source[this.at++];
    if (c !== "u") return SHORT.get(c) ?? refuse("form", "escape");
    const digits = this.source.slice(this.at, (this.at += 4));
    need(/^00[01][0-9a-f]$/.test(digits), "form", "escape");
    const found = String.fromCharCode(parseInt(digits, 16));
    need(!"\0\b\t\n\f\r".includes(found), "form", "escape");
    return found;
  }

  number() {
    const pattern = /(0|-?[1-9][0-9]*)(?![0-9.eE])/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source) ?? refuse("form", "number");
    this.at += found[0].length;
    const value = Number(found[0]);
    need(Number.isSafeInteger(value), "form", "number");
    return value;
  }
}

const EDGES = (() => {
  const edges = [];
  let at = 0;
  for (const word of TABLES.gaps.split(" ")) {
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

function canonical(data, depth, items) {
  const source = fromUtf8(data);
  const value = new Canonical(source, items).whole(depth);
  for (const c of new Set(source)) {
    need(!/[\u202a-\u202e\u2066-\u2069]/.test(c), "turning", codePoint(c));
    need(isAssigned(c.codePointAt(0)), "form", codePoint(c));
  }
  need(source.normalize("NFC") === source, "form", "NFC");
  return value;
}

const codePoint = (c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
