# SPDX-License-Identifier: Apache-2.0
"""All rows, in the order of the table."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from bench.appending import Appending
from bench.desks import Pages
from bench.maps import maps
from bench.proving import proofs
from bench.replication import replication
from bench.row import Case
from bench.sizes import Sizes
from bench.stage import Stage
from bench.stages import Stages
from bench.standing import Standing


def all_cases(folder: Path, sizes: Sizes, stack: ExitStack) -> list[Case]:
    stage = Stage(folder, sizes, stack)
    stages = Stages(stage, stack)
    return [
        *Appending(stage).cases(),
        *replication(stage),
        *stages.cases(),
        *Standing(stage, stages).cases(),
        *Pages(stage).cases(),
        *maps(sizes.queries),
        *proofs(stages),
    ]
