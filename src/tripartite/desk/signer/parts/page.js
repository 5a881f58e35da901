// SPDX-License-Identifier: Apache-2.0
// The page: a key, a text, what it says, a signature. It builds its elements itself, so that no text becomes one.

const state = { language: "en", keys: [], chosen: 0, place: null, source: null, shown: null, lasting: true, note: "" };
const root = () => document.getElementById("signer");
const teller = () => new Teller(state.language, state.keys[state.chosen]?.place.names ?? new Map());
const say = (message, facts) => teller().say(message, facts);

function el(name, traits = {}, ...children) {
  const found = document.createElement(name);
  for (const [trait, value] of Object.entries(traits)) {
    if (trait.startsWith("on")) found.addEventListener(trait.slice(2), value);
    else if (value !== undefined && value !== false) found.setAttribute(trait, value === true ? "" : value);
  }
  found.append(...children.filter((child) => child !== null && child !== undefined));
  return found;
}

const button = (message, act, primary = false) =>
  el("button", { type: "button", class: primary ? "primary" : undefined, onclick: guarded(act) }, say(message));

function field(id, message, input) {
  input.id = id;
  return el("p", { class: "field" }, el("label", { for: id }, say(message)), input);
}

const WHY = [
  "audience", "browser", "file", "form", "key", "key_exists", "key_file", "other_log", "other_mechanism", "other_party", "other_role",
  "passphrase", "payload", "place", "seal", "structural", "too_long", "turning", "unknown", "unseen", "weak",
];

function whyNot(error) {
  const known = error instanceof Refusal && WHY.includes(error.code);
  const words = say(`signer.why.${known ? error.code : "form"}`);
  const detail = error instanceof Refusal ? `${error.code}${error.detail ? `: ${error.detail}` : ""}` : error.name;
  return el(
    "div", { class: "trouble", role: "alert", "data-code": known ? error.code : "form" },
    el("p", {}, el("strong", {}, say("signer.nothing")), " ", words), el("p", {}, el("code", {}, detail.slice(0, 300))),
  );
}

// Whatever goes wrong is said, and what was shown before is gone: nothing can be signed then.
function guarded(act) {
  return async (event) => {
    try {
      await act(event);
    } catch (error) {
      state.shown = null;
      state.source = null;
      draw();
      root().querySelector("#trouble").replaceChildren(whyNot(error));
    }
  };
}

const textOf = async (input) => {
  const file = input.files[0];
  if (!file) return "";
  need(file.size <= 4 * MOST_BYTES, "too_long");
  return file.text();
};

// --- keys ---------------------------------------------------------------------------------------------------------

function keysPart() {
  const part = el("section", { "aria-labelledby": "h-key" }, el("h2", { id: "h-key" }, say("signer.key")));
  if (!state.keys.length) part.append(el("p", {}, say("signer.key.none")));
  else part.append(el("fieldset", {}, el("legend", {}, say("signer.key.which")), ...state.keys.map(keyRow)));
  if (!state.lasting && state.keys.some((key) => key.kept)) part.append(el("p", { class: "trouble", role: "note", id: "fleeting" }, say("signer.fleeting")));
  part.append(
    el("details", { open: !state.keys.length || state.place !== null }, el("summary", {}, say("signer.key.another")), ...placePart()),
  );
  return part;
}

function keyRow(key, i) {
  const chosen = () => {
    state.chosen = i;
    putAway();
  };
  const traits = { type: "radio", name: "key", id: `key-${i}`, checked: i === state.chosen, onchange: chosen };
  const own = new Teller(state.language, key.place.names);
  return el(
    "div", { class: "row" },
    el("label", { for: `key-${i}` }, el("input", traits), " ", el("strong", {}, key.place.role.slice(2)), " \u00b7 ", own.party(key.place.party)),
    el("p", { class: "small" }, say(key.kept ? "signer.key.kept" : "signer.key.once"), " ", say("signer.key.print"), " ", el("code", {}, key.print)),
    el("p", { class: "small" }, say("signer.key.public"), " ", el("code", { class: "public" }, b64(key.public))),
    el("p", { class: "small" }, say("signer.mechanism"), " ", el("code", {}, key.place.print)),
    key.kept ? button("signer.key.forget", () => forgotten(key)) : null,
  );
}

async function forgotten(key) {
  if (!window.confirm(say("signer.key.forget.sure"))) return;
  await forgetKey(key.place.name);
  await load();
}

