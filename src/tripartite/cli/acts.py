# SPDX-License-Identifier: Apache-2.0
"""Files of acts: YAML or JSON with one act or a list of them, `.jsonl` with one act a line. One file, one signature."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tripartite.cli.files import read_file
from tripartite.cli.ids import as_if_whole
from tripartite.cli.lax import Place, Read, read_json, read_lax
from tripartite.core.encoding.refusal import Malformed, Trouble
from tripartite.core.encoding.values import MAX_ACTS
from tripartite.node.author import Wish, act_line

KEYS = ("kind", "record", "on", "refs", "body", "attach")
LINES = ".jsonl"
_UNKNOWN = re.compile("unknown field `([^`]+)`")


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts as an office takes them; `lax`: their scalars are text."""

    items: list[dict[str, Any]]
    lax: bool


def read_acts(path: Path, progress: Any = None) -> Acts:
    """The acts of a file, each checked against its kind; raises `Malformed` with path and line."""
    text = _text(path)
    if path.suffix == LINES:
        return Acts(list(_lines(path, text, progress or iter)), lax=False)
    read = (read_json if path.suffix == ".json" else read_lax)(text, str(path))
    listed = isinstance(read.value, list)
    values = read.value if listed else [read.value]
    places: list[Place] = [(index,) for index in range(len(values))] if listed else [()]
    if not values or len(values) > MAX_ACTS:
        raise _bad(path, 1, f"1 to {MAX_ACTS} acts")
    return Acts(
        [_act(path, read, place, value) for place, value in zip(places, values, strict=True)], read.lax
    )


def _lines(path: Path, text: str, progress: Any) -> Iterator[dict[str, Any]]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines or len(lines) > MAX_ACTS:
        raise _bad(path, 1, f"1 to {MAX_ACTS} acts, one a line")
    for number, line in progress(lines):
        try:
            value = read_json(line, str(path)).value
        except Malformed as trouble:
            raise _bad(path, number, trouble.refusal.fact("detail")) from None
        yield _act(path, Read(value, {(): number}, lax=False), (), value)


def _act(path: Path, read: Read, place: Place, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise _bad(path, read.line(place), "an act is a map with a kind")
    for key in value:
        if key not in KEYS:
            raise _bad(path, read.line((*place, key)), f"unknown key: {key[:40]}")
    act = {**value, "body": value.get("body") or {}}
    _check(path, read, place, act)
    if "attach" in act:
        act["attach"] = [{"path": str((path.parent / name).resolve())} for name in act["attach"]]
    return act


def _check(path: Path, read: Read, place: Place, act: dict[str, Any]) -> None:
    """Lets the schema judge the body now, while the line is known; references are looked up by the node."""
    if not isinstance(act["body"], dict):
        raise _bad(path, read.line((*place, "body")), "body is a map")
    for key, size in (("on", None), ("refs", 2), ("attach", None)):
        if not _is_list(act.get(key, []), size):
            raise _bad(path, read.line((*place, key)), key)
    try:
        act_line(Wish(act["kind"], as_if_whole(act["body"])), read.lax)
    except Trouble as trouble:
        facts = dict(trouble.refusal.facts)
        inside = [*_place(facts.get("at", "")), *_UNKNOWN.findall(facts.get("detail", ""))]
        facts |= {"path": str(path), "line": str(read.line((*place, "body", *inside)))}
        raise type(trouble)(trouble.code, trouble.refusal.rule, trouble.refusal.hint, **facts) from None


def _is_list(value: Any, size: int | None) -> bool:
    if not isinstance(value, list):
        return False
    if size is None:
        return all(isinstance(one, str) for one in value)
    return all(isinstance(one, list) and len(one) == size and _is_list(one, None) for one in value)


def _place(at: str) -> Sequence[str | int]:
    """`$.figures[2].low` as steps."""
    steps = at.removeprefix("$").replace("[", ".[").split(".")
    return [int(step[1:-1]) if step[1:-1].isdigit() else step for step in steps if step and step != "[...]"]


def _text(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(path, 1, f"not UTF-8: {error.reason}") from None


def _bad(path: Path, line: int, detail: str) -> Malformed:
    return Malformed("bad_file", "CMD-5", path=str(path), line=line, detail=detail)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dispatch on its way between two machines: the text to be signed or, signed, the note; and its parcel."""

    text: str
    dispatch: str
    payload: str
    identity: str = ""
    """Opens a sealed one, so that whoever signs sees what is signed; it does not travel back."""


_PREPARED = ({"payload", "text"}, {"payload", "text", "identity"}, {"payload", "dispatch"})


def read_prepared(path: Path) -> Prepared | None:
    """What a `.json` file carries between two machines; None if it holds acts instead."""
    if path.suffix != ".json":
        return None
    try:
        value = json.loads(_text(path))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or "payload" not in value:
        return None
    if set(value) not in _PREPARED or not all(isinstance(one, str) for one in value.values()):
        raise _bad(path, 1, "a prepared dispatch holds text or dispatch, and payload")
    return Prepared(**{"text": "", "dispatch": "", **value})
