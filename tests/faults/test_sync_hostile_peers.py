# SPDX-License-Identifier: Apache-2.0
"""A peer that answers badly costs its own turn and nothing else: it neither stops the asker nor makes it grow."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from collections.abc import Callable

import pytest

from tests.sync.hostile import Hostile, drips, forever, hangs, hostile, says
from tests.sync.serving import HOST, serving
from tests.world import Town
from tests.world.nodes import Nodes, table
from tripartite.core.encoding.refusal import Misbehaved, Trouble, Unavailable
from tripartite.node.node import Node
from tripartite.sync.client import Peer, PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.loop import Peers
from tripartite.sync.messages import Ask
from tripartite.sync.paths import EVIDENCE
from tripartite.sync.sockets import Patience

Behaviour = Callable[[Hostile, socket.socket], None]
LIMIT = 100_000
SHORT = Patience(connect=1.0, quiet=0.4, whole=0.8, pace=1 << 20)
OK = b"HTTP/1.1 200 OK\r\n"
MORE = b"x" * 65_536


@pytest.fixture(scope="module")
def node() -> Node:
    return Nodes(Town(accredited=False), "us")["us"]


def asked(node: Node, port: int) -> Trouble:
    """What comes of asking there; nothing is left open."""
    peer = Peer(
        PeerAddress("iran", f"http://{HOST}:{port}"), node.own, node.parts.chance, Links(), patience=SHORT
    )
    with pytest.raises((Misbehaved, Unavailable)) as caught:
        peer.exchange(Ask(EVIDENCE, LIMIT))
    assert peer._socket is None
    return caught.value


def chunked(data: bytes) -> bytes:
    return b"%x\r\n" % len(data) + data + b"\r\n"


GARBAGE: dict[str, Behaviour] = {
    "nothing": says(),
    "no http": says(b"220 mail.example ESMTP\r\n"),
    "noise": says(bytes(range(256)) * 10),
    "a status in words": says(b"HTTP/1.1 fine OK\r\n\r\n"),
    "a status without end": says(b"HTTP/1.1 " + b"2" * 100_000),
    "a header without end": says(OK + b"X: " + b"x" * 100_000),
    "a thousand headers": says(OK + b"X: x\r\n" * 1_000 + b"\r\n"),
    "a length in words": says(OK + b"Content-Length: many\r\n\r\n" + MORE * 3),
    "a negative length": says(OK + b"Content-Length: -5\r\n\r\n" + MORE * 3),
    "less than it said": says(OK + b"Content-Length: 500\r\n\r\nshort"),
    "more than was asked for": says(OK + b"Content-Length: 100001\r\n\r\n" + MORE * 2),
    "chunks of no size": says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n"),
    "chunks that stop": says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"abc")),
    "chunks larger than was asked for": says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(MORE) * 3),
    "a redirect": says(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    "a permanent redirect": says(b"HTTP/1.1 308 Moved\r\nLocation: /evidence\r\nContent-Length: 0\r\n\r\n"),
    "compressed": says(
        OK + b"Content-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n" + gzip.compress(bytes(1 << 20))
    ),
    "another protocol": says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + MORE * 3),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_ends_the_question(node: Node, kind: str) -> None:
    with hostile(GARBAGE[kind]) as server:
        asked(node, server.port)


ENDLESS: dict[str, Behaviour] = {
    "body": forever(OK + b"\r\n", MORE),
    "body said to be short": forever(OK + b"Content-Length: 10\r\n\r\n" + b"x" * 5, b""),
    "chunks": forever(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(MORE)),
    "chunk extensions": forever(
        OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 5_000 + b"\r\nx\r\n"
    ),
    "trailers": forever(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: x\r\n"),
    "headers": forever(OK, b"X: " + b"x" * 1_000 + b"\r\n"),
    "status line": forever(b"HTTP/1.1 ", MORE),
    "continuations": forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "errors": forever(b"HTTP/1.1 500 No\r\n\r\n", MORE),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_endless_data_is_cut_off_before_it_fills_anything(node: Node, kind: str) -> None:
    with hostile(ENDLESS[kind]) as server:
        tracemalloc.start()
        asked(node, server.port)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 8_000_000
        assert server.connections == 1


SLOW: dict[str, Behaviour] = {
    "says nothing": hangs(),
    "stops in the status": hangs(b"HTTP/1.1 20"),
    "stops in the headers": hangs(OK + b"Content-Le"),
    "stops in the body": hangs(OK + b"Content-Length: 50\r\n\r\nabc"),
    "drips a status": drips(b"HTTP/1.1 ", b"2", 0.05),
    "drips headers": drips(OK, b"X: x\r\n", 0.05),
    "drips a body": drips(OK + b"Content-Length: 50000\r\n\r\n", b"x", 0.05),
    "drips chunks": drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(b"x"), 0.05),
}


@pytest.mark.parametrize("kind", SLOW)
def test_who_hangs_or_drips_is_left_when_its_time_is_over(node: Node, kind: str) -> None:
    with hostile(SLOW[kind]) as server:
        started = time.monotonic()
        assert asked(node, server.port).code == "timeout"
        assert time.monotonic() - started < 10


def test_the_other_peers_have_their_turn_whatever_one_does() -> None:
    """Iran's address answers garbage of every kind in turn; what Iraq says arrives all the same."""
    with serving("head") as net:
        done = net["iraq"].do("d/head", [table("heard")])
        net["iraq"].tick()
        node = net["us"]
        for behave in (*GARBAGE.values(), SLOW["stops in the body"]):
            with hostile(behave) as server:
                addresses = [PeerAddress("iran", f"http://{HOST}:{server.port}"), net.address("iraq")]
                peers = Peers(node, addresses, Links())
                for known in peers._known:
                    known.peer._patience = SHORT
                found = peers.round()
                assert set(found.wrong) == {"iran"}
                peers.close()
        assert node.world.fold(done.acts[0]) is not None
        assert net.peers["iraq"].round().wrong == {}
