# SPDX-License-Identifier: Apache-2.0
"""What a body points to is waited for and followed like what `refs` names, whatever came first (REG-14)."""

from __future__ import annotations

from itertools import permutations

from tests.core.register.chapters.notice_scene import WORKS
from tests.world import Holder, Town

ENTRY = {"name": "earthworks", "words": [["en", "Earthworks"]]}


def test_a_notice_stands_once_its_list_is_held_and_adopted_in_whatever_order_the_logs_came() -> None:
    town = Town(languages=("en",))
    agreed = town["iraq"].table(kind="notifiable_activity_list", entries=[ENTRY])
    said = {**WORKS, "list_ref": {"act": agreed, "entry": "earthworks"}}
    notice = town["iran"].say("liaison", "notice.send", said)
    town["iran"].say("watch", "check", {"of": notice}, notice)
    town.ack_all()
    for party in town:
        party.takes("accepts", agreed)
    lines = set()
    for order in permutations(town.logs()):
        holder = Holder(town.charter).take_all(order)
        lines.add(holder.lines()[notice])
        assert holder.reason(notice) == ""
    assert len(lines) == 1
