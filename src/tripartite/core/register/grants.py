# SPDX-License-Identifier: Apache-2.0
"""Powers: what a `key` act grants, who may grant what, what a `recall` ends (REG-6 to REG-8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.encoding.values import ActId, B64Text, unb64
from tripartite.core.keys.names import is_delegate
from tripartite.core.register.bodies import Body, InstantText, Line, Topics, day_start

Function = Literal[
    "head_of_delegation", "deputy_head", "member", "adviser_expert", "liaison_officer", "watch_officer", "monitor",
    "interpreter", "spokesperson", "chair", "rapporteur", "secretariat", "protocol_office", "facilitator",
    "mediator", "observer", "witness", "auditor",
]  # fmt: skip
Authority = Literal[
    "negotiate", "adopt_text", "authenticate_text", "express_consent", "speak_in_meeting", "send_notification",
    "receive_hotline", "sign_report", "keep_record", "preside", "release_public", "accredit",
]  # fmt: skip
Basis = Literal["full_powers", "ex_officio", "general_full_powers", "accreditation", "charter"]

ROOTS_ONLY = frozenset({"adopt_text", "express_consent"})
"""Powers only roots may grant."""


class KeyBody(Body, frozen=True):
    """Grants a role a key, functions and powers; replaces what the role had. No name of a person has room here."""

    role: Annotated[str, Meta(pattern=r"^(office|d/[a-z][a-z0-9-]{0,31})\Z")]
    pk: B64Text
    functions: Annotated[tuple[Function, ...], Meta(max_length=18)] = ()
    powers: Annotated[tuple[Authority, ...], Meta(max_length=12)] = ()
    basis: Basis | None = None
    not_after: InstantText | None = None
    ceiling: Annotated[tuple[Authority, ...], Meta(max_length=12)] = ()
    topics: Topics = ()
    ad_referendum_only: bool = False
    SORTED = "functions powers ceiling"
    INSTANTS = "not_after"

    def check(self) -> None:
        if self.ceiling and self.role != "office":
            raise ValueError("`ceiling` is the office's alone")


class RecallBody(Body, frozen=True):
    """Ends the key granted by the `key` act that `record` names."""

    reason: Line | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A key in force for a role, with what it may do."""

    role: str
    raw: bytes
    functions: frozenset[str]
    powers: frozenset[str]
    ceiling: frozenset[str]
    not_after: int | None
    ad_referendum_only: bool
    act: ActId

    def in_force(self, time: int) -> bool:
        return self.not_after is None or time <= self.not_after

    def may(self, power: str) -> bool:
        """Whether it holds this power; ad referendum only, it can adopt a text but not express consent."""
        return power in self.powers and not (self.ad_referendum_only and power == "express_consent")


def grant_of(body: KeyBody, act: ActId) -> Grant:
    return Grant(
        role=body.role,
        raw=unb64(body.pk, 32),
        functions=frozenset(body.functions),
        powers=frozenset(body.powers),
        ceiling=frozenset(body.ceiling),
        not_after=day_start(body.not_after) if body.not_after else None,
        ad_referendum_only=body.ad_referendum_only,
        act=act,
    )


def may_grant(author_role: str, author: Grant | None, body: KeyBody) -> bool:
    """Roots grant everything; the protocol office accredits delegates up to its ceiling (REG-6)."""
    if author_role.startswith("root"):
        return True
    if author_role != "office" or author is None or not is_delegate(body.role):
        return False
    powers = set(body.powers)
    return powers <= author.ceiling and not powers & ROOTS_ONLY


def may_recall(author_role: str) -> bool:
    """Roots, office and node may end a delegate's or the office's key (REG-8)."""
    return author_role.startswith("root") or author_role in ("office", "node")
