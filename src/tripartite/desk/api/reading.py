# SPDX-License-Identifier: Apache-2.0
"""What programs read: the calls of the commands, with the shapes that those give with `--json` (API-7, API-8)."""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import unb64
from tripartite.core.register.chapters import ALL
from tripartite.core.register.kinds import BEFORE, SAME, Chapter
from tripartite.desk.api.asking import Asked, Caller
from tripartite.export.gathered import listed
from tripartite.export.matrix import rows

LOOKED_AT = 500
"""Records that are read for one page: where few of them fit, a page is shorter, and its cursor goes on."""
_CURSOR = re.compile(rb"[0-9:]{1,40}\Z")
_OF_FIELDS = ("state", "by", "truth")


def token(caller: Caller, _asked: Asked) -> dict[str, Any]:
    return _plain(caller.token)


def chapters(_caller: Caller, _asked: Asked) -> dict[str, Any]:
    items = [
        {"chapter": one.name, "states": _states(one), "kinds": [kind.name for kind in one.kinds]}
        for one in ALL
    ]
    return {"items": items, "next": None}


def _states(chapter: Chapter) -> list[str]:
    found = {state for row in chapter.table for state in (*row.sources, row.target)}
    return sorted(found - {SAME, BEFORE})


def list_(caller: Caller, asked: Asked) -> dict[str, Any]:
    """A page; its cursor goes on with the same question alone."""
    query, chapter = asked.query, asked.parts["chapter"]
    where = {name: getattr(query, name) for name in _OF_FIELDS if getattr(query, name) is not None}
    where |= {name: value for name, _, value in (one.partition("=") for one in query.where)}
    said = {"chapter": chapter, "where": where, "audience": query.audience, **_seen(query)}
    question = hashlib.sha256(msgspec.json.encode(sorted(said.items(), key=str))).digest()[:9]
    after = _opened(query.after, question) if query.after else None
    found = caller.ask("list", **said, after=after, limit=query.limit, most=LOOKED_AT)
    return {"items": found["items"], "next": _closed(found["next"], question) if found["next"] else None}


def _closed(cursor: str, question: bytes) -> str:
    return urlsafe_b64encode(question + cursor.encode()).rstrip(b"=").decode()


def _opened(text: str, question: bytes) -> str:
    """Raises `Malformed` for one that was given for another question, or by nobody."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        data = b""
    cursor = data[len(question) :]
    if data[: len(question)] != question or not _CURSOR.match(cursor):
        raise Malformed("bad_value", "API-8", what="cursor", found=text[:80])
    return cursor.decode()


def show(caller: Caller, asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = caller.ask("show", record=asked.parts["record"], **_seen(asked.query))
    return found


def history(caller: Caller, asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = caller.ask("history", record=asked.parts["record"], as_of=asked.query.as_of)
    return found


def attachments(caller: Caller, asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = caller.ask("attachments", id=asked.parts["record"])
    return found


def attachment(caller: Caller, asked: Asked) -> bytes:
    return unb64(caller.ask("attachment", act=asked.parts["act"], c=asked.query.c)["content"])


def pending(caller: Caller, asked: Asked) -> dict[str, Any]:
    found = caller.ask("pending", whom=asked.query.whom, as_of=asked.query.as_of)
    return {"items": found["items"], "next": None}


def matrix(caller: Caller, _asked: Asked) -> dict[str, Any]:
    return {"rows": rows(listed(lambda call, said: caller.ask(call, **said), "undertakings"))}


def digest(caller: Caller, asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = caller.ask("digest", as_of=asked.query.as_of, audience=asked.query.audience)
    return found


def possible(caller: Caller, asked: Asked) -> dict[str, Any]:
    if not caller.role:
        raise Refused("token_role", "API-1")
    about = {"record": asked.query.record} if asked.query.record else {}
    found = caller.ask("possible", **{"as": caller.role}, **about)
    return {"items": found["items"], "next": None}


def simply(call: str) -> Any:
    """A call that is asked with nothing."""

    def answered(caller: Caller, _asked: Asked) -> dict[str, Any]:
        found: dict[str, Any] = caller.ask(call)
        return found

    return answered


def _seen(query: Any) -> dict[str, Any]:
    return {"as_of": query.as_of, "known_to": query.known_to}


def _plain(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(value)
    return found
