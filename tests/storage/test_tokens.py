# SPDX-License-Identifier: Apache-2.0
"""The file of tokens: hashes alone, good until their end, revoked for ever (API-1 to API-3)."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tripartite.core.encoding.refusal import Refused
from tripartite.storage.sqlite.tokens import NOTED, Tokens

NOW, END = 1_000_000, 2_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens.sqlite"


@pytest.fixture
def tokens(file: Path) -> Iterator[Tokens]:
    found = Tokens(file)
    yield found
    found.close()


def test_a_token_is_good_from_its_making_to_its_end(tokens: Tokens, file: Path) -> None:
    token, text = tokens.make("archive", ("read",), "", "d/head", NOW, END)
    assert [tokens.good(text, at) is not None for at in (NOW, END - 1, END, END + 1)] == [
        True,
        True,
        False,
        False,
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (token.used, token.revoked) == (0, 0)
    assert text.encode() not in file.read_bytes()


@pytest.mark.parametrize("place", [0, 4, 10, 17, -1])
def test_a_token_that_is_nearly_right_is_wrong(tokens: Tokens, place: int) -> None:
    _, text = tokens.make("archive", ("read",), "", "", NOW, END)
    other = "0" if text[place] != "0" else "1"
    characters = list(text)
    characters[place] = other
    assert tokens.good("".join(characters), NOW) is None
    assert tokens.good(text + "A", NOW) is None
    assert tokens.good(text[:-1], NOW) is None
    assert tokens.good("\ud800", NOW) is None


def test_the_last_use_is_written_down_once_a_minute(tokens: Tokens) -> None:
    _, text = tokens.make("archive", ("read",), "", "", NOW, END)
    used = []
    for at in (NOW, NOW + 1, NOW + NOTED - 1, NOW + NOTED, NOW + NOTED + 1):
        tokens.good(text, at)
        used.append(tokens.all()[0].used)
    assert used == [NOW, NOW, NOW, NOW + NOTED, NOW + NOTED]


def test_what_is_revoked_stays_so_when_the_file_is_opened_again(tokens: Tokens, file: Path) -> None:
    token, text = tokens.make("archive", ("read",), "", "", NOW, END)
    _, other = tokens.make("another", ("read",), "", "", NOW + 1, END)
    assert tokens.revoke(token.id, NOW + 5).revoked == NOW + 5
    assert tokens.revoke(token.id, NOW + 9).revoked == NOW + 5
    tokens.close()
    again = Tokens(file)
    assert again.good(text, NOW + 6) is None
    assert again.good(other, NOW + 6) is not None
    assert [one.name for one in again.all()] == ["another", "archive"]
    again.close()


def test_nothing_is_there_before_the_first(tokens: Tokens, file: Path) -> None:
    assert tokens.all() == []
    assert tokens.good(f"tri_{'0' * 12}_{'A' * 43}", NOW) is None
    with pytest.raises(Refused, match="not_found"):
        tokens.revoke("0" * 12, NOW)
    assert not file.exists()
