# SPDX-License-Identifier: Apache-2.0
"""A meeting as it is shown: thresholds and flags over what each party said of it (MEE-7 to MEE-12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters.bodies import face
from tripartite.core.register.chapters.marks import Margin, fields, log_order, plain
from tripartite.core.register.chapters.meeting_bodies import ProposeBody
from tripartite.core.register.placed import Placed
from tripartite.core.register.presiding import body_of
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

FOUNDED = {"meeting.propose": "proposed", "meeting.record": "recorded_later", "meeting.convene": "emergency"}
AGREES = frozenset({"agrees"})
AGREES_WITH_FOOTNOTES = AGREES | {"agrees_with_footnote"}


def invited_to(founding: Placed, parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """In the charter's order; all, if the proposer named none."""
    body: ProposeBody = founding.body
    return tuple(party for party in parties if not body.invited or party in body.invited)


def view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    body: ProposeBody = founding.body
    parties = world.charter.parties
    invited = invited_to(founding, parties)
    margin = Margin(record)
    accounts = sorted(record.of("meeting.account"), key=lambda act: parties.index(act.party))
    return {
        **fields(body, *_SAID),
        "body": body.held_by,
        "body_face": _body_face(founding, world),
        "founded_as": FOUNDED[founding.kind_name.partition("@")[0]],
        "proposed_by": founding.party,
        "invited": list(invited),
        **_dates(margin, invited),
        **_asked(margin, parties),
        "attendance": margin.all("meeting.attend", *_PERSON),
        "did_not_attend": [
            {**margin.shown(act, "reason"), "party": act.body.party or act.party}
            for act in record.of("meeting.did_not_attend")
        ],
        **_agenda(margin, invited),
        **_scope(margin, parties),
        "accounts": [{**margin.shown(act, "text", "voice"), "of": _of(act)} for act in accounts],
        **_ending(margin),
        **margin.beside(record.id),
    }


_SAID = (
    "title", "level", "format", "mode", "place_city", "host", "topics", "left_out", "local_tz", "interpretation",
    "media_rules", "confidentiality_rule", "remarks", "calendar_owner",
)  # fmt: skip
_PERSON = ("office", "function", "number", "role", "present_from", "present_to", "remarks")


def _body_face(founding: Placed, world: World) -> str | None:
    """BOD-8: whether the body that meets is only proposed, or its mandate disputed."""
    name = body_of(founding)
    found = world.record(name) if "/" in name else None
    return face(found) if found else None


def _of(act: Placed) -> str | None:
    return of_act(act) if act.body.of is not None else None


# --- dates --------------------------------------------------------------------------------------------------------


def _dates(margin: Margin, invited: tuple[Party, ...]) -> dict[str, Any]:
    record = margin.record
    accepted: dict[str, set[Party]] = {}
    for act in record.of("meeting.accept_date"):
        accepted.setdefault(act.body.date, set()).add(act.party)
    dates = _in_force(record)
    return {
        "date": next(iter(dates)) if len(dates) == 1 else None,
        "date_to_be_fixed": None in dates,
        "dates_accepted": [
            [date, [party for party in invited if party in by]] for date, by in sorted(accepted.items())
        ],
        "accepted_by_all": [date for date, by in sorted(accepted.items()) if by >= set(invited)],
        "counter_dates": margin.all("meeting.counter_date", "date", "reason"),
        "declined_dates": margin.all("meeting.decline_date", "date", "reason"),
        "postponements": margin.all("meeting.postpone", "reason", "channel", "new_date"),
        "told": margin.all("meeting.told", "told_by", "channel", "on", "text"),
    }


def _in_force(record: Record) -> set[str | None]:
    """MEE-12: the dates that the present states lead back to: the last scheduling, unless it was postponed since."""
    acts: dict[str, Placed] = {act.id: act for act in record.effective}
    seen: set[str] = set()
    dates: set[str | None] = set()
    for head in record.heads:
        act = acts[head]
        while act.id not in seen and act.on and act.kind_name not in _DATING:
            seen.add(act.id)
            act = acts[act.on[0]]
        if act.id not in seen:
            dates.add(getattr(act.body, "date", None))
    return dates


_DATING = ("meeting.schedule@1", "meeting.postpone@1")


