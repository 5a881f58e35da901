# SPDX-License-Identifier: Apache-2.0
"""The head of a play: its charter and its parties (PLA-2)."""

from __future__ import annotations

from typing import Any, cast, get_args, get_type_hints

from tripartite.cli.play.forms import Form, fits, items_of, map_of, replaced, text_of, texts_of
from tripartite.cli.play.plain import Items, Text, Value, as_plain, wrong
from tripartite.cli.play.story import Cast, Delegate, Kind
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import party
from tripartite.core.register.bodies import Texts
from tripartite.core.register.charter_text import CharterText
from tripartite.core.register.grants import Authority, Function
from tripartite.node.ceremony import PRESETS

_CHARTER = get_type_hints(CharterText, include_extras=True)
_FREE = (
    "adoption_rules bodies contested deadlines delay duration exercise languages notice_period quotas "
    "renewal_rule rest rights scope silence_notice"
)
FUNCTIONS = get_args(Function)
POWERS = get_args(Authority)


def read_charter_part(value: Value) -> tuple[str, str, dict[str, Any]]:
    """The preset, the label, and whatever fields of the charter the play sets itself."""
    form = Form(value, "preset exercise", f"label {_FREE}")
    preset = form.one_of("preset", PRESETS)
    fields = {key: _field(form, key) for key in _FREE.split() if key in form}
    label = form.text("label", "play")
    if "label" in form:
        fits(form["label"], _CHARTER["label"])
    return preset, label, fields


def read_members(value: Value) -> dict[str, Any]:
    """Members of the charter as an amendment has them, whole and by name."""
    form = Form(value, "", _FREE)
    return {key: _field(form, key) for key in _FREE.split() if key in form}


def _field(form: Form, key: str) -> Any:
    value = form[key]
    if key == "exercise" and isinstance(value, Text):
        value = Items(value.spot, (Items(value.spot, (Text(value.spot, "en"), value)),))
    fits(value, _CHARTER[key])
    return replaced(as_plain(value), {})


def read_cast(value: Value) -> tuple[Cast, ...]:
    """The parties in the order of the file, which is the charter's."""
    return tuple(_member(name, item) for name, item in map_of(value).items())


def _member(name: str, value: Value) -> Cast:
    try:
        party(name)
    except Malformed:
        raise wrong(value.spot, "bad_name", found=name) from None
    form = Form(value, "name", "language zone kind delegates")
    fits(form["name"], Texts)
    kind = form.one_of("kind", get_args(Kind), "node")
    if kind == "paper" and "delegates" in form:
        raise wrong(form.at("delegates"), "no_node", found=name)
    delegates = map_of(form["delegates"]) if "delegates" in form else {}
    return Cast(
        id=name,
        names=tuple(
            (lang, said) for lang, said in (map(text_of, items_of(p)) for p in items_of(form["name"]))
        ),
        language=form.text("language", "en"),
        zone=form.text("zone", "UTC"),
        kind=cast("Kind", kind),
        delegates=tuple(_delegate(role, item) for role, item in delegates.items()),
    )


def _delegate(role: str, value: Value) -> Delegate:
    form = Form(value, "function authority")
    functions, powers = texts_of(form["function"]), texts_of(form["authority"])
    for key, found, known in (("function", functions, FUNCTIONS), ("authority", powers, POWERS)):
        unknown = [text for text in found if text not in known]
        if unknown:
            raise wrong(form.at(key), "unknown_value", found=unknown[0], allowed=", ".join(known))
    return Delegate(role, tuple(sorted(set(functions))), tuple(sorted(set(powers))))
