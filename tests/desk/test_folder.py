# SPDX-License-Identifier: Apache-2.0
"""The signature folder: who drafted, who cleared what, and what is no longer cleared (US19; DSK-22 to DSK-27)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.kept import Item, Wish
from tripartite.desk.store import FILE, Drawer

WISH = Wish(
    "statement.make", "", [{"kind": "statement.make", "body": {"text": [["en", "We thank our hosts."]]}}], None,
    {"text:en": ["We thank our hosts."]},
)  # fmt: skip
OTHER = replace(
    WISH, acts=[{"kind": "statement.make", "body": {"text": [["en", "We thank nobody."]]}}],
    form={"text:en": ["We thank nobody."]},
)  # fmt: skip


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path / FILE)
    yield found
    found.close()


@pytest.fixture
def item(drawer: Drawer) -> Item:
    return drawer.put(WISH, "d/watch", 10)


def test_it_says_who_drafted_it_and_who_cleared_it_for_what(drawer: Drawer, item: Item) -> None:
    drawer.clear(item.id, 1, "d/lawyer", 11, "legal", "as agreed in April")
    found = drawer.item(item.id)
    assert (found.drafter, found.hand, found.state) == ("d/watch", "d/watch", "waiting")
    ((step, good),) = found.clearances
    assert (step.role, step.at, step.aspect, step.words) == ("d/lawyer", 11, "legal", "as agreed in April")
    assert good


def test_a_change_after_clearance_unclears_and_leaves_to_be_seen_what_was_cleared(
    drawer: Drawer, item: Item
) -> None:
    drawer.clear(item.id, 1, "d/lawyer", 11)
    drawer.change(item.id, OTHER, "d/watch", 12)
    assert [good for _, good in drawer.item(item.id).clearances] == [False]
    drawer.clear(item.id, 2, "d/lawyer", 13)
    found = drawer.item(item.id)
    assert [good for _, good in found.clearances] == [False, True]
    assert found.wish == OTHER


def test_the_same_words_again_are_no_change(drawer: Drawer, item: Item) -> None:
    drawer.clear(item.id, 1, "d/lawyer", 11)
    drawer.change(item.id, replace(WISH, form={"text:en": [" We thank our hosts. "]}), "d/watch", 12)
    assert drawer.item(item.id).edition == 1


def test_another_audience_is_a_change(drawer: Drawer, item: Item) -> None:
    drawer.change(item.id, replace(WISH, to=["iran", "us"]), "d/watch", 12)
    assert drawer.item(item.id).edition == 2


def test_nobody_clears_or_sends_back_what_is_in_his_own_words(drawer: Drawer, item: Item) -> None:
    with pytest.raises(Refused, match="own_hand"):
        drawer.clear(item.id, 1, "d/watch", 11)
    with pytest.raises(Refused, match="own_hand"):
        drawer.send_back(item.id, 1, "d/watch", 11, "not mine")
    drawer.change(item.id, OTHER, "d/lawyer", 12)
    with pytest.raises(Refused, match="own_hand"):
        drawer.clear(item.id, 2, "d/lawyer", 13)
    drawer.clear(item.id, 2, "d/watch", 13)


def test_it_goes_back_with_a_reason_and_comes_again_uncleared(drawer: Drawer, item: Item) -> None:
    drawer.clear(item.id, 1, "d/lawyer", 11)
    with pytest.raises(Refused, match="no_reason"):
        drawer.send_back(item.id, 1, "d/head", 12, "")
    drawer.send_back(item.id, 1, "d/head", 12, "too warm")
    found = drawer.item(item.id)
    assert found.returned is not None
    assert (found.state, found.returned.words) == ("returned", "too warm")
    drawer.change(item.id, WISH, "d/watch", 13)
    found = drawer.item(item.id)
    assert (found.state, found.returned, [good for _, good in found.clearances]) == ("waiting", None, [False])


DEEDS: dict[str, Callable[[Drawer, str, int], None]] = {
    "clear": lambda drawer, ident, edition: drawer.clear(ident, edition, "d/lawyer", 20),
    "send back": lambda drawer, ident, edition: drawer.send_back(ident, edition, "d/lawyer", 20, "no"),
    "sign": lambda drawer, ident, edition: drawer.begin_signing(ident, edition, "d/head", 20, "ab" * 32),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_somebody_looked_at_is_what_he_judges_or_signs(drawer: Drawer, item: Item, deed: str) -> None:
    drawer.change(item.id, OTHER, "d/watch", 12)
    with pytest.raises(Refused, match="folder_changed"):
        DEEDS[deed](drawer, item.id, 1)
    DEEDS[deed](drawer, item.id, 2)


@pytest.mark.parametrize("deed", DEEDS)
def test_while_one_signs_it_nobody_else_does_anything_to_it(drawer: Drawer, item: Item, deed: str) -> None:
    drawer.begin_signing(item.id, 1, "d/head", 12, "cd" * 32)
    with pytest.raises(Refused, match="folder_changed"):
        DEEDS[deed](drawer, item.id, 1)
    with pytest.raises(Refused, match="folder_changed"):
        drawer.change(item.id, OTHER, "d/watch", 12)
    with pytest.raises(Refused, match="folder_changed"):
        drawer.take_out(item.id, "d/watch")


def test_a_signature_that_the_node_refused_leaves_it_as_it_was(drawer: Drawer, item: Item) -> None:
    drawer.clear(item.id, 1, "d/lawyer", 11)
    before = drawer.item(item.id)
    drawer.begin_signing(item.id, 1, "d/head", 12, "cd" * 32)
    drawer.end_signing(item.id, "")
    assert drawer.item(item.id) == before


def test_what_was_signed_says_by_whom_and_what_it_came_to(drawer: Drawer, item: Item) -> None:
    drawer.begin_signing(item.id, 1, "d/head", 12, "cd" * 32)
    drawer.end_signing(item.id, "cd" * 32 + "/0")
    found = drawer.item(item.id)
    assert (found.state, found.done, found.steps[-1].role) == ("signed", "cd" * 32 + "/0", "d/head")
    with pytest.raises(Refused, match="folder_changed"):
        drawer.begin_signing(item.id, 1, "d/head", 13, "ef" * 32)


def test_only_who_drafted_it_takes_it_out(drawer: Drawer, item: Item) -> None:
    with pytest.raises(Refused, match="not_found"):
        drawer.take_out(item.id, "d/head")
    drawer.take_out(item.id, "d/watch")
    assert drawer.items() == []
    with pytest.raises(Refused, match="not_found"):
        drawer.item(item.id)
