# SPDX-License-Identifier: Apache-2.0
"""One signature for several records: each is seen before, and only what would stand is signed (VIE-30, DSK-4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.security.desks import PIN, Browser, browser, desks
from tripartite.cli.play.nodes import Nodes


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("desks")) as found:
        yield found


@pytest.fixture(scope="module")
def head(nodes: Nodes) -> Browser:
    found = browser(nodes)
    found.sign_in()
    return found


@pytest.fixture(scope="module")
def records(nodes: Nodes, head: Browser) -> list[str]:
    """Two statements of Iraq's own, then one of Iran's."""
    other = browser(nodes, "iran")
    other.sign_in()
    own = [head.say("Our first."), head.say("Our second.")]
    theirs = other.say("Theirs.")
    nodes.sync(("iran", "iraq"))
    return [*own, theirs]


def _address(kind: str, records: list[str]) -> str:
    return f"/bulk/form?{urlencode([('kind', kind), *(('record', one) for one in records)])}"


def _offered(head: Browser, records: list[str]) -> set[str]:
    text = head.get(f"/bulk?{urlencode([('record', one) for one in records])}").text
    return set(re.findall(r'name="kind" value="([^"]+)"', text))


def test_what_can_be_chosen_is_possible_about_all_and_names_no_other_act(
    head: Browser, records: list[str]
) -> None:
    found = _offered(head, records)
    assert {"withdraw", "dispute"} <= found
    assert "confirm" not in found
    assert head.get(f"/bulk/form?kind=incident.claim&record={records[0]}").status == 404


def test_the_preview_says_for_each_what_comes_of_it_and_signs_what_would_stand(
    head: Browser, records: list[str]
) -> None:
    assert head.get(_address("withdraw", records)).status == 200
    looked = head.post("/bulk/withdraw/look", {"record": records})
    assert looked.text.count("Will be signed") == 2
    assert looked.text.count("Refused, so not signed:") == 1
    before = head.get(f"/records/{records[0]}").text
    assert "taken back" not in before.casefold().partition('class="history"')[2]
    assert head.sign(looked, pin=PIN).status == 302
    for own in records[:2]:
        assert head.get(f"/records/{own}").text.partition('class="history"')[2].count("<li id=") == 2
    assert head.get(f"/records/{records[2]}").text.partition('class="history"')[2].count("<li id=") == 1


def test_nothing_is_signed_where_nothing_would_stand(head: Browser, records: list[str]) -> None:
    looked = head.post("/bulk/withdraw/look", {"record": records[2:]})
    assert "nothing to sign" in looked.text
    assert looked.hidden("id") == ""


def test_what_was_looked_at_is_signed_once(head: Browser) -> None:
    both = [head.say("A third."), head.say("A fourth.")]
    looked = head.post("/bulk/withdraw/look", {"record": both})
    assert head.sign(looked, pin=PIN).status == 302
    assert head.sign(looked, pin=PIN).status == 403


@pytest.mark.parametrize("records_", [[], ["0" * 64 + "/0"] * 1, [f"{place:064x}/0" for place in range(51)]])
def test_no_records_too_many_and_none_that_is_held(head: Browser, records_: list[str]) -> None:
    assert head.get(f"/bulk?{urlencode([('record', one) for one in records_])}").status in (400, 404)


def test_what_cannot_be_read_is_refused_for_each_with_its_reason(head: Browser, records: list[str]) -> None:
    looked = head.post("/bulk/label/look", {"record": records, "symbol": ""})
    assert looked.text.count("Refused, so not signed:") == len(records)
    assert looked.hidden("id") == ""
