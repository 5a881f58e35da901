# SPDX-License-Identifier: Apache-2.0
"""Whatever a form asks or a page shows has its label, whatever may be done has its button; and no label is idle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from msgspec import inspect

from tests.cli.play.in_process import SCENARIOS, performed
from tests.house.source import Module, modules, nothing, planted
from tripartite.cli.play.reader import read_play
from tripartite.core.register.chapters import ALL, KINDS
from tripartite.core.register.chapters.marks import AFTERWARDS
from tripartite.core.register.kinds import Kind
from tripartite.i18n.choices import family
from tripartite.i18n.english import ENGLISH
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words

PLAYS = ("d-day-2016.yaml", "differing-views.yaml", "line.yaml")
AREAS_OF_LABELS = ("do.", "field.", "help.field.", "scale.")
MACHINERY = frozenset({
    "chapter", "chapters", "checkpoint", "checkpoints", "cosignature", "cosignatures", "cosigned", "dispatch",
    "dispatches", "digest", "digests", "epoch", "epochs", "fold", "folds", "leaf", "log", "logs", "node", "nodes",
    "origin", "origins", "register", "registers", "verdict", "verdicts",
})  # fmt: skip
"""Words of the machinery, which stand on no screen but the proof's."""

SIGNED = [kind for kind in KINDS.values() if not kind.structural]
IN_RECORDS = [kind for kind in KINDS.values() if kind.in_record or any(kind in one.kinds for one in ALL)]
"""Kinds whose acts stand in the histories of records, whoever signs them."""


def structs(type_: inspect.Type) -> Iterator[inspect.StructType]:
    """The structures a member is made of, however deep in lists."""
    match type_:
        case inspect.StructType(fields=members):
            yield type_
            for member in members:
                yield from structs(member.type)
        case inspect.Metadata(type=part) | inspect.VarTupleType(item_type=part):
            yield from structs(part)
        case inspect.UnionType(types=parts) | inspect.TupleType(item_types=parts):
            for part in parts:
                yield from structs(part)


def members(kinds: Iterable[Kind]) -> set[str]:
    bodies = (struct for kind in kinds for struct in structs(inspect.type_info(kind.body)))
    return {member.name for body in bodies for member in body.fields}


def keys(module: Module) -> Iterator[str]:
    """The names under which the functions of a module say anything; what is open in a record has words of its own."""
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef) and not function.name.endswith("pending"):
            found = (node for node in ast.walk(function) if isinstance(node, ast.Dict))
            texts = (key.value for node in found for key in node.keys if isinstance(key, ast.Constant))
            yield from (text for text in texts if isinstance(text, str))


def written() -> set[str]:
    read = (name for module in modules("src/tripartite/core/register/chapters") for name in keys(module))
    return {*read, *AFTERWARDS.values()}


def walked(value: Any, parties: frozenset[str]) -> Iterator[str]:
    """Every name in what is shown of a record; parties and kinds of source are named by words of their own."""
    if isinstance(value, dict):
        yield from (name for name in value if name not in parties and f"source.{name}" not in ENGLISH)
    if isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from walked(one, parties)


@cache
def records(file: str) -> tuple[frozenset[str], tuple[tuple[str, Any], ...]]:
    """A play's parties, and of each record that its first node holds in the end, and each detail, the kind that founds
    it and what is shown of it."""
    play = read_play((SCENARIOS / file).read_bytes(), file)
    _, stage = performed(play)
    calls = stage.offices[play.nodes[0]].calls
    lists = (calls["list"]({"chapter": chapter.name, "limit": 500}) for chapter in ALL)
    shown = [calls["show"]({"record": one["id"]}) for found in lists for one in found["items"]]
    faces = [one for record in shown for one in (record, *record.get("details", ()))]
    found = tuple((founding(one), one["fields"]) for one in faces)
    return frozenset(member.id for member in play.cast), found


def founding(record: dict[str, Any]) -> str:
    kinds = [act["kind"].partition("@")[0] for act in record.get("acts", ()) if act["id"] == record["id"]]
    return kinds[0] if kinds else ""


def lacking(before: str, names: Iterable[str]) -> list[str]:
    return sorted(f"{before}{name}" for name in set(names) if f"{before}{name}" not in ENGLISH)


