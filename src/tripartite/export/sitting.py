# SPDX-License-Identifier: Apache-2.0
"""What a meeting did, section by section, as its journal has it: each party's words as that party wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tripartite.core.encoding.values import instant
from tripartite.export.page import (
    Block,
    Column,
    Columns,
    Content,
    Item,
    Items,
    Line,
    Pairs,
    Said,
    Section,
    Table,
)
from tripartite.export.telling import Teller, notes

Text = Mapping[str, Any]
"""A journal's text in plain values (JOU-2)."""


def when(tell: Teller, said: str | None) -> str:
    """A day in three calendars, or an instant in the zone of the meeting; "" for none."""
    if said is None:
        return ""
    return tell.time(instant(said)) if "T" in said else " · ".join(tell.day(said))


def times(tell: Teller, text: Text) -> Section:
    rows: list[tuple[str, Content]] = [
        (
            tell.words(f"sitting.{one['what']}"),
            tell.words("journal.by", time=tell.time(one["time"]), party=tell.name(one["by"])),
        )
        for one in text["times"]
    ]
    if text["chair"]:
        rows.append((tell.words("journal.chair"), tell.name(text["chair"])))
    return Section("times", tell.words("journal.times"), [Pairs(rows)])


# --- attendance ---------------------------------------------------------------------------------------------------


def attendance(tell: Teller, text: Text) -> Section | None:
    blocks: list[Block] = []
    head = [tell.words(f"journal.{name}") for name in ("party", "person", "role", "here")]
    if text["present"]:
        blocks.append(Table(head, [_person(tell, one) for one in text["present"]]))
    if text["absent"]:
        blocks.append(Items([_absent(tell, one) for one in text["absent"]]))
    return Section("present", tell.words("journal.present"), blocks) if blocks else None


def _person(tell: Teller, one: Text) -> list[Content]:
    """By office, or by function and number: never by name."""
    function = tell.words(f"function.{one['function']}") if one["function"] else ""
    if function and one["number"]:
        function = tell.words("journal.numbered", function=function, number=one["number"])
    bounds = [
        tell.words(f"journal.{name}", time=when(tell, one[key]))
        for name, key in (("from", "present_from"), ("to", "present_to"))
        if one[key]
    ]
    office: Content = Said(one["office"]) if one["office"] else function
    return [tell.name(one["by"]), office, tell.words(f"attendance.{one['role']}"), " ".join(bounds) or "–"]


def _absent(tell: Teller, one: Text) -> Item:
    head = tell.words("journal.absent", party=tell.name(one["party"]))
    return Item(tell.account(one["by"]), "account", _said(tell, one["reason"]), head)


# --- postponements ------------------------------------------------------------------------------------------------


def postponements(tell: Teller, text: Text) -> Section | None:
    """Who put it off, why in that party's words, through which channel the others were told, and how each learned."""
    items = [_put_off(tell, one) for one in text["postponements"]] + [
        _told(tell, one) for one in text["told"]
    ]
    return Section("postponed", tell.words("journal.postponed"), [Items(items)]) if items else None


def _put_off(tell: Teller, one: Text) -> Item:
    head = tell.words("journal.put_off", channel=one["channel"])
    date = when(tell, one["new_date"])
    note = tell.words("journal.new_date", date=date) if date else tell.words("journal.no_new_date")
    return Item(tell.account(one["by"]), "account", tell.pick(one["reason"]), head, [note])


def _told(tell: Teller, one: Text) -> Item:
    head = tell.words("journal.was_told", who=one["told_by"], channel=one["channel"])
    return Item(
        tell.account(one["by"]), "account", _said(tell, one["text"]), head, notes(when(tell, one["on"]))
    )


# --- agenda -------------------------------------------------------------------------------------------------------


def agenda(tell: Teller, text: Text) -> Section | None:
    blocks: list[Block] = []
    names = ("journal.number", "journal.item", "page.proposed_by", "journal.item_status")
    if text["items"]:
        blocks.append(
            Table([tell.words(name) for name in names], [_item(tell, one) for one in text["items"]])
        )
    footnotes = [
        Item(tell.account(one["by"]), "account", tell.pick(one["footnote"])) for one in text["footnotes"]
    ]
    footnotes += list(_of_items(tell, text))
    if footnotes:
        blocks.append(Items(footnotes, tell.words("journal.footnotes")))
    return Section("agenda", tell.words("journal.agenda"), blocks) if blocks else None


def _item(tell: Teller, one: Text) -> list[Content]:
    status = tell.words(f"item.{one['status']}") if one["status"] else "–"
    return [tell.number(one["number"]), tell.pick(one["title"]), tell.name(one["by"]), status]


def _of_items(tell: Teller, text: Text) -> Iterator[Item]:
    """Whether an item belongs to the meeting, per each party that said so: views that differ stand side by side."""
    numbers = {one["act"]: one["number"] for one in text["items"]}
    for one in text["scope"]:
        if one["item"] in numbers:
            message = "journal.item_in" if one["in_scope"] else "journal.item_out"
            head = tell.words(message, number=numbers[one["item"]])
            yield Item(tell.account(one["by"]), "account", _said(tell, one["text"]), head)


