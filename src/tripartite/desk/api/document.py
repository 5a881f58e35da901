# SPDX-License-Identifier: Apache-2.0
"""The description of the API, OpenAPI 3.1: from the table of addresses, the shapes and the kinds of act (API-10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from tripartite.client.routes import BASE, PARTS, ROUTES, Nothing, Route
from tripartite.client.shapes import Problem
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind
from tripartite.desk.api.asking import JSON, Asked, Caller
from tripartite.desk.api.problems import MEDIA
from tripartite.i18n.words import Words

VERSION = "1"
_REF = "#/components/schemas/{name}"
PROBLEMS = ("400", "401", "403", "404", "406", "409", "422", "429", "500", "503")
_OF_BODIES = ("413", "415")
_HELD = "202"
Plain = dict[str, Any]
Names = Mapping[Any, str]


def answered(caller: Caller, _asked: Asked) -> Plain:
    return described(caller.words)


def described(words: Words) -> Plain:
    """The whole description; its sentences in the language of these words."""
    kinds = [kind for kind in KINDS.values() if not kind.structural]
    names, schemas = _schemas(kinds)
    return {
        "openapi": "3.1.0",
        "info": {"title": words("api.title.any"), "version": VERSION, "description": words("api.about")},
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "paths": _paths(words, names),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}, "schemas": schemas,
        },
    }  # fmt: skip


# --- schemas


def _schemas(kinds: Sequence[Kind]) -> tuple[Names, Plain]:
    """What each type is called, and the schemas by those names."""
    answers = [route.answer for route in ROUTES if _has_shape(route)]
    types = [*dict.fromkeys([Problem, *answers, *_bodies(), *(kind.body for kind in kinds)])]
    shapes, found = msgspec.json.schema_components(types, ref_template=_REF)
    names = {of: _named(shape) for of, shape in zip(types, shapes, strict=True)}
    found["ActSaid"]["anyOf"] = [_of_kind(kind, names[kind.body]) for kind in kinds]
    cleaned: Plain = _portable({_safe(name): schema for name, schema in found.items()})
    return names, cleaned


def _named(shape: Plain) -> str:
    return _safe(shape["$ref"].removeprefix(_REF.format(name="")))


def _has_shape(route: Route) -> bool:
    return route.answer not in (None, bytes, dict[str, Any])


def _bodies() -> list[type[Struct]]:
    return [route.body for route in ROUTES if route.body is not None]


def _of_kind(kind: Kind, body: str) -> Plain:
    spelled = {"enum": [kind.name, kind.spelled]}
    return {"properties": {"kind": spelled, "body": {"$ref": _REF.format(name=body)}}}


def _safe(name: str) -> str:
    """A name as components may have them: of two types of one name, the last part of the module goes with it."""
    module, dot, own = name.rpartition(".")
    return re.sub(r"[^A-Za-z0-9._-]", "_", f"{module.rpartition('.')[2]}{dot}{own}").rstrip("_")


def _portable(value: Any) -> Any:
    """Patterns as every reader of them understands them."""
    if isinstance(value, dict):
        return {name: _portable_member(name, one) for name, one in value.items()}
    return [_portable(one) for one in value] if isinstance(value, (list, tuple)) else value


def _portable_member(name: str, value: Any) -> Any:
    if isinstance(value, str) and name == "pattern":
        return value.replace(r"\Z", "$")
    if isinstance(value, str) and name == "$ref":
        return _REF.format(name=_safe(value.rpartition("/")[2]))
    return _portable(value)


# --- paths


def _paths(words: Words, names: Names) -> Plain:
    found: Plain = {}
    for route in ROUTES:
        found.setdefault(route.path, {})[route.method.lower()] = _operation(route, words, names)
    return found


def _operation(route: Route, words: Words, names: Names) -> Plain:
    said: Plain = {
        "operationId": route.call,
        "summary": words(f"api.op.{route.call}"),
        "responses": _answers(route, words, names),
    }  # fmt: skip
    if route.scope:
        said["security"] = [{"token": [route.scope]}]
    params = [*_parts(route), *_query(route.query)]
    if params:
        said["parameters"] = params
    if route.body is not None:
        shape = {"$ref": _REF.format(name=names[route.body])}
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": shape}}}
    return said


def _parts(route: Route) -> list[Plain]:
    return [
        {
            "name": part,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{PARTS[part]}$"},
        }
        for part in route.parts
    ]


def _query(query: type[Struct]) -> list[Plain]:
    if query is Nothing:
        return []
    _, found = msgspec.json.schema_components([query], ref_template=_REF)
    said = found[query.__name__]
    required = set(said.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _portable(_of_text(schema))}
        for name, schema in said["properties"].items()
    ]


def _of_text(schema: Plain) -> Plain:
    """What a query says is text: what may be absent is left out, and never null."""
    rest = {name: value for name, value in schema.items() if not (name == "default" and value in (None, ()))}
    if "anyOf" in rest:
        [only] = [one for one in rest.pop("anyOf") if one != {"type": "null"}]
        rest |= only
    return rest


def _answers(route: Route, words: Words, names: Names) -> Plain:
    fine = "204" if route.answer is None else "201" if route.call in ("draft_new", "folder_put") else "200"
    found: Plain = {fine: {"description": words("api.answer.ok"), **_content(route, names)}}
    if route.pulsed:
        found["304"] = {"description": words("api.answer.same")}
    held = (_HELD,) if route.call in ("append", "sign") else ()
    codes = sorted((*PROBLEMS, *(_OF_BODIES if route.body else ()), *held))
    problem = {"schema": {"$ref": _REF.format(name=names[Problem])}}
    wrong = {"description": words("api.answer.problem"), "content": {MEDIA: problem}}
    return {**found, **dict.fromkeys(codes, wrong)}


def _content(route: Route, names: Names) -> Plain:
    if route.answer is None:
        return {}
    if route.media == "text/event-stream" or route.answer is bytes:
        return {"content": {route.media: {"schema": {"type": "string"}}}}
    if not _has_shape(route):
        return {"content": {JSON: {"schema": {"type": "object"}}}}
    return {"content": {JSON: {"schema": {"$ref": _REF.format(name=names[route.answer])}}}}
