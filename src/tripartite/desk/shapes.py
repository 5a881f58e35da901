# SPDX-License-Identifier: Apache-2.0
"""From an act's schema to the questions a form asks: one input for each member, however deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import NODEFAULT, UNSET, inspect

from tripartite.core.encoding.values import ActRef, AnyRef, DayText, InstantText, LanguageText, PartyText
from tripartite.core.register.bodies import Texts
from tripartite.core.register.kinds import Kind
from tripartite.i18n.choices import family

LONG = 600
"""Characters from which on a text gets more than one line."""
BLANK_ROWS = 3
"""Empty rows a list begins with; a form may be sent again for more."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A question. `widget`: line, passage, texts, choice, choices, ordered, yes, affirmation, number, day, instant,
    either, party, parties, language, act, rows, lines or group."""

    name: str
    widget: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """Values and the messages that say them."""
    parts: tuple[Shape, ...] = ()
    """Of a group its members, of rows their columns."""


def _pattern(alias: Any) -> str:
    found = inspect.type_info(alias)
    return str(getattr(found, "pattern", ""))


_EITHER = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?\Z"
_WIDGETS = {
    _pattern(PartyText): "party",
    _pattern(LanguageText): "language",
    _pattern(ActRef): "act",
    _pattern(AnyRef): "act",
    _pattern(DayText): "day",
    _pattern(InstantText): "instant",
    _EITHER: "either",
}
_TEXTS = inspect.type_info(Texts)


def shapes_of(kind: Kind) -> tuple[Shape, ...]:
    """The questions of a kind of act, in the order of its schema: what must be said first."""
    found = tuple(_members(kind.name, inspect.type_info(kind.body)))
    return (*(one for one in found if one.required), *(one for one in found if not one.required))


def _members(kind: str, struct: inspect.Type) -> Iterator[Shape]:
    if isinstance(struct, inspect.StructType):
        for member in struct.fields:
            required = member.default in (NODEFAULT, UNSET) and member.default_factory in (NODEFAULT, UNSET)
            yield _shape(kind, member.name, member.type, required)


def _shape(kind: str, name: str, type_: inspect.Type, required: bool = False) -> Shape:
    type_ = _bare(type_)
    if type_ == _TEXTS:
        return Shape(name, "texts", required)
    if isinstance(type_, inspect.VarTupleType):
        return _listed(kind, name, _bare(type_.item_type), required)
    parts: tuple[Shape, ...] = ()
    if isinstance(type_, inspect.StructType):
        parts = tuple(_members(type_.cls.__name__, type_))
    elif isinstance(type_, inspect.TupleType):
        parts = _columns(kind, name, type_.item_types)
    if parts:
        return Shape(name, "group", required, parts=parts)
    return Shape(name, _widget(type_), required, _choices(kind, name, type_))


def _widget(type_: inspect.Type) -> str:
    match type_:
        case inspect.LiteralType(values=values):
            return "affirmation" if all(isinstance(value, bool) for value in values) else "choice"
        case inspect.IntType():
            return "number"
        case inspect.BoolType():
            return "yes"
        case inspect.StrType():
            return _line(type_)
    return "line"


def _listed(kind: str, name: str, item: inspect.Type, required: bool) -> Shape:
    match item:
        case inspect.LiteralType():
            return Shape(name, "choices", required, _choices(kind, name, item))
        case inspect.StrType() if _line(item) == "party":
            return Shape(name, "parties", required)
        case inspect.StrType() | inspect.IntType():
            return Shape(name, "lines", required)
        case inspect.TupleType(item_types=items):
            return Shape(name, "rows", required, parts=_columns(kind, name, items))
        case inspect.StructType():
            return Shape(name, "rows", required, parts=tuple(_members(item.cls.__name__, item)))
    return Shape(name, "rows", required, parts=(_shape(kind, name, item, required=True),))


def _columns(kind: str, name: str, items: tuple[inspect.Type, ...]) -> tuple[Shape, ...]:
    """The places of a fixed list, each by its number; choices in it go by the member's name."""
    found = []
    for place, item in enumerate(items):
        column = _shape(kind, name, item, required=True)
        widget = "ordered" if column.widget == "choices" else column.widget
        found.append(Shape(str(place), widget, True, column.choices, column.parts))
    return tuple(found)


