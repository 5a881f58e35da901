# SPDX-License-Identifier: Apache-2.0
"""Credentials: which key holds which powers, granted by roots or office, recalled, and checked by the others.

The per-log pass decides which grants take effect (REG-6 to REG-8); this chapter is where people read them.
"""

from __future__ import annotations

from typing import Any, Literal

from tripartite.core.register.bodies import Body, InstantText, Line, Texts
from tripartite.core.register.case import Case, author
from tripartite.core.register.grants import KeyBody, RecallBody, may_grant, may_recall
from tripartite.core.register.kinds import Chapter, Finding, Kind, Row, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


class CredentialBody(Body, frozen=True):
    """The office that issued the instrument, where and when; no person's name belongs here."""

    issued_by: Line
    at_place: Line | None = None
    dated: InstantText | None = None
    title: Texts | None = None
    INSTANTS = "dated"
    PAIRS = "title"


class VerifiedBody(Body, frozen=True):
    """What another party makes of a credential."""

    answer: Literal["accepted", "queried", "not_accepted"]
    reason: Line | None = None


def _granted(case: Case) -> Finding | None:
    if not may_grant(case.act.place.role, case.act.place.grant, case.body):
        return Finding("no_power")
    return None if case.world.granted(case.act) else Finding("guard", "key_not_admissible")


def _recalls(case: Case) -> Finding | None:
    if not may_recall(case.act.place.role) or case.act.party != case.founding.party:
        return Finding("no_power")
    return None if case.world.granted(case.act) else Finding("wrong_state")


def _others(case: Case) -> Finding | None:
    return Finding("guard", "own_credential") if case.act.party == case.founding.party else None


def _view(record: Record, _world: World) -> dict[str, Any]:
    body: KeyBody = record.founding.body
    return {
        "party": record.founding.party,
        "role": body.role,
        "functions": list(body.functions),
        "powers": list(body.powers),
        "basis": body.basis,
        "not_after": body.not_after,
        "verified_by": {
            party: act.body.answer for party, act in sorted(record.latest("credential.verify").items())
        },
    }


STRUCTURAL = Who("")

CHAPTER = Chapter(
    name="credentials",
    kinds=(
        Kind("key", KeyBody, "found", guard=_granted, structural=True),
        Kind("recall", RecallBody, "move", guard=_recalls, structural=True),
        Kind("credential.present", CredentialBody, "add", Who("H D S", owners=author), kept=False),
        Kind("credential.verify", VerifiedBody, "add", Who("H D"), guard=_others),
    ),
    table=(
        Row((), "key", STRUCTURAL, "in_force", says="roots; the protocol office up to its ceiling"),
        Row(("in_force",), "recall", STRUCTURAL, "recalled", says="roots, office or node of the same party"),
    ),
    view=_view,
)
