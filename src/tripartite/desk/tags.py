# SPDX-License-Identifier: Apache-2.0
"""What templates say: `{% w "message" fact=value %}`, values told in the reader's language, and the inputs of forms."""

from __future__ import annotations

from typing import Any

from django import template

from tripartite.desk.shapes import BLANK_ROWS, Shape, places_of
from tripartite.i18n.languages import BY_CODE

register = template.Library()


@register.simple_tag(takes_context=True)
def w(context: Any, message: str, **facts: Any) -> str:
    """The sentence of a message; autoescaped like any text."""
    return str(context["words"](message, **facts))


@register.simple_tag(takes_context=True)
def n(context: Any, message: str, number: int) -> str:
    return str(context["words"].plural(message, number))


@register.simple_tag(takes_context=True)
def party(context: Any, ident: str) -> str:
    return str(context["tell"].party(ident))


@register.simple_tag(takes_context=True)
def number(context: Any, value: Any) -> str:
    return str(context["words"].language.number(value))


@register.inclusion_tag("desk/moment.html", takes_context=True)
def moment(context: Any, at: Any) -> dict[str, Any]:
    return {"at": context["tell"].moment(at)}


@register.filter
def item(values: Any, name: Any) -> Any:
    """A member of a mapping, or nothing."""
    return values.get(name) if values else None


TYPES = {"number": "number", "day": "date", "instant": "datetime-local"}
"""Types of inputs that are not plain text."""
MAX_ROWS = 256
"""Rows that a form draws: whoever has more to say of one thing says it in a second act."""
SCALE = range(10)
"""Numbers that may stand for an answer in words."""


@register.inclusion_tag("desk/input.html", name="input", takes_context=True)
def question(context: Any, shape: Shape, prefix: str, member: str = "") -> dict[str, Any]:
    """One question of a form, with what was answered before. `member`: of a column, whose rows it stands in."""
    name, posted, tell = f"{prefix}{shape.name}", context["posted"], context["tell"]
    options = _options(context, shape)
    values = posted.get(name) or _sole(shape, options)
    if shape.widget == "act" and options and values and values[0] not in dict(options):
        options = [*options, (values[0], values[0])]
    return {
        "shape": shape, "name": name, "prefix": f"{name}.", "nested": bool(prefix), "posted": posted,
        "label": _label(context, shape, member), "value": values[0] if values else "", "values": values,
        "places": [*values, "", "", ""],
        "help": f"help.field.{shape.name}" if context["words"].has(f"help.field.{shape.name}") else "",
        "options": options, "type": TYPES.get(shape.widget, "text"),
        "tongues": context["tongues"],
        "said": [tongue(code, posted.get(f"{name}:{code}", [""])[0]) for code in context["tongues"]],
        "row_names": [f"{name}.{place}." for place in range(_rows(name, posted))],
        "words": context["words"], "tell": tell, "parties": context["parties"],
    }  # fmt: skip


def _sole(shape: Shape, options: list[tuple[str, str]]) -> list[str]:
    """The answer where there is but one act to mean."""
    return [options[0][0]] if shape.widget == "act" and len(options) == 1 else []


def _label(context: Any, shape: Shape, member: str) -> str:
    if shape.name.isdigit():
        return str(context["words"](f"widget.{shape.widget}"))
    return str(context["tell"].label(shape.name if shape.name != member else member))


def _options(context: Any, shape: Shape) -> list[tuple[str, str]]:
    """What can be chosen, in words: parties, truth values, the acts of the record, the codes of a list."""
    words = context["words"]
    if shape.widget == "act" and shape.required:
        return list(context.get("acts", ()))
    if shape.widget in ("party", "parties"):
        return [(party, context["tell"].party(party)) for party in context["parties"]]
    if shape.widget == "yes":
        return [("true", words("desk.yes")), ("false", words("desk.no"))]
    if shape.widget == "number":
        return [
            (str(step), words(message))
            for step in SCALE
            if words.has(message := f"scale.{shape.name}.{step}")
        ]
    return [(value, words(message) if words.has(message) else value) for value, message in shape.choices]


def tongue(code: str, value: str) -> dict[str, str]:
    """The place for a text in one language, with what was written there before."""
    known = BY_CODE.get(code)
    return {
        "code": code,
        "name": known.own_name if known else code,
        "direction": known.direction if known else "auto",
        "value": value,
    }


def _rows(name: str, posted: Any) -> int:
    """Rows already answered, and some more."""
    return min(max(places_of(posted, name), default=-1) + 1, MAX_ROWS) + BLANK_ROWS
