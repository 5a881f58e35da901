# SPDX-License-Identifier: Apache-2.0
"""A founding act that stands alone is folded on a short way; it must end where the long way ends (REG-11)."""

from __future__ import annotations

import msgspec
import pytest

from tests.world import Holder, Town
from tripartite.core.register.chapters import CHAPTER_OF
from tripartite.core.register.fold import fold
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record, digest_line

ORAL = {"form": "oral_no_text", "kind": "decision", "title": [["en", "A mechanism"]]}
TEXT = {"form": "text", "kind": "decision", "title": [["en", "A text"]]}


def founding(role: str, body: dict[str, object], reason: str = "") -> tuple[Placed, Holder]:
    town = Town()
    act = town["iran"].say(role, "proposal.table", body, None, refs=())
    holder = Holder(town.charter).take_all(town.logs())
    placed = holder.world.find(act)
    assert placed is not None
    return msgspec.structs.replace(placed, reason=reason), holder


def told(record: Record) -> tuple[object, ...]:
    return (
        digest_line(record), record.states, record.heads, record.effective, record.inert, dict(record.decided),
        dict(record.why), dict(record.state_of), dict(record.standing), record.awaiting, record.unforked,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "body", "reason"),
    [
        ("head", ORAL, ""),
        ("head", TEXT, ""),
        ("liaison", ORAL, ""),
        ("head", ORAL, "bad_payload"),
    ],
    ids=["effective", "without its text", "without power", "bad in itself"],
)
def test_the_short_way_ends_where_the_long_way_ends(role: str, body: dict[str, object], reason: str) -> None:
    act, holder = founding(role, body, reason)
    chapter = CHAPTER_OF[act.kind_name]
    short, long = fold(chapter, act, (), holder.world), fold(chapter, act, (act,), holder.world)
    assert told(short) == told(long)
    assert bool(short.effective) == (role == "head" and body == ORAL and not reason)
