# SPDX-License-Identifier: Apache-2.0
"""The laws of the fold: same logs, same register; what is final stays final (REG-14, REG-18, REG-20)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.stories import Step, Story, delivered, final, steps
from tests.world import Holder
from tripartite.storage.sqlite.store import SqliteStore

Order = Sequence[tuple[int, int]]
portions = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 25)), max_size=10)
"""Portions of logs, in any order, some more than once."""
EVERYTHING = tuple((which, 10_000) for which in range(6))


def holding(story: Story, *orders: Order) -> Holder:
    holder = Holder(story.town.charter)
    for order in orders:
        delivered(story, holder, order)
    return holder


def derived(holder: Holder, ident: str) -> tuple[object, ...]:
    """Everything a record derives to."""
    record = holder.record(ident)
    return record.states, record.heads, record.effective, record.inert, record.standing, record.awaiting


@settings(max_examples=60)
@given(told=steps(), one=portions, other=portions)
def test_any_order_portion_and_repetition_of_arrival_gives_the_same_register(
    told: list[Step], one: Order, other: Order
) -> None:
    story = Story(told)
    first = holding(story, one, EVERYTHING)
    second = holding(story, other, EVERYTHING[::-1], one)
    assert first.lines() == second.lines()
    assert first.digest() == second.digest()


@settings(max_examples=40)
@given(told=steps(), parts=portions)
def test_what_was_kept_step_by_step_is_what_is_made_from_the_logs_alone(
    told: list[Step], parts: Order
) -> None:
    story = Story(told)
    holder = holding(story, parts)
    for order in ((), EVERYTHING):
        delivered(story, holder, order)
        before = holder.lines()
        holder.keeper.rebuild()
        assert holder.lines() == before
        reopened = Holder(story.town.charter, holder.store)
        assert [derived(reopened, ident) for ident in before] == [derived(holder, ident) for ident in before]


@settings(max_examples=60)
@given(told=steps(40), parts=portions)
def test_nothing_agreed_or_adopted_ever_ceases_to_be_whatever_arrives(told: list[Step], parts: Order) -> None:
    story, before = Story(told), set[tuple[str, str]]()
    holder = Holder(story.town.charter)
    for portion in (*parts, *EVERYTHING):
        delivered(story, holder, [portion])
        now = final(story, holder)
        assert before <= now
        before = now


@settings(max_examples=40)
@given(told=steps(), later=steps(10))
def test_nothing_said_later_un_agrees_a_text(told: list[Step], later: list[Step]) -> None:
    before = Story(told)
    after = Story([*told, *later])
    assert final(before, holding(before, EVERYTHING)) <= final(after, holding(after, EVERYTHING))


@settings(max_examples=30)
@given(told=steps())
def test_beyond_the_point_where_its_log_forks_only_what_a_threshold_counts_has_effect(
    told: list[Step],
) -> None:
    story = Story(told)
    holder = holding(story, EVERYTHING)
    for ident in holder.lines():
        for act in holder.record(ident).effective:
            assert act.kind is not None
            assert act.kind.waits or not act.place.forked


@settings(max_examples=30)
@given(told=steps(), parts=portions)
def test_a_log_nobody_forked_never_shows_a_forked_act(told: list[Step], parts: Order) -> None:
    story = Story(told, forks=False)
    holder = holding(story, parts, EVERYTHING)
    assert not any(b'"forked"' in line for line in holder.lines().values())


@settings(max_examples=8)
@given(told=steps(), parts=portions)
def test_a_store_in_files_gives_the_register_that_one_in_memory_gives(told: list[Step], parts: Order) -> None:
    story = Story(told)
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "store.sqlite", story.town.charter.net)
        kept = delivered(story, delivered(story, Holder(story.town.charter, store), parts), EVERYTHING)
        plain = holding(story, EVERYTHING)
        assert kept.lines() == plain.lines()
        assert final(story, kept) == final(story, plain)
        store.close()