function placePart() {
  const file = el("input", { type: "file", accept: ".json", onchange: guarded(async () => {
    state.place = await readPlace(await textOf(file));
    draw();
  }) });
  const parts = [el("p", {}, say("signer.place.why")), field("place", "signer.place", file)];
  if (!state.place) return parts;
  const { place } = state;
  const own = new Teller(state.language, place.names);
  const compared = el("input", { type: "checkbox", id: "compared" });
  const secret = el("input", { type: "password", autocomplete: "off" });
  const old = el("input", { type: "file", accept: ".key" });
  const sure = () => need(compared.checked, "place", "compare");
  const strong = () => need([...secret.value].length >= 6, "weak") && secret.value;
  return [
    ...parts,
    el("dl", { class: "rows" },
      el("dt", {}, say("signer.as")), el("dd", {}, `${place.role.slice(2)} \u00b7 ${own.party(place.party)}`),
      el("dt", {}, say("signer.parties")), el("dd", {}, own.parties([...place.names.keys()])),
      el("dt", {}, say("signer.mechanism")), el("dd", {}, el("code", { id: "mechanism" }, place.print))),
    el("p", {}, el("label", {}, compared, " ", say("signer.compared"))),
    el("p", {}, button("signer.make.here", () => sure() && made(false), true)),
    el("p", { class: "small" }, say("signer.make.file.why")),
    field("secret", "signer.passphrase", secret),
    el("p", {}, button("signer.make.file", () => sure() && made(true, strong()))),
    field("old", "signer.key.file", old),
    el("p", {}, button("signer.open", async () => sure() && taken(await openKeyFile(await textOf(old), place.role, secret.value)))),
  ];
}

async function made(toFile, passphrase) {
  const { place } = state;
  const pair = await generated(toFile);
  if (toFile) {
    offer(`${place.role.replace("/", "-")}.key`, await keyFile(pair, place.role, passphrase));
    return taken({ secret: await locked(pair.secret), public: pair.public });
  }
  await keepKey({ place, ...pair }).catch((error) => refuse(error.name === "ConstraintError" ? "key_exists" : "browser", error.name));
  return load(place.name);
}

async function taken(pair) {
  const { place } = state;
  state.keys.push({ place, ...pair, kept: false, print: await keyPrint(pair.public) });
  state.chosen = state.keys.length - 1;
  state.place = null;
  putAway();
}

async function load(name = "") {
  const kept = await storedKeys().catch(() => []);
  const once = state.keys.filter((key) => !key.kept);
  const found = [];
  for (const one of kept) {
    const place = await readPlace(JSON.stringify({ charter: one.charter, name: one.name }));
    found.push({ place, public: one.public, secret: one.secret, kept: true, print: await keyPrint(one.public) });
  }
  state.keys = [...found, ...once];
  state.chosen = Math.max(0, state.keys.findIndex((key) => key.place.name === name));
  state.place = null;
  state.lasting = kept.length === 0 || (await isLasting());
  putAway();
}

// --- what is to be signed -----------------------------------------------------------------------------------------

function taskPart() {
  const file = el("input", { type: "file", accept: ".json", onchange: guarded(async () => look(await textOf(file), "file")) });
  const paste = el("textarea", { rows: "3", dir: "ltr", spellcheck: "false", autocomplete: "off" });
  return el(
    "section", { "aria-labelledby": "h-task" }, el("h2", { id: "h-task" }, say("signer.task")),
    el("p", {}, say("signer.task.why")),
    field("file", "signer.task.file", file), field("paste", "signer.task.paste", paste),
    el("p", {}, button("signer.look", () => look(paste.value, "paste"), true)),
  );
}

// SGN-9: one text at a time; what comes while another is shown is not taken in its place.
async function look(file, source) {
  if (state.shown || !file) return;
  const key = need(state.keys[state.chosen], "key");
  const shown = await readPrepared(file, key.place, state.language);
  if (state.shown) return;
  state.shown = Object.freeze({ ...shown, key, file });
  state.source = source;
  draw();
  root().querySelector("#h-shown").focus();
}

function putAway() {
  state.shown = null;
  state.source = null;
  draw();
}

function shownPart() {
  const { shown } = state;
  const own = new Teller(state.language, shown.key.place.names);
  const rows = [
    [say("signer.as"), `${shown.key.place.role.slice(2)} \u00b7 ${own.party(shown.key.place.party)}`],
    [say("signer.at"), shown.moment],
  ];
  const part = el("section", { class: "shown", "aria-labelledby": "h-shown" });
  part.append(el("h2", { id: "h-shown", tabindex: "-1" }, say(shown.login ? "signer.login" : "signer.shown")));
  if (shown.login) rows.unshift([say("signer.login.to"), shown.login]);
  else rows.splice(1, 0, [say("signer.audience"), shown.audience + (shown.narrow ? ` \u2013 ${say("signer.audience.narrow")}` : "")]);
  part.append(el("dl", { class: "rows head" }, ...rows.flatMap(([label, text]) => [el("dt", {}, label), el("dd", {}, text)])));
  if (Math.abs(shown.at - Date.now() / 1000) > 3600) part.append(el("p", { class: "mark", id: "hour" }, say("signer.clock")));
  if (shown.login && location.origin !== shown.login) part.append(el("p", { class: "trouble", role: "note" }, say("signer.login.other")));
  if (!shown.login) part.append(el("p", { id: "count" }, say("signer.count", { n: own.number(shown.acts.length) })), ...shown.acts.map((act, i) => actPart(act, i, shown.acts.length, own)));
  part.append(signPart(shown), exactPart(shown));
  return part;
}

