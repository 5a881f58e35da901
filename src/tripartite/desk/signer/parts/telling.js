// SPDX-License-Identifier: Apache-2.0
// SGN-5, SGN-8. What an act says, in words: every member of it, or a refusal. Nothing is left out and nothing is guessed.

// Characters that nobody sees, or that stand for nothing: what cannot be looked at is not signed here.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Co}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\u115f\u1160\u3164\uffa0\u2800]/u;
const MARKS = new Map([["\u200e", "LRM"], ["\u200f", "RLM"], ["\u061c", "ALM"]]);
const ARABIC = /[\p{Script=Arabic}\p{M}]/u;
const JOINERS = "\u200c\u200d";

// The text as it is shown: joiners between letters that join, direction marks by name, nothing else that is unseen.
function seen(text) {
  const letters = [...text];
  return letters
    .map((c, i) => {
      if (JOINERS.includes(c)) {
        const between = [letters[i - 1], letters[i + 1]].some((one) => one !== undefined && ARABIC.test(one));
        return between && !JOINERS.includes(letters[i - 1] ?? " ") ? c : refuse("unseen", codePoint(c));
      }
      if (MARKS.has(c)) return `\u27e8${MARKS.get(c)}\u27e9`;
      need(!UNSEEN.test(c), "unseen", codePoint(c));
      return c;
    })
    .join("");
}

class Teller {
  constructor(language, names) {
    this.language = language;
    this.names = names;
  }

  say(message, facts = {}) {
    const found = TABLES.words[this.language][message] ?? refuse("form", message);
    const rtl = TABLES.languages[this.language].rtl;
    return found.replace(/\{([a-z_]+)\}/g, (_, name) => (rtl ? `\u2068${facts[name]}\u2069` : String(facts[name])));
  }

  number(value) {
    return String(value).replace(/[0-9]/g, (digit) => [...TABLES.languages[this.language].digits][digit]);
  }

  chosen(pairs) {
    const found = [this.language, "en", pairs[0]?.[0]].map((code) => pairs.find(([one]) => one === code)).find(Boolean);
    return found ? seen(String(found[1])) : "";
  }

  // A party as the charter calls it, with its code; one that this key's charter does not know by its code alone.
  party(ident) {
    const names = this.names.get(ident);
    if (!names) return this.say("signer.party.unknown", { party: ident });
    const said = `${this.chosen(names)} (${ident})`;
    return TABLES.languages[this.language].rtl ? `\u2068${said}\u2069` : said;
  }

  parties(to) {
    const comma = `${TABLES.languages[this.language].comma} `;
    return to.map((one) => this.party(one)).join(comma);
  }

  audience(to) {
    if (to === "public") return this.say("signer.audience.public");
    if (to === "parties") return this.say("signer.audience.parties", { names: this.parties([...this.names.keys()]) });
    return this.parties(to);
  }

  label(name) {
    const words = TABLES.words[this.language];
    return words[`field.${name}`] ?? words[`source.${name}`] ?? name.replaceAll("_", " ");
  }

  moment(seconds) {
    const at = new Date(seconds * 1000);
    need(!Number.isNaN(at.getTime()), "form", "at");
    const how = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" };
    return `${new Intl.DateTimeFormat(TABLES.languages[this.language].locale, how).format(at)} UTC`;
  }

  // --- acts

  act(act) {
    const spelled = act.get("kind");
    need(Object.hasOwn(TABLES.kinds, spelled), "unknown", spelled);
    const kind = TABLES.kinds[spelled];
    need(!kind.structural, "structural", spelled);
    const rows = this.members(act.get("body"), kind.body, spelled);
    const plain = (label, text) => rows.push({ label, text, plain: true });
    if (act.has("record")) plain(this.say("signer.record"), act.get("record"));
    for (const one of act.get("on") ?? []) plain(this.say("signer.on"), one);
    for (const [one, relation] of act.get("refs") ?? []) plain(this.relation(relation), one);
    for (const blob of act.get("blobs") ?? []) rows.push({ label: this.say("signer.blob"), rows: this.blob(blob) });
    return { title: this.say(`kind.${spelled.split("@")[0]}`), spelled, rows };
  }

  relation(name) {
    return TABLES.words[this.language][`relation.${name}`] ?? name;
  }

  blob(blob) {
    return [
      { label: this.say("signer.blob.type"), text: blob.get("t"), plain: true },
      { label: this.say("signer.blob.size"), text: this.number(blob.get("n")) },
      { label: this.say("signer.audience"), text: this.audience(blob.get("to")) },
      { label: "SHA-256", text: blob.get("h"), plain: true },
    ];
  }