def after(before: str) -> set[str]:
    return {name.removeprefix(before) for name in ENGLISH if name.startswith(before)}


def test_every_question_of_every_act_has_its_label() -> None:
    nothing(lacking("field.", members([*SIGNED, *IN_RECORDS])))


def test_every_name_that_a_view_writes_has_its_label() -> None:
    nothing(lacking("field.", written()))


@pytest.mark.parametrize("play", PLAYS)
def test_whatever_is_shown_at_the_end_of_a_play_has_its_label(play: str) -> None:
    parties, known = records(play)
    found = {name for _, fields in known for name in walked(fields, parties)}
    assert "cites" in found
    nothing(lacking("field.", found))


def test_no_label_is_idle() -> None:
    """A view may take names from a tuple, so that any text of the chapters counts as a use."""
    nodes = (
        node for module in modules("src/tripartite/core/register/chapters") for node in ast.walk(module.tree)
    )
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    nothing(sorted(after("field.") - members([*SIGNED, *IN_RECORDS]) - texts))


def test_the_names_of_a_view_are_found_in_its_source() -> None:
    found = planted(
        'def view():\n    return {"a": 1, **{"b": {"c": 2}}}\n\ndef _pending():\n    return {"d": 1}\n'
    )
    assert sorted(keys(found)) == ["a", "b", "c"]


def test_the_names_of_what_is_shown_are_found_without_parties_and_kinds_of_source() -> None:
    value = {"claims": [{"by": "iran"}], "iran": {"low": 1}, "police": {"high": 2}}
    assert sorted(walked(value, frozenset({"iran"}))) == ["by", "claims", "high", "low"]


def test_every_kind_that_a_delegate_signs_has_its_button_and_nothing_else_has() -> None:
    assert after("do.") == {kind.name for kind in SIGNED}


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_no_two_questions_of_one_form_read_the_same(code: str) -> None:
    words = Words(code)
    bodies = {struct.cls: struct for kind in SIGNED for struct in structs(inspect.type_info(kind.body))}
    for body in bodies.values():
        labels = [words(f"field.{member.name}") for member in body.fields]
        assert len(set(labels)) == len(labels), labels


def test_help_stands_beside_questions_only_and_is_one_sentence_or_question() -> None:
    nothing(sorted(after("help.field.") - members(SIGNED)))
    helps = [str(ENGLISH[f"help.field.{name}"]) for name in after("help.field.")]
    nothing(text for text in helps if not re.fullmatch(r"[A-Z].*[.?]", text) or len(text) > 140)


def test_a_scale_of_numbers_has_words_for_each_and_no_more() -> None:
    scales = {
        (kind, member): family(kind, member)
        for kind, member in (
            ("incident.claim", "credibility"), ("incident.report", "geo_precision"),
            ("incident.report", "event_clarity"), ("Entry", "precision"), ("undertaking.assess", "level"),
        )
    }  # fmt: skip
    for (kind, member), place in scales.items():
        least, most = bounds(kind, member)
        assert after(f"{place}.") == {str(step) for step in range(least, most + 1)}


def bounds(where: str, name: str) -> tuple[int, int]:
    """The least and the greatest number that a member of a kind, or of a structure within one, may be."""
    bodies = [(kind.name, struct) for kind in SIGNED for struct in structs(inspect.type_info(kind.body))]
    struct = next(struct for kind, struct in bodies if where in (kind, struct.cls.__name__))
    member = next(member.type for member in struct.fields if member.name == name)
    number = member.types[0] if isinstance(member, inspect.UnionType) else member
    assert isinstance(number, inspect.IntType)
    assert number.ge is not None
    assert number.le is not None
    return number.ge, number.le


def test_no_label_has_a_word_of_machinery() -> None:
    texts = {name: str(text) for name, text in ENGLISH.items() if name.startswith(AREAS_OF_LABELS)}
    words = {name: set(re.findall("[a-z]+", text.lower())) for name, text in texts.items()}
    nothing(sorted(name for name, found in words.items() if found & MACHINERY))


def test_labels_and_buttons_are_short_and_begin_like_sentences() -> None:
    texts = {name: str(text) for name, text in ENGLISH.items() if name.startswith(("field.", "do."))}
    nothing(
        name
        for name, text in texts.items()
        if not re.fullmatch("[A-Z][^_]{1,48}", text) or text.endswith(".")
    )
