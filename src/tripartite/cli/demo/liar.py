# SPDX-License-Identifier: Apache-2.0
"""How an office comes to tell two stories, played with real processes.

No honest office does this by itself: its signing guard refuses a second text for a place that is taken. It takes
what is done here: the whole home is copied, keys, records and guard together, as by somebody who restores yesterday's
image of a machine. The home goes on and tells one neighbour one thing; the copy, which knows nothing of that, tells the
other neighbour another. Both are signed by the same key, for the same place.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.cli.play.nodes import Nodes

Texts = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TwoStories:
    """Who told what to whom: act ids by listener."""

    liar: str
    told: dict[str, str]


def tell_two_stories(nodes: Nodes, liar: str, role: str, stories: Sequence[Texts]) -> TwoStories:
    """The liar tells each of two neighbours one of the stories; they have not met yet."""
    first, second = [party for party in nodes.play.nodes if party != liar][:2]
    copy = nodes.folder / f"{liar}-copy"
    nodes.stop(liar)
    shutil.copytree(nodes.members[liar].home.path, copy)
    apart(nodes, whole=False)

    nodes.line(liar, first, whole=True)
    nodes.restart(liar)
    one = _say(nodes, liar, role, stories[0])
    nodes.sync([liar, first])
    nodes.line(liar, first, whole=False)

    nodes.move(liar, copy)
    nodes.line(liar, second, whole=True)
    nodes.restart(liar)
    other = _say(nodes, liar, role, stories[1])
    nodes.sync([liar, second])
    nodes.line(liar, second, whole=False)
    return TwoStories(liar, {first: one, second: other})


def apart(nodes: Nodes, *, whole: bool) -> None:
    """Cuts every line, or mends every one."""
    for place, one in enumerate(nodes.play.nodes):
        for other in nodes.play.nodes[place + 1 :]:
            nodes.line(one, other, whole)


def _say(nodes: Nodes, liar: str, role: str, text: Texts) -> str:
    body: dict[str, Any] = {
        "speaker": "Spokesperson",
        "kind": "press_line",
        "voice": "press",
        "delivery": "written",
        "text": [list(pair) for pair in text],
    }
    said = {"as": role, "acts": [{"kind": "statement.make", "body": body}]}
    return str(nodes.ask(liar, "do", said)["acts"][0])
