# SPDX-License-Identifier: Apache-2.0
"""Investigations and findings: a mandate, a joint team, a draft that all comment on, and what comes of it.

Rules INV-1 to INV-16. A joint body that differs has done its work: views stand side by side, and nobody rewrites one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, StepBody
from tripartite.core.register.case import NOT_HELD, Case, missing, of_act
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.components import (
    DissentBody,
    RecommendationBody,
    absent,
    of_this_record,
)
from tripartite.core.register.chapters.investigation_bodies import (
    CONCLUSIONS,
    DIFFERING,
    NO_ACCESS,
    AccessBody,
    CommentBody,
    EvidenceBody,
    InterviewsBody,
    IssueBody,
    MandateBody,
    MeasureBody,
    TextBody,
    TimelineBody,
    ViewBody,
)
from tripartite.core.register.chapters.investigation_view import (
    COMMENT,
    DRAFT,
    VIEW,
    deadlines,
    pending,
    truth,
    view,
    window,
)
from tripartite.core.register.chapters.naming import (
    CITED,
    VERSIONS,
    cites,
    cites_rightly,
    earlier,
    held,
    kind_of,
    names_decision,
    parties_named,
    stands,
    strangers,
)
from tripartite.core.register.deadlines import Elapsed, missed
from tripartite.core.register.kinds import Chapter, Finding, Guard, Kind, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.presiding import body_of, known

SUBJECTS = ("incident.report", "allegation.file", "undertaking.commit")
"""What can be inquired into; named as `part_of`."""
RESTRICTION = ("access.restriction",)
SOURCES = (*CITED, "document.file", "verification.report", *RESTRICTION)
JOINT = ("agreed_finding", "component_findings_side_by_side")
"""The forms that speak for the whole team."""

# --- guards of adds -----------------------------------------------------------------------------------------------


def _viewed(case: Case) -> Finding | None:
    """INV-3: by somebody of a component; INV-8."""
    team = {party for party, _, _ in case.founding.body.team}
    return _sourced(case) if case.act.party in team else Finding("guard", "not_in_team")


def _sourced(case: Case) -> Finding | None:
    """INV-8: that facts could not be established for want of access rests on a restriction of it that stands."""
    finding = cites_rightly(case, SOURCES)
    if finding or case.body.facts != NO_ACCESS:
        return finding
    return None if _barred(case) else Finding("guard", "no_access_restriction")


def _barred(case: Case) -> bool:
    return any(stands(case.world, ref, RESTRICTION) is None for ref in case.act.refs_as("cites"))


def _logged(case: Case) -> Finding | None:
    """INV-9: evidence is cited, or its author says how it is known."""
    body: EvidenceBody = case.body
    return cites_rightly(case, SOURCES) if body.basis else cites(case, SOURCES)


def _accessed(case: Case) -> Finding | None:
    """INV-9: who was not let in names the restriction."""
    finding = cites_rightly(case, RESTRICTION)
    if finding or case.body.granted or case.act.refs_as("cites"):
        return finding
    return Finding("guard", "no_access_restriction")


def _followed(case: Case) -> Finding | None:
    """INV-12: what it follows is a recommendation of this record."""
    if case.body.of is None:
        return None
    followed = kind_of(case.decided.get(of_act(case.act))) == "investigation.recommendation"
    return None if followed else Finding("guard", "no_such_recommendation")


def _commented(case: Case) -> Finding | None:
    """A draft of this record; drafts are decided after what is said of them, so that it be one is enough."""
    found = case.world.find(of_act(case.act))
    if found is not None and kind_of(found) == DRAFT and found.record_id == case.founding.id:
        return None
    return Finding("guard", "no_such_draft") if found is not None else NOT_HELD


# --- guards of moves ----------------------------------------------------------------------------------------------


def _mandated(case: Case) -> Finding | None:
    """INV-1: into something that is held, by people of parties, under a body there is."""
    body: MandateBody = case.body
    if "/" not in body.held_by and not known(case, body.held_by):
        return Finding("guard", "no_such_body", (body.held_by,))
    founded = stands(case.world, body_of(case.act), ("body.propose",)) if "/" in body.held_by else None
    finding = (
        founded or strangers(case, (party for party, _, _ in body.team)) or held(case, "part_of", SUBJECTS)
    )
    return finding or (names_decision(case) if case.act.refs_as("derived_from") else None)


def _leading(case: Case) -> frozenset[Party]:
    """The component that leads, else every component."""
    body: MandateBody = case.founding.body
    leader = body.team_leader
    return parties_named(case, (leader,) if leader else (party for party, _, _ in body.team))


def _shared(case: Case) -> Finding | None:
    """INV-5: to all parties at once, with its texts beside it."""
    to = case.act.place.to
    if not isinstance(to, str) and not set(to) >= set(case.charter.nodes):
        return Finding("wrong_audience", "not_to_all")
    return _texts(case) if case.act.refs_as("text") else Finding("no_text")


def _texts(case: Case) -> Finding | None:
    """Every text that it names stands in its own dispatch, about this record."""
    for ref in case.act.refs_as("text"):
        text = case.world.find(ref)
        beside = text is not None and text.place.dispatch == case.act.place.dispatch
        if text is None or not beside or (kind_of(text), text.record_id) != (TEXT, case.founding.id):
            return Finding("no_text", "text_not_beside", (ref,))
    return None


def _closes_comments(case: Case) -> Finding | None:
    """INV-6: of each party with a node its comment on the draft, or the window that it let pass."""
    lacking = {party for draft in _drafts(case, case.act) for party in _silent(case, draft)}
    return missing("comment_of", case, *sorted(lacking)) if lacking else None


def _drafts(case: Case, act: Placed) -> Iterator[Placed]:
    """The drafts that a move continues, through joinings."""
    for on in act.on:
        move = case.decided[on]
        if kind_of(move) == DRAFT:
            yield move
        else:
            yield from _drafts(case, move)


def _silent(case: Case, draft: Placed) -> set[Party]:
    spoke = {act.party for act in case.named(COMMENT) if of_act(act) == draft.id}
    return {party for party in case.charter.nodes if party not in spoke and not _let_pass(case, draft, party)}


def _let_pass(case: Case, draft: Placed, party: Party) -> bool:
    limit = window(draft, party, case.world)
    if limit is None:
        return False
    comments = [act for act in case.decided.values() if kind_of(act) == COMMENT and of_act(act) == draft.id]
    places = [place for act in comments if act.party == party for place in case.places(act)]
    return missed(Elapsed(case.named("elapsed"), limit), places, case.world, case.founding.place.to)


def _issued(case: Case) -> Finding | None:
    """INV-7, INV-8, INV-10, INV-11, in the order in which they cannot be mended."""
    body: IssueBody = case.body
    finding = _texts(case) or _sourced(case)
    if finding or body.outcome_form not in JOINT:
        return finding
    finding = _signed(case)
    return finding or (_agreed(case) if body.outcome_form == "agreed_finding" else None)


def _signed(case: Case) -> Finding | None:
    """INV-7: names a view of every component, and concludes nothing that one of them does not."""
    parties = case.charter.parties
    lacking = absent(case.founding.body.team, parties)
    if lacking:
        return Finding("guard", "team_without", tuple(lacking))
    named = list(case.named(VIEW))
    unsigned = set(parties) - {act.party for act in named}
    if unsigned:
        return missing("views_of", case, *sorted(unsigned))
    return _of_one_mind(case.body, [act.body for act in named])


def _of_one_mind(body: IssueBody, signed: Iterable[ViewBody]) -> Finding | None:
    views = list(signed)
    for name in CONCLUSIONS:
        said, found = getattr(body, name), {getattr(view, name) for view in views}
        if said in (DIFFERING, "scope_disputed") and len(found) > 1:
            continue
        if said is not None and found != {said}:
            return Finding("guard", "views_differ", (name,))
    return None


def _agreed(case: Case) -> Finding | None:
    """INV-10: names one version of a proposal of kind `finding` about this investigation, which all agreed to."""
    if not case.charter.adopts:
        return Finding("talks_record")
    named = case.act.refs_as("derived_from")
    return _agreed_text(case, named[0]) if len(named) == 1 else missing("names_no_finding", case)


def _agreed_text(case: Case, version: str) -> Finding | None:
    record = earlier(case.world, version, VERSIONS)
    if isinstance(record, Finding):
        return record
    if record.founding.body.kind != "finding":
        return Finding("guard", "names_no_finding")
    if case.founding.id not in record.founding.refs_as("part_of"):
        return Finding("guard", "finding_of_another", (version,))
    return None if consent.agreed(record, version, case.world) else NOT_HELD


def _reopened(case: Case) -> Finding | None:
    """INV-13: names evidence that was logged after what it reopens."""
    since = max(case.decided[on].time for on in case.act.on)
    newer = any(act.time > since for act in case.named("investigation.evidence"))
    return None if newer else missing("no_new_evidence", case)


# --- chapter ------------------------------------------------------------------------------------------------------

TEXT = "investigation.text"
MONITORS = Who("M")
WITNESSES = Who("H D L M", power="sign_report", also="Me O", right="observers_report")
HEADS = Who("H D")
CHAIR = Who("C")


def _add(name: str, body: type[Body], who: Who, guard: Guard | None = None, *, kept: bool = False) -> Kind:
    return Kind(f"investigation.{name}", body, "add", who, guard=guard, kept=kept)


def _move(name: str, body: type[Body] = StepBody) -> Kind:
    return Kind(f"investigation.{name}", body, "move")


CHAPTER = Chapter(
    name="investigations",
    kinds=(
        Kind("investigation.mandate", MandateBody, "found"),
        _move("share_draft"),
        _move("close_comments"),
        _move("issue", IssueBody),
        _move("close"),
        _move("reopen"),
        _add("text", TextBody, Who("M C")),
        _add("component_view", ViewBody, MONITORS, _viewed, kept=True),
        _add("comment", CommentBody, HEADS, _commented, kept=True),
        _add("dissent", DissentBody, Who("H D M"), of_this_record),
        _add("measure", MeasureBody, WITNESSES, _followed),
        _add("recommendation", RecommendationBody, MONITORS),
        _add("evidence", EvidenceBody, WITNESSES, _logged),
        _add("access", AccessBody, MONITORS, _accessed),
        _add("interviews", InterviewsBody, MONITORS),
        _add("timeline", TimelineBody, MONITORS, cites_rightly),
    ),
    table=(
        Row(
            (), "investigation.mandate", Who("C", also="H", right="heads_mandate"), "mandated", _mandated,
            "questions, team, standard of proof; names what it inquires into",
        ),
        Row(
            ("mandated",), "investigation.share_draft", Who("M", owners=_leading, of="the component that leads"),
            "draft", _shared, "to all parties in one dispatch, with its texts",
        ),
        Row(
            ("draft",), "investigation.close_comments", CHAIR, "comments_closed", _closes_comments,
            "names each party's comment or missed window",
        ),
        Row(
            ("comments_closed",), "investigation.issue", CHAIR, "issued", _issued,
            "the form; names a view of every component; an agreed finding names the agreed text",
        ),
        Row(("issued",), "investigation.close", CHAIR, "closed"),
        Row(("issued", "closed"), "investigation.reopen", Who("H"), "mandated", _reopened, "names newer evidence"),
    ),
    reads=("reports", "documents", "statements", "proposals", "bodies", "meetings", "access", "verifications"),
    view=view,
    truth=truth,
    deadlines=deadlines,
    pending=pending,
)  # fmt: skip
