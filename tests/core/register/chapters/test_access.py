# SPDX-License-Identifier: Apache-2.0
"""Access restrictions: who was turned back, in which words; counted by everybody alike."""

from __future__ import annotations

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_verifications import denied, pending
from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters.access import statistics


def test_a_denial_says_day_by_whom_and_the_words_used() -> None:
    scene = Scene()
    ident = denied(scene, by="checkpoint guard", reason_quoted=en("No entry today."))
    view = scene.view(ident)
    assert (view["type"], view["day"], view["by"]) == ("denied", "2007-05-29", "checkpoint guard")
    assert (view["reason_quoted"], view["recorded_by"]) == (en("No entry today."), "us")
    assert (view["public"], view["notified_in_advance"]) == ("never_while_it_lives", None)
    record = scene.record(ident)
    assert record.chapter.when(record) == day_start("2007-05-29")


def test_the_force_is_of_a_party_or_of_nobody_named_and_points_have_no_room() -> None:
    scene = Scene()
    assert scene.inert(denied(scene, of_party="zed")) == ("guard", "not_a_party", "zed")
    assert scene.inert(denied(scene, of_party=None)) == ()
    assert scene.inert(denied(scene, place="a bridge")) == ("bad_act",)


def test_whose_force_it_is_said_to_be_may_answer_and_nobody_else_for_it() -> None:
    scene = Scene()
    ident = denied(scene)
    assert [(item.what, item.whom) for item in pending(scene, ident)] == [("access_answer", ("iraq",))]
    scene.say("iran", "answer_entry", {"of": ident, "answer": "confirms"}, ident)
    assert scene.view(ident)["answered_by_force"] is False
    scene.say("iraq", "answer_entry", {"of": ident, "answer": "disputes"}, ident)
    assert scene.view(ident)["answered_by_force"] is True
    assert pending(scene, ident) == []
    assert pending(scene, denied(scene, "iraq")) == []


def test_statistics_count_by_party_type_and_month_and_say_by_which_rule() -> None:
    scene = Scene()
    idents = [denied(scene), denied(scene, "iran", type="delayed", day="2007-06-01", of_party=None)]
    gone, void = denied(scene), denied(scene, of_party="zed")
    scene.say("us", "withdraw", {"of": gone}, gone)
    scene.town.ack_all(2)
    records = [scene.record(ident) for ident in (*idents, gone, void)]
    found = statistics(records, scene.town.charter.parties)
    assert (found["total"], found["counting_rule"]) == (2, "one_act_one_restriction")
    assert found["by_party"]["us"] == {"total": 1, "by_type": {"denied": 1}, "by_month": {"2007-05": 1}}
    assert found["by_party"]["iran"]["by_type"] == {"delayed": 1}
    assert found["by_party"]["iraq"]["total"] == 0
    assert found["attributed_to"] == {"iraq": 1, "not_stated": 1}


def test_what_was_erased_counts_for_nobody() -> None:
    scene = Scene()
    kept, gone = denied(scene), denied(scene)
    scene.say("iraq", "answer_entry", {"of": gone, "answer": "disputes"}, gone)
    scene.say("us", "erase", {"of": [[gone, "access.restriction@1", gone]]})
    found = statistics([scene.record(kept), scene.record(gone)], scene.town.charter.parties)
    assert (found["total"], found["by_party"]["us"]["total"]) == (1, 1)


def test_an_observer_records_one_where_the_charter_lets_observers_report() -> None:
    def reports(scene: Scene) -> tuple[str, ...]:
        body = {"type": "threatened", "day": "2007-05-29"}
        return scene.inert(scene.say("us", "access.restriction", body, role="observer"))

    assert reports(Scene()) == ("no_power",)
    assert reports(Scene(rights=("observers_report",))) == ()
