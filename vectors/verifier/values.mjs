// SPDX-License-Identifier: Apache-2.0
// Small types: one spelling each (ENC-7).

import { need } from "./bytes.mjs";

export const LARGEST = Number.MAX_SAFE_INTEGER;
export const MAX_ACTS = 65536;

function taken(pattern, value, what) {
  return need(pattern.test(value), "bad_value", what) && value;
}

export const party = (value) => taken(/^[a-z][a-z0-9]{1,15}$/, value, "party");
export const dispatchId = (value) => taken(/^[0-9a-f]{64}$/, value, "dispatch id");

export function actId(value) {
  taken(/^[0-9a-f]{64}\/(0|[1-9][0-9]{0,4})$/, value, "act id");
  need(Number(value.slice(65)) < MAX_ACTS, "bad_value", "act id");
  return value;
}

export function number(value) {
  taken(/^(0|[1-9][0-9]{0,15})$/, value, "number");
  need(Number(value) <= LARGEST, "bad_value", "number");
  return Number(value);
}

export function instant(value) {
  taken(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, value, "instant");
  const moment = new Date(value);
  const back = Number.isNaN(moment.getTime()) ? "" : moment.toISOString().replace(".000Z", "Z");
  need(back === value && !value.startsWith("0000"), "bad_value", "instant");
  return moment.getTime() / 1000;
}
