# SPDX-License-Identifier: Apache-2.0
"""Off loopback: TLS 1.3 with a key the node made and peers pinned; nobody else's answers pass."""

from __future__ import annotations

import socket
import ssl
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.serving import HOST, raw
from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.core.encoding.refusal import Misbehaved, Unavailable
from tripartite.node.node import Node
from tripartite.sync.client import Peer, PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.messages import Ask
from tripartite.sync.paths import EVIDENCE
from tripartite.sync.server import SyncServer
from tripartite.sync.tls import Tls, open_tls


@pytest.fixture(scope="module")
def node() -> Node:
    return Nodes(Town(accredited=False), "iran", "us")["us"]


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    return open_tls(tmp_path_factory.mktemp("tls"), "iran")


@pytest.fixture(scope="module")
def server(node: Node, tls: Tls) -> Iterator[SyncServer]:
    found = SyncServer(node, (HOST, 0), Links(), tls)
    found.start()
    yield found
    found.stop()


def peer(node: Node, server: SyncServer, pin: str) -> Peer:
    return Peer(PeerAddress("us", f"https://{HOST}:{server.port}", pin), node.own, node.parts.chance, Links())


def test_the_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    first = open_tls(tmp_path, "iran")
    assert open_tls(tmp_path, "iran").pin == first.pin
    assert stat.S_IMODE(first.key.stat().st_mode) == 0o600


def test_whoever_holds_the_pinned_key_is_believed(node: Node, server: SyncServer, tls: Tls) -> None:
    asker = peer(node, server, tls.pin)
    assert asker.exchange(Ask(EVIDENCE, 100_000)).status == 200
    assert asker.exchange(Ask(EVIDENCE, 100_000)).status == 200
    asker.close()


def test_another_key_is_refused_before_anything_is_asked(
    node: Node, server: SyncServer, tmp_path: Path
) -> None:
    with pytest.raises(Misbehaved) as caught:
        peer(node, server, open_tls(tmp_path, "other").pin).exchange(Ask(EVIDENCE, 100_000))
    assert caught.value.code == "wrong_pin"


def test_older_protocols_are_refused(server: SyncServer) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection((HOST, server.port), timeout=5) as sock,
        pytest.raises((ssl.SSLError, OSError)),
    ):
        context.wrap_socket(sock).close()


def test_plain_http_gets_nothing_from_a_tls_port(server: SyncServer) -> None:
    assert b"200 OK" not in raw(server.port, b"GET /evidence HTTP/1.1\r\nHost: x\r\n\r\n")


def test_a_plain_server_is_no_tls_server(node: Node, tls: Tls) -> None:
    plain = SyncServer(node, (HOST, 0), Links())
    plain.start()
    with pytest.raises(Unavailable):
        peer(node, plain, tls.pin).exchange(Ask(EVIDENCE, 100_000))
    plain.stop()


def test_a_client_that_never_says_hello_holds_up_nobody(node: Node, server: SyncServer, tls: Tls) -> None:
    with socket.create_connection((HOST, server.port), timeout=5):
        asker = peer(node, server, tls.pin)
        assert asker.exchange(Ask(EVIDENCE, 100_000)).status == 200
        asker.close()
