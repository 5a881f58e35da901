# SPDX-License-Identifier: Apache-2.0
"""A meeting as it is shown: thresholds and flags over what each party said of it (MEE-7 to MEE-12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters.marks import afterwards, fields, last_said, per_party, shown, withdrawn
from tripartite.core.register.chapters.meeting_bodies import ProposeBody
from tripartite.core.register.fold import of_act
from tripartite.core.register.placed import Placed
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
    names = (
        "title", "level", "format", "mode", "place_city", "host", "topics", "left_out", "local_tz",
        "interpretation", "media_rules", "confidentiality_rule", "remarks", "calendar_owner",
    )  # fmt: skip
    return {
        **fields(body, *names),
        "body": body.held_by,
        "founded_as": FOUNDED[founding.kind_name.partition("@")[0]],
        "proposed_by": founding.party,
        "invited": list(invited),
        **_dates(record, invited),
        **_asked(record, parties),
        "attendance": [
            shown(
                record, act, "office", "function", "number", "role", "present_from", "present_to", "remarks"
            )
            for act in record.of("meeting.attend")
        ],
        "did_not_attend": [
            {**shown(record, act, "reason"), "party": act.body.party or act.party}
            for act in record.of("meeting.did_not_attend")
        ],
        **_agenda(record, invited),
        **_scope(record, parties),
        "accounts": [
            {**shown(record, act, "text", "voice"), "of": _of(act)}
            for act in _in_order(record, parties, "meeting.account")
        ],
        **_ending(record),
        **afterwards(record, founding.id),
    }


def _in_order(record: Record, parties: tuple[Party, ...], kind: str) -> Iterator[Placed]:
    """Acts of a kind by the charter's order of parties."""
    return (act for party in parties for act in record.of(kind) if act.party == party)


def _of(act: Placed) -> str | None:
    return of_act(act) if act.body.of is not None else None


# --- dates --------------------------------------------------------------------------------------------------------


def _dates(record: Record, invited: tuple[Party, ...]) -> dict[str, Any]:
    accepted: dict[str, set[Party]] = {}
    for act in record.of("meeting.accept_date"):
        accepted.setdefault(act.body.date, set()).add(act.party)
    dates = {_date_at(record, head) for head in record.heads}
    return {
        "date": next(iter(dates)) if len(dates) == 1 else None,
        "date_to_be_fixed": None in dates,
        "dates_accepted": [
            [date, [party for party in invited if party in by]] for date, by in sorted(accepted.items())
        ],
        "accepted_by_all": [date for date, by in sorted(accepted.items()) if by >= set(invited)],
        "counter_dates": [shown(record, act, "date", "reason") for act in record.of("meeting.counter_date")],
        "declined_dates": [shown(record, act, "date", "reason") for act in record.of("meeting.decline_date")],
        "postponements": [
            shown(record, act, "reason", "channel", "new_date") for act in record.of("meeting.postpone")
        ],
        "told": [shown(record, act, "told_by", "channel", "on", "text") for act in record.of("meeting.told")],
    }


def _date_at(record: Record, head: str) -> str | None:
    """The date in force where this move led: that of the last scheduling, unless it was postponed since."""
    acts: dict[str, Placed] = {act.id: act for act in record.effective}
    act = acts[head]
    while act.on and act.kind_name not in ("meeting.schedule@1", "meeting.postpone@1"):
        act = acts[act.on[0]]
    date: str | None = getattr(act.body, "date", None)
    return date


# --- who asked ----------------------------------------------------------------------------------------------------


def _asked(record: Record, parties: tuple[Party, ...]) -> dict[str, Any]:
    said = last_said(record, "meeting.requested_by")
    host = record.founding.body.host
    views = {host if host and act.body.asked == "host" else act.body.asked for act in said.values()}
    return {
        "requested_by": per_party(parties, said, record, "asked", "text"),
        "requested_by_disputed": len(views) > 1,
    }


