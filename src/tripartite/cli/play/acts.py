# SPDX-License-Identifier: Apache-2.0
"""The acts of one step: one dispatch under one signature (PLA-4)."""

from __future__ import annotations

from typing import Any

from tripartite.cli.play.forms import Form, fits, items_of, map_of, texts_of
from tripartite.cli.play.names import Names
from tripartite.cli.play.plain import Map, Text, Value, as_plain, wrong
from tripartite.cli.play.story import Act
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind

ACT_KEYS = "name record on refs body attach"
RELATIONS = (
    "replies_to", "cites", "supersedes", "corrects", "amends", "confirms", "withdraws", "supports", "disputes",
    "translates", "derived_from", "part_of", "text", "reciprocal_with", "sequenced_after", "scan",
)  # fmt: skip


def read_acts(items: list[Form], kinds: list[Value], names: Names) -> tuple[Act, ...]:
    """The acts of one dispatch. An act may name any act beside it in `refs`, and earlier ones everywhere."""
    found: list[Act] = []
    beside = [form["name"] for form in items if "name" in form]
    for form, kind in zip(items, kinds, strict=True):
        found.append(_act(form, kind, names, beside))
    return tuple(found)


def _act(form: Form, said: Value, names: Names, beside: list[Value]) -> Act:
    kind = _kind(said)
    _belongs(form, kind)
    body = form.get("body") or Map(form.spot, {})
    names.check(body)
    fits(body, kind.body)
    record = names.known(form["record"]) if "record" in form else None
    on = names.references(form.get("on"))
    name = names.define(form["name"]) if "name" in form else ""
    return Act(
        spot=said.spot,
        kind=kind.spelled,
        name=name,
        record=record,
        on=on,
        refs=tuple(_refs(form, names, beside)),
        body=_texts(as_plain(body)),
        attach=tuple(_files(form)),
    )


def _files(form: Form) -> list[tuple[str, str]]:
    """(media type, words that stand for the file's content)."""
    said = map_of(form["attach"]) if "attach" in form else {}
    return [(kind, text) for kind, value in said.items() for text in texts_of(value)]


def _texts(body: Any) -> dict[str, Any]:
    return dict(body)


def _kind(value: Value) -> Kind:
    name = value.value if isinstance(value, Text) else ""
    kind = KINDS.get(name if "@" in name else f"{name}@1")
    if kind is None:
        raise wrong(value.spot, "unknown_kind", found=name)
    return kind


def _belongs(form: Form, kind: Kind) -> None:
    """A founding act has no record yet; every other has one; only a move continues a state."""
    if kind.mode == "found" and "record" in form:
        raise wrong(form.at("record"), "founds_its_record", found=kind.spelled)
    if kind.mode != "found" and not kind.structural and "record" not in form:
        raise wrong(form.spot, "missing_key", allowed="record")
    if kind.mode != "move" and "on" in form:
        raise wrong(form.at("on"), "no_move", found=kind.spelled)


def _refs(form: Form, names: Names, beside: list[Value]) -> list[tuple[str, str]]:
    if "refs" not in form:
        return []
    ahead = {f"${value.value}" for value in beside if isinstance(value, Text)}
    found: list[tuple[str, str]] = []
    for relation, value in map_of(form["refs"]).items():
        if relation not in RELATIONS:
            raise wrong(value.spot, "unknown_key", found=relation, allowed=", ".join(RELATIONS))
        for text in texts_of(value):
            if text not in ahead:
                names.known(Text(value.spot, text))
            found.append((text, relation))
    return found


def act_forms(value: Value) -> tuple[list[Form], list[Value]]:
    """The list under `acts`."""
    forms = [Form(item, "do", ACT_KEYS) for item in items_of(value)]
    if not forms:
        raise wrong(value.spot, "wrong_shape", allowed="a list of acts")
    return forms, [form["do"] for form in forms]
