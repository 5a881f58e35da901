# SPDX-License-Identifier: Apache-2.0
"""The node's heartbeat: heads signed soon after something was appended, and a sign of life when nothing was (SYN-8)."""

from __future__ import annotations

import logging

from tripartite.core.encoding.refusal import Trouble
from tripartite.node.node import Node
from tripartite.node.system import SteppedClock

log = logging.getLogger(__name__)


class Pulse:
    """Called every so often by the thread that keeps the process alive."""

    PAUSE = 0.1
    """Seconds between two beats: half of what a head may wait to be signed."""
    SHARE = 4
    """A log is never silent for longer than this part of the charter's delay."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._size = -1
        self._since = 0

    def beat(self) -> None:
        """Trouble of our own store or guard is not the pulse's to judge: the next call meets it."""
        try:
            if not isinstance(self._node.parts.clock, SteppedClock):
                self._node.keep_time()
            self._node.tick()
            self._sign_of_life()
        except Trouble as trouble:
            log.warning("%s: %s", trouble.code, dict(trouble.refusal.facts))

    def _sign_of_life(self) -> None:
        """On a set clock time passes in leaps, and silence means nothing."""
        node, now = self._node, self._node.parts.clock.now()
        if node.log.size != self._size:
            self._size, self._since = node.log.size, now
        silent = now - self._since >= node.charter.said.delay // self.SHARE
        if (
            silent
            and self._size
            and not node.start.holding
            and not isinstance(node.parts.clock, SteppedClock)
        ):
            node.heartbeat()