# --- agenda -------------------------------------------------------------------------------------------------------


def _agenda(record: Record, invited: tuple[Party, ...]) -> dict[str, Any]:
    positions = list(record.of("meeting.agenda_position"))
    with_footnotes = _adopted(positions, invited, AGREES_WITH_FOOTNOTES)
    plain = _adopted(positions, invited, AGREES)
    gone = withdrawn(record)
    return {
        "agenda": [_item(record, act) for act in sorted(record.of("meeting.agenda_item"), key=_number)],
        "agenda_positions": [shown(record, act, "position", "footnote") for act in positions],
        "agenda_adopted": plain,
        "agenda_adopted_with_footnotes": with_footnotes and not plain,
        "agenda_footnotes": [
            [act.party, fields(act.body, "footnote")["footnote"]]
            for act in positions
            if act.body.footnote and act.id not in gone
        ],
    }


def _number(act: Placed) -> tuple[int, str]:
    return act.body.number, act.id


def _item(record: Record, item: Placed) -> dict[str, Any]:
    status = [act for act in record.of("meeting.item_status") if of_act(act) == item.id]
    entry = shown(record, item, "number", "title", "sub_items", "requested_duration", "any_other_business")
    return {
        **entry,
        "documents": [ref for ref, _ in item.refs],
        "status": status[-1].body.status if status else None,
    }


def _adopted(positions: Iterable[Placed], invited: tuple[Party, ...], counting: frozenset[str]) -> bool:
    """MEE-9: every invited party agreed to the same items. Once true it stays true: later positions stand beside it."""
    behind: dict[tuple[str, ...], set[Party]] = {}
    for act in positions:
        if act.body.position in counting:
            behind.setdefault(tuple(sorted(act.refs_as("part_of"))), set()).add(act.party)
    return any(by >= set(invited) for by in behind.values())


# --- scope --------------------------------------------------------------------------------------------------------


def _scope(record: Record, parties: tuple[Party, ...]) -> dict[str, Any]:
    whole = last_said(record, "meeting.scope", where=lambda act: act.body.of is None)
    items = {of_act(act): _on_item(record, of_act(act)) for act in record.of("meeting.scope") if act.body.of}
    apart = [item for item, views in sorted(items.items()) if len(set(views.values())) > 1]
    said = {(act.body.topics, act.body.left_out) for act in whole.values()}
    return {
        "scope": per_party(parties, whole, record, "topics", "left_out", "text"),
        "scope_same": len(whole) == len(parties) and len(said) == 1,
        "scope_disputed": bool(apart) or _contradict(whole.values()),
        "items_disputed": apart,
        "scope_of_items": [[item, list(map(list, views.items()))] for item, views in sorted(items.items())],
    }


def _on_item(record: Record, item: str) -> dict[Party, bool]:
    views = last_said(record, "meeting.scope", where=lambda act: _of(act) == item)
    return {party: act.body.in_scope for party, act in sorted(views.items())}


def _contradict(said: Iterable[Placed]) -> bool:
    """MEE-10: one party's topic is what another leaves out."""
    said = list(said)
    return any(set(one.body.topics) & set(other.body.left_out) for one in said for other in said)


# --- ending -------------------------------------------------------------------------------------------------------


def _ending(record: Record) -> dict[str, Any]:
    closings = list(record.of("meeting.close"))
    only = closings[0].body if len(closings) == 1 else None
    return {
        "closings": [
            shown(record, act, "outcome", "next_meeting", "to_be_proposed_by", "calendar_owner", "remarks")
            for act in closings
        ],
        "outcome": only.outcome if only else None,
        "next_meeting": fields(only, "next_meeting", "to_be_proposed_by", "calendar_owner") if only else None,
        "broken_off": [shown(record, act, "reason") for act in record.of("meeting.break_off")],
        "cancelled": [shown(record, act, "reason") for act in record.of("meeting.cancel")],
    }
