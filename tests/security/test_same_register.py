# SPDX-License-Identifier: Apache-2.0
"""Nobody can word his acts so that two honest nodes that hold the same logs differ by the order these came in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sync.mirrors import TownMirror, asking, pulled
from tests.world import Town
from tests.world.nodes import Nodes, digest, rebuilt_digest
from tripartite.core.register.chapters import KINDS

POINT = {"topic": "Trade", "sentence": [["en", "We trade."]]}
OTHERS = tuple(sorted(kind for kind in KINDS if not kind.startswith("common_point.")))


def nested(town: Town) -> str:
    """An act of a kind that founds records, which names another record instead."""
    table = town["us"].table(texts={"en": ("We meet.",)})
    return town["us"].say("head", "common_point.say", POINT, table)


def unlisted(town: Town) -> str:
    """An act of a kind that founds records, but is not of this charter's list."""
    return town["us"].say("head", "common_point.say", POINT)


@pytest.mark.parametrize(("wrong", "kinds"), [(nested, None), (unlisted, OTHERS)])
def test_what_founds_no_record_founds_none_in_any_order(
    wrong: Callable[[Town], str], kinds: tuple[str, ...] | None
) -> None:
    town = Town(languages=("en",), kinds=kinds)
    ident = wrong(town)
    town["iran"].say("head", "dispute", {"of": ident, "text": [["en", "No."]]}, ident)
    digests = set()
    for order in (("iran", "us"), ("us", "iran")):
        node = Nodes(town)["iraq"]
        for name in order:
            pulled(node, asking(TownMirror(town[name])))
        digests |= {digest(node), rebuilt_digest(node)}
    assert len(digests) == 1
