# SPDX-License-Identifier: Apache-2.0
"""One page for a sceptical minister: what was agreed, who said what, who holds it. From the register, and nothing else.

Every item says on its face whose word it is; nothing is summed up, merged or weighed.
"""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.core.register.charter import Charter
from tripartite.export.finding import findings
from tripartite.export.gathered import Ask, Copy, Gathered, Record, gather
from tripartite.export.harm import casualties
from tripartite.export.outcome import agreed, common, referred
from tripartite.export.page import Block, Content, Item, Items, Page, Section, Table
from tripartite.export.telling import Teller, fields, notes
from tripartite.export.voices import accounts, asked, owed, scope, terms
from tripartite.i18n.words import Words

HELD = ("open", "suspended", "closed", "broke_off")
SECTIONS = (agreed, common, referred, owed, accounts, scope, terms, casualties, findings, asked)


def brief(ask: Ask, charter: Charter, words: Words) -> Page:
    """The page, in one language, of the copy that answers `ask`."""
    gathered = gather(ask, charter)
    tell = Teller(gathered, words)
    sections = [section for make in SECTIONS if (section := make(tell)) is not None]
    sections += [section for section in (_reports(tell), _copies(tell)) if section is not None]
    return Page(
        language=words.language,
        title=words("brief.title"),
        face=tell.pick(charter.said.exercise).text if charter.said.exercise else "",
        standing=words("face.mechanism" if charter.adopts else "face.talks_record"),
        subject=list(_subject(tell)),
        sections=sections,
        foot=_foot(tell),
    )


def _subject(tell: Teller) -> Iterator[str]:
    """Of the last meeting that took place: what, when in three calendars, where; and between whom."""
    found = [one for one in tell.gathered["meetings"] if set(one["state"]) & set(HELD)]
    if found:
        said = fields(found[-1])
        yield tell.pick(said["title"]).text
        if said["date"]:
            yield " · ".join(tell.day(said["date"]))
        if said["founded_as"] == "recorded_later":
            yield tell.words("page.recorded_later", party=tell.name(found[-1]["by"]))
    yield tell.words("page.between_parties", names=tell.names(tell.gathered.parties))


def _reports(tell: Teller) -> Section | None:
    """Third parties' words, filed as printed. A reader's view is one too, and is called that."""
    blocks: list[Block] = []
    filed = list(tell.gathered["reports"])
    rows = [_filed(tell, record) for record in filed]
    readers = [
        _reader(tell, one) for record in filed for one in fields(record)["claims"] if one["voice"] == "reader"
    ]
    if rows:
        head = [
            tell.words("page.source"),
            tell.words("page.date"),
            tell.words("page.filed_by"),
            tell.words("page.remark"),
        ]
        blocks.append(Table(head, rows))
    if readers:
        blocks.append(Items(readers))
    return Section("reports", tell.words("page.reports"), blocks) if blocks else None


def _filed(tell: Teller, record: Record) -> list[Content]:
    said = fields(record)
    errors = [
        tell.words("page.corrigendum", printed=printed, reads=reads) for printed, reads in said["corrigendum"]
    ]
    remark = " ".join(errors) or "–"
    face = tell.words("face.report", outlet=said["outlet"])
    return [face, tell.day(said["date"])[0], tell.name(said["filed_by"]), remark]


def _reader(tell: Teller, one: Record) -> Item:
    shown = tell.words("page.self_declared", name=one["self_declared"]) if one["self_declared"] else None
    return Item(tell.words("face.reader"), "report", tell.pick(one["what"]), notes=notes(shown))


def _copies(tell: Teller) -> Section:
    words = tell.words
    head = [words("page.signed_by"), words("page.entries"), words("page.held_by")]
    rows = [_copy(tell, copy) for copy in tell.gathered.copies]
    return Section("copies", words("page.copies"), [Table(head, rows)])


def _copy(tell: Teller, copy: Copy) -> list[Content]:
    order = [party for party in tell.gathered.parties if party in copy.held and party != copy.party]
    held = [words_since(tell, party, copy.held[party]) for party in order]
    return [tell.name(copy.party), tell.number(copy.size), " · ".join(held) or tell.words("fixed.nobody")]


def words_since(tell: Teller, party: str, instant: int) -> str:
    return tell.words("page.since", party=tell.name(party), time=tell.time(instant))


def _foot(tell: Teller) -> list[str]:
    gathered: Gathered = tell.gathered
    return [
        tell.words("page.printed", party=tell.name(gathered.party), time=tell.time(gathered.now)),
        tell.words("page.same_number", number=gathered.number),
    ]
