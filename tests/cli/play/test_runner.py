# SPDX-License-Identifier: Apache-2.0
"""A play is performed in order, and stops where what happens is not what was expected."""

from __future__ import annotations

import pytest

from tests.cli.play.in_process import InProcess, performed, the_day
from tests.cli.play.test_reader import ACT, FIRST, HEAD, read
from tripartite.cli.play.runner import Done, Runner
from tripartite.core.encoding.refusal import Refused

THREE = HEAD.replace(
    "  bo: {name: [[en, Bo]], delegates: {}}\n",
    "  bo: {name: [[en, Bo]], delegates: {clerk: {function: secretariat, authority: keep_record}}}\n"
    "  cy: {name: [[en, Cy]], delegates: {head: {function: head_of_delegation, authority: negotiate}}}\n",
)
LINES = FIRST + 1


def play(steps: str) -> list[Done]:
    story = read(THREE + steps)
    stage = InProcess(story)
    runner = Runner(story, stage)
    runner.open()
    return list(runner.steps())


def failure(steps: str) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        play(steps)
    assert caught.value.code == "expectation_failed"
    return dict(caught.value.refusal.facts)


def test_each_step_says_what_came_of_it() -> None:
    done = play(
        ACT
        + "- sync: all\n- expect: {record: $m, field: state, is: proposed}\n- expect: {same_register: all}\n"
    )
    assert [one.shown["step"] for one in done] == [1, 2, 3, 4]
    assert done[0].shown["do"] == "meeting.propose"
    assert done[2].shown["found"] == ["proposed"]
    assert len(done[3].shown["digest"]) == 64


def test_what_one_has_signed_reaches_nobody_before_they_ask() -> None:
    play(
        ACT
        + "- expect: {record: $m, absent: yes, on: [bo, cy]}\n- expect: {act: $m, field: held_by, count: 1, on: ana}\n"
    )


def test_a_cut_line_carries_nothing_and_a_neighbour_passes_it_on() -> None:
    play(
        "- cut: [ana, cy]\n" + ACT + "- sync: [ana, cy]\n"
        "- expect: {record: $m, absent: yes, on: cy}\n"
        "- sync: all\n"
        "- expect: {act: $m, field: held_by, has: [bo, cy], on: cy}\n"
    )


def test_a_bundle_goes_where_no_line_does() -> None:
    play(
        "- cut: all\n"
        + ACT
        + "- bundle: {from: ana, to: cy}\n- expect: {act: $m, field: by, is: ana, on: cy}\n"
    )


def test_a_node_that_is_down_learns_later() -> None:
    play(
        "- kill: cy\n" + ACT + "- sync: [ana, bo]\n- restart: cy\n- sync: all\n- heal: all\n"
        "- expect: {record: $m, field: state, is: proposed}\n"
    )


def test_time_passes_on_every_node() -> None:
    done = play("- wait: 1d\n" + ACT.replace("party: ana", "party: ana\n  at: +2h"))
    assert done[1].shown["at"] == "2030-01-02T10:00:00Z"
    play("- wait: 1d\n" + ACT + "- expect: {act: $m, field: at, is: '1893571200', on: ana}\n")


def test_names_stand_for_ids_wherever_one_may_stand() -> None:
    play(
        ACT + "- sync: all\n"
        "- do: meeting.scope\n  party: cy\n  name: s\n  record: $m\n  body: {topics: [Bridges]}\n"
        "- do: dispute\n  party: cy\n  record: $m\n  body: {of: $s, text: [[en, No]]}\n"
        "- do: meeting.cancel\n  party: ana\n  record: $m\n  on: $m\n  body: {reason: [[en, Rain]]}\n"
        "- sync: all\n"
        "- expect: {record: $m, field: state, is: cancelled}\n"
        "- expect: {record: $m, field: scope.cy.act, is: $s}\n"
        "- expect: {record: $ana.head, field: role, is: d/head}\n"
        "- expect: {chapter: meetings, where: {id: $m}, count: 1}\n"
    )


def test_a_refusal_that_was_expected_is_no_failure() -> None:
    done = play(ACT.replace("party: ana", "party: bo\n  refused: no_power"))
    assert done[0].shown["refused"] == "no_power"


def test_an_act_kept_without_effect_says_why() -> None:
    done = play(
        ACT.replace("party: ana", "party: bo\n  keep: yes\n  refused: no_power") + "- sync: all\n"
        "- expect: {act: $m, field: reason, is: no_power}\n- expect: {chapter: meetings, count: 0}\n"
    )
    assert list(done[0].shown["inert"].values()) == ["no_power"]


def test_an_unexpected_refusal_ends_the_play_and_names_the_reason() -> None:
    facts = failure(ACT.replace("party: ana", "party: bo"))
    assert (facts["line"], facts["step"], facts["field"], facts["party"]) == (
        str(LINES),
        "1",
        "refused",
        "bo",
    )
    assert facts["found"].startswith("no_power")


@pytest.mark.parametrize("refused", ["no_power", "talks_record"])
def test_a_refusal_that_does_not_come_ends_the_play(refused: str) -> None:
    facts = failure(ACT.replace("party: ana", f"party: ana\n  refused: {refused}"))
    assert facts["expected"] == refused


def test_another_reason_than_the_one_expected_ends_the_play() -> None:
    facts = failure(ACT.replace("party: ana", "party: bo\n  refused: talks_record\n  keep: yes"))
    assert (facts["expected"], facts["found"]) == ("talks_record", "[no_power]")


def test_a_failed_expectation_names_step_line_field_expected_and_found() -> None:
    facts = failure(ACT + "- sync: all\n- expect: {record: $m, field: state, is: closed, on: cy}\n")
    assert facts == {
        "expected": "is closed", "field": "state", "file": "story.yaml", "found": "[proposed]", "line": str(LINES + 5),
        "party": "cy", "step": "3",
    }  # fmt: skip


@pytest.mark.parametrize(
    "expect",
    [
        "{record: $m, field: state, is: proposed, on: bo}",
        "{record: $m, absent: yes, on: ana}",
        "{act: $m, absent: yes, on: ana}",
        "{chapter: meetings, count: 2}",
        "{record: $m, field: scope_disputed, absent: yes, on: ana}",
        "{record: $m, field: title, not: [[en, M]], on: ana}",
    ],
)
def test_what_is_not_so_is_not_passed(expect: str) -> None:
    failure(f"{ACT}- expect: {expect}\n")


def test_registers_that_differ_are_not_called_the_same() -> None:
    facts = failure(ACT + "- cut: all\n- expect: {same_register: all}\n")
    assert (facts["field"], facts["party"]) == ("digest", "bo")


def test_lists_longer_than_a_page_are_counted_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tripartite.cli.play.runner.PAGE", 2)
    play(
        "".join(ACT.replace("name: m", f"name: m{n}") for n in range(5))
        + "- expect: {chapter: meetings, count: 5, on: ana}\n"
    )


def test_the_whole_day_can_be_played_in_one_process() -> None:
    runner, stage = the_day()
    digests = {stage.ask(party, "digest", {})["digest"] for party in runner.play.nodes}
    assert len(digests) == 1


def test_performed_is_the_whole_play() -> None:
    runner, _ = performed(read(THREE + ACT + "- sync: all\n"))
    assert set(runner.ids) == {"ana.head", "bo.clerk", "cy.head", "m"}