  members(value, shape, where) {
    need(value instanceof Map && shape[0] === "o", "form", where);
    const known = shape[1];
    for (const name of value.keys()) need(Object.hasOwn(known, name), "unknown", `${where}: ${name}`);
    for (const [name, [must]] of Object.entries(known)) need(!must || value.has(name), "form", `${where}: ${name}`);
    const told = (name) => ({ label: this.label(name), ...this.value(value.get(name), known[name][1], `${where}: ${name}`) });
    return Object.keys(known).filter((name) => value.has(name)).map(told);
  }

  value(value, shape, where) {
    const text = (check) => need(typeof value === "string" && check(value), "form", where) && value;
    switch (shape[0]) {
      case "s":
        return { text: seen(text(() => true)) };
      case "p":
        return { text: this.party(text(fits(PARTY))) };
      case "id":
        return { text: text(ANY_REF), plain: true };
      case "at":
        return this.instant(text(fits(/^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$/)));
      case "i":
        return { text: this.number(need(Number.isSafeInteger(value), "form", where) && value) };
      case "b":
        need(typeof value === "boolean", "form", where);
        return { text: this.say(value ? "desk.yes" : "desk.no") };
      case "c":
        return this.choice(value, shape[1], where);
      case "x":
        return this.texts(value, where);
      default:
        return this.several(value, shape, where);
    }
  }

  instant(text) {
    return { text: text.includes("T") ? `${this.moment(Date.parse(text) / 1000)} \u00b7 ${text}` : text, plain: !text.includes("T") };
  }

  choice(value, choices, where) {
    need(["string", "number", "boolean"].includes(typeof value) && Object.hasOwn(choices, String(value)), "unknown", `${where} ${value}`);
    const message = choices[String(value)];
    return { text: message ? this.say(message) : String(value) };
  }

  texts(value, where) {
    need(Array.isArray(value) && value.every(row(fits(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), (one) => typeof one === "string")), "form", where);
    need(new Set(value.map(([code]) => code)).size === value.length, "form", where);
    return { rows: value.map(([code, text]) => ({ label: TABLES.languages[code]?.name ?? code, text: seen(text), lang: code })) };
  }

  several(value, shape, where) {
    if (shape[0] === "o") return { rows: this.members(value, shape, where) };
    need(Array.isArray(value), "form", where);
    if (shape[0] === "t") {
      need(value.length === shape[1].length, "form", where);
      return { rows: value.map((one, i) => ({ label: "", ...this.value(one, shape[1][i], where) })) };
    }
    return { rows: value.map((one, i) => ({ label: this.number(i + 1), ...this.value(one, shape[1], where) })) };
  }
}

// --- what is to be signed ------------------------------------------------------------------------------------------

const LOGIN = "tripartite/login@v1\n";

// SGN-6: passes if a note is for the mechanism, the party and the role that this key was made for.
function checkOwn(said, place) {
  need(said.net === place.net, "other_mechanism", netPrint(unb64(said.net)));
  need(said.by.party === place.party, "other_party", said.by.party);
  need(said.name === place.name, "other_role", said.by.role);
}

async function readPrepared(file, place, language) {
  const { text, payload, identity } = parsedFile(file, ["text"], ["payload", "identity"]);
  if (text.startsWith(LOGIN)) return readLogin(text, place, language);
  need(payload !== undefined, "file");
  const said = readText(text);
  checkOwn(said, place);
  const log = said.to === "public" ? /^p[1-9][0-9]{0,3}$/ : /^m[1-9][0-9]{0,3}$/;
  need(said.log.start === `${place.start}${place.party}/` && log.test(said.log.role), "other_log", said.log.start + said.log.role);
  const acts = await actsOf(said, unb64(payload), identity ?? "");
  const teller = new Teller(language, place.names);
  return {
    text, payload, at: said.at, acts: acts.map((act) => teller.act(act)), audience: teller.audience(said.to),
    narrow: said.to !== "parties", moment: teller.moment(said.at), size: said.size,
  };
}

// A desk asks who is there: the address in it is the only place where the answer is of use.
function readLogin(text, place, language) {
  const said = closed(
    canonical(utf8(text.slice(LOGIN.length, -1)), 1, 16),
    { at: COUNT, by: fits(/^.{1,128}$/), n: spelledB64(16), net: spelledB64(32), to: fits(/^https?:\/\/[a-z0-9.:[\]-]{1,120}$/) },
    {}, "login",
  );
  need(text.endsWith("\n"), "form", "end");
  checkOwn({ net: said.get("net"), name: said.get("by"), by: keyName(said.get("by")) }, place);
  const teller = new Teller(language, place.names);
  return { text, at: said.get("at"), login: said.get("to"), moment: teller.moment(said.get("at")) };
}
