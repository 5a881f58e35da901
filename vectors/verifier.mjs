// SPDX-License-Identifier: Apache-2.0
// Reads and verifies what parties sign, by the law in spec/: in a browser or in Node, without any package.
// It was written from that text, not from the Python program, so that two readings of it can be compared.
// Every function returns what it read, or throws a Refusal with the code that spec/ gives.

export { Refusal, b64, bytes, hex, sha256, unb64, unhex } from "./verifier/bytes.mjs";
export { ACT_BOUNDS, NOTE_BOUNDS, decode } from "./verifier/canon.mjs";
export { actId, dispatchId, instant, number, party } from "./verifier/values.mjs";
export * from "./verifier/keys.mjs";
export * from "./verifier/log.mjs";
export * from "./verifier/dispatch.mjs";
export { parseEvidence, verifyEvidence } from "./verifier/evidence.mjs";
