// SPDX-License-Identifier: Apache-2.0
// Checks the archive of a party, unpacked into a folder, with verifier.mjs alone (ARC-2, ARC-3): `node vectors/archive.mjs FOLDER`.
// Sums, charters, the maker's signature, and of every log its head, cosignatures, tree, each note under a key of the charter or one
// granted before it, and each open payload. What the acts come to is not judged here. Prints one JSON line; status 1 if anything fails.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "./verifier.mjs";
import { concat, equal, need } from "./verifier/bytes.mjs";

const found = { files: 0, charters: 0, logs: 0, cosignatures: 0, dispatches: 0, payloads: 0, sealed: 0, withheld: 0, failures: [] };
const utf8 = (data) => new TextDecoder("utf-8", { fatal: true }).decode(data);
const plain = (data) => JSON.parse(utf8(data));

async function tried(name, check) {
  try {
    return await check();
  } catch (error) {
    // What is missing or misspelled inside a file that was damaged shows up as an error of the language itself.
    found.failures.push(`${name}: ${error.code ?? error.name}`);
  }
}

const FOLDER = process.argv[2];
const names = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(FOLDER, "/").length))
  .sort();
const files = new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(FOLDER, name)))]));

// --- sums (ARC-2)

const lenient = (data) => new TextDecoder().decode(data);
const sums = (name) => new Map(lenient(files.get(name) ?? v.bytes("")).trimEnd().split("\n").map((line) => [line.slice(66), line.slice(0, 64)]));
const listed = new Map([...sums("manifest-sha256.txt"), ...sums("tagmanifest-sha256.txt")]);
for (const name of new Set([...listed.keys(), ...names])) {
  if (name === "tagmanifest-sha256.txt") continue;
  found.files++;
  const right = files.has(name) && v.hex(v.sha256(files.get(name))) === listed.get(name);
  if (!right) found.failures.push(`${name}: bad_archive`);
}

// --- charters and keys

const keys = new Map();

function keyOf(name, type, raw) {
  const kind = type === "04" ? 4 : 1;
  const id = v.sha256(concat(v.bytes(`${name}\n`), [kind], raw)).slice(0, 4);
  return v.publicKey(`${name}+${v.hex(id)}+${v.b64(concat([kind], raw))}`);
}

async function charter(name, data, first) {
  const note = v.parseNote(data, 1 << 20);
  need(v.hex(v.sha256(note.text)) === name, "bad_archive", name);
  const said = plain(note.text.slice(v.bytes("tripartite/charter@v1\n").length));
  const label = `${said.exercise ? "exercise/" : ""}${said.label}/${first.slice(0, 8)}`;
  for (const party of said.parties) {
    const own = (party.keys ?? []).filter(([, type]) => type === "01" || type === "04");
    for (const [role, type, raw] of own) keys.set(`${label}/${party.id}/${role}`, keyOf(`${label}/${party.id}/${role}`, type, v.unb64(raw, 32)));
    const roots = own.filter(([role]) => role.startsWith("root")).map(([role]) => keys.get(`${label}/${party.id}/${role}`));
    const signed = roots.filter((key) => note.lines.some((line) => line.name === key.name && equal(line.id, key.id)));
    for (const key of signed) await v.verifyLine(note, key);
    need(signed.length >= (roots.length ? (party.threshold ?? 1) : 0), "unknown_signer", party.id);
  }
  found.charters++;
}

// --- the index (ARC-3)

const INDEX = "data/archive.txt";
let index;

async function maker() {
  const note = v.parseNote(files.get(INDEX) ?? v.bytes(""), 65536);
  const magic = "tripartite/archive@v1\n";
  need(utf8(note.text).startsWith(magic), "bad_archive", "type line");
  index = plain(note.text.slice(magic.length));
  const label = index.have[0]?.[0].split("/").slice(0, -2).join("/");
  if (label) await v.verifyLine(note, keys.get(`${label}/${index.from}/node`) ?? need(false, "unknown_signer", index.from));
  const lines = [...sums("manifest-sha256.txt")].filter(([name]) => name !== INDEX).map(([name, sum]) => `${sum}  ${name}\n`);
  need(v.hex(v.sha256(v.bytes(lines.join("")))) === index.members, "bad_archive", "members");
}

