# SPDX-License-Identifier: Apache-2.0
"""What went out is laid beside what it was made from, wherever a copy can read that (ARC-10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.core.encoding.refusal import Refused
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.node.node import Node
from tripartite.node.redactions import redactions

WHOLE = b"The gate opens at six.\nThe guard changes at noon.\n"
PART = b"The gate opens at six.\n\nNothing else.\n"
OUT = ["The gate opens at six.", "Forty guards stand there."]


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(sealing=True, accredited=False, languages=("en",)))
    found.accredit("head", "chair")
    found.settle()
    return found


def filed(nodes: Nodes, content: bytes, kind: str = "text/plain", **more: Any) -> str:
    refs = more.pop("refs", ())
    wish = Wish("document.file", {"form": "letter", **more}, refs=refs, attach=(Attachment(content, kind),))
    iran = nodes["iran"]
    done = iran.do("d/head", [wish], to=iran.audience([wish], ["us"]))
    iran.tick()
    nodes.settle()
    return done.acts[0]


def listed(*found: Node) -> list[tuple[str, bool, int, int]]:
    return [(row["original"], row["readable"], row["found"], row["lines"]) for row in redactions(found)]


def test_the_lines_of_a_redacted_copy_are_looked_for_in_its_original(nodes: Nodes) -> None:
    whole = filed(nodes, WHOLE)
    part = filed(nodes, PART, copy_kind="redacted", refs=((whole, "derived_from"),))
    [row] = redactions([nodes["us"]])
    assert (row["record"], row["original"], row["by"], row["sealed"]) == (part, whole, "iran", ["iran", "us"])
    assert listed(nodes["us"]) == [(whole, True, 1, 2)]


def test_a_copy_that_can_read_the_original_goes_before_one_that_cannot(nodes: Nodes) -> None:
    whole = filed(nodes, WHOLE)
    filed(nodes, PART, copy_kind="redacted", refs=((whole, "derived_from"),))
    assert listed(nodes["iraq"]) == []
    for pair in (("iraq", "iran"), ("iran", "iraq")):
        assert listed(*(nodes[name] for name in pair)) == [(whole, True, 1, 2)]


def test_of_files_that_are_no_text_no_lines_are_looked_for(nodes: Nodes) -> None:
    whole = filed(nodes, b"\x89PNG whole", "image/png")
    filed(nodes, b"\x89PNG part", "image/png", copy_kind="redacted", refs=((whole, "derived_from"),))
    assert listed(nodes["us"]) == [(whole, True, 0, 0)]


def test_a_release_is_laid_beside_the_acts_it_rests_on(nodes: Nodes) -> None:
    iran = nodes["iran"]
    text = [["en", "The gate opens at six. It closes at noon."]]
    said = {
        "speaker": "Spokesperson",
        "kind": "press_line",
        "voice": "press",
        "delivery": "written",
        "text": text,
    }
    [statement] = iran.do("d/head", [Wish("statement.make", said)]).acts
    nodes.settle()
    body = {
        "kind": "party_statement", "authority": "issued_by", "title": [["en", "The gate"]], "languages": ["en"],
        "redactions": ["operational"],
    }  # fmt: skip
    [release] = iran.do("d/head", [Wish("release.propose", body, refs=((statement, "cites"),))]).acts
    assert listed(iran) == []  # nothing is out yet
    words = {"text": [["en", "\n".join(OUT)]], "cannot_be_taken_back": True}
    published(nodes, release, words)
    [row] = redactions([iran])
    assert (row["record"], row["chapter"], row["left_out"], row["kind"]) == (
        release, "releases", ["operational"], "statement.make@1",
    )  # fmt: skip
    assert (row["found"], row["lines"], row["sealed"]) == (1, 2, None)


def published(nodes: Nodes, release: str, words: dict[str, Any]) -> None:
    """By the head, with the check of a second person."""
    iran = nodes["iran"]
    wish = Wish("release.publish", words, record=release, on=(release,))
    [act] = iran.do("d/head", [wish], keep=True).acts
    iran.do("d/chair", [Wish("check", {"of": act}, record=release)])
    nodes.settle()


def test_an_original_whose_words_were_erased_is_listed_as_unread(nodes: Nodes) -> None:
    whole = filed(nodes, WHOLE)
    filed(nodes, PART, copy_kind="redacted", refs=((whole, "derived_from"),))
    iran = nodes["iran"]
    erase = Wish("erase", {"of": [[whole, "document.file@1", whole]]})
    iran.do("d/head", [erase], to=iran.audience([erase], ["us"]))
    nodes.settle()
    assert listed(nodes["us"]) == [(whole, False, 0, 2)]


def test_ones_own_node_refuses_a_copy_for_all_of_what_is_sealed_for_some(nodes: Nodes) -> None:
    """So an original and its copies have one audience, and who cannot read the one has neither."""
    whole, iran = filed(nodes, WHOLE), nodes["iran"]
    body = {"form": "letter", "copy_kind": "redacted"}
    wish = Wish(
        "document.file", body, refs=((whole, "derived_from"),), attach=(Attachment(PART, "text/plain"),)
    )
    with pytest.raises(Refused, match="not_held"):
        iran.do("d/head", [wish])
