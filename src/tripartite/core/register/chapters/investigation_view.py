# SPDX-License-Identifier: Apache-2.0
"""How an investigation is shown: views of components side by side, each conclusion apart, and what is still open.

Rules INV-2 to INV-7 and INV-15. Nothing here concludes: where views differ, that is what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters.components import absent, earlier_views, recommendations, views
from tripartite.core.register.chapters.investigation_bodies import CONCLUSIONS, MandateBody
from tripartite.core.register.chapters.marks import Margin, fields, log_order, plain
from tripartite.core.register.deadlines import Elapsed, deadline, timeliness
from tripartite.core.register.kinds import Deadline, Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.presiding import body_of, presides
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

COMMENT = "investigation.comment"
DRAFT = "investigation.share_draft"
ISSUE = "investigation.issue"
VIEW = "investigation.component_view"
_VIEW = (*CONCLUSIONS, "text")


def window(draft: Placed, party: Party, world: World) -> Deadline | None:
    """INV-6: from its receipt of a draft a party has the charter's time for comments."""
    charter = world.charter
    return deadline(world, draft, party, charter.said.deadlines.draft_comments, charter.said.delay)


def deadlines(record: Record, world: World) -> Iterator[Deadline]:
    for draft in record.of(DRAFT):
        for party in world.charter.nodes:
            limit = window(draft, party, world)
            if limit is not None:
                yield limit


def truth(record: Record, _world: World) -> str:
    """INV-10: once every party agreed to a finding, that stays agreed; anything else is somebody's account."""
    return "agreed" if any(_is_agreed(issue) for issue in record.of(ISSUE)) else "account"


def _is_agreed(issue: Placed) -> bool:
    return bool(issue.body.outcome_form == "agreed_finding")


# --- view ---------------------------------------------------------------------------------------------------------


def view(record: Record, world: World) -> dict[str, Any]:
    founding, parties = record.founding, world.charter.parties
    body: MandateBody = founding.body
    margin = Margin(record)
    signed = {act.party for act in record.counted.of(VIEW)}
    issued = list(record.of(ISSUE))
    return {
        **fields(body, "title", "mandate_ref", "standard_of_proof", "team", "team_leader"),
        "questions": [{"text": plain(text)} for text in body.questions],
        "body": body_of(founding),
        "mandated_by": founding.party,
        "concerns": list(founding.refs_as("part_of")),
        "decision": list(founding.refs_as("derived_from")),
        "team_valid": not absent(body.team, parties),
        "team_without": absent(body.team, parties),
        "findings": [_finding(issue, margin, world) for issue in issued],
        "agreed_finding": next((_version(issue) for issue in issued if _is_agreed(issue)), None),
        "component_views": views(margin, VIEW, parties, *_VIEW),
        "earlier_views": earlier_views(margin, VIEW, *_VIEW),
        "differing_on": differing_on(list(margin.last(VIEW).values())),
        "signed_by": [party for party in parties if party in signed],
        "not_signed_by": [party for party in parties if party not in signed],
        "dissent": margin.all("investigation.dissent", "of", "text"),
        "drafts": [_draft(draft, margin, world) for draft in record.of(DRAFT)],
        **_work(margin, parties),
        **margin.beside(record.id),
    }


def differing_on(signed: list[Placed]) -> list[str]:
    """INV-4: the conclusions on which these views are not of one mind; each for itself."""
    return [name for name in CONCLUSIONS if len({getattr(act.body, name) for act in signed}) > 1]


def _work(margin: Margin, parties: tuple[Party, ...]) -> dict[str, Any]:
    """INV-9, INV-12: what the team did, and what each party did about it."""
    interviews = margin.last("investigation.interviews")
    timeline = margin.all("investigation.timeline", "day", "text")
    measures = margin.all("investigation.measure", "of", "measure", "date", "evidence")
    return {
        "evidence_log": margin.all("investigation.evidence", "text", "basis", "told_by"),
        "access": margin.all("investigation.access", "day", "granted", "text"),
        "interviews": margin.per_party(parties, interviews, "counts"),
        "timeline": sorted(timeline, key=lambda entry: str(entry["day"])),
        "recommendations": recommendations(margin, "investigation.recommendation"),
        "follow_up": {party: [entry for entry in measures if entry["by"] == party] for party in parties},
    }


def _version(issue: Placed) -> str:
    return issue.refs_as("derived_from")[0]


