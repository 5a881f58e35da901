# SPDX-License-Identifier: Apache-2.0
"""From a serving process over loopback to a pulling one, until cosigned, folded and found by a filter."""

from __future__ import annotations

from bench.row import Case, Timed
from bench.stage import Stage


def replication(stage: Stage) -> list[Case]:
    def timed(name: str, what: str, limit: str, workers: int) -> Timed:
        return Timed(name, stage.acts(what), limit, lambda: stage.pull(what, workers).seconds)

    return [
        timed("replicate.single", "single", "ed25519-verify", 0),
        timed("replicate.single.pool", "single", "ed25519-verify", 1),
        timed("replicate.bulk", "bulk", "sqlite-rows-600", 0),
        timed("replicate.mixed", "mixed", "sqlite-rows-600", 0),
    ]
