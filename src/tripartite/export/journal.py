# SPDX-License-Identifier: Apache-2.0
"""A meeting's journal as a document: what it is, what the meeting did, who says what of it (JOU-9, JOU-10).

Made from what the register says and nothing else. Where parties differ, their texts stand side by side; none of them is
called the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import instant, sha256
from tripartite.core.keys.public import fingerprint
from tripartite.core.register.charter import Charter
from tripartite.export.gathered import Ask, Gathered
from tripartite.export.page import (
    Block,
    Column,
    Columns,
    Content,
    Item,
    Items,
    Line,
    Page,
    Said,
    Section,
    Table,
)
from tripartite.export.sitting import (
    agenda,
    attendance,
    outcome,
    postponements,
    scope,
    speakers,
    symbols,
    texts,
    times,
    when,
)
from tripartite.export.telling import Teller, notes
from tripartite.i18n.words import Words

SITTING = (times, attendance, postponements, agenda, scope, speakers, texts, outcome, symbols)
Journal = Mapping[str, Any]


def journal(ask: Ask, said: Mapping[str, Any], charter: Charter, words: Words) -> tuple[dict[str, Any], Page]:
    """What the register says of a meeting's journal, in plain values and as a page in one language."""
    found = ask("journal", said)
    return found, page(found, charter, words)


def page(found: Journal, charter: Charter, words: Words) -> Page:
    """The page: the same wherever the same acts are held, whoever prints it."""
    whole = Gathered(charter, charter.parties[0], 0, "", {}, ())
    tell = Teller(whole, words)
    journals = found["journals"] or [found["draft"]]
    text = journals[0]["text"]
    tell.zone = _zone(text["local_tz"])
    return Page(
        language=words.language,
        title=words("journal.title"),
        face=tell.pick(charter.said.exercise).text if charter.said.exercise else "",
        standing=words("face.mechanism" if charter.adopts else "face.talks_record"),
        subject=list(_subject(tell, text)),
        sections=[section for one in journals for section in _sections(tell, one, found)],
        foot=[words("journal.same_number", number=number(found))],
    )


def number(found: Journal) -> str:
    """Eight groups of four digits over all that the journal says: equal where it is."""
    return fingerprint(sha256(encode(found)))


def _zone(name: str | None) -> str:
    """The zone of the meeting; UTC where none is named, or none of that name is known."""
    try:
        return ZoneInfo(name or "UTC").key
    except (KeyError, ValueError, OSError):
        return "UTC"


def _subject(tell: Teller, text: Mapping[str, Any]) -> Iterator[str]:
    yield tell.pick(text["title"]).text
    parts = [
        tell.words(f"level.{text['level']}"),
        when(tell, text["date"]),
        tell.words.shown(text["place_city"] or ""),
    ]
    yield " · ".join(part for part in parts if part)
    yield tell.words("page.between_parties", names=tell.names(tell.gathered.parties))


def _sections(tell: Teller, one: Journal, found: Journal) -> Iterator[Section]:
    yield _standing(tell, one, found)
    for make in SITTING:
        section = make(tell, one["text"])
        if section is not None:
            yield section
    for issue in one.get("issues", ()):
        yield from _words_on(tell, issue, one)


# --- what it is ---------------------------------------------------------------------------------------------------


def _standing(tell: Teller, one: Journal, found: Journal) -> Section:
    """Whether it is a draft, provisional or closed; whether all approve its last issue, or texts stand side by side."""
    blocks: list[Block] = [Line(said, strong=place == 0) for place, said in enumerate(_said_of_it(tell, one))]
    if one.get("issues"):
        names = ("issue", "issued_by", "issued", "approved_by", "signed_by_chair", "until")
        rows = [_issue(tell, issue) for issue in one["issues"]]
        blocks.append(Table([tell.words(f"journal.{name}") for name in names], rows))
    if found["accounts"]:
        blocks.append(Line(tell.words.plural("journal.accounts", found["accounts"])))
    return Section("standing", tell.words("journal.standing"), blocks)


def _said_of_it(tell: Teller, one: Journal) -> Iterator[str]:
    if not one.get("issues"):
        yield tell.words("journal.draft")
        return
    states = one["state"]
    yield tell.words(f"journal.{states[0]}" if len(states) == 1 else "journal.diverged")
    last = one["issues"][-1]
    if last["journal_agreed"]:
        yield tell.words("journal.agreed")
    if last["journal_divergent"]:
        yield tell.words("journal.divergent")


def _issue(tell: Teller, issue: Journal) -> list[Content]:
    until = [
        tell.words("journal.until_each", party=tell.name(party), time=tell.time(instant(due)))
        for party, due in issue["window"].items()
        if due
    ]
    return [
        _named(tell, issue),
        tell.name(issue["by"]),
        tell.time(issue["time"]),
        tell.names(issue["approved_by"]) or "–",
        tell.names(issue["signed_by_chair"]) or "–",
        tell.language.listed(until) or "–",
    ]


def _named(tell: Teller, issue: Journal) -> str:
    return str(issue["number"] or tell.words("journal.first"))


# --- what each says of it -----------------------------------------------------------------------------------------


def _words_on(tell: Teller, issue: Journal, one: Journal) -> Iterator[Section]:
    name = _named(tell, issue)
    if issue["journal_divergent"]:
        apart = {one["by"] for one in issue["divergent_texts"]}
        there = [party for party in tell.gathered.parties if party in issue["present"] or party in apart]
        columns = [Column(tell.name(party), list(_word(tell, issue, party))) for party in there]
        title = tell.words("journal.side_by_side", issue=name)
        yield Section(f"side-{issue['act'][:12]}", title, [Columns(columns)])
    if issue["corrections"]:
        items = [_correction(tell, said, one) for said in issue["corrections"]]
        title = tell.words("journal.corrections", issue=name)
        yield Section(f"corrections-{issue['act'][:12]}", title, [Items(items)])


def _word(tell: Teller, issue: Journal, party: str) -> Iterator[Item]:
    """What one party says of an issue: that it is accurate, what it would say instead, or nothing."""
    face = tell.account(party)
    own = [one for one in issue["divergent_texts"] if one["by"] == party]
    for one in own:
        yield Item(face, "account", tell.pick(one["text"]), tell.words("journal.another_text"))
    if party in issue["approved_by"]:
        yield Item(face, "account", head=tell.words("journal.approves"))
    elif not own:
        yield Item(tell.words("journal.no_word"), "none")


def _correction(tell: Teller, said: Journal, one: Journal) -> Item:
    """A party's correction, whether it came in time, and the issue that took it in."""
    taken = [_named(tell, issue) for issue in one["issues"] if said["act"] in issue["takes_in"]]
    into = tell.words("journal.taken_in", issue=tell.language.listed(taken)) if taken else None
    found: list[Content] = notes(tell.words(f"timeliness.{said['timeliness']}"), into)
    text: Said = tell.pick(said["text"])
    return Item(tell.account(said["by"]), "account", text, notes=found)
