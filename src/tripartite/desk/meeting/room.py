# SPDX-License-Identifier: Apache-2.0
"""Everything the room of one meeting shows, from what its acts say (ROO-10 to ROO-14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse

from tripartite.desk.meeting import agenda
from tripartite.desk.meeting.clocks import clock
from tripartite.desk.meeting.links import begin, by_language
from tripartite.desk.meeting.points import point
from tripartite.desk.meeting.statements import Footnote, Statement, footnotes, objection, statement

Values = Mapping[str, Any]
STEPS = (
    "meeting.begin", "meeting.suspend", "meeting.resume", "meeting.close", "meeting.break_off",
    "meeting.schedule", "meeting.postpone", "meeting.cancel",
)  # fmt: skip
"""Moves of a meeting, in the order in which a room offers them."""
STATUS = ("taken_up", "deferred", "concluded")


class Room:
    """One meeting as one delegate sees it."""

    def __init__(self, page: Any, record: str) -> None:
        self.page = page
        self.shown: Values = page.ask("show", record=record)
        self.id: str = self.shown["id"]
        self.sitting: Values = page.ask("sitting", record=self.id)
        self.history: Sequence[Values] = page.ask("history", record=self.id)["items"]
        self.fields: Values = self.shown["fields"]
        self.current = agenda.current(self.fields, self.history, self.id)
        role = {"as": page.seat.role}
        self.may = {one["kind"] for one in page.ask("possible", **role)["items"]}
        self.may |= {one["kind"] for one in page.ask("possible", **role, record=self.id)["items"]}

    def said(self) -> dict[str, Any]:
        """For the template."""
        page = self.page
        notes = footnotes(page, self.history)
        items = agenda.items(page, self.fields, self.current)
        statements = [self._statement(one, items, notes) for one in self.sitting["statements"]]
        for item in items:
            item.statements = [one for one in statements if one.item == item.act]
            item.links = list(self._item_links(item))
        known = {item.act for item in items}
        return {
            "shown": self.shown,
            "title": page.tell.title(self.fields),
            "state": page.tell.states(self.shown),
            "open": self.shown["state"] == ["open"],
            "clock": clock(page, self.sitting["now"], self.sitting["still"]),
            "current": next((item for item in items if item.current), None),
            "how": self.current.how,
            "items": items,
            "aside": [one for one in statements if one.item not in known],
            "speakers": [one for one in statements if one.voice == page.words("voice.table")],
            "footnotes": [note for _, note in notes],
            "agenda": self._agenda(),
            "scope": list(self._scope()),
            "scope_disputed": self.fields["scope_disputed"],
            "accounts": list(self._accounts()),
            "points": [point(page, one) for one in self.sitting["common_points"]],
            "texts": [self._text(one) for one in self.sitting["proposals"]],
            "next": self._next(),
            "around": [(message, self.sitting[name]) for name, message in _AROUND if self.sitting[name]],
            "carry": list(self._carry()),
            "journals": [page.ask("show", record=one) for one in self.sitting["journals"]],
            "quick": list(self._quick()),
        }

    # --- what was said

    def _statement(
        self, shown: Values, items: Sequence[agenda.Item], notes: Sequence[tuple[list[str], Footnote]]
    ) -> Statement:
        known = {item.act: item for item in items}
        one = statement(self.page, shown, known, self.id)
        one.footnotes = [
            note for acts, note in notes if one.id in acts or (one.item and one.item in acts[:1])
        ]
        if "statement.make" in self.may:
            one.reply = begin(
                "statement.make",
                refs=[(one.id, "replies_to"), (self.id, "part_of"), *self._under(one.item)],
                answers={"voice": "table"},
            )
        if "meeting.scope" in self.may:
            own = self.fields["scope"].get(self.page.desk.party)
            one.scope = objection(self.id, one, shown["fields"]["topic"] or "", own)
        return one  # fmt: skip

    def _under(self, item: str) -> list[tuple[str, str]]:
        return [(item, "part_of")] if item else []

    def _accounts(self) -> Iterator[tuple[str, list[Any]]]:
        """Party by party its own account, one voice after the other; what a party has not told is left open."""
        for party in self.page.desk.charter().parties:
            own = [one for one in self.fields["accounts"] if one["by"] == party]
            yield (
                self.page.tell.party(party),
                [(self.page.words(f"voice.{one['voice']}"), self.page.tell.said(one["text"])) for one in own],
            )

    # --- agenda and scope

    def _agenda(self) -> dict[str, Any]:
        fields, tell = self.fields, self.page.tell
        positions = {one["by"]: one["position"] for one in fields["agenda_positions"]}
        return {
            "adopted": fields["agenda_adopted"],
            "with_footnotes": fields["agenda_adopted_with_footnotes"],
            "positions": [
                (tell.party(party), tell.code("position", positions[party], "meeting.agenda_position"))
                for party in fields["invited"] if party in positions
            ],
            "footnotes": [(tell.party(party), tell.said(text)) for party, text in fields["agenda_footnotes"]],
            "agree": begin("meeting.agenda_position", self.id, [(one["act"], "part_of") for one in fields["agenda"]])
            if "meeting.agenda_position" in self.may and fields["agenda"] else "",
            "add": begin("meeting.agenda_item", self.id, answers={"number": str(len(fields["agenda"]) + 1)})
            if "meeting.agenda_item" in self.may else "",
        }  # fmt: skip

    def _item_links(self, item: agenda.Item) -> Iterator[tuple[str, str]]:
        if "statement.make" in self.may:
            yield "room.speak_here", self._speak(item.act)
        if "meeting.item_status" in self.may:
            for status in STATUS:
                answers = {"of": item.act, "status": status}
                yield f"room.mark.{status}", begin("meeting.item_status", self.id, answers=answers)
        if "meeting.scope" in self.may:
            yield (
                "room.not_ours",
                begin("meeting.scope", self.id, answers={"of": item.act, "in_scope": "false"}),
            )

    def _speak(self, item: str) -> str:
        title = self.page.tell.title(next((one for one in self.fields["agenda"] if one["act"] == item), {}))
        refs = [(self.id, "part_of"), *self._under(item)]
        return begin("statement.make", refs=refs, answers={"voice": "table", "topic": title})

    def _scope(self) -> Iterator[tuple[str, Values | None]]:
        for party, said in self.fields["scope"].items():
            told = said and {**said, "said": self.page.tell.said(said["text"] or [])}
            yield self.page.tell.party(party), told

    # --- texts, what is next, what there is to do

    def _text(self, shown: Values) -> dict[str, Any]:
        tell = self.page.tell
        fields = shown["fields"]
        return {
            "id": shown["id"],
            "title": tell.title(fields),
            "state": tell.states(shown),
            "face": tell.face(shown),
            "truth": shown["truth"],
            "kind": tell.code("kind", fields["kind"], "proposal.table") or fields["kind"],
        }

    def _next(self) -> dict[str, Any]:
        said = self.fields["next_meeting"] or {}
        owner = said.get("calendar_owner") if said else self.fields["calendar_owner"]
        date, by = said.get("next_meeting"), said.get("to_be_proposed_by")
        return {
            "said": bool(said),
            "date": self.moment(date),
            "by": self.page.tell.party(by) if by else "",
            "owner": self.page.tell.party(owner) if owner else self.page.words("fixed.nobody"),
        }

    def moment(self, date: str | None) -> Any:
        if not date:
            return None
        return self.page.tell.moment(date) if "T" in date else self.page.tell.day(date)

    def _carry(self) -> Iterator[dict[str, Any]]:
        """Items of the meeting before that were not concluded, and the form that lays one before this meeting."""
        before, agenda_here = self.sitting["before"], self.fields["agenda"]
        number, carried = len(agenda_here) + 1, {act for one in agenda_here for act in one["documents"]}
        left = [one for one in before["open"] if one["act"] not in carried] if before else []
        for place, one in enumerate(left):
            answers = {"number": str(number + place), **by_language("title", one["title"])}
            form = begin("meeting.agenda_item", self.id, [(one["act"], "derived_from")], answers)
            yield {
                "number": one["number"],
                "title": self.page.tell.chosen(one["title"]),
                "status": f"item.{one['status']}" if one["status"] else "",
                "form": form if "meeting.agenda_item" in self.may else "",
            }

    def _quick(self) -> Iterator[tuple[str, str]]:
        """What is done from the room, as far as whoever sits here may do it."""
        here = [(self.id, "part_of")]
        body, after = self.fields["body"], [(self.id, "cites")]
        decision = {"kind": "decision", "form": "text", "held_by": body}
        current = self.current.item["act"] if self.current.item else ""
        founded: tuple[tuple[str, str, str], ...] = (
            ("statement.make", "room.quick.statement", self._speak(current)),
            ("common_point.say", "room.quick.point", begin("common_point.say", refs=here)),
            ("proposal.table", "room.quick.decision", begin("proposal.table", refs=here, answers=decision)),
            ("meeting.attend", "do.meeting.attend", begin("meeting.attend", self.id)),
            ("meeting.account", "room.quick.account", begin("meeting.account", self.id)),
            ("meeting.propose", "room.quick.next", begin("meeting.propose", refs=after, answers={"held_by": body})),
        )  # fmt: skip
        yield from ((message, form) for kind, message, form in founded if kind in self.may)
        yield from ((f"do.{kind}", begin(kind, self.id)) for kind in STEPS if kind in self.may)


_AROUND = (("before", "room.before"), ("after", "room.after"))


def address(meeting: str, view: str = "room") -> str:
    return reverse(view, kwargs={"record": meeting})
