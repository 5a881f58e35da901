# SPDX-License-Identifier: Apache-2.0
"""What came of it: what is agreed, what is adopted, what each calls common, what was referred to a capital."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.export.gathered import Record
from tripartite.export.page import Block, Item, Items, Line, Pairs, Said, Section
from tripartite.export.telling import Teller, fields, notes


def agreed(tell: Teller) -> Section:
    """Shown as agreed is only what the register's own threshold says is."""
    words = tell.words
    found = [record for record in tell.gathered["proposals"] if record["truth"] == "agreed"]
    adopted = [record for record in tell.gathered["proposals"] if record["truth"] == "adopted"]
    blocks: list[Block] = []
    if found:
        blocks.append(Items([_text(tell, record, "agreed") for record in found]))
    else:
        blocks.append(Line(words("brief.agreed_nothing"), strong=True))
    if adopted:
        blocks.append(Items([_text(tell, record, "adopted") for record in adopted]))
    else:
        said = "page.adopted_nothing" if tell.gathered.charter.adopts else "page.adopts_nothing"
        blocks.append(Line(words(said)))
    return Section("agreed", words("brief.agreed"), blocks)


def _text(tell: Teller, record: Record, which: str) -> Item:
    """The version that all signed, and who they are."""
    said = fields(record)
    version = next(one for one in said["versions"] if one["id"] == said[which])
    texts = {lang: "\n".join(paragraphs) for lang, paragraphs in version["texts"]}
    face = "face.agreed" if which == "agreed" else "face.adopted_consensus"
    return Item(
        face=tell.words(face),
        truth="agreed" if which == "agreed" else "adopted",
        head=tell.pick(said["title"]).text,
        said=tell.pick(list(texts.items())),
        notes=[
            tell.words("page.signed_by_all", names=tell.names(tell.gathered.parties)),
            *tell.further(record),
        ],
    )


def common(tell: Teller) -> Section | None:
    points = [record for record in tell.gathered["common_points"] if fields(record)["said"]]
    blocks = [block for point in points for block in _point(tell, point)]
    return Section("common", tell.words("brief.common"), blocks) if blocks else None


def _point(tell: Teller, record: Record) -> Iterator[Block]:
    said = fields(record)
    authors = said["said"]
    if said["display"] == "one_has_said":
        others = tell.names(party for party in tell.gathered.parties if party not in authors)
        yield Line(tell.words("common.one_says", party=tell.name(authors[0]), others=others), strong=True)
    else:
        key = "common.all_affirm" if said["display"] == "all_affirm" else "common.each_differs"
        yield Line(tell.words(key), strong=True)
    order = tell.gathered.parties
    sentences = sorted(said["sentences"], key=lambda one: order.index(one["by"]))
    yield Items([_sentence(tell, one) for one in sentences])
    if said["display"] != "one_has_said":
        for party in said["not_said"]:
            yield Line(tell.words("common.not_said", party=tell.name(party)))


def _sentence(tell: Teller, one: Record) -> Item:
    also = [party for party in one["behind"] if party != one["by"]]
    affirmed = tell.words("page.affirmed", names=tell.names(also)) if also else None
    return Item(tell.account(one["by"]), "account", tell.pick(one["sentence"]), notes=notes(affirmed))


def referred(tell: Teller) -> Section | None:
    """Proposals that are open: what each party made of them, and of which nothing is recorded."""
    found = [record for record in tell.gathered["proposals"] if record["truth"] == "account"]
    blocks = [block for record in found for block in _proposal(tell, record)]
    return Section("referred", tell.words("brief.referred"), blocks) if blocks else None


def _proposal(tell: Teller, record: Record) -> Iterator[Block]:
    said = fields(record)
    gist = tell.pick(said["gist"]) if said["gist"] else None
    form = tell.language.listed([tell.words(f"proposal.{said['kind']}"), tell.words(f"form.{said['form']}")])
    head, about = tell.pick(said["title"]).text, [form, *tell.further(record)]
    yield Items([Item(tell.account(record["by"]), "account", gist, head, about)])
    rows = []
    for one in said["positions"]:
        raised = one["party"] == said["raised_by"] and one["position"] is None
        rows.append((tell.name(one["party"]), tell.words("page.raised") if raised else _position(tell, one)))
    yield Pairs(rows)


def _position(tell: Teller, one: Record) -> Said | str:
    if one["position"] is None:
        return tell.words("fixed.no_position")
    if one["position"] != "referred_to_capital":
        return tell.words(f"position.{one['position']}")
    capital = one["referred_to"] or tell.words("page.its_capital")
    if one["due"]:
        return tell.words("page.referred_due", capital=capital, due=tell.day(one["due"])[0])
    return tell.words("page.referred", capital=capital)
