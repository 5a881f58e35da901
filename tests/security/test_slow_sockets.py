# SPDX-License-Identifier: Apache-2.0
"""Strangers who are slow on purpose leave the server to others."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from tests.sync.serving import HOST, raw, serving, status_of
from tripartite.sync.server import THREADS

ASKS = b"GET /evidence HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def test_one_address_cannot_hold_every_thread() -> None:
    """Each of its connections would be let go of after some seconds; new ones wait behind them in any number."""
    with serving() as net, ExitStack() as stack:
        port = net.servers["iran"].port
        for _ in range(3 * THREADS):
            slow = stack.enter_context(socket.create_connection((HOST, port)))
            slow.sendall(b"GET /evidence HTTP/1.1\r\n")
        assert status_of(raw(port, ASKS, timeout=8.0)) == 200
