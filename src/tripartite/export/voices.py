# SPDX-License-Identifier: Apache-2.0
"""What was said: offers, demands and pledges; each side's own account; scope; terms that are not shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tripartite.export.gathered import Record
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
from tripartite.export.telling import Pairs as Texts
from tripartite.export.telling import Teller, fields, notes

VOICES = ("table", "press", "capital")


# --- who offered, who demanded ------------------------------------------------------------------------------------


def owed(tell: Teller) -> Section | None:
    """Each in its author's own list; what another says that somebody wants stands in nobody's."""
    records = list(tell.gathered["undertakings"])
    own = {
        party: [one for one in records if fields(one)["in_list_of"] == party]
        for party in tell.gathered.parties
    }
    loose = [one for one in records if fields(one)["in_list_of"] is None]
    if not records:
        return None
    blocks: list[Block] = [
        Columns(
            [Column(tell.name(party), [_owed(tell, one) for one in found]) for party, found in own.items()]
        )
    ]
    if loose:
        blocks.append(Items([_attributed(tell, one) for one in loose], tell.words("page.in_no_list")))
    return Section("owed", tell.words("brief.offers"), blocks)


def _owed(tell: Teller, record: Record) -> Item:
    said = fields(record)
    texts = said["own_words"][-1]["text"] if said["own_words"] else said["text"]
    return Item(
        tell.account(said["in_list_of"]), "account", tell.pick(texts), _owed_head(tell, record),
        notes(_lacks(tell, record), *_answers(tell, record), *tell.further(record)),
    )  # fmt: skip


def _owed_head(tell: Teller, record: Record) -> str:
    said = fields(record)
    kind = said["undertaking_kind"]
    whom = said["obligor"] if kind == "demand" else said["beneficiary"]
    parts = [tell.words(f"undertaking.{kind}")]
    if said["action_types"]:
        parts.append(tell.listed("action", said["action_types"]))
    if whom:
        parts.append(tell.words("page.on" if kind == "demand" else "page.to", names=tell.names(whom)))
    return " · ".join(parts)


def _lacks(tell: Teller, record: Record) -> str | None:
    said = fields(record)
    if said["verifiable_as_drafted"]:
        return None
    lacking = tell.words("linter.missing", fields=tell.listed("linter", said["missing"]))
    return f"{tell.words('fixed.not_verifiable')}: {lacking}"


def _answers(tell: Teller, record: Record) -> list[str]:
    answers = [one for one in fields(record)["answers"].values() if one]
    if not answers:
        return [tell.words("fixed.no_reply")]
    return [tell.per(tell.words(f"answer.{one['answer']}"), one["by"]) for one in answers]


def _attributed(tell: Teller, record: Record) -> Item:
    said = fields(record)
    if said["attributed_to"] is None:
        return Item(tell.account(record["by"]), "account", tell.pick(said["text"]), _owed_head(tell, record))
    faces = [face for act in said["cites"] if (face := tell.report(act))]
    face = faces[0] if faces else tell.account(record["by"])
    note = tell.words("page.attributed", party=tell.name(said["attributed_to"]))
    return Item(
        face,
        "report" if faces else "account",
        tell.pick(said["text"]),
        _owed_head(tell, record),
        [note, *tell.further(record)],
    )


# --- each side's own account --------------------------------------------------------------------------------------


def accounts(tell: Teller) -> Section | None:
    columns = [Column(tell.name(party), list(_of(tell, party))) for party in tell.gathered.parties]
    if not any(column.items for column in columns):
        return None
    return Section("accounts", tell.words("brief.accounts"), [Columns(columns)])


def _of(tell: Teller, party: str) -> Iterator[Item]:
    """A party's accounts of meetings, then its statements: at the table, to the press, from the capital."""
    for meeting in tell.gathered["meetings"]:
        for one in fields(meeting)["accounts"]:
            if one["by"] == party:
                head = f"{tell.words('page.of_the_meeting')} · {tell.words('voice.' + one['voice'])}"
                yield Item(tell.account(party), "account", tell.pick(one["text"]), head)
    statements = tell.gathered.of("statements", party)
    for record in sorted(statements, key=lambda one: VOICES.index(fields(one)["voice"])):
        yield _statement(tell, record)


def _statement(tell: Teller, record: Record) -> Item:
    said = fields(record)
    head = f"{tell.words('statement.' + said['kind'])} · {tell.words('voice.' + said['voice'])}"
    found: list[Content | None] = []
    if said["recorded_for"]:
        found += tell.further(record)
    elif not said["own"]:
        other = tell.name(said["by_party"])
        found.append(tell.words("face.reported_by", party=tell.name(record["by"]), other=other))
    found += [tell.words("page.condition", text=text) for text in said["conditions"]]
    found += [tell.per(tell.words(f"response.{one['status']}"), one["by"]) for one in said["responses"]]
    if said["interpretation_disputed"]:
        found.append(tell.words("flag.interpretation_disputed"))
    return Item(tell.account(record["by"]), "account", tell.pick(said["text"]), head, notes(*found))


