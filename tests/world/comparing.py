# SPDX-License-Identifier: Apache-2.0
"""What two nodes hold in common, and whether they hold two stories of one log."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.node.node import Node
from tripartite.node.query import Register


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


def vector(node: Node) -> list[tuple[str, int, str]]:
    return list(Register(node.histories, node.past).vector())


def common_vector(one: Node, other: Node) -> list[tuple[str, int, str]]:
    """The histories that two nodes share, each as long as both have it."""
    found: set[tuple[str, int, str]] = set()
    for mine in one.histories.all():
        for theirs in other.histories.of(mine.branch.origin):
            for size in range(min(mine.size, theirs.size), 0, -1):
                root = one.histories.root(mine, size)
                if root is not None and root == other.histories.root(theirs, size):
                    found.add((str(mine.branch.origin), size, root.hex()))
                    break
    return sorted(entry for entry in found if not any(_extends(one, longer, entry) for longer in found))


def _extends(node: Node, longer: tuple[str, int, str], entry: tuple[str, int, str]) -> bool:
    """Whether an entry of a vector is an earlier state of another one."""
    if longer[0] != entry[0] or longer[1] <= entry[1]:
        return False
    for history in node.histories.of(entry[0]):
        roots = [node.histories.root(history, size) for size in (longer[1], entry[1])]
        if [root.hex() if root else "" for root in roots] == [longer[2], entry[2]]:
            return True
    return False
