# SPDX-License-Identifier: Apache-2.0
"""US2: the daily check; what was missed names nobody."""

from __future__ import annotations

from tests.core.register.chapters.line_scene import NINE, LineScene
from tests.core.register.chapters.scene import en
from tests.world import Holder
from tripartite.core.register.chapters.response import response_table


def test_us2_a_missed_check_is_one_entry_to_which_answer_and_outage_attach() -> None:
    scene = LineScene()
    line = scene.line()
    scene.at(NINE)
    check = scene.check(line)
    scene.miss(line)
    scene.answer(line, check)
    outage = {"planned": False, "start": "2007-05-28T08:00:00Z", "reason": en("Storm.")}
    scene.say("us", "channel.outage", outage, line, role="liaison")
    (entry,) = scene.view(line)["checks"]
    assert (entry["standing"], entry["cause"]) == ("missed", "not_established")
    assert (len(entry["answers"]), len(entry["outages"])) == (1, 1)


def test_us2_the_monthly_table_is_the_same_at_every_node() -> None:
    scene = LineScene()
    message = scene.send(scene.line())
    scene.town.ack_all()
    scene.say("us", "message.acknowledged", {}, message, role="watch")
    scene.town.ack_all()
    tables = []
    for logs in (scene.town.logs(), scene.town.logs()[::-1]):
        holder = Holder(scene.town.charter).take_all(logs)
        tables.append(response_table([holder.record(message)], holder.world))
    assert tables[0] == tables[1]
    assert (tables[0][0].party, tables[0][0].count, tables[0][0].unanswered) == ("us", 1, 0)
