// SPDX-License-Identifier: Apache-2.0
// Evidence that shows words, E6 and E7 (EVI-7 to EVI-9), and attachments (BLO-1 to BLO-3).

import { bytes, concat, equal, hex, need, Refusal, sha256, text, unb64 } from "./bytes.mjs";
import { listOf, matches, object, tuple } from "./canon.mjs";
import { claimedOrigin, openPayload, splitPayload, verifyDisclosure } from "./dispatch.mjs";
import { verifyLine } from "./log.mjs";
import { openAge, recipientOf } from "./age.mjs";

const MAX_EXHIBIT = 2101248;
const MAX_BLOB = 67108864;
const BLOB_MAGIC = bytes("tripartite/commit@v1\n");
const FULL_ID = matches(/^[0-9a-f]{64}\/(0|[1-9][0-9]{0,4})$/);
const KIND = (value) => matches(/^[a-z][a-z_]{0,31}(\.[a-z][a-z_]{0,31})?@[1-9][0-9]{0,3}$/)(value) && value.length <= 70;
const ERASE = object({ of: listOf(tuple(FULL_ID, KIND, FULL_ID), 1, 1024) });

export const isExhibit = (data) =>
  ["E6", "E7"].some((kind) => equal(data.slice(0, 26), bytes(`tripartite/evidence@v1\n${kind}\n`)));

// `read` takes the lines and parts of an evidence file apart; `stored` are the bytes that an E7 is about.
export async function verifyExhibit(data, find, stored, read) {
  need(data.length <= MAX_EXHIBIT, "too_large");
  const { fields, parts } = read(data);
  const names = parts.map(([name]) => name).join(" ");
  const [kind, origin, hash] = fields.slice(1);
  const formed = kind === "E6" ? fields.length === 3 && names === "proof proof" : fields.length === 4;
  need(formed && (kind === "E6" || names === "proof" || names === "proof identity"), "bad_evidence", names);
  const identity = kind === "E7" && parts[1] ? text(parts[1][1], "bad_evidence") : "";
  if (kind === "E7") {
    need(/^[0-9a-f]{64}$/.test(hash) && (parts[1]?.[1].length ?? 0) <= 256, "bad_evidence", "hash or identity");
    need(parts.length === 1 || identity !== "", "bad_evidence", "identity");
  }
  const shown = [];
  for (const [name, proof] of parts) if (name === "proof") shown.push(await show(proof, find));
  need(shown.every(({ dispatch }) => dispatch.log === origin), "bad_evidence", "another log");
  if (kind === "E6") misstated(...shown);
  else doesNotOpen(shown[0], hash, identity, stored);
  return { kind, origin, key: shown[0].dispatch.by };
}

// A disclosure down to its author's signature.
async function show(proof, find) {
  const shown = await verifyDisclosure(proof, find(claimedOrigin(proof)));
  await verifyLine(shown.dispatch.note, find(shown.dispatch.by));
  return shown;
}

function misstated(erase, other) {
  need(erase.act && erase.act.kind === "erase@1" && other.act, "bad_evidence", "no erasure");
  const body = erase.act.act.get("body");
  need(ERASE(body), "schema");
  const stubs = body.get("of");
  need(stubs.every(([act], i) => i === 0 || stubs[i - 1][0] < act), "schema", "order");
  const ident = `${other.dispatch.id}/${other.place}`;
  const stub = stubs.find(([act]) => act === ident);
  const record = (other.act.act.get("record") ?? ident).replace(/^\.\//, `${other.dispatch.id}/`);
  need(stub && (stub[1] !== other.act.kind || stub[2] !== record), "no_misconduct");
}

function doesNotOpen(shown, hash, identity, stored) {
  need(stored && hex(sha256(stored)) === hash, "bad_payload", "not the bytes");
  const { dispatch, act } = shown;
  const about = [];
  if (!act) {
    if (hex(dispatch.acts.h) === hash) about.push([dispatch.rk, (open) => payloadOpens(dispatch.acts, stored, open)]);
  } else {
    for (const blob of act.act.get("blobs") ?? [])
      if (blob.get("h") === hash) about.push([blob.get("rk"), (open) => blobOpens(blob, stored, open)]);
  }
  for (const [rk] of about) {
    need((identity !== "") === Boolean(rk), "bad_seal", "identity");
    need(!rk || recipientOf(identity) === rk, "bad_seal", "identity");
  }
  const open = identity ? (data) => openAge(data, identity) : null;
  need(about.some(([, opened]) => fails(() => opened(open))), "no_misconduct");
}

function fails(opened) {
  try {
    opened();
    return false;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return true;
  }
}

function payloadOpens(said, stored, open) {
  if (!open) return openPayload(stored, said);
  need(stored.length === said.len, "bad_payload", "length");
  return splitPayload(open(stored), said);
}

// BLO-2: the least size whose binary digits after the first few are zero.
export function sizeClass(size) {
  const exponent = Math.max(size, 1).toString(2).length - 1;
  const spare = Math.max(exponent - exponent.toString(2).length, 0);
  return Math.ceil(size / 2 ** spare) * 2 ** spare;
}

function blobOpens(blob, stored, open) {
  need(stored.length === blob.get("n"), "bad_blob", "length");
  const data = open ? open(stored) : stored;
  const start = BLOB_MAGIC.length + 40;
  const formed = data.length >= start && data.length <= MAX_BLOB && equal(data.slice(0, BLOB_MAGIC.length), BLOB_MAGIC);
  need(formed, "bad_blob", "type line");
  const salted = data.slice(0, start);
  const length = Number(new DataView(salted.buffer).getBigUint64(start - 8));
  const [content, padding] = [data.slice(start, start + length), data.slice(start + length)];
  const sized = content.length === length && data.length === sizeClass(start + length);
  need(sized && padding.every((byte) => byte === 0), "bad_blob", "size class");
  need(equal(sha256(concat(salted, sha256(content))), unb64(blob.get("c"), 32)), "bad_blob", "commitment");
}
