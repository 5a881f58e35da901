# SPDX-License-Identifier: Apache-2.0
"""Signatures checked ahead in other processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import wait

import pytest
from nacl.signing import SigningKey

from tripartite.core.encoding.refusal import Refused
from tripartite.core.keys.public import ED25519, PublicKey
from tripartite.node.checking import Checker, DirectChecker, Line
from tripartite.sync.pool import CHUNK, FEW, PoolChecker

KEY = SigningKey(bytes(range(32)))
RAW = bytes(KEY.verify_key)


@pytest.fixture(scope="module", params=["here", "elsewhere"])
def checker(request: pytest.FixtureRequest) -> Iterator[Checker]:
    if request.param == "here":
        yield DirectChecker()
        return
    pool = PoolChecker(workers=1, many=FEW)
    yield pool
    pool.close()


def signed(count: int) -> list[Line]:
    texts = [b"line %d" % number for number in range(count)]
    return [(RAW, text, KEY.sign(text).signature) for text in texts]


def answered(checker: Checker) -> None:
    """Waits until all that was hinted is answered."""
    if isinstance(checker, PoolChecker):
        wait([answer for _, answer, _ in checker._hints.values()])


def key(raw: bytes = RAW) -> PublicKey:
    return PublicKey("somebody", ED25519, raw)


def test_what_was_hinted_and_holds_passes(checker: Checker) -> None:
    lines = signed(CHUNK + FEW)
    checker.ahead(lines)
    answered(checker)
    for raw, text, signature in lines:
        checker.check(key(raw), text, signature)


def test_a_bad_signature_among_good_ones_is_refused_and_no_other(checker: Checker) -> None:
    lines = signed(FEW * 2)
    bad = lines[FEW][2][:-1] + bytes([lines[FEW][2][-1] ^ 1])
    lines[FEW] = (RAW, lines[FEW][1], bad)
    checker.ahead(lines)
    answered(checker)
    refused = []
    for place, (raw, text, signature) in enumerate(lines):
        try:
            checker.check(key(raw), text, signature)
        except Refused as refusal:
            refused.append((place, refusal.code))
    assert refused == [(FEW, "bad_signature")]


def test_a_hint_never_stands_for_another_text_or_another_key(checker: Checker) -> None:
    lines = signed(FEW)
    checker.ahead(lines)
    answered(checker)
    _, text, signature = lines[3]
    with pytest.raises(Refused, match="bad_signature"):
        checker.check(key(), text + b"!", signature)
    with pytest.raises(Refused, match="bad_signature"):
        checker.check(key(bytes(SigningKey(bytes(32)).verify_key)), text, signature)


def test_what_was_not_hinted_is_checked_all_the_same(checker: Checker) -> None:
    checker.ahead([])
    raw, text, signature = signed(1)[0]
    checker.check(key(raw), text, signature)
    with pytest.raises(Refused, match="bad_signature"):
        checker.check(key(raw), text, bytes(64))


def test_a_pool_whose_process_is_killed_goes_on_without_it() -> None:
    pool = PoolChecker(workers=1, many=FEW)
    try:
        pool.ahead(signed(FEW))
        assert pool.processes, "a process was started"
        for process in pool.processes:
            process.kill()
            process.join()
        for raw, text, signature in signed(FEW):
            pool.check(key(raw), text, signature)
    finally:
        pool.close()


def test_what_is_asked_before_it_is_answered_is_checked_on_the_spot() -> None:
    pool = PoolChecker(workers=1, many=FEW)
    lines = signed(CHUNK * 8)
    bad = (RAW, b"another text", lines[-1][2])
    try:
        pool.ahead([*lines[:-1], bad])
        for raw, text, signature in lines[:-1]:
            pool.check(key(raw), text, signature)
        with pytest.raises(Refused, match="bad_signature"):
            pool.check(key(), bad[1], bad[2])
    finally:
        pool.close()
