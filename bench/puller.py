# SPDX-License-Identifier: Apache-2.0
"""The pulling process: opens a fresh home, pulls from its peers, cosigns, looks every record up; prints what it took.

    python -m bench.puller HOME RECORDS [WORKERS]   →   {"seconds": …, "peak": bytes}

A process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.acts import BULK, FIRST_DAY, SINGLE
from bench.row import ROOT
from tripartite.core.register.bodies import day_start
from tripartite.node.node import Node
from tripartite.node.ports import Query
from tripartite.sync.links import Links
from tripartite.sync.loop import Peers
from tripartite.wiring import Home, OpenHome

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pulling process took: seconds, and the most memory it ever had, in bytes."""

    seconds: float
    peak: int


def pull_into(home: Home, records: int, workers: int) -> Pulled:
    """Runs the pulling process."""
    words = [sys.executable, "-m", "bench.puller", str(home.path), str(records), str(workers)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Pulled(**json.loads(done.stdout))


def found(node: Node) -> int:
    """Records a filter by chapter, state and time finds."""
    count = 0
    for chapter, state in ((SINGLE, "tabled"), (BULK, "recorded")):
        after = 0
        while rows := node.store.index.records(
            Query(chapter, state, since=day_start(FIRST_DAY), until=1 << 40, after=after, limit=PAGE)
        ):
            count += len(rows)
            after = rows[-1].number
    return count


def cosigned(node: Node) -> bool:
    """Whether every log held is cosigned up to its newest head."""
    others = [h for h in node.histories.all() if h.party != node.party]
    heads = [node.heads.newest(history) for history in others]
    return bool(heads) and all(
        head is not None and node.party in node.heads.cosignatures(head) for head in heads
    )


def main(path: str, records: str, workers: str = "0") -> None:
    with OpenHome(Home(Path(path)), workers=int(workers)) as opened:
        node = opened.node
        peers = Peers(node, opened.home.peers(), Links())
        start = time.perf_counter()
        done = peers.round()
        held = found(node)
        seconds = time.perf_counter() - start
        if held != int(records) or done.wrong or not cosigned(node):
            raise RuntimeError(f"{held} of {records} records found, {done.wrong}, cosigned: {cosigned(node)}")
        peers.close()
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": _peak()}) + "\n")


def _peak() -> int:
    """Most memory this process ever had, in bytes; what `getrusage` says begins with the parent's."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
