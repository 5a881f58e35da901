# SPDX-License-Identifier: Apache-2.0
"""Rounds, hints and settling: a peer that fails is left alone for a while; the others are asked all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.sync.serving import HOST, Net, serving
from tests.world.nodes import digest, table
from tripartite.node.node import Node
from tripartite.sync.client import PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.loop import Loop, Peers
from tripartite.sync.server import SyncServer


@contextmanager
def looping(net: Net, every: float = 30.0) -> Iterator[dict[str, Loop]]:
    """Every node asks by itself, as `serve` does."""
    loops = {name: Loop(net.peers[name], net[name], every) for name in net.nodes.running}
    servers = {
        name: SyncServer(net[name], (HOST, 0), net.links[name], hinted=loops[name].hinted) for name in loops
    }
    for name, server in servers.items():
        net.servers[name].stop()
        server.start()
        net.servers[name] = server
    for name, loop in loops.items():
        others = [net.address(other) for other in loops if other != name]
        peers = Peers(net[name], others, net.links[name])
        loop._peers = net.peers[name] = peers
        loop.start()
    yield loops
    for loop in loops.values():
        loop.stop()
    for server in servers.values():
        server.stop()


def holds(node: Node, act: str) -> bool:
    with node.lock:
        return bool(node.store.logs.by_id(act[:64]))


def test_a_hint_makes_the_others_pull_at_once() -> None:
    """The loops' own rhythm is half a minute: only hints can bring an act to all within the test's seconds."""
    with serving("head") as net, looping(net) as loops:
        assert net.peers["us"].settle(10).equal
        done = net["iran"].do("d/head", [table("heard of")])
        loops["iran"].nudge()
        end = time.monotonic() + 20
        while time.monotonic() < end and not all(
            node.store.logs.by_id(done.acts[0][:64]) for node in net.nodes.running.values()
        ):
            time.sleep(0.01)
        assert all(node.world.fold(done.acts[0]) for node in net.nodes.running.values())
        settled = [peers.settle(10) for peers in net.peers.values()]
        assert [one.equal for one in settled] == [True] * 3
        assert len({digest(node) for node in net.nodes.running.values()}) == 1
        assert [loop.trouble for loop in loops.values()] == [None] * 3


def test_settled_means_held_and_cosigned_by_all_who_can_be_asked() -> None:
    with serving("head") as net, looping(net):
        net["iran"].do("d/head", [table("settle this")])
        assert net.peers["iran"].settle(15).equal
        node = net["iran"]
        with node.lock:
            heads = [node.heads.newest(node.histories.begin(origin)) for origin in node.mirror.origins()]
            signers = [set(node.heads.cosignatures(head)) for head in heads if head]
        assert signers == [{"iran", "iraq", "us"}] * 3


def test_settling_without_a_cut_party_goes_through_the_third() -> None:
    """Iran and the United States cannot reach each other; what Iran says reaches the others through Iraq."""
    with serving("head") as net, looping(net, every=0.2):
        assert net.peers["iraq"].settle(15).equal
        net.links["iran"].cut("us")
        net.links["us"].cut("iran")
        done = net["iran"].do("d/head", [table("around the cut")])
        assert net.peers["iran"].settle(15).equal
        assert net.peers["us"].settle(15).equal
        assert net["us"].world.fold(done.acts[0]) is not None


def test_a_peer_that_cannot_be_reached_is_named_and_ends_the_settling_in_time() -> None:
    with serving("head") as net:
        net.servers["iraq"].stop()
        started = time.monotonic()
        settled = net.peers["us"].settle(0.5)
        assert time.monotonic() - started < 5
        assert not settled.equal
        refusal = settled.waiting["iraq"]
        assert refusal is not None
        assert refusal.code == "unreachable"


def test_a_peer_that_failed_is_left_alone_for_a_while_and_the_others_are_not() -> None:
    with serving("head") as net:
        net.servers["iraq"].stop()
        peers = net.peers["us"]
        assert set(peers.round(patient=True).reports) == {"iran", "iraq"}
        second = peers.round(patient=True)
        assert set(second.reports) == {"iran"}
        assert second.wrong == {}
        assert set(peers.round().reports) == {"iran", "iraq"}


def test_a_peer_that_comes_back_is_asked_as_before() -> None:
    with serving("head") as net:
        port = net.servers["iraq"].port
        peers = net.peers["us"]
        assert peers.round().wrong == {}
        net.servers["iraq"].stop()
        assert set(peers.round().wrong) == {"iraq"}
        again = SyncServer(net["iraq"], (HOST, port), Links())
        again.start()
        assert peers.round().wrong == {}
        again.stop()


def test_only_the_peers_named_are_asked() -> None:
    with serving("head") as net:
        assert set(net.peers["us"].round(frozenset(["iran"])).reports) == {"iran"}
        assert net.peers["us"].parties == ("iran", "iraq")


def test_a_restarted_node_waits_until_one_peer_has_shown_its_head() -> None:
    with serving("head") as net:
        assert net.peers["iran"].round().wrong == {}
        net.peers["us"].round()
        node = net.nodes.restart("us")
        assert node.start.holding
        peers = Peers(node, [PeerAddress("iran", f"http://{HOST}:{net.servers['iran'].port}")], Links())
        peers.round()
        released = not node.start.holding
        assert released
        peers.close()
