# SPDX-License-Identifier: Apache-2.0
"""Nobody is asked to check what could not stand with a second person either (HOM-4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.notice_scene import WORKS, body
from tests.core.register.chapters.scene import en
from tests.world.nodes import Nodes
from tests.world.town import Town
from tripartite.core.encoding.refusal import Refused
from tripartite.node.author import Wish

ENTRY = {"name": "earthworks", "words": [["en", "Earthworks"]]}


@pytest.fixture
def nodes() -> Nodes:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head", "liaison", "watch")
    return nodes


def notify(nodes: Nodes, keep: bool = True, **more: Any) -> str:
    wish = Wish("notice.send", body(WORKS, more))
    return str(nodes["iran"].do("d/liaison", [wish], keep=keep).acts[0])


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(
    ("more", "detail", "found"),
    [
        ({"district": None}, "notice_lacks", "district"),
        ({"day": "2007-05-29"}, "lead_time_short", "2007-05-29"),
        ({"addressees": ["iran"]}, "addresses_itself", ""),
    ],
    ids=["lacking", "short", "to itself"],
)
def test_what_is_wrong_beside_the_missing_signature_is_said_at_once(
    nodes: Nodes, keep: bool, more: dict[str, Any], detail: str, found: str
) -> None:
    size = nodes["iran"].log.size
    with pytest.raises(Refused) as caught:
        notify(nodes, keep, **more)
    facts = dict(caught.value.refusal.facts)
    assert (caught.value.code, facts["detail"], facts.get("found", "")) == ("guard", detail, found)
    assert nodes["iran"].log.size == size


def test_what_a_colleague_alone_is_missing_for_is_kept_if_wanted(nodes: Nodes) -> None:
    with pytest.raises(Refused, match="unchecked"):
        notify(nodes, keep=False)
    notice = notify(nodes)
    nodes["iran"].do("d/watch", [Wish("check", {"of": notice}, notice)])
    record = nodes["iran"].world.fold(notice)
    assert record is not None
    assert record.states == ("sent",)


def test_what_may_come_before_the_second_person_signs_keeps_nobody_from_signing_first(nodes: Nodes) -> None:
    table = {
        "kind": "notifiable_activity_list",
        "form": "text",
        "title": en("Activities"),
        "entries": [ENTRY],
    }
    text = Wish("proposal.text", {"lang": "en", "paragraphs": ["As follows."]}, record="./0")
    wishes = [Wish("proposal.table", table, refs=(("./1", "text"),)), text]
    agreed = nodes["iran"].do("d/head", wishes).acts[0]
    with pytest.raises(Refused, match="unchecked"):
        notify(nodes, keep=False, list_ref={"act": agreed, "entry": "earthworks"})
    assert notify(nodes, list_ref={"act": agreed, "entry": "earthworks"})
