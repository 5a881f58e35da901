// SPDX-License-Identifier: Apache-2.0
// What is to be signed: the text of a note, the acts in its payload, and that the one commits to the other (DIS-1 to
// DIS-7, ACT-1 to ACT-5, PAY-1 to PAY-5, SEA-4, SEA-9).

const fits = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const whole = (min, max) => (value) => Number.isInteger(value) && value >= min && value <= max;
const list = (check, min, max) => (value) =>
  Array.isArray(value) && value.length >= min && value.length <= max && value.every(check);
const row = (...checks) => (value) =>
  Array.isArray(value) && value.length === checks.length && checks.every((check, i) => check(value[i]));
const spelledB64 = (length) => (value) => typeof value === "string" && unb64(value, length).length === length;

// A closed object: what it may have, and what it must.
function closed(value, must, may, what) {
  need(value instanceof Map, "form", what);
  for (const key of value.keys()) need(Object.hasOwn(must, key) || Object.hasOwn(may, key), "unknown", `${what}.${key}`);
  for (const [key, check] of Object.entries(must)) need(value.has(key) && check(value.get(key)), "form", `${what}.${key}`);
  for (const [key, check] of Object.entries(may)) {
    const given = value.get(key);
    need(!value.has(key) || (check(given) && !(Array.isArray(given) && !given.length)), "form", `${what}.${key}`);
  }
  return value;
}

const PARTY = /^[a-z][a-z0-9]{1,15}$/;
const HASH = fits(/^[0-9a-f]{64}$/);
const COUNT = whole(0, Number.MAX_SAFE_INTEGER);
const PLACE = "(0|[1-9][0-9]{0,4})";
const inReach = (value) => !value.includes("/") || Number(value.split("/")[1]) < 65536;
const ACT_REF = (value) => fits(new RegExp(`^([0-9a-f]{64}|\\.)/${PLACE}$`))(value) && inReach(value);
const ANY_REF = (value) =>
  fits(new RegExp(`^([0-9a-f]{64}(/${PLACE})?|\\./${PLACE})$`))(value) && inReach(value);
const AUDIENCE = (value) => value === "parties" || value === "public" || list(fits(PARTY), 1, 64)(value);
const SEALED = {
  rk: fits(/^age1(pq1)?[ac-hj-np-z02-9]{58,4000}$/),
  w: list(row(fits(PARTY), HASH, COUNT), 1, 64),
};

function checkAudience(said) {
  const [to, rk, wraps] = ["to", "rk", "w"].map((name) => said.get(name));
  const listed = Array.isArray(to);
  need(listed === (rk !== undefined) && listed === (wraps !== undefined), "form", "rk, w");
  if (!listed) return;
  need(to.every((name, i) => i === 0 || to[i - 1] < name), "form", "to");
  need(wraps.length === to.length && wraps.every(([name], i) => name === to[i]), "audience", "w");
}

// KEY-1, for the keys that are met here.
const ROLE = "[mp][1-9][0-9]{0,3}|w|node|transport|root(?:/[1-8])?|office|d/[a-z][a-z0-9-]{0,31}";
const NAME = new RegExp(`^(exercise/)?([a-z0-9][a-z0-9.-]{0,39})/([0-9a-f]{8})/([a-z][a-z0-9]{1,15})/(${ROLE})$`);

function keyName(value) {
  const found = NAME.exec(value);
  need(value.length <= 128 && found && !["tripartite", "cosignature", "exercise"].includes(found[2]), "form", "name");
  return { start: value.slice(0, -found[5].length), label: found[2], net8: found[3], party: found[4], role: found[5] };
}

const DISPATCH = "tripartite/dispatch@v1\n";

function readText(text) {
  need(text.startsWith(DISPATCH) && text.endsWith("\n"), "form", "type");
  const data = utf8(text.slice(DISPATCH.length, -1));
  need(data.length <= 12288, "form", "length");
  const said = canonical(data, 4, 256);
  const strings = fits(/^.{0,128}$/);
  const must = {
    acts: () => true, at: COUNT, by: strings, log: strings, n: spelledB64(16), net: spelledB64(32),
    prev: row(COUNT, spelledB64(32)),
  };
  closed(said, must, {}, "note");
  const acts = closed(
    said.get("acts"),
    { count: whole(1, 65536), h: HASH, len: whole(1, 67108864), root: spelledB64(32), to: AUDIENCE }, SEALED, "acts",
  );
  checkAudience(acts);
  const [by, log] = [keyName(said.get("by")), keyName(said.get("log"))];
  const to = acts.get("to");
  need(!Array.isArray(to) || to.includes(by.party), "audience", by.party);
  return {
    text, by, name: said.get("by"), log, at: said.get("at"), net: said.get("net"), to, rk: acts.get("rk"),
    wraps: acts.get("w") ?? [], count: acts.get("count"), root: unb64(acts.get("root")), len: acts.get("len"),
    h: acts.get("h"), size: said.get("prev")[0],
  };
}