// --- logs

function split(data, width) {
  const parts = [];
  for (let at = 0; at < data.length; ) {
    const size = Number(BigInt(`0x${v.hex(data.slice(at, at + width))}`));
    parts.push(data.slice(at + width, at + width + size));
    at += width + size;
  }
  return parts;
}

function tiles(oh, kind, width) {
  const own = names.filter((name) => name.startsWith(`data/${oh}/tile/${kind}/`));
  return own.flatMap((name) => split(files.get(name), width));
}

// The leaves of the first story, and where another leaves it, that one's; each with its stored payload.
function stories(oh) {
  const [entries, payloads] = [tiles(oh, "entries", 2), tiles(oh, "payloads", 4)];
  const pairs = (feed) => feed.reduce((all, part, i) => (i % 2 ? [...all.slice(0, -1), [all.at(-1)[0], part]] : [...all, [part]]), []);
  const feeds = names.filter((name) => name.startsWith(`data/${oh}/branch/`) && name.includes("/feed/"));
  const told = new Map([[0, entries.map((entry, i) => [entry, payloads[i]])]]);
  for (const name of feeds.sort()) {
    const [, , , number, , start] = name.split("/");
    told.set(Number(number), [...told.get(0).slice(0, Number(start)), ...pairs(split(files.get(name), 4))]);
  }
  return told;
}

async function log(origin) {
  const oh = v.hex(v.sha256(v.bytes(origin)));
  for (const [number, leaves] of stories(oh)) {
    const place = number ? `data/${oh}/branch/${number}/checkpoint` : `data/${oh}/checkpoint`;
    const head = await v.verifyHead(files.get(place), keys.get(origin));
    need(head.size === leaves.length && equal(v.rootOf(leaves.map(([entry]) => v.leafHash(entry))), head.root), "root_mismatch", origin);
    for (const line of head.note.lines.filter((one) => one.name !== origin)) {
      await v.verifyCosignature(head.note, keys.get(line.name));
      found.cosignatures++;
    }
    const granted = new Map();
    for (const [i, [entry, stored]] of leaves.entries()) await tried(`${origin} ${i}`, () => leaf(entry, stored, granted));
  }
  found.logs++;
}

async function leaf(entry, stored, granted) {
  const dispatch = v.readDispatch(entry);
  for (const line of dispatch.note.lines) {
    const key = granted.get(line.name)?.findLast((one) => equal(one.id, line.id)) ?? keys.get(line.name);
    await v.verifyLine(dispatch.note, key ?? need(false, "unknown_signer", line.name));
  }
  found.dispatches++;
  if (stored.length === 0) found.withheld++;
  else if (Array.isArray(dispatch.to)) {
    need(equal(v.sha256(stored), dispatch.acts.h), "bad_payload", "hash");
    found.sealed++;
  } else {
    for (const line of v.openPayload(stored, dispatch.acts).lines) grant(dispatch.by, plain(line), granted);
    found.payloads++;
  }
}

function grant(by, act, granted) {
  if (act.kind !== "key@1") return;
  const name = `${by.split("/").slice(0, by.startsWith("exercise/") ? 4 : 3).join("/")}/${act.body.role}`;
  granted.set(name, [...(granted.get(name) ?? []), keyOf(name, "01", v.unb64(act.body.pk, 32))]);
}

const notes = names.filter((name) => name.startsWith("data/charter/")).map((name) => [name.slice("data/charter/".length), files.get(name)]);
const first = notes.find(([, data]) => !lenient(data).includes('"before":'))?.[0] ?? "";
for (const [name, data] of notes) await tried(`charter ${name}`, () => charter(name, data, first));
await tried("index", maker);
for (const [origin] of index?.have ?? []) await tried(origin, () => log(origin));
console.log(JSON.stringify(found));
process.exitCode = found.failures.length ? 1 : 0;