const actPart = (act, i, count, own) =>
  el(
    "article", { class: "act" },
    el("h3", {}, `${own.number(i + 1)}/${own.number(count)} \u00b7 ${act.title} `, el("code", {}, act.spelled)),
    act.rows.length ? rowsPart(act.rows) : el("p", {}, say("signer.empty")),
  );

const rowsPart = (rows) =>
  el("dl", { class: "rows" }, ...rows.flatMap(({ label, ...one }) => [el("dt", {}, label), el("dd", {}, valuePart(one))]));

function valuePart({ text, rows, plain, lang }) {
  if (rows) return rows.length ? rowsPart(rows) : "\u2013";
  if (plain) return el("code", {}, text);
  return el("span", { class: "said", lang, dir: "auto" }, text);
}

function exactPart(shown) {
  return el("details", {}, el("summary", {}, say("signer.exact")), el("pre", { dir: "ltr", tabindex: "0" }, shown.text));
}

function signPart(shown) {
  const read = el("input", { type: "checkbox", id: "read" });
  const signed = async () => {
    if (!read.checked) return read.focus();
    need(shown === state.shown, "form");
    const note = await signedNote(shown.text, shown.key);
    finished(shown, note);
  };
  return el(
    "div", { class: "sign" },
    el("p", {}, el("label", {}, read, " ", say("signer.read"))),
    el("p", {}, button("signer.sign", signed, true), " ", button("signer.away", putAway)),
  );
}

function finished(shown, note) {
  const file = `${JSON.stringify(shown.login ? { login: note } : { dispatch: note, payload: shown.payload })}\n`;
  if (state.source === "desk") channel.postMessage({ kind: "signed", file });
  const [out, source] = [el("textarea", { rows: "5", readonly: true, dir: "ltr", id: "out" }), state.source];
  out.value = file;
  putAway();
  root().querySelector("#done").replaceChildren(
    el("section", { class: "done", role: "status" }, el("h2", {}, say("signer.done")),
      el("p", {}, say(source === "desk" ? "signer.done.desk" : "signer.done.file")),
      field("out", "signer.out", out),
      el("p", {}, button("signer.save", () => offer("signed.json", file)))),
  );
}

function offer(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// --- the page -----------------------------------------------------------------------------------------------------

const tongue = ([code, language]) =>
  el("button", { type: "button", lang: code, "aria-pressed": String(code === state.language), onclick: guarded(async () => {
    state.language = code;
    const { shown } = state;
    if (shown) state.shown = Object.freeze({ ...(await readPrepared(shown.file, shown.key.place, code)), key: shown.key, file: shown.file });
    draw();
  }) }, language.name);

function draw() {
  const language = TABLES.languages[state.language];
  document.documentElement.lang = state.language;
  document.documentElement.dir = language.rtl ? "rtl" : "ltr";
  document.title = say("signer.title");
  const exercise = state.keys[state.chosen]?.place.exercise ?? state.place?.exercise;
  root().replaceChildren(
    ...(exercise ? [el("p", { class: "exercise", role: "note" }, teller().chosen(exercise))] : []),
    el("h1", {}, say("signer.title")),
    el("p", { class: "tongues" }, ...Object.entries(TABLES.languages).map(tongue)),
    el("p", {}, say("signer.why")),
    el("div", { id: "trouble" }), el("div", { id: "done" }),
    ...(state.shown ? [shownPart()] : [keysPart(), taskPart()]),
  );
}

// SGN-10: the desk that this page came from may hand it a text: one that it was asked for, judged like any other.
const channel = location.protocol.startsWith("http") && window.BroadcastChannel ? new BroadcastChannel(STORE) : null;

async function start() {
  const asked = location.hash.slice(1);
  if (Object.hasOwn(TABLES.languages, asked)) state.language = asked;
  await load();
  if (!channel) return;
  channel.addEventListener("message", guarded(async ({ data }) => {
    if (data?.kind === "sign" && typeof data.file === "string") await look(data.file, "desk");
  }));
  channel.postMessage({ kind: "ready" });
}
