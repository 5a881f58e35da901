# SPDX-License-Identifier: Apache-2.0
"""Response times: one table, the same for everybody who holds the same logs."""

from __future__ import annotations

import random

from tests.core.register.chapters.line_scene import LineScene
from tests.world import Holder
from tripartite.core.register.chapters.response import response_table

JUNE = 1_180_656_060
"""1 June 2007, 00:01 UTC."""


def exchange(scene: LineScene) -> list[str]:
    """Three messages to Washington in May, one of them unanswered; one to Tehran in June, not yet delivered."""
    line = scene.line()
    messages = []
    for number, minutes in ((1, 1), (2, 4)):
        messages.append(scene.send(line, number=number))
        scene.town.ack_all()
        scene.at(scene.town.now + 60 * minutes)
        scene.say("us", "message.acknowledged", {}, messages[-1], role="liaison")
        scene.town.ack_all()
    messages.append(scene.send(line, number=3))
    messages.append(scene.send(line, number=4, precedence="flash"))
    scene.town.ack_all()
    scene.miss(messages[-1])
    scene.at(JUNE)
    messages.append(scene.send(line, "us"))
    return messages


def test_the_table_counts_each_month_party_and_precedence_by_the_recipients_own_log() -> None:
    scene = LineScene()
    messages = exchange(scene)
    rows = response_table([scene.record(each) for each in messages], scene.holder.world)
    said = [
        (r.month, r.party, r.precedence, r.count, r.median, r.max, r.unanswered, r.not_delivered)
        for r in rows
    ]
    assert said == [
        ("2007-05", "us", "flash", 1, None, None, 1, 0),
        ("2007-05", "us", "immediate", 3, 210, 300, 0, 0),
        ("2007-06", "iran", "immediate", 1, None, None, 0, 1),
    ]


def test_the_table_is_the_same_in_whatever_order_the_logs_came() -> None:
    scene = LineScene()
    messages = exchange(scene)
    tables = []
    for seed in range(4):
        holder = Holder(scene.town.charter)
        logs = scene.town.logs()
        random.Random(seed).shuffle(logs)  # an order, no secret
        for log in logs:
            holder.take(log, log.size // 2)
        holder.take_all(logs)
        shuffled = random.Random(seed).sample(messages, len(messages))
        tables.append(response_table([holder.record(each) for each in shuffled], holder.world))
    assert all(table == tables[0] for table in tables)
    assert len(tables[0]) == 3
