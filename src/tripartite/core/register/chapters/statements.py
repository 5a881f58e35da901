# SPDX-License-Identifier: Apache-2.0
"""Statements: who said what, in which voice, and what answered it, per whom (STA-1 to STA-8).

What one party reports of another's words stands in the reporting party's account, never among the other's own.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.register.bodies import Body, LanguageText, Line, Parties, PartyText, Texts, Topics
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.entries import entry, unanswered
from tripartite.core.register.chapters.lists import ListRef, all_listed, pointed
from tripartite.core.register.chapters.marks import Margin, fields, plain
from tripartite.core.register.chapters.naming import MEETING, REPORTS, kind_of, stands, strangers
from tripartite.core.register.kinds import Chapter, Finding, Kind, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

StatementKind = Literal[
    "opening", "general", "question", "answer", "allegation", "denial", "admission", "claim_of_responsibility",
    "offer", "demand", "willingness", "proposal_introduction", "explanation_of_position", "right_of_reply",
    "protest", "appeal", "condolence", "thanks", "procedural", "press_line",
]  # fmt: skip
TextStatus = Literal[
    "as_delivered", "check_against_delivery", "as_written", "paraphrase", "as_interpreted",
    "reported_by_another_party", "reported_by_third_party",
]  # fmt: skip
Response = Literal["answered", "partially", "declined", "no_response_at_table", "answered_elsewhere"]
Event = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-9]|20)[0-9]{0,2}\Z")]
"""A code of CAMEO 1.1b3: 10 demand, 112 accuse, 016 deny responsibility."""
TermId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}\Z")]
SECOND_HAND = ("reported_by_another_party", "reported_by_third_party")


class MakeBody(Body, frozen=True):
    """A statement. `by_party` is the party whose words they are, where that is not the one that files them."""

    speaker: Line
    """The office, not the person."""
    kind: StatementKind
    voice: Literal["table", "capital", "press"]
    text: Texts
    capacity: Literal["national", "on_behalf_of", "in_alignment", "personal"] = "national"
    with_parties: Parties = ()
    """On whose behalf, or in alignment with whom."""
    delivery: Literal[
        "oral", "written", "read_out_not_handed_over", "press_conference", "media_interview"
    ] = "oral"
    text_status: TextStatus = "paraphrase"
    by_party: PartyText | None = None
    interpreted: tuple[LanguageText, PartyText] | None = None
    """The language interpreted into, and the party whose interpreter it was."""
    conditions: Topics = ()
    topic: Line | None = None
    conflict_event_code: Event | None = None
    contested_terms: Annotated[tuple[tuple[TermId, Texts], ...], Meta(max_length=64)] = ()
    """Which terms of the charter's list it uses, and the words used."""
    listed_terms: Annotated[tuple[tuple[ListRef, Texts], ...], Meta(max_length=64)] = ()
    """As `contested_terms`, of an agreed list."""
    PAIRS = "text contested_terms"
    SORTED = "with_parties"

    def check(self) -> None:
        if self.capacity in ("on_behalf_of", "in_alignment") and not self.with_parties:
            raise ValueError("`with_parties` is missing")
        if self.text_status == "reported_by_another_party" and self.by_party is None:
            raise ValueError("`by_party` is missing: whose words are they?")
        if (self.text_status == "as_interpreted") != (self.interpreted is not None):
            raise ValueError("`interpreted` goes with `as_interpreted`")


class ResponseBody(Body, frozen=True):
    """What became of a statement that asked for an answer, per the author."""

    status: Response
    text: Texts | None = None
    PAIRS = "text"


class InterpretationBody(Body, frozen=True):
    """Says what was said where the record has it as interpreted."""

    text: Texts
    PAIRS = "text"