# --- who asked ----------------------------------------------------------------------------------------------------


def _asked(margin: Margin, parties: tuple[Party, ...]) -> dict[str, Any]:
    said = margin.last("meeting.requested_by")
    host = margin.record.founding.body.host
    views = {host if host and act.body.asked == "host" else act.body.asked for act in said.values()}
    return {
        "requested_by": margin.per_party(parties, said, "asked", "text"),
        "requested_by_disputed": len(views) > 1,
    }


# --- agenda -------------------------------------------------------------------------------------------------------


def _agenda(margin: Margin, invited: tuple[Party, ...]) -> dict[str, Any]:
    positions = list(margin.record.of("meeting.agenda_position"))
    adopted = _adopted(positions, invited, AGREES)
    status = {of_act(act): act.body.status for act in margin.record.of("meeting.item_status")}
    return {
        "agenda": [
            {
                **margin.shown(act, *_ITEM),
                "documents": [ref for ref, _ in act.refs],
                "status": status.get(act.id),
            }
            for act in sorted(
                margin.record.of("meeting.agenda_item"), key=lambda act: (act.body.number, act.id)
            )
        ],
        "agenda_positions": margin.all("meeting.agenda_position", "position", "footnote"),
        "agenda_adopted": adopted,
        "agenda_adopted_with_footnotes": _adopted(positions, invited, AGREES_WITH_FOOTNOTES) and not adopted,
        "agenda_footnotes": [
            [act.party, fields(act.body, "footnote")["footnote"]]
            for act in margin.standing("meeting.agenda_position")
            if act.body.footnote
        ],
    }


_ITEM = ("number", "title", "sub_items", "requested_duration", "any_other_business")


def _adopted(positions: Iterable[Placed], invited: tuple[Party, ...], counting: frozenset[str]) -> bool:
    """MEE-9: every invited party agreed to the same items. Once true it stays true: later positions stand beside it."""
    behind: dict[tuple[str, ...], set[Party]] = {}
    for act in positions:
        if act.body.position in counting:
            behind.setdefault(tuple(sorted(act.refs_as("part_of"))), set()).add(act.party)
    return any(by >= set(invited) for by in behind.values())


# --- scope --------------------------------------------------------------------------------------------------------


def _scope(margin: Margin, parties: tuple[Party, ...]) -> dict[str, Any]:
    whole = margin.last("meeting.scope", where=lambda act: act.body.of is None)
    items = _on_items(margin)
    apart = [item for item, views in sorted(items.items()) if len(set(views.values())) > 1]
    said = {(act.body.topics, act.body.left_out) for act in whole.values()}
    return {
        "scope": margin.per_party(parties, whole, "topics", "left_out", "text"),
        "scope_same": len(whole) == len(parties) and len(said) == 1,
        "scope_disputed": bool(apart) or _contradict(whole.values()),
        "items_disputed": apart,
        "scope_of_items": [
            [item, plain(tuple(sorted(views.items())))] for item, views in sorted(items.items())
        ],
    }


def _on_items(margin: Margin) -> dict[str, dict[Party, bool]]:
    """Each party's last word on whether an item belongs to the meeting."""
    views: dict[str, dict[Party, bool]] = {}
    for act in sorted(margin.standing("meeting.scope"), key=log_order):
        if act.body.of is not None:
            views.setdefault(of_act(act), {})[act.party] = act.body.in_scope
    return views


def _contradict(said: Iterable[Placed]) -> bool:
    """MEE-10: one party's topic is what another leaves out."""
    bodies = [act.body for act in said]
    return any(set(one.topics) & set(other.left_out) for one in bodies for other in bodies)


# --- ending -------------------------------------------------------------------------------------------------------


def _ending(margin: Margin) -> dict[str, Any]:
    closings = list(margin.record.of("meeting.close"))
    only = closings[0].body if len(closings) == 1 else None
    return {
        "closings": margin.all("meeting.close", "outcome", *_NEXT, "remarks"),
        "outcome": only.outcome if only else None,
        "next_meeting": fields(only, *_NEXT) if only else None,
        "broken_off": margin.all("meeting.break_off", "reason"),
        "cancelled": margin.all("meeting.cancel", "reason"),
    }


_NEXT = ("next_meeting", "to_be_proposed_by", "calendar_owner")