const BLOB = { c: spelledB64(32), h: HASH, n: COUNT, t: fits(/^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/), to: AUDIENCE };
const ACT_MUST = { body: (value) => value instanceof Map, kind: fits(/^[a-z][a-z_.]{0,65}@[1-9][0-9]{0,3}$/) };
const ACT_MAY = {
  record: ACT_REF, on: list(ACT_REF, 0, 64), refs: list(row(ANY_REF, fits(/^[a-z][a-z_]{0,31}$/)), 0, 1024),
  blobs: list(() => true, 0, 64),
};

function readAct(line, place) {
  need(line.length >= 1 && line.length <= 65536, "form", "length");
  const act = closed(canonical(line, 8, 1024), ACT_MUST, ACT_MAY, "act");
  need(/^[a-z][a-z_]{0,31}(\.[a-z][a-z_]{0,31})?@/.test(act.get("kind")), "form", "kind");
  const [on, refs, blobs] = ["on", "refs", "blobs"].map((name) => act.get(name) ?? []);
  const named = act.has("record") ? [...on, act.get("record")] : on;
  const own = (reference) => reference.startsWith("./") && Number(reference.slice(2)) >= place;
  need(!named.some(own), "form", "./place");
  const once = (items) => new Set(items).size === items.length;
  need(once(on) && once(refs.map((pair) => pair.join(" "))), "form", "twice");
  for (const blob of blobs) checkAudience(closed(blob, BLOB, SEALED, "blob"));
  return act;
}

const PAYLOAD = utf8("tripartite/payload@v1\n");
// SGN-4
const MOST_ACTS = 64;
const MOST_BYTES = 262144;

function linesOf(payload) {
  const start = PAYLOAD.length + 32;
  need(same(payload.subarray(0, PAYLOAD.length), PAYLOAD) && payload.length > start, "payload", "form");
  need(payload.at(-1) === 10, "payload", "end");
  const lines = [];
  for (let from = start; from < payload.length; ) {
    const end = payload.indexOf(10, from);
    need(end > from, "payload", "line");
    lines.push(payload.subarray(from, end));
    from = end + 1;
  }
  return { seed: payload.slice(PAYLOAD.length, start), lines };
}

async function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (2 * split < leaves.length) split *= 2;
  const [left, right] = [await rootOf(leaves.slice(0, split)), await rootOf(leaves.slice(split))];
  return sha256(joined([1], left, right));
}

// The acts that a note commits to, out of a payload in the clear.
async function openedActs(payload, said) {
  need(payload.length <= MOST_BYTES && said.count <= MOST_ACTS, "too_long");
  const { seed, lines } = linesOf(payload);
  need(lines.length === said.count, "payload", "count");
  const leaf = async (line, i) => sha256(joined([0], await hmac(seed, u32(i)), line));
  const root = await rootOf(await Promise.all(lines.map(leaf)));
  need(same(root, said.root), "payload", "root");
  return lines.map(readAct);
}

// SGN-7, DIS-7, SEA-9: what is stored is the payload, or the payload sealed with the wraps behind it.
async function actsOf(said, parcel, identity) {
  if (!Array.isArray(said.to)) {
    need(parcel.length === said.len && hex(await sha256(parcel)) === said.h, "payload", "h");
    need(identity === "", "form", "identity");
    return openedActs(parcel, said);
  }
  let at = said.len;
  const stored = parcel.slice(0, at);
  need(stored.length === said.len && hex(await sha256(stored)) === said.h, "payload", "h");
  for (const [party, hash, length] of said.wraps) {
    const wrap = parcel.slice(at, (at += length));
    need(wrap.length === length && hex(await sha256(wrap)) === hash, "audience", party);
  }
  need(at === parcel.length, "payload", "length");
  need((await recipientOf(identity)) === said.rk, "audience", "rk");
  return openedActs(await openAge(stored, identity), said);
}
