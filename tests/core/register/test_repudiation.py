# SPDX-License-Identifier: Apache-2.0
"""What roots disown is shown beside the act and stands all the same (EPO-1, EPO-2)."""

from __future__ import annotations

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.test_forks import same_in_every_order

THREE = ("iran", "iraq", "us")


def agreed(scene: Scene) -> tuple[str, dict[str, str]]:
    """A text that all accepted, and each party's acceptance of it."""
    text = scene.town["iran"].table()
    scene.town.ack_all()
    return text, {party: scene.town[party].takes("accepts", text) for party in THREE}


def test_what_was_agreed_stays_agreed_and_says_whose_acceptance_was_repudiated() -> None:
    scene = Scene()
    text, accepted = agreed(scene)
    act = scene.say("us", "repudiate", {"of": accepted["us"]}, text, role="root")
    assert (scene.inert(act), scene.truth(text)) == ((), "agreed")
    marks = {entry["party"]: entry["repudiated"] for entry in scene.view(text)["positions"]}
    assert marks == {"iran": False, "iraq": False, "us": True}


def test_only_a_partys_own_roots_disown_and_only_what_stands_in_that_record() -> None:
    scene = Scene()
    text, accepted = agreed(scene)
    other = scene.say("iran", "statement.make", STATEMENT)
    said = {"of": accepted["us"]}
    assert scene.inert(scene.say("us", "repudiate", said, text, role="node")) == ("no_power",)
    assert scene.inert(scene.say("iran", "repudiate", said, text, role="root")) == ("guard", "not_own_act")
    strange = scene.say("us", "repudiate", said, other, role="root")
    assert scene.inert(strange) == ("guard", "no_such_act")
    delegate = scene.say("us", "repudiate", said, text)
    assert scene.inert(delegate) == ("bad_act",)


STATEMENT = {"kind": "press_line", "voice": "press", "speaker": "Foreign ministry", "text": en("So it is.")}


def test_it_stands_beside_whatever_was_said_in_whatever_order_logs_come() -> None:
    scene = Scene()
    statement = scene.say("us", "statement.make", STATEMENT)
    act = scene.say("us", "repudiate", {"of": statement}, statement, role="root")
    holder = same_in_every_order(scene.town, scene.town.logs())
    record = holder.record(statement)
    view = record.chapter.view(record, holder.world)
    assert [entry["act"] for entry in view["repudiated_by"]] == [act]
    assert (record.why, view["text"]) == ({}, STATEMENT["text"])
