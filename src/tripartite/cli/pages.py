# SPDX-License-Identifier: Apache-2.0
"""Answers as lines for people: records, histories, acts, in words of the catalogues."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tripartite.core.encoding.refusal import Refusal
from tripartite.core.encoding.values import instant_text
from tripartite.export import finding
from tripartite.export.faces import further_faces
from tripartite.i18n.explain import explain
from tripartite.i18n.texts import chosen, is_texts
from tripartite.i18n.words import Words, tame

SHORT = 12
"""Digits of an id that are shown: enough to be unique in any register people keep."""
LONG = 80
"""Characters of a title in a list."""
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d\u200e\u200f\u061c"))
"""Characters without a face that ordinary texts need."""
_TITLES = (
    "title", "name", "topic", "text", "gist", "headline", "purpose", "activity_observed", "facts_alleged", "role",
    "kind",
)  # fmt: skip


def short(ident: str) -> str:
    """An id as people pass it on: unique in practice, and accepted wherever ids are."""
    dispatch, _, index = ident.partition("/")
    return dispatch[:SHORT] + (f"/{index}" if index not in ("", "0") else "")


def kind_words(kind: str, words: Words) -> str:
    message = f"kind.{kind.partition('@')[0]}"
    return words(message) if words.has(message) else tame(kind)


def states(record: Mapping[str, Any], words: Words) -> str:
    named = [f"state.{record['chapter']}.{state}" for state in record["state"]]
    said = [
        words(message) if words.has(message) else tame(state)
        for message, state in zip(named, record["state"], strict=True)
    ]
    return words.language.listed(said)


def face(record: Mapping[str, Any], words: Words) -> str:
    """What kind of truth this is, as it must stand on the face of everything shown."""
    if record["truth"] == "account":
        return words("face.account", party=record["by"])
    return words(f"truth.{record['truth']}")


def further_faces_of(record: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What else has to stand on its face."""
    return further_faces(record["fields"], words, str, lambda texts: tame(text_of(texts, words)))


def exercise_face(texts: Sequence[Sequence[str]], words: Words) -> str:
    """What stands on the face of everything made in an exercise."""
    said, word = text_of(texts, words), words("face.exercise")
    return tame(said) if said.startswith(word) else f"{word} · {tame(said)}"


def title(fields: Mapping[str, Any], words: Words) -> str:
    """The first field that can stand for the whole, in the reader's language if there is a text in it."""
    for name in _TITLES:
        value = fields.get(name)
        if isinstance(value, str):
            return tame(value)
        if is_texts(value):
            return tame(text_of(value, words))
    return ""


def text_of(value: Sequence[Sequence[str]], words: Words) -> str:
    return chosen(value, words.language)


def record_line(record: Mapping[str, Any], words: Words) -> str:
    """One record in one line: id, state, whose, what."""
    said = title(record["fields"], words).replace("\n", " ")
    cut = said if len(said) <= LONG else f"{said[: LONG - 1]}…"
    parts = [short(record["id"]), states(record, words), face(record, words), cut]
    return " · ".join(part for part in parts if part)


def record_page(record: Mapping[str, Any], words: Words) -> Iterator[str]:
    chapter = f"chapter.{record['chapter']}"
    yield f"{words(chapter) if words.has(chapter) else record['chapter']} {short(record['id'])}"
    yield face(record, words)
    yield from further_faces_of(record, words)
    yield f"{words('cli.show.state')}: {states(record, words)}"
    if record["chapter"] == "investigations" and record["fields"]:
        yield from finding.lines(record["fields"], words)
    yield from fields(record["fields"], words)
    for act in record["acts"]:
        yield act_line(act, words)
    for one in record.get("details", ()):
        yield f"{kind_words(one['acts'][0]['kind'], words)} {short(one['id'])} · {face(one, words)}"
        yield from fields(one["fields"], words, 1)
    for one in record["inert"]:
        reason = f"reason.{one['reason']}"
        said = words(reason) if words.has(reason) else one["reason"]
        yield f"{short(one['act'])} · {words('face.inert')}: {said}"


