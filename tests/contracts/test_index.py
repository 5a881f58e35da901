# SPDX-License-Identifier: Apache-2.0
"""The exam of `Index`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace as replaced

import pytest
from msgspec.structs import replace

from tests.contracts.samples import act, dispatch, record
from tripartite.node.ports import Query, RecordRow, Store

ROWS = [
    record(act(1), "meetings", "scheduled", by="iraq", time=50),
    record(act(2, 0), "incidents", "reported", by="us", time=10),
    record(act(2, 1), "incidents", "disputed|reported", by="us", time=70),
    record(act(2, 65_535), "incidents", "reported", by="us", time=-5),
    record(act(9), "meetings", "closed", by="iran", time=60, waiting=True),
    record(act(11), "incidents", "reported", by="iran", time=50, audience="iran,iraq"),
]
QUERIES = {
    "everything": (Query(), [0, 1, 2, 3, 4, 5]),
    "a chapter": (Query(chapter="incidents"), [1, 2, 3, 5]),
    "no such chapter": (Query(chapter="reports"), []),
    "a state": (Query(state="scheduled"), [0]),
    "each of two states": (Query(state="reported"), [1, 2, 3, 5]),
    "both states": (Query(state="disputed|reported"), [2]),
    "no part of a state's name": (Query(state="report"), []),
    "an audience": (Query(audience="iran,iraq"), [5]),
    "open records": (Query(audience="", chapter="incidents"), [1, 2, 3]),
    "no such audience": (Query(audience="iran"), []),
    "a party": (Query(by="us"), [1, 2, 3]),
    "since, that second included": (Query(since=50), [0, 2, 4, 5]),
    "until, that second included": (Query(until=50), [0, 1, 3, 5]),
    "a moment": (Query(since=50, until=50), [0, 5]),
    "before 1970": (Query(until=-1), [3]),
    "nothing between": (Query(since=51, until=49), []),
    "all together": (Query(chapter="incidents", state="reported", by="us", since=0, until=60), [1]),
    "after one": (Query(after=act(2, 0)), [2, 3, 4, 5]),
    "after one that does not exist": (Query(after=act(3)), [4, 5]),
    "after, in time": (Query(since=0, after=act(2, 1)), [4, 5]),
    "a page": (Query(limit=2), [0, 1]),
    "a page of a chapter": (Query(chapter="incidents", limit=3), [1, 2, 3]),
    "a page in time": (Query(since=0, limit=3), [0, 1, 2]),
    "an empty page": (Query(limit=0), []),
    "the newest first": (Query(order="newest"), [5, 4, 3, 2, 1, 0]),
    "the newest of a chapter before one": (
        Query(chapter="incidents", order="newest", after=act(9)),
        [3, 2, 1],
    ),
    "the newest in time": (Query(since=50, order="newest", limit=2), [5, 4]),
    "the earliest first": (Query(order="earliest"), [3, 1, 0, 5, 4, 2]),
    "the latest first": (Query(order="latest"), [2, 4, 5, 0, 1, 3]),
    "a page of the latest": (Query(order="latest", limit=2, after=act(9), after_time=60), [5, 0]),
    "the earliest beyond one of the same second": (
        Query(order="earliest", after=act(1), after_time=50),
        [5, 4, 2],
    ),
    "the earliest of a party until": (Query(order="earliest", by="us", until=60), [3, 1]),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES.keys())
def test_a_query_finds_what_fits_all_its_parts_by_number(
    store: Store, query: Query, expected: list[int]
) -> None:
    store.index.put_records(ROWS[::-1])
    assert list(store.index.records(query)) == [ROWS[place] for place in expected]


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES.keys())
def test_as_many_are_counted_as_there_are_wherever_the_cursor_stands(
    store: Store, query: Query, expected: list[int]
) -> None:
    store.index.put_records(ROWS)
    assert store.index.count(query) == len(store.index.records(replaced(query, after=0)))


def test_pages_joined_are_the_whole(store: Store) -> None:
    store.index.put_records(ROWS)
    after = 0
    seen: list[RecordRow] = []
    while page := store.index.records(Query(since=0, after=after, limit=2)):
        seen += page
        after = page[-1].number
    assert seen == [row for row in ROWS if row.time >= 0]


def test_a_record_put_again_replaces_what_was(store: Store) -> None:
    store.index.put_records(ROWS)
    changed = replace(ROWS[0], state="postponed", time=900, line=b"[]\n", waiting=True)
    store.index.put_records([changed])
    assert store.index.record(ROWS[0].number) == changed
    assert list(store.index.records(Query(state="scheduled"))) == []
    assert list(store.index.records(Query(since=900))) == [changed]
    assert len(store.index.records(Query())) == len(ROWS)


def test_a_record_is_found_by_its_number_alone(store: Store) -> None:
    store.index.put_records(ROWS)
    assert store.index.record(act(2, 1)) == ROWS[2]
    assert store.index.record(act(2, 2)) is None


def test_waiting_records_are_listed_until_they_no_longer_wait(store: Store) -> None:
    store.index.put_records([*ROWS, record(act(4), waiting=True)])
    assert list(store.index.waiting()) == [act(4), act(9)]
    store.index.put_records([replace(ROWS[4], waiting=False)])
    assert list(store.index.waiting()) == [act(4)]


def test_acts_of_a_record_are_ascending_and_named_once(store: Store) -> None:
    one, two = dispatch("a") + "/0", dispatch("a") + "/1"
    store.index.add_acts([(one, 70), (two, 5), (one, 3)])
    store.index.add_acts([(one, 70), (one, 20)])
    assert list(store.index.acts_of(one)) == [3, 20, 70]
    assert list(store.index.acts_of(two)) == [5]
    assert list(store.index.acts_of(dispatch("b") + "/0")) == []


def test_ids_that_begin_alike_are_kept_apart(store: Store) -> None:
    alike = ["ab" * 16 + "00" * 16, "ab" * 16 + "01" * 16]
    store.index.add_acts([(ident + "/7", 1 + place) for place, ident in enumerate(alike)])
    assert [list(store.index.acts_of(ident + "/7")) for ident in alike] == [[1], [2]]


def test_a_dispatch_and_its_acts_can_all_be_referred_to(store: Store) -> None:
    whole = dispatch("a")
    store.index.add_links([(whole, 1), (whole + "/0", 2), (whole + "/65535", 3), (whole, 4)])
    store.index.add_links([(whole, 1)])
    assert list(store.index.linked(whole)) == [1, 4]
    assert list(store.index.linked(whole + "/0")) == [2]
    assert list(store.index.linked(whole + "/65535")) == [3]
    assert list(store.index.linked(whole + "/1")) == []


def test_clearing_forgets_the_index_and_nothing_else(store: Store) -> None:
    ident = dispatch("a") + "/0"
    store.notes.put("head", "iran", b"kept")
    store.index.put_records(ROWS)
    store.index.add_acts([(ident, 1)])
    store.index.add_links([(ident, 1)])
    store.index.clear()
    assert list(store.index.records(Query())) == []
    assert [
        list(store.index.acts_of(ident)),
        list(store.index.linked(ident)),
        list(store.index.waiting()),
    ] == [[], [], []]
    assert store.notes.get("head", "iran") == b"kept"
    store.index.put_records(ROWS)
    assert list(store.index.records(Query())) == ROWS


def test_named_tells_which_records_of_these_dispatches_have_acts(store: Store) -> None:
    one, two, three = (dispatch(name) for name in ("one", "two", "three"))
    store.index.add_acts([(f"{one}/0", act(5)), (f"{one}/65535", act(6)), (f"{two}/7", act(7))])
    assert store.index.named([one, three]) == {f"{one}/0", f"{one}/65535"}
    assert store.index.named([two]) == {f"{two}/7"}
    assert store.index.named([]) == set()


def test_a_link_added_in_a_transaction_is_seen_in_it_though_none_was_found_before(store: Store) -> None:
    first, second = (f"{dispatch('one')}/{place}" for place in (0, 1))
    with store.transaction():
        assert list(store.index.linked(first)) == []
        store.index.add_links([(second, act(7))])
        assert list(store.index.linked(first)) == []
        assert list(store.index.linked(second)) == [act(7)]


def test_a_link_found_missing_in_a_transaction_that_failed_may_come_later(store: Store) -> None:
    name = f"{dispatch('one')}/0"
    store.index.add_links([(name, act(7))])
    with suppress(ZeroDivisionError), store.transaction():
        store.index.clear()
        assert list(store.index.linked(name)) == []
        raise ZeroDivisionError
    with store.transaction():
        assert list(store.index.linked(name)) == [act(7)]


def test_many_records_come_in_order_whatever_their_number(store: Store) -> None:
    rows = [record(act(number), "meetings", "scheduled", by="iraq", time=number) for number in range(1, 601)]
    store.index.put_records(rows)
    assert list(store.index.records(Query(chapter="meetings", limit=1000))) == rows
