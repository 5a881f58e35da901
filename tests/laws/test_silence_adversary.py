# SPDX-License-Identifier: Apache-2.0
"""Whatever liars say and however late things arrive, no honest party holds for adopted what another holds for broken or
void (SIL-9)."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from tests.laws.silence_model import Run

RUNS = {3: 2500, 4: 1500, 5: 700, 7: 300}
"""By number of parties: courses of events with the delay holding, and as many with it broken."""
TIMES = int(os.environ.get("SILENCE_TIMES", "1"))


@pytest.mark.parametrize("holding", [True, False], ids=["holding", "broken"])
@pytest.mark.parametrize("size", RUNS)
def test_honest_parties_never_disagree_and_by_naive_rules_they_do(size: int, holding: bool) -> None:
    dice = Random(f"silence {size} {holding}")
    seen: Counter[str] = Counter()
    naive: Counter[str] = Counter()
    for _ in range(RUNS[size] * TIMES):
        run = Run(dice, size, holding).play()
        states = run.states()
        assert not ("adopted" in states and len(states) > 1), states
        seen.update(states)
        naive["receipt"] += len(run.by_receipt()) > 1
        naive["grace"] += len(run.by_one_grace()) > 1
        naive["signatures"] += len(run.by_signatures()) > 1
    assert {"silence_broken", "silence_void"} <= set(seen)
    assert seen["adopted"] or not holding
    assert naive["receipt"]
    assert naive["grace"]
    assert naive["signatures"]
