// SPDX-License-Identifier: Apache-2.0
// Signed notes, heads, cosignatures, tree and proofs (NOTE-1 to NOTE-4, LOG-1 to LOG-8, EVI-3).

import { bytes, concat, equal, hex, need, refuse, sha256, text, unb64 } from "./bytes.mjs";
import { LARGEST, number } from "./values.mjs";
import { COSIGNER, ED25519, SIGNER, verifySignature } from "./keys.mjs";

const LINE = new RegExp(`^\u2014 (${SIGNER}) ([A-Za-z0-9+/=]+)$`);

function signatureLine(line) {
  const found = LINE.exec(line) ?? refuse("bad_note", line);
  const data = unb64(found[2]);
  need(data.length >= 5, "bad_note", line);
  return { name: found[1], id: data.slice(0, 4), signature: data.slice(4), line: `${line}\n` };
}

export const lineKey = (line) => `${line.name}\n${hex(line.id)}`;

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
