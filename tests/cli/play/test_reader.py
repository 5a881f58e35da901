# SPDX-License-Identifier: Apache-2.0
"""Whatever is wrong with a play is found before anything starts, with its line, its path and one reason."""

from __future__ import annotations

import pytest

from tripartite.cli.play.reader import read_play
from tripartite.cli.play.story import Do, Expect, Link, Play, Wait
from tripartite.core.encoding.refusal import Malformed

HEAD = """\
play: 1
title: Two
clock: 2030-01-01T08:00:00Z
charter: {preset: talks-record, exercise: EXERCISE, languages: [en]}
parties:
  ana:
    name: [[en, Ana]]
    delegates: {head: {function: head_of_delegation, authority: negotiate}}
  bo: {name: [[en, Bo]], delegates: {}}
  paper: {name: [[en, Paper]], kind: paper}
steps:
"""
FIRST = HEAD.count("\n") + 1
"""The line on which the first step stands."""
PROPOSE = "- do: meeting.propose\n  party: ana\n"
SCOPE = "- do: meeting.scope\n  party: ana\n  record: $m\n"
ACT = "- do: meeting.propose\n  party: ana\n  name: m\n  body: {title: [[en, M]]}\n"

WRONG_HEADS = [
    ("play: 1\nplay: 1\n", "duplicate_key", 2, "play"),
    (HEAD.replace("play: 1", "play: 2"), "unknown_version", 1, "play"),
    (HEAD.replace("title: Two\n", ""), "missing_key", 1, ""),
    (HEAD.replace("title: Two", "title: [Two]"), "wrong_shape", 2, "title"),
    (HEAD.replace("title: Two", "title: &t Two"), "anchor", 2, "title"),
    (HEAD.replace("title: Two", "title: !!str Two"), "tag", 2, "title"),
    (HEAD.replace("title: Two", "titel: Two"), "unknown_key", 2, "titel"),
    (HEAD.replace("2030-01-01T08:00:00Z", "2030-13-01T08:00:00Z"), "bad_instant", 3, "clock"),
    (HEAD.replace("2030-01-01T08:00:00Z", "2030-01-01"), "bad_instant", 3, "clock"),
    (HEAD.replace("talks-record", "talks"), "unknown_value", 4, "charter.preset"),
    (HEAD.replace("exercise: EXERCISE, ", ""), "missing_key", 4, "charter"),
    (HEAD.replace("languages: [en]", "languages: []"), "schema", 4, "charter.languages"),
    (HEAD.replace("[[en, Ana]]", "[[en]]"), "schema", 7, "parties.ana.name[0]"),
    (HEAD.replace("  ana:", "  Ana:"), "bad_name", 6, "parties.Ana"),
    (HEAD.replace("negotiate", "rule"), "unknown_value", 8, "parties.ana.delegates.head.authority"),
    (HEAD.replace("kind: paper", "kind: ghost"), "unknown_value", 10, "parties.paper.kind"),
    (HEAD.replace("kind: paper", "kind: paper, delegates: {}"), "no_node", 10, "parties.paper.delegates"),
    (HEAD + "- wait: 1h\n---\nplay: 1\n", "second_document", FIRST + 1, ""),
    ("- a\n", "wrong_shape", 1, ""),
    ("", "wrong_shape", 1, ""),
    ("a: [1, 2\n", "not_yaml", 2, ""),
    ("a: \x07\n", "not_yaml", 1, ""),
    ("{? [a] : b}\n", "wrong_shape", 1, "(key)"),
    ("[" * 40 + "]" * 40, "too_deep", 1, "[0]" * 25),
]  # fmt: skip