def _bare(type_: inspect.Type) -> inspect.Type:
    """Without what may be absent and what is only said beside it."""
    if isinstance(type_, inspect.Metadata):
        return _bare(type_.type)
    if isinstance(type_, inspect.UnionType):
        rest = [one for one in type_.types if not isinstance(one, inspect.NoneType)]
        return _bare(rest[0])
    return type_


def _line(type_: inspect.StrType) -> str:
    if type_.pattern in _WIDGETS:
        return _WIDGETS[type_.pattern]
    return "passage" if (type_.max_length or 0) > LONG else "line"


def _choices(kind: str, name: str, type_: inspect.Type) -> tuple[tuple[str, str], ...]:
    values = type_.values if isinstance(type_, inspect.LiteralType) else ()
    found = family(kind, name)
    return tuple((str(value), f"{found}.{value}") for value in values)


# --- what was posted ----------------------------------------------------------------------------------------------

Posted = Mapping[str, list[str]]
"""Values by the names of inputs."""


def body_of(shapes: tuple[Shape, ...], posted: Posted, before: str = "") -> dict[str, Any]:
    """The plain body that a form says; what was left empty is absent. Scalars are text, for the schema to read."""
    found = {shape.name: _value(shape, posted, before + shape.name) for shape in shapes}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _value(shape: Shape, posted: Posted, name: str) -> Any:
    return _READERS.get(shape.widget, _scalar)(shape, posted, name)


def _scalar(_shape: Shape, posted: Posted, name: str) -> str:
    return _first(posted, name)


def _affirmed(_shape: Shape, posted: Posted, name: str) -> bool | None:
    """What has one answer only, which must be given."""
    return _first(posted, name) == "True" or None


def _many(_shape: Shape, posted: Posted, name: str) -> list[str]:
    return sorted(one for one in posted.get(name, []) if one)


def _ordered(_shape: Shape, posted: Posted, name: str) -> list[str]:
    """What was chosen first comes first (TOD-13)."""
    return list(dict.fromkeys(one for one in posted.get(name, []) if one))


def _lines(_shape: Shape, posted: Posted, name: str) -> list[str]:
    return [line.strip() for line in _first(posted, name).splitlines() if line.strip()]


def _moment(_shape: Shape, posted: Posted, name: str) -> str:
    """A day, or an instant as browsers write it, `2007-05-28T06:00`; in UTC, as the page says."""
    text = _first(posted, name)
    if "T" not in text:
        return text
    return f"{text}:00Z" if len(text) == len("2007-05-28T06:00") else f"{text.removesuffix('Z')}Z"


def _texts(_shape: Shape, posted: Posted, name: str) -> list[list[str]]:
    start = f"{name}:"
    found = {key.removeprefix(start): _first(posted, key) for key in posted if key.startswith(start)}
    return [[language, text] for language, text in sorted(found.items()) if text]


def places_of(posted: Posted, name: str) -> set[int]:
    """The numbers of the rows that were answered; what is no number of a row was made by no form of ours."""
    start = f"{name}."
    told = {key.removeprefix(start).partition(".")[0] for key in posted if key.startswith(start)}
    return {int(one) for one in told if one.isascii() and one.isdecimal() and len(one) < 4}


def _rows(shape: Shape, posted: Posted, name: str) -> list[Any]:
    said = (_group(shape, posted, f"{name}.{place}") for place in sorted(places_of(posted, name)))
    return [one for one in said if one not in (None, [], {})]


def _group(shape: Shape, posted: Posted, name: str) -> Any:
    """A struct's members by name; a fixed list's by place, its only part alone where it has one."""
    said = body_of(shape.parts, posted, f"{name}.")
    if not said:
        return None
    if not all(part.name.isdigit() for part in shape.parts):
        only = len(shape.parts) == 1 and shape.parts[0].name == shape.name
        return said[shape.name] if only else said
    return [said.get(part.name) for part in shape.parts]


def _first(posted: Posted, name: str) -> str:
    values = posted.get(name) or [""]
    return values[0].strip().replace("\r\n", "\n")


_READERS: Mapping[str, Callable[[Shape, Posted, str], Any]] = {
    "texts": _texts,
    "affirmation": _affirmed,
    "choices": _many,
    "parties": _many,
    "ordered": _ordered,
    "lines": _lines,
    "rows": _rows,
    "group": _group,
    "instant": _moment,
    "either": _moment,
}