def _finding(issue: Placed, margin: Margin, world: World) -> dict[str, Any]:
    """INV-7, INV-11: one finding with the views that it names, whatever a component said later."""
    record, parties = margin.record, world.charter.parties
    named = [act for ref, _ in issue.refs if (act := record.act(ref)) and _is_view(act)]
    stated = {act.party: act for act in sorted(named, key=log_order)}
    last = margin.last(VIEW)
    agreed = _version(issue) if _is_agreed(issue) else None
    worded = world.find(agreed) if agreed else None
    return {
        **margin.shown(issue, "outcome_form", *CONCLUSIONS, "verb"),
        "truth": "agreed" if agreed else "account",
        "agreed_text": agreed,
        "texts": _texts(worded or issue, world),
        "component_views": margin.per_party(parties, stated, *_VIEW),
        "differing_on": differing_on(list(stated.values())),
        "view_changed": [party for party in parties if last.get(party) is not stated.get(party)],
    }


def _is_view(act: Placed) -> bool:
    return act.kind is not None and act.kind.name == VIEW


def _texts(move: Placed, world: World) -> list[Any]:
    """The paragraphs of the texts that it names, by language; those that were erased are gone."""
    found = (world.find(ref) for ref in move.refs_as("text"))
    texts = (text for text in found if text is not None and not text.erased)
    return sorted([text.body.lang, plain(text.body.paragraphs)] for text in texts)


def _draft(draft: Placed, margin: Margin, world: World) -> dict[str, Any]:
    """INV-6: a draft, each party's comment on it, and until when it may come."""
    record, nodes = margin.record, world.charter.nodes
    last = margin.last(COMMENT, lambda act: of_act(act) == draft.id)
    limits = {party: window(draft, party, world) for party in nodes}
    return {
        **margin.shown(draft, "remarks"),
        "texts": _texts(draft, world),
        "party_comments": margin.per_party(nodes, last, "text"),
        "timeliness": {party: _came(act, limits.get(party), record, world) for party, act in last.items()},
        "window": {party: instant_text(limit.due) if limit else None for party, limit in limits.items()},
    }


def _came(comment: Placed, limit: Deadline | None, record: Record, world: World) -> str:
    return timeliness(Elapsed(record.effective, limit), comment.place, world) if limit else "pending"


# --- what is open -------------------------------------------------------------------------------------------------


def pending(record: Record, world: World) -> Iterator[Pending]:
    """INV-15: per state what it waits for."""
    for head in record.heads:
        state, since = record.state_of[head], record.decided[head].time
        if state == "mandated":
            yield Pending("draft", _leaders(record, world), since, act=head)
        elif state == "draft":
            yield from _uncommented(record, record.decided[head], world)
        elif state == "comments_closed":
            yield from _unsigned(record, head, since, world)
            chair = presides(world, body_of(record.founding), since)
            whom = (chair,) if chair else world.charter.parties
            yield Pending("finding", whom, since, default="no_finding", act=head)
        elif state == "issued":
            yield from _not_followed(record, head, since, world)


def _leaders(record: Record, world: World) -> tuple[Party, ...]:
    body: MandateBody = record.founding.body
    leading = {body.team_leader} if body.team_leader else {party for party, _, _ in body.team}
    return tuple(party for party in world.charter.parties if party in leading)


def _uncommented(record: Record, draft: Placed, world: World) -> Iterator[Pending]:
    spoke = {act.party for act in record.of(COMMENT) if of_act(act) == draft.id}
    for party in world.charter.nodes:
        if party not in spoke:
            limit = window(draft, party, world)
            due = limit.due if limit else None
            yield Pending("draft_comment", (party,), draft.time, due, "without_comment", draft.id)


def _unsigned(record: Record, head: str, since: int, world: World) -> Iterator[Pending]:
    signed = {act.party for act in record.counted.of(VIEW)}
    team = {party for party, _, _ in record.founding.body.team}
    whom = tuple(party for party in world.charter.parties if party in team - signed)
    if whom:
        yield Pending("component_view", whom, since, default="not_signed", act=head)


def _not_followed(record: Record, head: str, since: int, world: World) -> Iterator[Pending]:
    """Recommendations are with each party that has reported no measure."""
    advised = Margin(record).standing("investigation.recommendation")
    done = {act.party for act in record.of("investigation.measure")}
    whom = tuple(party for party in world.charter.parties if party not in done)
    if advised and whom:
        yield Pending("follow_up", whom, since, act=head)
