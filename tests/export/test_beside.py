# SPDX-License-Identifier: Apache-2.0
"""The page says what was signed on paper, what is not shared, who did not sign, and a list's terms (LST-4, LST-7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world.nodes import Nodes, position
from tests.world.town import Town
from tripartite.cli.office import Office
from tripartite.export.brief import brief
from tripartite.export.lines import as_lines
from tripartite.export.page import Page, Table
from tripartite.i18n.words import Words
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish

TITLE = [["en", "Hours of the crossing"]]


class Talks:
    """Nodes of the parties; what one signs travels at once."""

    def __init__(self, **town: Any) -> None:
        self.nodes = Nodes(Town(languages=("en",), **town))
        self.nodes.accredit("head")
        self.nodes.settle()

    def do(self, party: str, *wishes: Wish) -> str:
        done = self.nodes[party].do("d/head", wishes).acts[0]
        self.nodes[party].tick()
        self.nodes.settle()
        return str(done)

    def accept(self, version: str) -> None:
        for party in self.nodes.running:
            self.do(party, position(version))

    def page(self) -> Page:
        office = Office(self.nodes["us"])
        return brief(lambda call, said: office.calls[call](said), self.nodes.town.charter, Words("en"))

    def text(self) -> str:
        return " ".join(" ".join(as_lines(self.page())).split())


def paper(talks: Talks) -> str:
    scan = Attachment(b"%PDF-1.4 three signatures", "application/pdf")
    filed = talks.do("iran", Wish("document.file", {"form": "signed_scan"}, attach=(scan,)))
    letter = {"title": [["en", "A side letter"]], "status": "declared_not_shared"}
    said = {"kind": "agreement", "form": "paper", "title": TITLE, "related_instruments": [letter]}
    return talks.do("iran", Wish("proposal.table", said, refs=((filed, "scan"),)))


@pytest.mark.parametrize(
    ("town", "found"),
    [({}, "Signed on paper; copy confirmed by 3 of 3"), ({"paper": ("iraq",)}, "copy confirmed by 2 of 3")],
)
def test_a_paper_says_how_many_confirmed_the_copy_and_what_is_not_shared(
    town: dict[str, Any], found: str
) -> None:
    talks = Talks(**town, chair="iran")
    talks.accept(paper(talks))
    said = talks.text()
    assert found in said
    assert "Declared, not shared: A side letter" in said
    assert ("Nothing: no text bears the signatures of all parties." in said) is bool(town)


def test_what_was_recorded_of_a_party_on_paper_says_who_did_not_sign_it() -> None:
    talks = Talks(paper=("iraq",), chair="iran")
    said = {
        "speaker": "Foreign Minister", "kind": "general", "voice": "capital", "text": [["en", "We host."]],
        "text_status": "reported_by_another_party", "by_party": "iraq",
    }  # fmt: skip
    talks.do("iran", Wish("statement.make", said))
    assert "Recorded by Iran; not signed by Iraq" in talks.text()


def test_contested_terms_of_a_list_stand_beside_the_charters_once_it_is_adopted() -> None:
    talks = Talks()
    entry = {
        "name": "presence",
        "words": [["en", "foreign forces"]],
        "terms": [["iran", [["en", "occupation"]]]],
    }
    body = {"kind": "contested_terms_list", "form": "text", "title": TITLE, "entries": [entry]}
    text = Wish("proposal.text", {"lang": "en", "paragraphs": ["The terms listed."]}, record="./0")
    listed = talks.do("iran", Wish("proposal.table", body, refs=(("./1", "text"),)), text)
    assert "occupation" not in talks.text()
    talks.accept(listed)
    (section,) = [section for section in talks.page().sections if section.id == "terms"]
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert [getattr(cell, "text", cell) for cell in table.rows[0]] == [
        "foreign forces",
        "occupation",
        "–",
        "–",
    ]
