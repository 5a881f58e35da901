# SPDX-License-Identifier: Apache-2.0
"""Bodies below the plenary: what each is for, who sits on it, who presides, and whose reading of that (BOD-1 to BOD-9).

A body that is only proposed, or whose mandate is disputed, may meet all the same; its face says so.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ActRef, Body, Line, Parties, ReasonBody, StepBody, Texts, Topics
from tripartite.core.register.case import NOT_HELD, Case, absolute, missing, of_act
from tripartite.core.register.chapters.marks import Margin, fields, plain
from tripartite.core.register.chapters.naming import (
    VERSIONS,
    earlier,
    kind_of,
    names_decision,
    strangers,
)
from tripartite.core.register.charter_text import Chair
from tripartite.core.register.grants import Function
from tripartite.core.register.kinds import BEFORE, Chapter, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.presiding import BodyName, known, unseen
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

# --- what the acts say --------------------------------------------------------------------------------------------


class ProposeBody(Body, frozen=True):
    """A body, as its proposer puts it. Its members are parties; without a list, all of them."""

    name: Texts
    purpose: Texts
    parent: BodyName = "plenary"
    members: Parties = ()
    chair_rule: Chair = Chair(rule="none")
    reports_to: BodyName | None = None
    rhythm: Line | None = None
    lapses_when: Topics = ()
    """The events with any of which it ends."""
    PAIRS = "name purpose"
    SORTED = "members"


class DisputeBody(Body, frozen=True):
    """Says that the mandate is another one: the author's own reading."""

    reading: Texts
    PAIRS = "reading"


class ReadingBody(Body, frozen=True):
    """How the author's party reads the mandate."""

    reading: Texts
    PAIRS = "reading"


class SameBody(Body, frozen=True):
    """The author's party reads the mandate as the act `of` does."""

    of: ActRef


class EndBody(Body, frozen=True):
    """Ends it: by a decision that `refs` names, or because one of the events happened with which it lapses."""

    event: Line | None = None
    remarks: Texts | None = None
    PAIRS = "remarks"


class MemberBody(Body, frozen=True):
    """One of the author's own side on the body: an office, or a function and a number."""

    office: Line | None = None
    function: Function | None = None
    number: Annotated[int, Meta(ge=1, le=9999)] | None = None

    def check(self) -> None:
        if self.office is None and self.function is None:
            raise ValueError("`office`, or `function` and `number`")


# --- who ----------------------------------------------------------------------------------------------------------