WRONG_STEPS = [
    ("- dance: all\n", "unknown_step", 0, "steps[0]"),
    ("- [do]\n", "unknown_step", 0, "steps[0]"),
    ("- do: meeting.propse\n  party: ana\n", "unknown_kind", 0, "steps[0].do"),
    ("- do: meeting.propose\n", "missing_key", 0, "steps[0]"),
    ("- do: meeting.propose\n  party: zed\n", "unknown_party", 1, "steps[0].party"),
    ("- do: meeting.propose\n  party: paper\n", "no_node", 1, "steps[0].party"),
    ("- do: meeting.propose\n  party: bo\n", "missing_key", 0, "steps[0]"),
    (PROPOSE + "  as: clerk\n", "unknown_delegate", 2, "steps[0].as"),
    ("- do: meeting.propose\n  party: ana\n", "schema", 0, "steps[0]"),
    (PROPOSE + "  body:\n    title: [[en, M]]\n    leval: x\n", "schema", 2, "steps[0].body"),
    (PROPOSE + "  body:\n    title:\n      - [en]\n", "schema", 4, "steps[0].body.title[0]"),
    (PROPOSE + "  body: {title: [[fa, M], [en, M]]}\n", "schema", 2, "steps[0].body"),
    (PROPOSE + "  to: [zed]\n  body: {title: [[en, M]]}\n", "unknown_party", 2, "steps[0].to[0]"),
    (ACT + ACT, "name_taken", 6, "steps[1].name"),
    (ACT.replace("name: m", "name: M 1"), "bad_name", 2, "steps[0].name"),
    (ACT.replace("party: ana", "party: ana\n  record: $x"), "founds_its_record", 2, "steps[0].record"),
    (ACT + "- do: meeting.scope\n  party: ana\n", "missing_key", 4, "steps[1]"),
    (ACT + "- do: meeting.scope\n  party: ana\n  record: $n\n", "unknown_name", 6, "steps[1].record"),
    (ACT + "- do: meeting.scope\n  party: ana\n  record: m\n", "no_reference", 6, "steps[1].record"),
    (ACT + SCOPE + "  on: $m\n", "no_move", 7, "steps[1].on"),
    (ACT + SCOPE + "  refs: {likes: $m}\n", "unknown_key", 7, "steps[1].refs.likes"),
    (ACT + SCOPE + "  refs: {cites: $later}\n", "unknown_name", 7, "steps[1].refs.cites"),
    (ACT + "- do: dispute\n  party: ana\n  record: $m\n  body: {of: $no}\n", "unknown_name", 7, "steps[1].body.of"),
    (ACT.replace("party: ana", "party: ana\n  at: 2029-01-01T00:00:00Z"), "clock_back", 2, "steps[0].at"),
    (ACT.replace("party: ana", "party: ana\n  at: +3w"), "bad_duration", 2, "steps[0].at"),
    (ACT.replace("party: ana", "party: ana\n  keep: sure"), "unknown_value", 2, "steps[0].keep"),
    ("- acts: []\n  party: ana\n", "wrong_shape", 0, "steps[0].acts"),
    ("- acts:\n    - do: join\n  party: ana\n", "missing_key", 1, "steps[0].acts[0]"),
    ("- wait: long\n", "bad_duration", 0, "steps[0].wait"),
    ("- cut: [ana]\n", "wrong_shape", 0, "steps[0].cut"),
    ("- sync: [ana, zed]\n", "unknown_party", 0, "steps[0].sync[1]"),
    ("- kill: paper\n", "no_node", 0, "steps[0].kill"),
    ("- bundle: {from: ana}\n", "missing_key", 0, "steps[0].bundle"),
    ("- sync: all\n  now: yes\n", "unknown_key", 1, "steps[0].now"),
    ("- sync: *all\n", "alias", 0, "steps[0].sync"),
    ("- expect: {field: state, is: x}\n", "missing_key", 0, "steps[0].expect"),
    (ACT + "- expect: {record: $m, field: state}\n", "missing_key", 4, "steps[1].expect"),
    (ACT + "- expect: {record: $m, is: x}\n", "missing_key", 4, "steps[1].expect"),
    (ACT + "- expect: {record: $m, act: $m, field: state, is: x}\n", "one_only", 4, "steps[1].expect.act"),
    (ACT + "- expect: {record: $m, field: state, is: x, not: y}\n", "one_only", 4, "steps[1].expect.not"),
    (ACT + "- expect: {record: $m, field: state, count: some}\n", "unknown_value", 4, "steps[1].expect.count"),
    (ACT + "- expect: {record: $m, field: state, absent: no}\n", "unknown_value", 4, "steps[1].expect.absent"),
    (ACT + "- expect: {record: $m, where: {a: b}, absent: yes}\n", "unknown_key", 4, "steps[1].expect.where"),
    ("- expect: {chapter: gossip, count: 0}\n", "unknown_value", 0, "steps[0].expect.chapter"),
    ("- expect: {chapter: meetings, where: {by: $no}, count: 0}\n", "unknown_name", 0, "steps[0].expect.where.by"),
    ("- expect: {same_register: all, on: all}\n", "unknown_key", 0, "steps[0].expect.on"),
]  # fmt: skip


