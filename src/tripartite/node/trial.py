# SPDX-License-Identifier: Apache-2.0
"""What an act that takes two people would still lack with the second: so that nobody is asked to check what cannot
stand (HOM-4, REG-17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tripartite.core.encoding.values import MAX_ACTS, ActId
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.chapters.common import CheckBody
from tripartite.core.register.placed import Placed

PASSING = frozenset({"no_power", "unchecked", "not_held", "too_early", "no_receipt", "not_carried"})
"""Reasons that may be gone by the time a colleague signs."""
_CHECK = KINDS["check@1"]


def as_checked(acts: Iterable[Placed]) -> Iterator[Placed]:
    """For each of these acts the check that somebody of the same powers would sign beside it; nobody ever signs this
    one."""
    for act in acts:
        place, index = replace(act.place, role=f"{act.place.role}/second"), MAX_ACTS + act.index
        yield Placed(
            place, index, ActId(f"{place.dispatch}/{index}"), _CHECK.spelled, _CHECK, CheckBody(of=act.id),
            act.record_id, (), (), "",
        )  # fmt: skip
