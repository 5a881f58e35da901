# SPDX-License-Identifier: Apache-2.0
"""`key=value` on the command line made into an act: dotted keys nest, repeated keys make lists, texts go by language.

    title.en=Peace title.fa=صلح        → [["en","Peace"],["fa","صلح"]]
    powers=negotiate powers=preside    → ["negotiate","preside"]
    record=3f2a91 refs=cites:77ab      → the act's own fields

What a key may hold is read from the schema of the kind; whether the values are right is judged by the schema itself.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.bodies import Body
from tripartite.node.author import kind_named

ACT_KEYS = ("record", "on", "refs")


def act_from_words(kind: str, words: Sequence[str]) -> dict[str, Any]:
    """The act these words describe; raises `Refused("usage")` naming the word."""
    body_type = kind_named(kind).body
    act: dict[str, Any] = {"kind": kind}
    body: list[tuple[list[str], str]] = []
    for word in words:
        key, mark, value = word.partition("=")
        if not mark or not key:
            raise _usage(word)
        if key in ACT_KEYS:
            _act_field(act, key, value, word)
        else:
            body.append((key.removeprefix("body.").split("."), value))
    act["body"] = _struct(body_type, body)
    return act


def _act_field(act: dict[str, Any], key: str, value: str, word: str) -> None:
    if key == "record":
        act["record"] = value
    elif key == "on":
        act.setdefault("on", []).append(value)
    else:
        relation, mark, ref = value.partition(":")
        if not mark or not ref:
            raise _usage(word)
        act.setdefault("refs", []).append([ref, relation])


def _struct(type_: type[Body] | None, pairs: Iterable[tuple[list[str], str]]) -> dict[str, Any]:
    grouped: dict[str, list[tuple[list[str], str]]] = {}
    for path, value in pairs:
        grouped.setdefault(path[0], []).append((path[1:], value))
    known = {field.name: field.type for field in msgspec.structs.fields(type_)} if type_ else {}
    by_language = type_.PAIRS.split() if type_ else []
    ordered = type_.SORTED.split() if type_ else []
    return {
        name: _value(known.get(name), found, name in by_language, name in ordered)
        for name, found in grouped.items()
    }


def _value(type_: Any, found: list[tuple[list[str], str]], by_language: bool, ordered: bool) -> Any:
    plain = [value for path, value in found if not path]
    nested = [(path, value) for path, value in found if path]
    if nested and plain:
        raise _usage(f"{'.'.join(nested[0][0])}={nested[0][1]}")
    if nested and by_language:
        return sorted([".".join(path), value] for path, value in nested)
    inner = _inner(type_)
    if nested:
        return _struct(inner if isinstance(inner, type) and issubclass(inner, Body) else None, nested)
    if get_origin(inner) is tuple or len(plain) > 1:
        return sorted(set(plain)) if ordered else plain
    return plain[0]


def _inner(type_: Any) -> Any:
    """The type without its bounds and without `None`."""
    while True:
        if get_origin(type_) is Annotated:
            type_ = get_args(type_)[0]
        elif get_origin(type_) in (Union, types.UnionType):
            type_ = next(one for one in get_args(type_) if one is not types.NoneType)
        else:
            return type_


def _usage(word: str) -> Refused:
    return Refused("usage", "CMD-2", command="do", found=word[:120], expected="key=value")
