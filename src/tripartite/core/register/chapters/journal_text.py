# SPDX-License-Identifier: Apache-2.0
"""A meeting's journal as a pure function of the acts it rests on: structure and codes, no words of our own (JOU-2).

The same acts give the same journal on every node. What a party wrote stands in it as that party wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters.marks import fields
from tripartite.core.register.chapters.naming import MEETING, OF_MEETINGS, VERSIONS, adopted, kind_of
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

WITH_STATEMENT = ("accepts_with_interpretative_statement", "accepts_with_reservation")
TIMES = {
    "meeting.record": "recorded_later",
    "meeting.convene": "opened",
    "meeting.begin": "opened",
    "meeting.suspend": "suspended",
    "meeting.resume": "resumed",
    "meeting.close": "closed",
    "meeting.break_off": "broke_off",
}
"""Moves that a journal gives the time of, and what happened then."""
ENDING = ("meeting.suspend", "meeting.close", "meeting.break_off")
RESTS_ON = (
    *MEETING, *(f"meeting.{name}" for name in OF_MEETINGS if name != "account"),
    "statement.make", "statement.response", "proposal.position", *VERSIONS,
)  # fmt: skip
"""What a journal may rest on; accounts stand beside it, never in it."""
_PERSON = ("office", "function", "number", "role", "present_from", "present_to")
_NEXT = ("next_meeting", "to_be_proposed_by", "calendar_owner")


class Sheet:
    """The acts that one issue of a journal rests on, by kind and in order of log time."""

    def __init__(self, acts: Iterable[Placed], world: World) -> None:
        self.world = world
        self.acts = sorted(acts, key=lambda act: (act.time, act.place.dispatch, act.index))

    def of(self, *kinds: str) -> list[Placed]:
        return [act for act in self.acts if kind_of(act) in kinds]

    def rows(self, kind: str, *names: str) -> list[dict[str, Any]]:
        return [said(act, *names) for act in self.of(kind)]


def said(act: Placed, *names: str) -> dict[str, Any]:
    return {"act": act.id, "by": act.party, **fields(act.body, *names)}


def sheet_of(issue: Placed, world: World) -> Sheet:
    """What an issue names as `part_of`, as far as it is held."""
    found = [world.find(ref) for ref in issue.refs_as("part_of")]
    return Sheet((act for act in found if act is not None and not act.reason), world)


def present(sheet: Sheet, parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """JOU-3: the full parties whose attendance an issue names; all, if it names nobody's."""
    there = {act.party for act in sheet.of("meeting.attend") if act.body.role != "observer"}
    return tuple(party for party in parties if party in there) or parties


def text_of(sheet: Sheet, meeting: Placed) -> dict[str, Any]:
    """The journal: one member for each part, in the order in which journals have them."""
    closing = sheet.of("meeting.close")
    return {
        **fields(meeting.body, "title", "level", "place_city", "date", "local_tz"),
        **_scheduled(sheet),
        "times": [{**said(act), "what": TIMES[kind_of(act)], "time": act.time} for act in sheet.of(*TIMES)],
        "chair": next((act.party for act in sheet.of(*TIMES) if kind_of(act) != "meeting.break_off"), None),
        "present": sheet.rows("meeting.attend", *_PERSON),
        "absent": [
            {**said(act, "reason"), "party": act.body.party or act.party}
            for act in sheet.of("meeting.did_not_attend")
        ],
        "postponements": sheet.rows("meeting.postpone", "reason", "channel", "new_date"),
        "told": sheet.rows("meeting.told", "told_by", "channel", "on", "text"),
        "items": _items(sheet),
        "footnotes": [row for row in sheet.rows("meeting.agenda_position", "footnote") if row["footnote"]],
        "scope": [
            {
                **said(act, "topics", "left_out", "text", "in_scope"),
                "item": of_act(act) if act.body.of else None,
            }
            for act in sheet.of("meeting.scope")
        ],
        "speakers": _speakers(sheet, replies=False),
        "rights_of_reply": _speakers(sheet, replies=True),
        "no_response_at_table": [
            {**said(act), "statement": act.record_id}
            for act in sheet.of("statement.response")
            if act.body.status == "no_response_at_table"
        ],
        "symbols": list(_symbols(sheet)),
        "decisions": [_decision(act, sheet.world) for act in sheet.of(*VERSIONS)],
        "outcome": closing[-1].body.outcome if closing else None,
        "next_meeting": fields(closing[-1].body, *_NEXT) if closing else None,
        "broken_off": sheet.rows("meeting.break_off", "reason"),
    }


def _scheduled(sheet: Sheet) -> dict[str, Any]:
    """The date, and the city if it was named again, that the last scheduling fixed."""
    last = sheet.of("meeting.schedule")[-1:]
    return {
        name: value for act in last for name, value in fields(act.body, "date", "place_city").items() if value
    }


def _items(sheet: Sheet) -> list[dict[str, Any]]:
    status = {of_act(act): act.body.status for act in sheet.of("meeting.item_status")}
    items = sorted(sheet.of("meeting.agenda_item"), key=lambda act: (act.body.number, act.id))
    return [{**said(act, "number", "title"), "status": status.get(act.id)} for act in items]


def _speakers(sheet: Sheet, *, replies: bool) -> list[dict[str, Any]]:
    """Who spoke, in order; rights of reply apart."""
    return [
        said(act, "speaker", "kind", "topic", "text")
        for act in sheet.of("statement.make")
        if (act.body.kind == "right_of_reply") == replies
    ]


def _symbols(sheet: Sheet) -> Iterable[list[str]]:
    """The symbols of the records that the acts belong to: every one that was given, none preferred."""
    for ident in dict.fromkeys(act.record_id for act in sheet.acts):
        record = sheet.world.record(ident)
        for label in record.of("label") if record is not None else ():
            yield [ident, label.body.symbol]


def _decision(version: Placed, world: World) -> dict[str, Any]:
    """JOU-7: a text that was before the meeting, whether it is adopted, and what was stated with a position on it."""
    record = world.record(version.record_id)
    title = fields(record.founding.body, "title", "kind") if record is not None else {}
    return {
        "version": version.id,
        **title,
        "adopted": record is not None and adopted(record, version.id, world),
        "statements": _with_statement(record, version.id) if record is not None else [],
    }


def _with_statement(record: Record, version: str) -> list[dict[str, Any]]:
    positions = (act for act in record.of("proposal.position") if of_act(act) == version)
    return [said(act, "position", "statement") for act in positions if act.body.position in WITH_STATEMENT]
