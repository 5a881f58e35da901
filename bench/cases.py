# SPDX-License-Identifier: Apache-2.0
"""All rows, in the order of the table."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from bench.appending import Appending
from bench.replication import replication
from bench.row import Case
from bench.sizes import Sizes
from bench.stage import Stage


def all_cases(folder: Path, sizes: Sizes, stack: ExitStack) -> list[Case]:
    stage = Stage(folder, sizes, stack)
    return [*Appending(stage).cases(), *replication(stage)]
