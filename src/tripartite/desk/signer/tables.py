# SPDX-License-Identifier: Apache-2.0
"""What the signer knows of acts: the members of every kind, and the words for them in every language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import NODEFAULT, UNSET, inspect

from tripartite.core.encoding.unicode14 import GAPS
from tripartite.core.encoding.values import ActRef, AnyRef, DayText, InstantText, PartyText
from tripartite.core.register.bodies import Texts
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind
from tripartite.i18n.choices import family
from tripartite.i18n.english import ENGLISH
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words

Shape = list[Any]
"""How a value is read: `["o", {name: [required, shape]}]`, `["l", shape]`, `["t", [shape, …]]`,
`["c", {value: message}]`, or one of the words of `_TEXT`, `i`, `b` and `x`, a text by language."""


def _pattern(alias: Any) -> str:
    return str(getattr(inspect.type_info(alias), "pattern", ""))


_EITHER = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?\Z"
_TEXT = {
    _pattern(PartyText): "p",
    _pattern(ActRef): "id",
    _pattern(AnyRef): "id",
    _pattern(DayText): "at",
    _pattern(InstantText): "at",
    _EITHER: "at",
}
"""Of strings that are shown in another way than as they are; the rest is `s`."""
_TEXTS = inspect.type_info(Texts)


class _Shapes:
    """Collects what the members that it meets are called."""

    def __init__(self) -> None:
        self.members: set[str] = set()
        self.messages: set[str] = set()

    def of(self, kind: Kind) -> Shape:
        return self._shape(kind.name, "", inspect.type_info(kind.body))

    def _shape(self, owner: str, name: str, type_: inspect.Type) -> Shape:
        type_ = _bare(type_)
        if type_ == _TEXTS:
            return ["x"]
        match type_:
            case inspect.StructType(cls=cls, fields=fields):
                return ["o", self._fields(owner if not name else cls.__name__, fields)]
            case inspect.VarTupleType(item_type=item):
                return ["l", self._shape(owner, name, item)]
            case inspect.TupleType(item_types=items):
                return ["t", [self._shape(owner, name, item) for item in items]]
            case inspect.LiteralType(values=values):
                return [
                    "c",
                    {_spelled(one): self._choice(owner, name, one) for one in sorted(values, key=str)},
                ]
        return [_single(type_)]

    def _fields(self, owner: str, fields: tuple[inspect.Field, ...]) -> dict[str, Any]:
        self.members.update(one.name for one in fields)
        return {
            one.name: [
                one.default in (NODEFAULT, UNSET) and one.default_factory in (NODEFAULT, UNSET),
                self._shape(owner, one.name, one.type),
            ]
            for one in fields
        }

    def _choice(self, owner: str, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "desk.yes" if value else "desk.no"
        message = f"{family(owner, name)}.{value}"
        if message not in ENGLISH:
            return ""
        self.messages.add(message)
        return message


def _single(type_: inspect.Type) -> str:
    """Of a value that has no parts; raises `TypeError` for one that the signer could not show."""
    match type_:
        case inspect.IntType():
            return "i"
        case inspect.BoolType():
            return "b"
        case inspect.StrType(pattern=pattern):
            return _TEXT.get(pattern or "", "s")
    raise TypeError(repr(type_))


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bare(type_: inspect.Type) -> inspect.Type:
    """Without what may be absent and what is only said beside it."""
    if isinstance(type_, inspect.Metadata):
        return _bare(type_.type)
    if isinstance(type_, inspect.UnionType):
        rest = [one for one in type_.types if not isinstance(one, inspect.NoneType)]
        return _bare(rest[0])
    return type_


def _labels(members: set[str]) -> Iterator[str]:
    for member in members:
        found = (f"{place}.{member}" for place in ("field", "source"))
        yield from (message for message in found if message in ENGLISH)


@cache
def tables() -> dict[str, Any]:
    """Everything, in plain values; the same for the same program."""
    shapes = _Shapes()
    kinds = {
        name: {"body": shapes.of(kind), "structural": kind.structural} for name, kind in sorted(KINDS.items())
    }
    messages = {
        *shapes.messages,
        *_labels(shapes.members),
        "desk.yes",
        "desk.no",
        *(f"kind.{kind.name}" for kind in KINDS.values()),
        *(message for message in ENGLISH if message.startswith(("signer.", "relation."))),
    }
    return {
        "gaps": " ".join(GAPS.split()),
        "kinds": kinds,
        "languages": {
            one.code: {
                "name": one.own_name, "rtl": one.is_rtl, "digits": one.digits, "comma": one.comma,
                "locale": one.locale.replace("_", "-"),
            }
            for one in LANGUAGES
        },
        "words": {one.code: _said(Words(one.code), messages) for one in LANGUAGES},
    }  # fmt: skip


def _said(words: Words, messages: set[str]) -> dict[str, str]:
    return {message: words.written(message) for message in sorted(messages)}
