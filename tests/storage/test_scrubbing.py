# SPDX-License-Identifier: Apache-2.0
"""What was erased is in no byte of any file any more (ERA-8)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.contracts.samples import ORIGIN, leaf, payload
from tripartite.core.dispatch.payload import split_payload
from tripartite.core.dispatch.thin import thinned
from tripartite.core.encoding.refusal import Unavailable
from tripartite.node.ports import Attached, Entry
from tripartite.storage.journal import FileJournal
from tripartite.storage.sqlite.store import SqliteStore

WORD = b"Abu Nuwas Street 14"
LONG = b"and a long account of it, " * 2_000


def found_in(folder: Path, word: bytes) -> list[str]:
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and word in path.read_bytes()]


def filled(folder: Path) -> tuple[SqliteStore, int]:
    store = SqliteStore(folder / "store.sqlite")
    payloads = [payload(WORD + LONG, b"other words"), payload(b"kept", b"as it is")]
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    number = store.logs.add(branch, [leaf(i, payload=data) for i, data in enumerate(payloads)], [])
    store.payloads.put([(number + i, data) for i, data in enumerate(payloads)])
    return store, number


def test_the_words_of_a_thinned_payload_are_in_no_file(tmp_path: Path) -> None:
    store, number = filled(tmp_path)
    whole = store.payloads.get(number)
    assert whole is not None
    assert found_in(tmp_path, WORD)
    store.payloads.thin(number, thinned(split_payload(whole), {0}))
    store.scrub()
    assert found_in(tmp_path, WORD) == []
    assert store.payloads.line(number, 1) == b"other words"
    store.close()
    assert found_in(tmp_path, WORD) == []


def test_an_attachment_that_no_act_names_is_in_no_file(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    stored = hashlib.sha256(WORD + LONG).digest()
    store.blobs.attach([Attached(7, stored, stored, len(WORD + LONG))])
    store.blobs.put(stored, WORD + LONG)
    store.settle()
    assert found_in(tmp_path, WORD)
    store.blobs.drop(7, 7)
    store.scrub()
    assert found_in(tmp_path, WORD) == []
    store.close()


def test_the_journal_forgets_what_the_store_has_settled(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path, segment=65_536)
    journal.write([Entry(index, b"dispatch", WORD + LONG) for index in range(3)])
    journal.scrub(3)
    assert found_in(tmp_path, WORD) == []
    journal.write([Entry(3, b"next", b"words")])
    journal.close()
    assert list(FileJournal(tmp_path).entries(0)) == [Entry(3, b"next", b"words")]


def test_the_journal_forgets_nothing_that_is_not_settled(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    journal.write([Entry(0, b"dispatch", WORD)])
    with pytest.raises(Unavailable, match="journal_failed"):
        journal.scrub(0)
    assert list(journal.entries(0)) == [Entry(0, b"dispatch", WORD)]


def test_a_journal_whose_scrubbing_was_cut_off_opens_without_what_was_settled(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    journal.write([Entry(0, b"dispatch", WORD)])
    journal.close()
    (segment,) = tmp_path.glob("*.segment")
    segment.rename(segment.with_suffix(".new"))
    assert list(FileJournal(tmp_path).entries(0)) == []
    assert found_in(tmp_path, WORD) == []
