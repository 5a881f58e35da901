# SPDX-License-Identifier: Apache-2.0
"""What the acts about a request for explanation say (EXP-1): what was seen, on which ground, and what is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import ActRef, Body, Line, PartyText, Texts
from tripartite.core.register.chapters.naming import DateText

Topic = Literal["purpose", "location", "dates", "units", "subordination", "equipment", "other"]


class AskBody(Body, frozen=True):
    """Asks a party about something that was seen of it, notified or not."""

    respondent: PartyText
    activity_observed: Texts
    basis: Line
    """The instrument and its paragraph."""
    questions: Annotated[tuple[tuple[Topic, Texts], ...], Meta(min_length=1, max_length=7)]
    PAIRS = "activity_observed questions"


class ReplyBody(Body, frozen=True):
    """To each topic an answer, or that none is given and what is said instead."""

    answers: Annotated[
        tuple[tuple[Topic, Literal["answered", "refused"], Texts], ...], Meta(min_length=1, max_length=7)
    ]
    PAIRS = "answers"


class CallBody(Body, frozen=True):
    """Calls a consultation about what the replies left open."""

    date: DateText | None = None
    place_city: Line | None = None
    remarks: Texts | None = None
    PAIRS = "remarks"
    INSTANTS = "date"


class InsufficientBody(Body, frozen=True):
    """What a reply leaves open, in the requester's view."""

    of: ActRef
    text: Texts
    PAIRS = "text"


class SatisfiedBody(Body, frozen=True):
    """That the requester has what it asked for."""

    remarks: Texts | None = None
    PAIRS = "remarks"
