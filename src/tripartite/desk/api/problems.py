# SPDX-License-Identifier: Apache-2.0
"""What is wrong, as RFC 9457 has it: in the reader's language, with code, rule and facts beside it (API-6)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.http import HttpResponse

from tripartite.client.shapes import Problem
from tripartite.client.troubles import FAMILIES
from tripartite.core.encoding.refusal import Held, Malformed, Refused, Trouble, Unavailable
from tripartite.i18n.explain import explain
from tripartite.i18n.words import Words

MEDIA = "application/problem+json"
STATUS: Mapping[str, int] = {
    "token_unknown": 401, "scope_lacking": 403, "no_power": 403, "not_routine": 403, "not_found": 404,
    "ambiguous_id": 404, "wrong_method": 405, "not_acceptable": 406, "nobody_sits": 409, "wrong_state": 409,
    "folder_changed": 409, "duplicate_id": 409, "too_large": 413, "wrong_media": 415, "rate_limited": 429,
    "internal": 500,
}  # fmt: skip
_FAMILY: Mapping[type[Trouble], int] = {Held: 202, Malformed: 400, Refused: 422, Unavailable: 503}
WAIT = 10
"""Seconds after which to ask again, where nothing better is known."""


def status_of(trouble: Trouble) -> int:
    return STATUS.get(trouble.code, _FAMILY.get(type(trouble), 409))


def problem(trouble: Trouble, words: Words, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer to a request that came to this."""
    refusal, status = trouble.refusal, status_of(trouble)
    said = explain(refusal, words)
    found = Problem(
        type=f"urn:tripartite:refusal:{refusal.code}", title=said.what, status=status,
        detail=f"{said.why} {said.todo}", family=FAMILIES[type(trouble)], code=refusal.code,
        rule=refusal.rule, facts=dict(refusal.facts), hint=refusal.hint,
    )  # fmt: skip
    answer = HttpResponse(msgspec.json.encode(found), content_type=MEDIA, status=status)
    answer.headers["Content-Language"] = words.language.code
    if status in (202, 429, 503):
        answer.headers["Retry-After"] = refusal.fact("wait") or str(WAIT)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer
