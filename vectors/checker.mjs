// SPDX-License-Identifier: Apache-2.0
// Judges every vector of this folder, or of another, with verifier.mjs: `node vectors/checker.mjs [FOLDER]`.
// Prints one JSON line for each file, and leaves with status 1 if any verdict is not the one its file states.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "./verifier.mjs";

const PLACE = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const data = (given) => ("hex" in given ? v.unhex(given.hex) : v.bytes(given.utf8));
const hashes = (given) => given.map(v.unhex);

const JUDGES = {
  json: (x) => {
    v.decode(data(x.json), x.bounds === "note" ? v.NOTE_BOUNDS : v.ACT_BOUNDS);
    return {};
  },
  values: (x) => {
    if (x.type === "instant") return { seconds: v.instant(x.text) };
    const readers = { base64: v.unb64, number: v.number, party: v.party, "act id": v.actId, "dispatch id": v.dispatchId };
    readers[x.type](x.text);
    return {};
  },
  names: (x) => {
    const { label, party, role, exercise } = v.keyName(x.name);
    return { label, party, role, exercise: exercise ? "yes" : "no" };
  },
  keys: (x) => {
    const key = v.publicKey(x.line);
    return { id: v.hex(key.id), fingerprint: v.keyFingerprint(key) };
  },
  admission: (x) => {
    v.admitKey(v.unhex(x.key));
    return {};
  },
  signature: async (x) => {
    const parts = [x.key, x.message, x.signature].map(v.unhex);
    await v.verifySignature(...parts);
    if (!(await v.equationHolds(...parts))) throw new Error("the two ways to check the equation disagree");
    return {};
  },
  note: async (x) => {
    await v.verifyLine(v.parseNote(data(x.note), 1000000), v.publicKey(x.key));
    return {};
  },
  head: async (x) => {
    const { origin, size, root } = await v.verifyHead(data(x.head), v.publicKey(x.key));
    return { origin, size, root: v.b64(root) };
  },
  cosignature: async (x) => ({ time: (await v.verifyCosignature(v.parseHead(data(x.head)).note, v.publicKey(x.key))).time }),
  inclusion: (x) => {
    v.verifyInclusion(x.index, x.size, v.unhex(x.leaf), hashes(x.path), v.unhex(x.root));
    return {};
  },
  consistency: (x) => {
    v.verifyConsistency(x.old, x.new, hashes(x.path), v.unhex(x.old_root), v.unhex(x.new_root));
    return {};
  },
  dispatch: async (x) => {
    const read = v.readDispatch(data(x.dispatch));
    await v.verifyLine(read.note, v.publicKey(x.key));
    return { id: read.id, leaf: v.hex(read.leaf), count: read.acts.count, by: read.by, log: read.log };
  },
  act: (x) => ({ kind: v.readAct(data(x.act), x.index).kind }),
  payload: (x) => {
    const said = { count: x.count, root: v.unb64(x.root), len: x.len, h: v.unhex(x.h) };
    return { acts: v.openPayload(data(x.payload), said).lines.length };
  },
  disclosure: async (x) => {
    const shown = await v.verifyDisclosure(data(x.proof), v.publicKey(x.key));
    return { id: shown.dispatch.id, index: shown.index, act: shown.act ? shown.place : -1 };
  },
  evidence: (x) => {
    const known = new Map(x.keys.map(v.publicKey).map((key) => [key.name, key]));
    const find = (name) => {
      if (!known.has(name)) throw new v.Refusal("unknown_signer", name);
      return known.get(name);
    };
    return v.verifyEvidence(data(x.evidence), find, x.stored && data(x.stored));
  },
};

async function verdict(folder, given) {
  try {
    return { got: "accept", gives: await JUDGES[folder](given) };
  } catch (error) {
    if (!(error instanceof v.Refusal)) throw error;
    return { got: "refuse", code: error.code };
  }
}

const same = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
let wrong = 0;
for (const folder of readdirSync(PLACE).filter((name) => name in JUDGES && statSync(join(PLACE, name)).isDirectory()).sort()) {
  for (const file of readdirSync(join(PLACE, folder)).filter((name) => name.endsWith(".json")).sort()) {
    const vector = JSON.parse(readFileSync(join(PLACE, folder, file), "utf-8"));
    const found = await verdict(folder, vector.input);
    const right =
      found.got === vector.want && (found.got === "accept" ? same(found.gives, vector.gives) : found.code === vector.code);
    if (!right) wrong++;
    console.log(JSON.stringify({ file: `${folder}/${file}`, right, ...found }));
  }
}
process.exitCode = wrong ? 1 : 0;