def _made(case: Case) -> Finding | None:
    """STA-2, STA-5, STA-8: whose words they are is plain; terms are those that the charter or an agreed list has."""
    body: MakeBody = case.body
    author = case.act.party
    finding = strangers(case, (body.by_party, *body.with_parties, *(body.interpreted or ())[1:]))
    if finding:
        return finding
    if (body.by_party or author) != author and body.text_status not in SECOND_HAND:
        return Finding("guard", "words_of_another")
    if body.text_status == "reported_by_another_party" and body.by_party == author:
        return Finding("guard", "words_of_its_own")
    unknown = {term for term, _ in body.contested_terms} - {term.id for term in case.charter.said.contested}
    if unknown:
        return Finding("guard", "term_not_listed", tuple(sorted(unknown)))
    return all_listed(case, (ref for ref, _ in body.listed_terms), ("contested_terms_list",))


def _responded(case: Case) -> Finding | None:
    """STA-6: an answer given elsewhere is named: a statement, or a report of it."""
    if case.body.status != "answered_elsewhere":
        return None
    cited = case.act.refs_as("cites")
    if not cited:
        return Finding("guard", "cites_nothing")
    findings = [_answer(case, ref) for ref in cited]
    return next((finding for finding in findings if finding), None)


def _answer(case: Case, ref: str) -> Finding | None:
    """A statement need only be held: one of this chapter, its effect is shown there."""
    found = case.world.find(ref)
    if found is None:
        return NOT_HELD
    return None if kind_of(found) == "statement.make" else stands(case.world, ref, REPORTS)


def _interpreted(case: Case) -> Finding | None:
    body: MakeBody = case.founding.body
    return None if body.text_status == "as_interpreted" else Finding("guard", "not_as_interpreted")


# --- view ---------------------------------------------------------------------------------------------------------


def _view(record: Record, world: World) -> dict[str, Any]:
    body: MakeBody = record.founding.body
    author = record.founding.party
    margin = Margin(record)
    wordings = margin.all("statement.interpretation", "text")
    names = (
        "speaker", "capacity", "with_parties", "kind", "voice", "delivery", "text", "text_status", "interpreted",
        "conditions", "topic", "conflict_event_code",
    )  # fmt: skip
    whose = body.by_party or author
    return {
        **fields(body, *names),
        "by_party": whose,
        "in_account_of": author,
        "own": whose == author,
        **entry(record, world),
        "cites": list(record.founding.refs_as("cites")),
        "responds_to": list(record.founding.refs_as("replies_to")),
        "meetings": [ref for ref, _ in record.founding.refs if kind_of(world.find(ref)) in MEETING],
        "contested_terms": _terms(body, world),
        "listed_terms": [{**pointed(world, ref), "used": plain(used)} for ref, used in body.listed_terms],
        "responses": margin.all("statement.response", "status", "text"),
        "interpretations": wordings,
        "interpretation_disputed": bool(wordings),
        **margin.beside(record.id),
    }


def _terms(body: MakeBody, world: World) -> list[dict[str, Any]]:
    """Each contested term used, beside the neutral label and every party's own term."""
    listed = {term.id: term for term in world.charter.said.contested}
    return [
        {"term": term, "used": [list(pair) for pair in used], **fields(listed[term], "neutral", "terms")}
        for term, used in body.contested_terms
        if term in listed
    ]


SPEAKERS = Who("H D L S C", power="speak_in_meeting")

CHAPTER = Chapter(
    name="statements",
    kinds=(
        Kind("statement.make", MakeBody, "found", SPEAKERS, guard=_made, kept=False, public="consent"),
        Kind(
            "statement.response",
            ResponseBody,
            "add",
            SPEAKERS,
            guard=_responded,
            kept=False,
            public="consent",
        ),
        Kind(
            "statement.interpretation",
            InterpretationBody,
            "add",
            SPEAKERS,
            guard=_interpreted,
            kept=False,
            public="consent",
        ),
    ),
    reads=("reports", "proposals"),
    view=_view,
    pending=unanswered,
)
