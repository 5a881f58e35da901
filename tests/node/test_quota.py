# SPDX-License-Identifier: Apache-2.0
"""What a log may hold of the running day, and that earlier days come in at once (SYN-15)."""

from __future__ import annotations

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, ask, table
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.charter_text import Quotas
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.node.quota import DAY


def town(**quotas: int) -> Nodes:
    nodes = Nodes(Town(accredited=False, quotas=quotas), "iran", "us")
    nodes.accredit("head")
    nodes.settle()
    nodes.wall.pass_(DAY)
    return nodes


def heedless(nodes: Nodes) -> None:
    """Iran's node no longer keeps to the quotas that its charter names."""
    nodes["iran"].quota.quotas = Quotas(dispatches=10**9, acts=10**9, bytes=10**12)


def say(nodes: Nodes, count: int) -> None:
    for _ in range(count):
        nodes["iran"].do("d/head", [table()])
    nodes["iran"].tick()


def held(nodes: Nodes, by: str, of: str) -> int:
    history = nodes[by].histories.main(nodes[of].own.origin)
    return history.size if history else 0


def test_an_own_dispatch_beyond_the_days_quota_is_refused_and_the_next_day_it_is_not() -> None:
    nodes = town(dispatches=3)
    say(nodes, 3)
    with pytest.raises(Refused, match="over_quota"):
        say(nodes, 1)
    nodes.wall.pass_(DAY)
    say(nodes, 1)


@pytest.mark.parametrize(("quota", "size"), [("dispatches", 2), ("acts", 2), ("bytes", 2_000)])
def test_a_strangers_flood_of_today_waits_and_comes_in_when_the_day_is_over(quota: str, size: int) -> None:
    nodes = town(**{quota: size})
    before = held(nodes, "us", "iran")
    heedless(nodes)
    say(nodes, 6)
    ask(nodes["us"], nodes["iran"].mirror)
    assert held(nodes, "us", "iran") == before
    nodes.wall.pass_(DAY)
    ask(nodes["us"], nodes["iran"].mirror)
    assert held(nodes, "us", "iran") == before + 6


def test_what_is_dated_ahead_counts_to_today() -> None:
    nodes = town(dispatches=2)
    heedless(nodes)
    nodes.offices["iran"].watch.off = 30 * DAY
    say(nodes, 6)
    before = held(nodes, "us", "iran")
    ask(nodes["us"], nodes["iran"].mirror)
    assert held(nodes, "us", "iran") == before


def test_the_count_follows_from_the_leaves_so_a_restart_forgets_nothing() -> None:
    nodes = town(dispatches=3)
    say(nodes, 2)
    nodes.restart("iran")
    ask(nodes["iran"], nodes["us"].mirror)
    say(nodes, 1)
    with pytest.raises(Refused, match="over_quota"):
        say(nodes, 1)


def test_other_logs_come_in_while_one_waits() -> None:
    nodes = Nodes(Town(accredited=False, quotas={"dispatches": 5}), "iran", "iraq", "us")
    nodes.accredit("head")
    nodes.settle()
    heedless(nodes)
    say(nodes, 9)
    nodes["iraq"].do("d/head", [table()])
    nodes["iraq"].tick()
    before = held(nodes, "us", "iran"), held(nodes, "us", "iraq")
    ask(nodes["iraq"], nodes["iran"].mirror)
    ask(nodes["us"], nodes["iran"].mirror)
    ask(nodes["us"], nodes["iraq"].mirror)
    assert (held(nodes, "us", "iran"), held(nodes, "us", "iraq") > before[1]) == (before[0], True)


# --- attachments --------------------------------------------------------------------------------------------------

FILE = 100_000
"""Bytes of one attachment; two of them, and the words around them, are more than the quota of these tests."""


def file(nodes: Nodes, *to: str) -> None:
    iran = nodes["iran"]
    wish = Wish("document.file", {"form": "photo"}, attach=(Attachment(b"x" * FILE, "image/png"),))
    iran.do("d/head", [wish], to=iran.audience([wish], to) if to else ())
    iran.tick()


def with_files() -> Nodes:
    nodes = Nodes(Town(accredited=False, sealing=True, quotas={"bytes": 2 * FILE}))
    nodes.accredit("head")
    nodes.settle()
    nodes.wall.pass_(DAY)
    return nodes


@pytest.mark.parametrize("restarted", [False, True])
def test_own_attachments_count_until_the_day_is_over(restarted: bool) -> None:
    nodes = with_files()
    file(nodes)
    if restarted:
        nodes.restart("iran")
        ask(nodes["iran"], nodes["us"].mirror)
    with pytest.raises(Refused, match="over_quota"):
        file(nodes)
    nodes.wall.pass_(DAY)
    file(nodes)


def test_a_strangers_attachments_keep_what_it_says_next_waiting() -> None:
    nodes = with_files()
    heedless(nodes)
    file(nodes)
    ask(nodes["us"], nodes["iran"].mirror)
    before = held(nodes, "us", "iran")
    file(nodes)
    ask(nodes["us"], nodes["iran"].mirror)
    assert held(nodes, "us", "iran") == before
    nodes.wall.pass_(DAY)
    ask(nodes["us"], nodes["iran"].mirror)
    assert held(nodes, "us", "iran") > before


def test_what_a_sealed_payload_names_counts_where_it_can_be_read_from_then_on() -> None:
    """At the door nobody knows yet what it names."""
    nodes = with_files()
    heedless(nodes)
    for _ in range(2):
        file(nodes, "us")
        for reader in ("us", "iraq"):
            ask(nodes[reader], nodes["iran"].mirror)
    before = {reader: held(nodes, reader, "iran") for reader in ("us", "iraq")}
    say(nodes, 1)
    for reader in ("us", "iraq"):
        ask(nodes[reader], nodes["iran"].mirror)
    assert held(nodes, "us", "iran") == before["us"]
    assert held(nodes, "iraq", "iran") == before["iraq"] + 1
