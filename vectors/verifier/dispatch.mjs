// SPDX-License-Identifier: Apache-2.0
// Acts, dispatches, payloads and disclosures (ACT-1 to ACT-5, DIS-1 to DIS-6, PAY-1 to PAY-5, DSC-1 to DSC-4).

import { bytes, compare, concat, equal, hex, hmac, need, sha256, text, u32, unb64, unhex } from "./bytes.mjs";
import {
  BODY_BOUNDS,
  Parser,
  checkDefaults,
  checkSpelling,
  checkText,
  either,
  integer,
  listOf,
  matches,
  maybe,
  object,
  orNone,
  string,
  tuple,
  walk,
} from "./canon.mjs";
import { LARGEST, MAX_ACTS, number } from "./values.mjs";
import { keyName } from "./keys.mjs";
import { leafHash, lineKey, parseHead, parseNote, rootOf, verifyHead, verifyInclusion } from "./log.mjs";

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
    rk: acts.get("rk") ?? "", id: hex(sha256(note.text)), leaf: leafHash(data), prev: [prevSize, unb64(prevRoot, 32)],
    acts: { count: acts.get("count"), root: unb64(acts.get("root"), 32), len: acts.get("len"), h: unhex(acts.get("h")) },
  };
}

const PAYLOAD_MAGIC = bytes("tripartite/payload@v1\n");

export const salt = (seed, index) => hmac(seed, u32(index));
export const actLeaf = (salted, line) => leafHash(concat(salted, line));

export function openPayload(data, said) {
  need(data.length === said.len && equal(sha256(data), said.h), "bad_payload", "length or hash");
  return splitPayload(data, said);
}

// A payload in the clear, whatever its stored bytes are.
export function splitPayload(data, said) {
  need(data.length <= 67108864, "bad_payload", "length");
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

const PATH = listOf(B64, 0, 63);
const EXTRA = {
  note: string(0, 16384),
  act: maybe(string(0, 65536)),
  i: maybe(integer(0, 65535)),
  path: maybe(PATH),
  salt: maybe(B64),
  keys: maybe(listOf(string(0, 262144), 1, 2)),
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