def members_of(founding: Placed, parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """In the charter's order; all, if the proposer named none."""
    body: ProposeBody = founding.body
    return tuple(party for party in parties if not body.members or party in body.members)


def _members(case: Case) -> frozenset[Party]:
    return frozenset(members_of(case.founding, case.charter.parties))


def _suspender(case: Case) -> frozenset[Party]:
    """The party that suspended it, alone: whoever continues two suspensions speaks for neither."""
    parties = frozenset(case.decided[on].party for on in case.act.on)
    return parties if len(parties) == 1 else frozenset()


# --- guards -------------------------------------------------------------------------------------------------------


def _proposed(case: Case) -> Finding | None:
    """BOD-1: below a body there is, with members and a chair that are parties."""
    body: ProposeBody = case.body
    for name in (body.parent, body.reports_to):
        if name is None or known(case, name):
            continue
        return (
            NOT_HELD
            if unseen(case.world, absolute(case.act, name))
            else Finding("guard", "no_such_body", (name,))
        )
    return strangers(case, (*body.members, body.chair_rule.party, *body.chair_rule.order))


def _has_terms(case: Case) -> Finding | None:
    """BOD-3: names terms of reference that were adopted."""
    finding = names_decision(case)
    if finding:
        return finding
    records = [earlier(case.world, ref, VERSIONS) for ref in case.act.refs_as("derived_from")]
    kinds = {record.founding.body.kind for record in records if isinstance(record, Record)}
    return None if "terms_of_reference" in kinds else Finding("guard", "no_terms_of_reference")


def _settles(case: Case) -> Finding | None:
    """BOD-5: adopted terms, or every member's word that one reading is its own too."""
    if case.act.refs_as("derived_from"):
        return _has_terms(case)
    behind: dict[str, set[Party]] = {}
    for act in case.named("body.same_mandate"):
        reading = case.decided[of_act(act)]
        behind.setdefault(reading.id, {reading.party}).add(act.party)
    lacking = min((_members(case) - by for by in behind.values()), key=len, default=_members(case))
    return missing("same_mandate_of", case, *sorted(lacking)) if lacking else None


def _reads_same(case: Case) -> Finding | None:
    """BOD-5: of a reading that stands in this record."""
    found = kind_of(case.decided.get(of_act(case.act))) == "body.mandate_reading"
    return None if found else Finding("guard", "no_such_reading")


def _ended(case: Case) -> Finding | None:
    """BOD-7: a decision, or an event that the founding act lists."""
    event = case.body.event
    if event is None:
        return names_decision(case)
    body: ProposeBody = case.founding.body
    return None if event in body.lapses_when else Finding("guard", "no_such_event", (event,))


# --- view ---------------------------------------------------------------------------------------------------------


def face(record: Record) -> str | None:
    """BOD-8: what stands on the face of whatever the body does."""
    if "mandate_disputed" in record.states:
        return "disputed"
    return "proposed" if "proposed" in record.states else None


def _view(record: Record, world: World) -> dict[str, Any]:
    body: ProposeBody = record.founding.body
    members = members_of(record.founding, world.charter.parties)
    margin = Margin(record)
    people = margin.all("body.member", "office", "function", "number")
    rule = body.chair_rule
    same = list(record.of("body.same_mandate"))
    return {
        **fields(body, "name", "purpose", "parent", "reports_to", "rhythm", "lapses_when"),
        "face": face(record),
        "proposed_by": record.founding.party,
        "members": {party: [one for one in people if one["by"] == party] for party in members},
        "chair_rule": {
            name: plain(value)
            for name in ("rule", "party", "order", "start", "period")
            if (value := getattr(rule, name))
        },
        "terms_of_reference": [
            ref
            for act in record.of("body.constitute", "body.settle_mandate")
            for ref in act.refs_as("derived_from")
        ],
        "mandate_disputed": "mandate_disputed" in record.states,
        "disputes": margin.all("body.dispute_mandate", "reading"),
        "mandate_readings": margin.per_party(members, margin.last("body.mandate_reading"), "reading"),
        "same_mandate": [{"by": act.party, "of": of_act(act)} for act in same],
        "suspended": margin.all("body.suspend", "reason"),
        "ended": margin.all("body.end", "event", "remarks"),
        **margin.beside(record.id),
    }


def _pending(record: Record, world: World) -> list[Pending]:
    """A dispute of the mandate is with every member; a proposed body waits for terms of reference."""
    what = {"mandate_disputed": "settle_mandate", "proposed": "terms_of_reference"}
    members = members_of(record.founding, world.charter.parties)
    return [
        Pending(what[state], members, record.decided[head].time, act=head)
        for head in record.heads
        if (state := record.state_of[head]) in what
    ]


# --- chapter ------------------------------------------------------------------------------------------------------

LIVE = ("proposed", "active", "mandate_disputed", "suspended")
CHAIR = Who("C", of="the body above")
OF_MEMBER = Who("H", owners=_members, of="a member")
MEMBERS = Who("H D", owners=_members, of="a member")
CONSENTING = Who("H", power="express_consent", owners=_members, of="a member")
RESUMING = Who("H", power="express_consent", owners=_suspender, of="the party that suspended")

CHAPTER = Chapter(
    name="bodies",
    kinds=(
        Kind("body.propose", ProposeBody, "found"),
        Kind("body.constitute", StepBody, "move"),
        Kind("body.dispute_mandate", DisputeBody, "move"),
        Kind("body.settle_mandate", StepBody, "move"),
        Kind("body.suspend", ReasonBody, "move"),
        Kind("body.resume", StepBody, "move"),
        Kind("body.end", EndBody, "move"),
        Kind("body.member", MemberBody, "add", MEMBERS, kept=False),
        Kind("body.mandate_reading", ReadingBody, "add", MEMBERS),
        Kind("body.same_mandate", SameBody, "add", MEMBERS, guard=_reads_same),
    ),
    table=(
        Row((), "body.propose", Who("H"), "proposed", _proposed, "the body above, and its purpose in own words"),
        Row(("proposed",), "body.constitute", CHAIR, "active", _has_terms, "names adopted terms of reference"),
        Row(("proposed", "active"), "body.dispute_mandate", OF_MEMBER, "mandate_disputed", says="its own reading"),
        Row(
            ("mandate_disputed",), "body.settle_mandate", CHAIR, "active", _settles,
            "names adopted terms, or `same_mandate` of every member",
        ),
        Row(("active",), "body.suspend", CONSENTING, "suspended", says="the reason"),
        Row(("suspended",), "body.resume", RESUMING, BEFORE),
        Row(LIVE, "body.end", CHAIR, "ended", _ended, "names a decision, or the event with which it lapses"),
    ),
    reads=("proposals",),
    view=_view,
    pending=_pending,
)  # fmt: skip
