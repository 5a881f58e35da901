# SPDX-License-Identifier: Apache-2.0
"""A peer, or whoever stands between, cannot stop the loop that asks the others."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.sync.serving import HOST
from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.core.encoding.refusal import Misbehaved, Unavailable
from tripartite.sync.client import Peer, PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.loop import Loop, Peers
from tripartite.sync.messages import Ask
from tripartite.sync.paths import EVIDENCE
from tripartite.sync.sockets import connect
from tripartite.sync.tls import open_tls

SILENT = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port whose every connection is given to `answer`."""
    with closing(socket.create_server((HOST, 0))) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    with closing(listener.accept()[0]) as connection, suppress(OSError):
                        answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])


def peer_of(nodes: Nodes, port: int) -> Peer:
    node = nodes["iran"]
    return Peer(PeerAddress("us", f"http://{HOST}:{port}"), node.own, node.parts.chance, Links())


def test_a_tag_that_no_header_can_carry_is_not_sent_back() -> None:
    """Cut at its limit behind a line end, it would be refused by our own library, outside every family of trouble."""

    def answer(connection: socket.socket) -> None:
        while connection.recv(65_536):
            connection.sendall(SILENT + b"ETag: " + b"x" * 254 + b"\r\n folded\r\n\r\n")

    with answering(answer) as port:
        peer = peer_of(Nodes(Town(accredited=False)), port)
        first = peer.exchange(Ask(EVIDENCE, 100))
        assert peer.exchange(Ask(EVIDENCE, 100, first.etag)).status == 200
        peer.close()


def test_a_certificate_nobody_can_read_is_the_wrong_one(tmp_path: Path) -> None:
    """Whoever stands between needs no key to show it, so it must cost no more than the exchange."""
    tls = open_tls(tmp_path, "us")
    odd = bytearray(ssl.PEM_cert_to_DER_cert(tls.certificate.read_text()))
    odd[odd.index(b"\xa0\x03\x02\x01\x02") + 4] = 7  # a version of X.509 that does not exist
    tls.certificate.write_text(ssl.DER_cert_to_PEM_cert(bytes(odd)))

    def answer(connection: socket.socket) -> None:
        with tls.context().wrap_socket(connection, server_side=True) as shown:
            shown.recv(1)

    with answering(answer) as port, pytest.raises(Misbehaved) as caught:
        connect(HOST, port, secure=True, pin=tls_pin())
    assert caught.value.code == "wrong_pin"


def tls_pin() -> str:
    return "A" * 43 + "="


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..example"])
def test_a_name_that_no_directory_can_hold_is_out_of_reach(host: str) -> None:
    """A card may name any host."""
    node = Nodes(Town(accredited=False))["iran"]
    peer = Peer(PeerAddress("us", f"https://{host}", tls_pin()), node.own, node.parts.chance, Links())
    with pytest.raises(Unavailable) as caught:
        peer.exchange(Ask(EVIDENCE, 100))
    assert caught.value.code == "unreachable"


def test_the_loop_asks_again_after_what_nobody_foresaw() -> None:
    node = Nodes(Town(accredited=False))["iran"]
    asked, again = threading.Event(), threading.Event()

    def clock() -> int:
        (again if asked.is_set() else asked).set()
        raise RuntimeError("a clock that broke")

    with answering(lambda connection: None) as port:
        peers = Peers(node, [PeerAddress("us", f"http://{HOST}:{port}")], Links(), clock)
        loop = Loop(peers, node, every=0.05)
        loop.start()
        assert again.wait(10)
        loop.stop()


def test_a_peer_that_keeps_us_busy_does_not_keep_us_from_the_others() -> None:
    names = b"".join(b"%064x\n" % number for number in range(1_000))
    nodes = Nodes(Town(accredited=False))
    reached = threading.Event()

    def busy(connection: socket.socket) -> None:
        while asked := connection.recv(65_536):
            time.sleep(0.05)
            body = names if b"GET /evidence " in asked else b""
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with answering(busy) as first, answering(lambda connection: reached.set()) as second:
        ports = {"iraq": first, "us": second}
        addresses = [PeerAddress(name, f"http://{HOST}:{port}") for name, port in ports.items()]
        peers = Peers(nodes["iran"], addresses, Links(), longest=0.3)
        ended = peers.round().reports["iraq"].ended
        peers.close()
    assert reached.is_set()
    assert ended is not None
    assert ended.code == "timeout"