def fields(value: Mapping[str, Any], words: Words, indent: int = 0) -> Iterator[str]:
    """Fields and what is in them, one a line; names stand as in `--json`, so that filters can be typed from here."""
    for name, item in value.items():
        yield from _field(name, item, words, indent)


def _field(name: str, item: Any, words: Words, indent: int) -> Iterator[str]:
    space = "  " * indent
    if item in (None, "", [], {}):
        return
    if isinstance(item, Mapping):
        yield f"{space}{name}:"
        yield from fields(item, words, indent + 1)
    elif is_texts(item):
        yield f"{space}{name}: {tame(text_of(item, words))}"
    elif isinstance(item, list) and any(isinstance(one, Mapping) for one in item):
        yield f"{space}{name}:"
        for one in item:
            yield from (f"{space}  {line}" for line in _entry(one, words))
    else:
        yield f"{space}{name}: {_flat(item)}"


def _entry(item: Any, words: Words) -> Iterator[str]:
    """One entry of a list, its first line marked."""
    lines = list(fields(item, words)) if isinstance(item, Mapping) else [_flat(item)]
    for place, line in enumerate(lines):
        yield f"{'  ' if place else '- '}{line}"


def everything(value: Any, indent: int = 0) -> Iterator[str]:
    """A value as it will be signed: every field, every language, nothing in brief, each text on one line of its own."""
    space = "  " * indent
    pairs = value.items() if isinstance(value, Mapping) else _pairs(value)
    for name, item in pairs:
        if isinstance(item, Mapping | list) and item:
            yield f"{space}{_text(name)}:"
            yield from everything(item, indent + 1)
        else:
            yield f"{space}{_text(name)}: {_text(item)}"


def _pairs(items: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Entries of a list under what names them: the language of a text, else their number."""
    named = is_texts(items) and len({pair[0] for pair in items}) == len(items)
    for place, item in enumerate(items, 1):
        yield (item[0], item[1]) if named else (str(place), item)


def _text(item: Any) -> str:
    """A scalar; a text that could be taken for something else stands in quotes, its line ends spelled out."""
    if not isinstance(item, str):
        return json.dumps(item)
    plain = item == item.strip() and not item.startswith('"') and item.translate(_JOINERS).isprintable()
    return item if plain and item else tame(json.dumps(item, ensure_ascii=False))


def _flat(item: Any) -> str:
    if isinstance(item, list):
        return ", ".join(_flat(one) for one in item)
    if isinstance(item, bool):
        return "true" if item else "false"
    return tame(str(item))


def act_line(act: Mapping[str, Any], words: Words) -> str:
    who = f"{act['by']}/{act['role'].removeprefix('d/')}"
    return f"{short(act['id'])} · {instant_text(act['time'])} · {who} · {kind_words(act['kind'], words)}"


def history_lines(items: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    for act in items:
        yield act_line(act, words)
        yield from history_reason(act, words)
        holders = words.language.listed([party for party in act["held_by"] if party != act["by"]])
        yield f"  {words('delivery.held_by', names=holders)}" if holders else f"  {words('delivery.signed')}"


def history_reason(act: Mapping[str, Any], words: Words) -> Iterator[str]:
    """Why an act had no effect, if it had none."""
    if act["reason"]:
        reason = f"reason.{act['reason']}"
        yield f"  {words('face.inert')}: {words(reason) if words.has(reason) else act['reason']}"


def knowledge(one: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What one party demonstrably held of a record, in words."""
    if one["since"] is not None:
        yield words("cli.knew.all", party=one["party"], time=instant_text(one["since"]))
    else:
        yield words("cli.knew.some", party=one["party"], n=one["acts"], of=one["of"])
    if one["truth"] is not None:
        yield f"  {words('cli.knew.as_held')}: {states(one, words)} · {face(one, words)}"


def wrong_line(name: str, error: Mapping[str, Any], words: Words) -> str:
    """What went wrong with somebody or something, in one line."""
    refusal = Refusal(error["code"], error["rule"], tuple(error["facts"].items()), error["hint"])
    return words("cli.sync.wrong", party=name, what=explain(refusal, words).what)
