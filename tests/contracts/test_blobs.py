# SPDX-License-Identifier: Apache-2.0
"""The exam of `Blobs`."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from tests.contracts.samples import ORIGIN, leaf
from tripartite.node.ports import Attached, Store

PHOTO, MAP = b"a photograph", b"a map" * 10_000


def hashed(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def attached(act: int, data: bytes, to: tuple[str, ...] = ()) -> Attached:
    return Attached(act, hashed(b"salted " + data), hashed(data), len(data), to)


def test_what_acts_name_comes_back_by_act_and_by_hash(store: Store) -> None:
    rows = [attached(7, PHOTO), attached(8, MAP, ("iran", "us")), attached(9, PHOTO)]
    store.blobs.attach(rows)
    store.blobs.attach(rows[:1])
    assert list(store.blobs.of(7, 8)) == rows[:2]
    assert list(store.blobs.named(hashed(PHOTO))) == [rows[0], rows[2]]
    assert list(store.blobs.named(hashed(b"?"))) == []


def test_an_act_may_name_several(store: Store) -> None:
    rows = sorted([attached(7, PHOTO), attached(7, MAP)], key=lambda row: row.commitment)
    store.blobs.attach(rows)
    assert list(store.blobs.of(7, 7)) == rows


def test_wanted_once_each_is_what_is_named_and_not_held(store: Store) -> None:
    store.blobs.put(hashed(PHOTO), PHOTO)
    store.blobs.attach([attached(1, PHOTO), attached(2, MAP), attached(3, MAP), attached(4, b"?")])
    wanted = sorted((attached(2, MAP), attached(4, b"?")), key=lambda row: row.hash)
    assert list(store.blobs.wanted(10)) == wanted
    assert list(store.blobs.wanted(1)) == wanted[:1]
    assert list(store.blobs.wanted(10, wanted[0].hash)) == wanted[1:]
    store.blobs.put(hashed(MAP), MAP)
    assert [row.hash for row in store.blobs.wanted(10)] == [hashed(b"?")]
    assert (store.blobs.get(hashed(MAP)), store.blobs.get(hashed(b"?"))) == (MAP, None)


def test_bytes_go_with_the_last_act_that_names_them(store: Store) -> None:
    store.blobs.attach([attached(1, PHOTO), attached(2, PHOTO), attached(2, b"?")])
    store.blobs.put(hashed(PHOTO), PHOTO)
    store.blobs.drop(1, 1)
    assert store.blobs.get(hashed(PHOTO)) == PHOTO
    store.blobs.drop(2, 5)
    assert store.blobs.get(hashed(PHOTO)) is None
    assert (list(store.blobs.of(0, 9)), list(store.blobs.wanted(10))) == ([], [])


def test_a_failed_transaction_drops_nothing(store: Store) -> None:
    store.blobs.attach([attached(1, PHOTO)])
    store.blobs.put(hashed(PHOTO), PHOTO)
    with suppress(ZeroDivisionError), store.transaction():
        store.blobs.drop(1, 1)
        raise ZeroDivisionError
    assert store.blobs.get(hashed(PHOTO)) == PHOTO
    assert list(store.blobs.of(1, 1)) == [attached(1, PHOTO)]


def test_an_act_counts_from_its_dispatch_on(store: Store) -> None:
    """Act numbers are those of the leaves: what a dispatch's acts name is one range."""
    number = store.logs.add(store.logs.open_branch(ORIGIN, None, 0).number, [leaf(0)], [])
    store.blobs.attach([attached(number * 65_536 + 3, PHOTO)])
    assert [row.hash for row in store.blobs.of(number * 65_536, number * 65_536 + 65_535)] == [hashed(PHOTO)]
