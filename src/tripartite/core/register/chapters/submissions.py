# SPDX-License-Identifier: Apache-2.0
"""What readers send in: off unless the charter allows it, moderated with reasons, never evidence (SUB-1 to SUB-4)."""

from __future__ import annotations

from typing import Any

from tripartite.core.register.bodies import ReasonBody, WordsBody
from tripartite.core.register.case import Case, author
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.release_bodies import (
    LeadBody,
    ModerationBody,
    SubmissionBody,
)
from tripartite.core.register.kinds import Chapter, Finding, Kind, Row, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


def _open(case: Case) -> Finding | None:
    """SUB-1: a form that the charter does not know receives nothing."""
    return None if case.charter.allows("public_submissions") else Finding("guard", "submissions_off")


def _view(record: Record, _world: World) -> dict[str, Any]:
    margin, body = Margin(record), record.founding.body
    shown = isinstance(body, SubmissionBody)
    said = fields(body, "language", "text", "subject", "shown_name", "shown_place") if shown else {}
    return {
        "run_by": record.founding.party,
        **said,
        "reason": getattr(body, "reason", None),
        "taken_down": margin.all("submission.take_down", "reason"),
        "leads": margin.all("submission.lead", "remarks"),
        "feedback": margin.all("submission.feedback", "text"),
        **margin.beside(record.id),
    }


MODERATORS = Who("S")
OWN = Who("S", owners=author, of="the party that runs the form")

CHAPTER = Chapter(
    name="submissions",
    kinds=(
        Kind("submission.publish", SubmissionBody, "found", kept=False, public="author"),
        Kind("submission.withhold", ModerationBody, "found"),
        Kind("submission.reject", ModerationBody, "found"),
        Kind("submission.take_down", ReasonBody, "move"),
        Kind("submission.lead", LeadBody, "add", OWN, kept=False),
        Kind("submission.feedback", WordsBody, "add", OWN, kept=False),
    ),
    table=(
        Row(
            (), "submission.publish", Who("S", second=True), "published", _open,
            "the writer's consent; the charter allows submissions",
        ),
        Row((), "submission.withhold", MODERATORS, "withheld", _open, "the reason, and no text"),
        Row((), "submission.reject", MODERATORS, "rejected", _open, "the reason, and no text"),
        Row(("published",), "submission.take_down", OWN, "taken_down", says="the reason"),
    ),
    view=_view,
    truth=lambda _record, _world: "report",
)  # fmt: skip
