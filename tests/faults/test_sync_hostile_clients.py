# SPDX-License-Identifier: Apache-2.0
"""Whoever connects cannot stop a node from answering its peers, whatever is sent and however slowly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest

from tests.sync.serving import HOST, raw, status_of
from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.node.node import Node
from tripartite.sync.client import Peer, PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.messages import MAX_HEADS, Ask
from tripartite.sync.paths import Cosig, origin_hash
from tripartite.sync.server import THREADS, SyncServer

GET = b"GET /evidence HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False), "iran", "us")
    found.accredit("head")
    return found


@pytest.fixture(scope="module")
def server(nodes: Nodes) -> Iterator[SyncServer]:
    found = SyncServer(nodes["iran"], (HOST, 0), Links(), stranger_seconds=0.5)
    found.start()
    yield found
    found.stop()


def answers(nodes: Nodes, server: SyncServer) -> bool:
    """Whether a party is answered."""
    node: Node = nodes["us"]
    peer = Peer(PeerAddress("iran", f"http://{HOST}:{server.port}"), node.own, node.parts.chance, Links())
    with closing(peer):
        return peer.exchange(Ask(Cosig(origin_hash(nodes["iran"].own.origin)), MAX_HEADS)).status == 200


def post(path: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([b"POST " + path + b" HTTP/1.1", b"Host: x", *headers, b"", b""]) + body


REFUSED: dict[str, bytes] = {
    "nothing of sense": b"\x16\x03\x01\x02\x00\x01\x00" + bytes(range(256)),
    "no version": b"GET /evidence\r\n\r\n",
    "another version": b"GET /evidence HTTP/9.9\r\n\r\n",
    "another method": b"DELETE /evidence HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a path without end": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    "a path out of the house": b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a path in disguise": b"GET /%2e%2e%2fevidence HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "an address for a path": b"GET http://192.0.2.1/evidence HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "bytes for a path": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "headers without end": GET + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
    "a header without colon": GET + b"nonsense\r\n\r\n",
    "a hint of nobody": post(b"/hint", b"Content-Length: 2", b"Connection: close", body=b"{}"),
    "a bundle of nobody": post(b"/bundle", b"Content-Length: 5", b"Connection: close", body=b"xxxxx"),
    "a length in words": post(b"/hint", b"Content-Length: x", b"Connection: close"),
    "a negative length": post(b"/hint", b"Content-Length: -1", b"Connection: close"),
    "a length beyond all": post(b"/bundle", b"Content-Length: 99999999999999", b"Connection: close"),
    "two lengths": post(b"/hint", b"Content-Length: 1", b"Content-Length: 2", b"Connection: close"),
    "chunks": post(b"/bundle", b"Transfer-Encoding: chunked", b"Connection: close", body=b"ffffff\r\nx"),
    "a signature of nothing": GET + b"Signature: sig=:AAAA:\r\nSignature-Input: sig=()\r\n\r\n",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_request_is_refused_and_the_next_is_answered(
    nodes: Nodes, server: SyncServer, kind: str
) -> None:
    status = status_of(raw(server.port, REFUSED[kind]))
    assert status == 0 or 400 <= status < 600
    assert status != 500
    assert answers(nodes, server)


def test_a_body_nobody_may_send_is_not_read(server: SyncServer) -> None:
    """A stranger announces a bundle of 60 MB and is refused before having sent a byte of it."""
    response = raw(server.port, post(b"/bundle", b"Content-Length: 60000000"))
    assert status_of(response) == 401
    assert b"onnection: close" in response


@contextmanager
def clients(server: SyncServer, count: int, behave: Callable[[socket.socket], None]) -> Iterator[None]:
    """So many connections that behave like this until the end."""
    with ExitStack() as stack:
        for _ in range(count):
            sock = stack.enter_context(closing(socket.create_connection((HOST, server.port), timeout=10)))
            thread = threading.Thread(target=_quietly, args=(behave, sock), daemon=True)
            thread.start()
        yield


def _quietly(behave: Callable[[socket.socket], None], sock: socket.socket) -> None:
    with suppress(OSError):
        behave(sock)


def silent(_: socket.socket) -> None:
    """Says nothing."""


def dripping(sock: socket.socket) -> None:
    pause = threading.Event()
    sock.sendall(GET)
    while not pause.wait(0.05):
        sock.sendall(b"X")


def half(sock: socket.socket) -> None:
    sock.sendall(GET + b"X-Half: ")


def deaf(sock: socket.socket) -> None:
    """Asks again and again and reads no answer."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    for _ in range(1000):
        sock.sendall(GET.replace(b"Connection: close\r\n", b"") + b"\r\n")


@pytest.mark.parametrize("behave", [silent, dripping, half, deaf])
def test_more_slow_clients_than_threads_do_not_keep_a_party_out(
    nodes: Nodes, server: SyncServer, behave: Callable[[socket.socket], None]
) -> None:
    with clients(server, 2 * THREADS, behave):
        assert answers(nodes, server)


def test_strangers_get_only_so_many_answers(nodes: Nodes, server: SyncServer) -> None:
    statuses = [status_of(raw(server.port, GET + b"\r\n")) for _ in range(120)]
    assert 429 in statuses
    assert answers(nodes, server)
