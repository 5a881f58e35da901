// SPDX-License-Identifier: Apache-2.0
// Evidence files E1 to E4 (EVI-1 to EVI-5), and the door to E6 and E7 (exhibits.mjs).

import { b64, bytes, compare, concat, equal, need, text, unb64 } from "./bytes.mjs";
import { number, party } from "./values.mjs";
import { keyName } from "./keys.mjs";
import { isExhibit, verifyExhibit } from "./exhibits.mjs";
import { lineKey, rootsFrom, verifyCosignature, verifyHead } from "./log.mjs";

const FIELDS = { E1: 3, E2: 4, E3: 4, E4: 4 };

function nextLine(data, code) {
  const end = data.indexOf(10);
  need(end >= 0, code, "cut short");
  return [data.slice(0, end), data.slice(end + 1)];
}

// The lines of a file before its parts, and the parts.
function takeApart(data) {
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
  return { fields, parts };
}

export function parseEvidence(data) {
  need(data.length <= 16384, "too_large");
  const { fields, parts } = takeApart(data);
  const [magic, kind, origin, detail] = fields;
  need(magic === "tripartite/evidence@v1" && FIELDS[kind] === fields.length && detail !== "", "bad_evidence", kind);
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

// `stored`: the bytes that an E7 is about.
export async function verifyEvidence(data, find, stored) {
  if (isExhibit(data)) return verifyExhibit(data, find, stored, takeApart);
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
