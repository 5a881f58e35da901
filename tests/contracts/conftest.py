# SPDX-License-Identifier: Apache-2.0
"""The candidates: every implementation of a port sits the same exam."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contracts.samples import CountedChance
from tripartite.keyring.files import KeyFolder, Signers
from tripartite.keyring.guard import MemoryGuard, SqliteGuard
from tripartite.node.ports import Guard, Journal, Signer, Store
from tripartite.storage.journal import FileJournal, MemoryJournal
from tripartite.storage.memory import MemoryStore
from tripartite.storage.sqlite.store import SqliteStore

CHEAP = 1 << 10
"""scrypt's lowest cost, so that tests are quick."""


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    candidate = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "store.sqlite")
    yield candidate
    candidate.close()


@pytest.fixture(params=["memory", "files", "small files"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    if request.param == "memory":
        return MemoryJournal()
    segment = 512 if request.param == "small files" else 65_536
    return FileJournal(tmp_path / "journal", segment)


@pytest.fixture(params=["memory", "sqlite"])
def guard(request: pytest.FixtureRequest, tmp_path: Path) -> Guard:
    return MemoryGuard() if request.param == "memory" else SqliteGuard(tmp_path / "guard.sqlite", create=True)


@pytest.fixture(params=["folder", "sealed folder", "two folders"])
def signer(request: pytest.FixtureRequest, tmp_path: Path) -> Signer:
    """Holds keys of `node` and `d/head`."""
    chance, ask = CountedChance(), asks("tea at four")
    first, second = (KeyFolder(tmp_path / name, ask, CHEAP) for name in ("one", "two"))
    passphrase = "tea at four" if request.param == "sealed folder" else None
    first.make("node", chance, passphrase)
    if request.param == "two folders":
        second.make("d/head", chance)
        second.make("node", chance)
        return Signers(first, second)
    first.make("d/head", chance, passphrase)
    return KeyFolder(tmp_path / "one", ask)


def asks(passphrase: str) -> Callable[[str], str]:
    return lambda role: passphrase