def read(text: str) -> Play:
    return read_play(text.encode(), "story.yaml")


def refusal(text: str) -> tuple[str, int, str]:
    with pytest.raises(Malformed) as caught:
        read(text)
    found = caught.value.refusal
    assert (found.code, found.fact("file")) == ("bad_play", "story.yaml")
    return found.fact("reason"), int(found.fact("line")), found.fact("field")


@pytest.mark.parametrize(("text", "reason", "line", "path"), WRONG_HEADS)
def test_a_wrong_head_is_refused_with_line_path_and_reason(
    text: str, reason: str, line: int, path: str
) -> None:
    assert refusal(text) == (reason, line, path)


@pytest.mark.parametrize(("steps", "reason", "line", "path"), WRONG_STEPS)
def test_a_wrong_step_is_refused_with_line_path_and_reason(
    steps: str, reason: str, line: int, path: str
) -> None:
    assert refusal(HEAD + steps) == (reason, FIRST + line, path)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Malformed) as caught:
        read_play(b"play: \xff\n", "story.yaml")
    assert caught.value.refusal.fact("reason") == "not_utf8"


def test_a_file_larger_than_any_play_is_refused_unread() -> None:
    with pytest.raises(Malformed) as caught:
        read_play(b"#" * 5_000_000, "story.yaml")
    assert caught.value.refusal.fact("reason") == "too_large"


def test_every_scalar_is_text_whatever_it_looks_like() -> None:
    play = read(HEAD.replace("title: Two", "title: 0x10") + "- scene: 1e3\n")
    assert play.title == "0x10"


def test_an_exercise_in_one_text_is_english() -> None:
    assert read(HEAD + "- wait: 1h\n").charter["exercise"] == [["en", "EXERCISE"]]


def test_the_clock_of_each_step_is_known_before_the_play_begins() -> None:
    play = read(HEAD + ACT + "- wait: 2h\n" + "- wait: 2030-01-03T00:00:00Z\n")
    assert [step.at - play.start for step in play.steps] == [0, 7200, 144_000]
    assert isinstance(play.steps[1], Wait)


def test_the_only_delegate_need_not_be_named() -> None:
    step = read(HEAD + ACT).steps[0]
    assert isinstance(step, Do)
    assert step.role == "d/head"


def test_a_list_of_expectations_is_a_step_each_with_its_own_line() -> None:
    text = (
        ACT
        + "- expect:\n    - {record: $m, field: state, is: proposed}\n    - {act: $m, field: by, is: ana}\n"
    )
    first, second = read(HEAD + text).steps[1:]
    assert isinstance(first, Expect)
    assert (first.spot.line, second.spot.line) == (FIRST + 5, FIRST + 6)
    assert first.parties == ("ana", "bo")


def test_every_line_between_those_named_is_cut() -> None:
    step = read(HEAD + "- cut: all\n").steps[0]
    assert isinstance(step, Link)
    assert step.pairs == (("ana", "bo"),)
