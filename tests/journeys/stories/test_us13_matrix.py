# SPDX-License-Identifier: Apache-2.0
"""US13, a mediator: mutual steps as a matrix, in three languages, in which no offer and no demand stands (UND-17).

A paper for one party: the others see addressees, size and time, not kind and content (SEA-11).
"""

from __future__ import annotations

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_progress import dated
from tests.core.register.chapters.test_undertakings import DEMAND, OFFER, committed
from tests.node.test_sealed import WORDS, paper
from tests.world.nodes import Nodes
from tests.world.town import Town
from tripartite.export.gathered import Record
from tripartite.export.matrix import lines, rows
from tripartite.i18n.words import Words
from tripartite.node.relayed import Relayed

STEP = {"quantity": "10", "unit": "persons", "baseline": ["40", "2007-05-01", "joint count"]}


def shown(scene: Scene, *idents: str) -> list[Record]:
    return [{"id": one, "state": list(scene.record(one).states), "fields": scene.view(one)} for one in idents]


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_us13_a_row_has_its_measure_its_days_and_three_assessments(language: str) -> None:
    scene = Scene()
    more = {**STEP, "due": "D+60", "trigger": "Entry into force", "verification_method": "joint_team"}
    step, _ = committed(scene, conditionality="unconditional", **more)
    dated(scene, step, iran="2007-06-01", us="2007-06-15")
    scene.say("iran", "undertaking.assess", {"level": 3, "date": "2007-08-01"}, step)
    scene.say("us", "dispute", {"of": step, "text": en("Four.")}, step)
    scene.say("us", "undertaking.remedy", {"status": "asked", "text": en("Six more.")}, step)
    (row,) = found = rows(shown(scene, step))
    words = Words(language)
    said = "\n".join(lines(found, words))
    assert (row["trigger_disputed"], row["verifiable"]) == (True, True)
    assert "2007-06-01 → 2007-08-01T00:00:00Z" in said
    assert "2007-06-15 → 2007-08-15T00:00:00Z" in said
    for message in ("flag.trigger_disputed", "assessment.3", "condition.unconditional", "method.joint_team",
                    "state.undertakings.pending_trigger", "remedy.asked"):  # fmt: skip
        assert words(message) in said


def test_us13_offers_and_demands_never_stand_among_commitments() -> None:
    scene = Scene()
    loose = [scene.say("iran", "undertaking.declare", OFFER), scene.say("us", "undertaking.declare", DEMAND)]
    assert rows(shown(scene, *loose)) == []
    assert list(lines([], Words("en"))) == [Words("en")("matrix.title"), Words("en")("matrix.empty")]


@pytest.mark.parametrize("due", ["continuous", "2007-07-01", None])
def test_us13_without_a_method_a_row_is_not_verifiable_as_drafted(due: str | None) -> None:
    scene = Scene()
    step, _ = committed(scene, **({"due": due} if due else {}))
    head = scene.record(step).heads[0]
    scene.say("us", "undertaking.declare_suspended", {"reason": en("No results.")}, step, on=head)
    found = rows(shown(scene, step))
    said = "\n".join(lines(found, Words("en")))
    assert found[0]["verifiable"] is False
    assert Words("en")("fixed.not_verifiable") in said
    assert "suspended by us" in said


def test_us13_of_a_paper_for_one_party_the_others_see_addressees_size_and_time_alone() -> None:
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head")
    nodes.settle()
    ident = paper(nodes)
    nodes.settle()
    [item], cursor = Relayed(nodes["iraq"].histories).all(10)
    assert (item["by"], item["role"], item["to"], item["acts"]) == ("iran", "d/head", ["iran", "us"], 1)
    assert item["bytes"] > len(WORDS)
    assert item["time"] > 0
    assert (item["opened"], cursor) == (False, None)
    assert not {"kind", "record", "body", "text"} & set(item)
    assert Relayed(nodes["us"].histories).one(ident) == {**item, "opened": True}
    assert Relayed(nodes["iraq"].histories).all(1)[1] is not None
    assert Relayed(nodes["iraq"].histories).one("0" * 64) is None