# --- scope and terms ----------------------------------------------------------------------------------------------


def scope(tell: Teller) -> Section | None:
    blocks = [block for meeting in tell.gathered["meetings"] for block in _scope(tell, meeting)]
    return Section("scope", tell.words("brief.scope"), blocks) if blocks else None


def _scope(tell: Teller, meeting: Record) -> Iterator[Block]:
    said = fields(meeting)
    views = {party: one for party, one in said["scope"].items() if one}
    if not views:
        return
    if said["scope_same"]:
        yield Line(tell.words("page.scope_same"), strong=True)
        yield Pairs(
            [(tell.words(key), _topics(tell, one)) for key, one in _named(next(iter(views.values())))]
        )
    elif said["scope_disputed"]:
        yield Line(tell.words("flag.scope_disputed"), strong=True)
    yield Columns([
        Column(tell.name(party), [_scope_item(tell, party, views[party])] if party in views else [])
        for party in tell.gathered.parties
    ])  # fmt: skip


def _named(one: Record) -> Iterator[tuple[str, list[str]]]:
    for key, name in (("page.in_scope", "topics"), ("page.left_out", "left_out")):
        if one[name]:
            yield key, one[name]


def _topics(tell: Teller, topics: list[str]) -> Said:
    return Said(tell.language.listed(topics))


def _scope_item(tell: Teller, party: str, one: Record) -> Item:
    """The party's own words, else the topics it named."""
    if one["text"]:
        return Item(tell.account(party), "account", tell.pick(one["text"]))
    said = [
        f"{tell.words(key)}: {tell.words.shown(tell.language.listed(topics))}" for key, topics in _named(one)
    ]
    return Item(tell.account(party), "account", notes=said)


def terms(tell: Teller) -> Section | None:
    """Words that the parties do not share: a neutral label first, then each party's own."""
    listed: list[tuple[Texts, Sequence[tuple[str, Texts]]]] = [
        *((term.neutral, term.terms) for term in tell.gathered.charter.said.contested),
        *((entry["words"], entry["terms"]) for entry in _agreed_terms(tell)),
    ]
    if not listed:
        return None
    order = tell.gathered.parties
    rows: list[list[Content]] = []
    for neutral, terms_ in listed:
        own = dict(terms_)
        each: list[Content] = [tell.pick(own[party]) if party in own else "–" for party in order]
        rows.append([tell.pick(neutral), *each])
    head = [tell.words("page.neutral"), *(tell.name(party) for party in order)]
    return Section("terms", tell.words("brief.contested"), [Table(head, rows)])


def _agreed_terms(tell: Teller) -> Iterator[Record]:
    """The entries of every adopted list of contested terms, each as its last adopted version has them (LST-4)."""
    for record in tell.gathered["proposals"]:
        said = fields(record)
        adopted = [version for version in said["versions"] if version["adopted"]]
        if said["kind"] == "contested_terms_list" and adopted:
            yield from adopted[-1]["entries"]


def asked(tell: Teller) -> Section | None:
    """Meetings still to come: who asked, when, and who keeps the calendar."""
    waiting = ("proposed", "scheduled", "postponed")
    found = [one for one in tell.gathered["meetings"] if set(one["state"]) & set(waiting)]
    blocks = [block for meeting in found for block in _next(tell, meeting)]
    if not blocks:
        blocks = [Line(tell.words("page.no_next"), strong=True)]
    return Section("next", tell.words("brief.next"), blocks)


def _next(tell: Teller, meeting: Record) -> Iterator[Block]:
    said = fields(meeting)
    owner = said["calendar_owner"]
    kept = (
        tell.words("page.calendar_kept", party=tell.name(owner)) if owner else tell.words("brief.next_nobody")
    )
    yield Line(kept, strong=True)
    if said["requested_by_disputed"]:
        yield Line(f"{tell.words('brief.requested_disputed')}.")
    date = tell.words("page.date_open") if said["date_to_be_fixed"] else " · ".join(tell.day(said["date"]))
    yield Pairs(
        [
            (tell.words("page.meeting"), tell.pick(said["title"])),
            (tell.words("page.proposed_by"), tell.name(said["proposed_by"])),
            (tell.words("page.date"), date),
        ]
    )
    items = [_asked(tell, party, one) for party, one in said["requested_by"].items() if one]
    if items:
        yield Items(items)
    silent = [party for party, one in said["requested_by"].items() if not one]
    if items and silent:
        yield Line(tell.words("page.not_said_who", names=tell.names(silent)))


def _asked(tell: Teller, party: str, one: Record) -> Item:
    by = one["asked"]
    who = tell.name(by) if by in tell.gathered.parties else tell.words(f"page.asked_{by}")
    head = tell.words("page.asked_by", who=who)
    return Item(tell.account(party), "account", tell.pick(one["text"]) if one["text"] else None, head)