def scope(tell: Teller, text: Text) -> Section | None:
    """What each party says was on the table and was left out, in columns."""
    whole = [one for one in text["scope"] if one["item"] is None]
    if not whole:
        return None
    columns = [
        Column(tell.name(party), [_scope(tell, one) for one in whole if one["by"] == party])
        for party in tell.gathered.parties
    ]
    return Section("scope", tell.words("brief.scope"), [Columns(columns)])


def _scope(tell: Teller, one: Text) -> Item:
    listed = [
        f"{tell.words(message)}: {tell.words.shown(tell.language.listed(one[name]))}"
        for message, name in (("page.in_scope", "topics"), ("page.left_out", "left_out"))
        if one[name]
    ]
    return Item(tell.account(one["by"]), "account", _said(tell, one["text"]), notes=listed)


# --- what was said ------------------------------------------------------------------------------------------------


def speakers(tell: Teller, text: Text) -> Section | None:
    """Who spoke, in order of the record; rights of reply apart; what had no response at the table."""
    blocks: list[Block] = []
    if text["speakers"]:
        blocks.append(Items([_spoke(tell, one) for one in text["speakers"]]))
    if text["rights_of_reply"]:
        blocks.append(
            Items([_spoke(tell, one) for one in text["rights_of_reply"]], tell.words("journal.replies"))
        )
    silent = [_silent(tell, one, text) for one in text["no_response_at_table"]]
    if silent:
        blocks.append(Items(silent, tell.words("journal.no_response")))
    return Section("speakers", tell.words("journal.speakers"), blocks) if blocks else None


def _spoke(tell: Teller, one: Text) -> Item:
    parts = [
        one["speaker"],
        tell.words(f"statement.{one['kind']}"),
        *([one["topic"]] if one["topic"] else []),
    ]
    return Item(
        tell.account(one["by"]), "account", tell.pick(one["text"]), " · ".join(map(tell.words.shown, parts))
    )


def _silent(tell: Teller, one: Text, text: Text) -> Item:
    """Per whom, and to whose words, where the journal has those too."""
    spoken: Sequence[Text] = [*text["speakers"], *text["rights_of_reply"]]
    said = next((other for other in spoken if other["act"] == one["statement"]), None)
    head = tell.words("journal.to_statement", who=said["speaker"]) if said else ""
    return Item(tell.account(one["by"]), "account", tell.pick(said["text"]) if said else None, head)


# --- texts and outcome --------------------------------------------------------------------------------------------


def texts(tell: Teller, text: Text) -> Section:
    """Each text that was before the meeting, whether it is adopted, and what was stated with a position on it."""
    items: list[Item] = []
    for one in text["decisions"]:
        adopted = one["adopted"]
        face = tell.words("journal.adopted" if adopted else "journal.not_adopted")
        items.append(Item(face, "adopted" if adopted else "none", None, tell.pick(one.get("title")).text))
        items += [_stated(tell, said) for said in one["statements"]]
    blocks: list[Block] = [Items(items)] if items else [Line(tell.words("journal.no_text"))]
    return Section("texts", tell.words("journal.texts"), blocks)


def _stated(tell: Teller, one: Text) -> Item:
    position = tell.words(f"position.{one['position']}")
    head = tell.words("journal.statement_of", party=tell.name(one["by"]), position=position)
    return Item(tell.account(one["by"]), "account", tell.pick(one["statement"]), head)


def outcome(tell: Teller, text: Text) -> Section:
    """What the chair closed with, when the next meeting is, and who keeps the calendar."""
    blocks: list[Block] = []
    if text["broken_off"]:
        blocks.append(Items([_broke_off(tell, one) for one in text["broken_off"]]))
    if text["outcome"]:
        blocks.append(Line(tell.words(f"outcome.{text['outcome']}"), strong=True))
        blocks += [Line(line) for line in _next(tell, text["next_meeting"])]
    elif not blocks:
        blocks.append(Line(tell.words("journal.no_outcome")))
    return Section("outcome", tell.words("journal.outcome"), blocks)


def _broke_off(tell: Teller, one: Text) -> Item:
    head = tell.words("journal.broken_off", party=tell.name(one["by"]))
    return Item(tell.account(one["by"]), "account", tell.pick(one["reason"]), head)


def _next(tell: Teller, one: Text) -> Iterator[str]:
    if one["next_meeting"]:
        yield tell.words("journal.next_on", date=when(tell, one["next_meeting"]))
    elif one["to_be_proposed_by"]:
        yield tell.words("journal.next_by", party=tell.name(one["to_be_proposed_by"]))
    else:
        yield tell.words("journal.next_open")
    owner = one["calendar_owner"]
    yield (
        tell.words("page.calendar_kept", party=tell.name(owner)) if owner else tell.words("brief.next_nobody")
    )


def symbols(tell: Teller, text: Text) -> Section | None:
    """Every symbol given to a record that the journal rests on; none is preferred."""
    found = list(dict.fromkeys(symbol for _, symbol in text["symbols"]))
    if not found:
        return None
    return Section("symbols", tell.words("journal.symbols"), [Line(tell.language.listed(found))])


def _said(tell: Teller, texts: Any) -> Said | None:
    return tell.pick(texts) if texts else None
