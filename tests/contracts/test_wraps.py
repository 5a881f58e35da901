# SPDX-License-Identifier: Apache-2.0
"""The exam of `Wraps`."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from tripartite.node.ports import Store, Wrap


def wrap(number: int, party: str, text: bytes = b"") -> Wrap:
    data = text or f"{number} {party}".encode()
    return Wrap(number, party, hashlib.sha256(data).digest(), len(data))


NAMED = [wrap(1, "iran"), wrap(1, "iraq"), wrap(3, "iran"), wrap(4, "us")]


def test_wraps_that_notes_name_are_wanted_until_they_come(store: Store) -> None:
    store.wraps.expect(NAMED[::-1])
    assert list(store.wraps.wanted(9)) == NAMED
    store.wraps.put(1, "iraq", b"1 iraq")
    store.wraps.expect(NAMED)
    assert list(store.wraps.wanted(9)) == [NAMED[0], NAMED[2], NAMED[3]]
    assert list(store.wraps.wanted(1, (1, "iran"))) == [NAMED[2]]
    assert list(store.wraps.wanted(9, (3, "iran"))) == [NAMED[3]]


def test_a_wrap_is_found_by_party_and_by_the_hash_its_note_names(store: Store) -> None:
    store.wraps.expect(NAMED)
    assert store.wraps.get(1, "iran") is store.wraps.by_hash(NAMED[0].hash) is None
    store.wraps.put(1, "iran", b"1 iran")
    assert store.wraps.get(1, "iran") == store.wraps.by_hash(NAMED[0].hash) == b"1 iran"
    assert store.wraps.get(1, "iraq") is store.wraps.get(9, "iran") is store.wraps.by_hash(b"x" * 32) is None


def test_a_wrap_made_again_is_given_under_the_name_of_the_first(store: Store) -> None:
    store.wraps.expect(NAMED)
    store.wraps.put(1, "iran", b"bad")
    store.wraps.want(1, "iran", wanted=True)
    assert store.wraps.wanted(1) == [NAMED[0]]
    store.wraps.put(1, "iran", b"another")
    assert store.wraps.by_hash(NAMED[0].hash) == b"another"
    assert list(store.wraps.wanted(9)) == NAMED[1:]
    store.wraps.want(1, "iraq", wanted=False)
    assert list(store.wraps.wanted(9)) == NAMED[2:]


def test_two_dispatches_may_name_the_same_wrap(store: Store) -> None:
    first, second = wrap(1, "iran", b"same"), wrap(2, "iran", b"same")
    store.wraps.expect([first, second])
    store.wraps.put(2, "iran", b"same")
    assert store.wraps.by_hash(first.hash) == b"same"
    assert list(store.wraps.wanted(9)) == [first]


def test_a_transaction_that_fails_leaves_the_wraps_as_they_were(store: Store) -> None:
    store.wraps.expect(NAMED[:2])
    store.wraps.put(1, "iran", b"1 iran")
    with suppress(ZeroDivisionError), store.transaction():
        store.wraps.expect(NAMED)
        store.wraps.put(1, "iran", b"another")
        store.wraps.want(1, "iraq", wanted=False)
        raise ZeroDivisionError
    assert store.wraps.get(1, "iran") == b"1 iran"
    assert list(store.wraps.wanted(9)) == [NAMED[1]]
