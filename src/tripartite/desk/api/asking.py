# SPDX-License-Identifier: Apache-2.0
"""Who asks, for what, in which language: a request of a program, read and judged before anybody answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from tripartite.client.routes import BASE, PARTS, ROUTES, Route
from tripartite.client.shapes import Token
from tripartite.core.encoding.canon import schema_trouble
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.desk.desk import Desk
from tripartite.desk.telling import Telling
from tripartite.i18n.languages import BY_CODE
from tripartite.i18n.words import Words

MAX_BODY = 4_000_000
"""Bytes of what a request brings along."""
JSON = "application/json"
_PARTS = re.compile(r"{([a-z]+)}")
_LANGUAGE = re.compile(r"([a-zA-Z]{1,8})(?:-[a-zA-Z0-9-]{1,30})?(?:\s*;\s*q=([01](?:\.[0-9]{0,3})?))?\Z")
_MEDIA = re.compile(r"([a-z0-9.+*-]{1,60})/([a-z0-9.+*-]{1,60})\s*(?:;\s*(.*))?\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """`parts`: of the path; `query`, `body`: as the route's types have them; `last`: the last event that was seen."""

    route: Route
    parts: Mapping[str, str]
    query: Any
    body: Any
    last: str


class Caller:
    """A program before the desk, once its token was found good."""

    def __init__(self, desk: Desk, token: Token, words: Words) -> None:
        self.desk = desk
        self.token = token
        self.words = words

    @cached_property
    def tell(self) -> Telling:
        entries = self.desk.charter().said.parties
        return Telling(
            self.words, {entry.id: [list(pair) for pair in entry.names] for entry in entries}, self.desk.zone
        )

    @property
    def now(self) -> int:
        """The node's clock, Unix seconds."""
        return int(self.ask("status")["now"])

    @property
    def role(self) -> str:
        """In whose name it speaks."""
        return self.token.role

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """Of its delegate."""
        seats = self.ask("seats")["items"]
        return next((tuple(one["functions"]) for one in seats if one["role"] == self.role), ())

    def ask(self, call: str, **said: Any) -> Any:
        """What the node answers."""
        return self.desk.call(call, said)


def language_of(request: Any) -> str:
    """The best of ours among those accepted, English where there is none."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate(request.headers.get("Accept-Language", "")[:400].split(",")):
        said = _LANGUAGE.match(part.strip())
        if said and said[1].lower() in BY_CODE:
            found.append((-float(said[2] or 1), place, said[1].lower()))
    return min(found)[2] if found else "en"


def token_of(request: Any, desk: Desk) -> Token:
    """The token that came; raises `Refused("token_unknown")`. Cookies are not looked at (API-2)."""
    scheme, _, text = request.headers.get("Authorization", "")[:200].partition(" ")
    good = desk.call("token_good", {"text": text.strip()}) if scheme.lower() == "bearer" else None
    if good is None:
        raise Refused("token_unknown", "API-2")
    return msgspec.convert(good, Token)


def path_of(request: Any) -> str:
    """Without what all have in common; a slash within a part may come escaped."""
    return str(request.path_info.removeprefix(BASE)).replace("%2F", "/").replace("%2f", "/")


def routes_at(path: str) -> dict[str, tuple[Route, Mapping[str, str]]]:
    """By method what answers at this path, and the parts of the path."""
    found = ((route, _pattern(route).match(path)) for route in ROUTES)
    return {route.method: (route, said.groupdict()) for route, said in found if said}


def _pattern(route: Route) -> re.Pattern[str]:
    return _PATTERNS[route.call]


_PATTERNS: Mapping[str, re.Pattern[str]] = {
    route.call: re.compile(_PARTS.sub(lambda one: f"(?P<{one[1]}>{PARTS[one[1]]})", route.path) + r"\Z")
    for route in ROUTES
}


def asked_of(request: Any, route: Route, parts: Mapping[str, str]) -> Asked:
    """Raises `Malformed` for what the route's types do not have, `Refused` for a form that is not given or not read."""
    _check_accepted(request, route)
    body = _body(request, route.body) if route.body else None
    return Asked(
        route, parts, _query(request, route.query), body, request.headers.get("Last-Event-ID", "")[:4096]
    )


def _check_accepted(request: Any, route: Route) -> None:
    accepted = request.headers.get("Accept", "")[:1000].lower()
    if (
        route.answer is not None
        and accepted
        and not any(_is_among(route.media, one) for one in accepted.split(","))
    ):
        raise Refused("not_acceptable", "API-5", allowed=route.media, found=accepted[:80])


def _is_among(media: str, accepted: str) -> bool:
    said = _MEDIA.match(accepted.strip())
    if not said or re.search(r"(?:^|;)\s*q=0(?:\.0{0,3})?\s*(?:;|$)", said[3] or ""):
        return False
    kind, _, form = media.partition("/")
    return said[1] in ("*", kind) and said[2] in ("*", form)


def _query(request: Any, wanted: type[Struct]) -> Any:
    fields = {field.encode_name: field for field in msgspec.structs.fields(wanted)}
    found: dict[str, Any] = {}
    try:
        pairs = parse_qsl(
            request.META.get("QUERY_STRING", ""), keep_blank_values=True, strict_parsing=False, errors="strict",
            max_num_fields=40,
        )  # fmt: skip
    except ValueError:
        raise Malformed("bad_value", "API-5", what="query") from None
    for name, value in pairs:
        if name in fields and fields[name].default == ():
            found.setdefault(name, []).append(value)
        elif name in found:
            raise Malformed("bad_value", "API-5", what="query", field=name[:80])
        else:
            found[name] = value
    try:
        return msgspec.convert(found, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None


def _body(request: Any, wanted: type[Struct]) -> Any:
    said = request.META.get("CONTENT_LENGTH") or "0"
    length = int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else MAX_BODY + 1
    if length > MAX_BODY:
        raise Malformed("too_large", "API-5", limit=MAX_BODY, found=said[:20])
    if request.content_type != JSON:
        raise Refused("wrong_media", "API-5", allowed=JSON, found=request.content_type[:80])
    try:
        return msgspec.json.decode(request.body, type=wanted)
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Malformed("bad_value", "API-5", what="body") from None
