# SPDX-License-Identifier: Apache-2.0
"""Whether two nodes hold two stories of one log."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.node.node import Node


def apart(one: Node, other: Node) -> Iterator[str]:
    """Logs of which two nodes (or one) hold heads that no single history has."""
    for mine in one.histories.all():
        head = one.heads.newest(mine)
        for theirs in other.histories.of(mine.branch.origin):
            there = other.heads.newest(theirs)
            if head and there:
                size = min(head.checkpoint.size, there.checkpoint.size)
                if one.histories.root(mine, size) != other.histories.root(theirs, size):
                    yield str(mine.branch.origin)
