# SPDX-License-Identifier: Apache-2.0
"""Nodes that answer on loopback, and raw sockets to talk to them with."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.node.node import Node
from tripartite.sync.client import PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.loop import Peers
from tripartite.sync.server import SyncServer

HOST = "127.0.0.1"


@dataclass
class Net:
    """Every node of a town behind a server of its own, and its peers as it asks them."""

    nodes: Nodes
    links: dict[str, Links] = field(default_factory=dict)
    servers: dict[str, SyncServer] = field(default_factory=dict)
    peers: dict[str, Peers] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Node:
        return self.nodes[name]

    def address(self, name: str) -> PeerAddress:
        return PeerAddress(name, f"http://{HOST}:{self.servers[name].port}")

    def level(self) -> bool:
        """Whether all hold the same heads."""
        shown = [
            {origin: node.mirror.heads(origin)[0].split(b"\n\n")[0] for origin in node.mirror.origins()}
            for node in self.nodes.running.values()
        ]
        return all(one == shown[0] for one in shown)


@contextmanager
def serving(*delegates: str) -> Iterator[Net]:
    net = Net(Nodes(Town(accredited=False, languages=("en",))))
    if delegates:
        net.nodes.accredit(*delegates)
    with ExitStack() as stack:
        for name, node in net.nodes.running.items():
            net.links[name] = Links()
            net.servers[name] = SyncServer(node, (HOST, 0), net.links[name])
            net.servers[name].start()
            stack.callback(net.servers[name].stop)
        for name, node in net.nodes.running.items():
            others = [net.address(other) for other in net.nodes.running if other != name]
            net.peers[name] = Peers(node, others, net.links[name])
            stack.callback(net.peers[name].close)
        yield net


def raw(port: int, data: bytes, timeout: float = 5.0) -> bytes:
    """What a server sends back to these bytes until it closes, or cuts the connection."""
    out = b""
    with socket.create_connection((HOST, port), timeout=timeout) as sock, suppress(ConnectionError):
        sock.sendall(data)
        while part := sock.recv(65_536):
            out += part
    return out


def status_of(response: bytes) -> int:
    return int(response.split(b" ", 2)[1]) if response.startswith(b"HTTP/") else 0
