# SPDX-License-Identifier: Apache-2.0
"""What somebody hands over before the mechanism begins: a card, a charter to sign."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.cli.places import done, told
from tripartite.core.register.charter import read_card, write_card
from tripartite.settings import Settings
from tripartite.wiring import Home, make_home


def home_of(path: Path, party: str) -> Home:
    return make_home(path, Settings(party=party, names={"en": party.title()}))


@pytest.fixture
def swapped(tmp_path: Path) -> tuple[Home, Path]:
    """Iraq's home, and a charter whose Iran has other keys than the card that Iraq compared by voice."""
    iraq, iran, thief = (home_of(tmp_path / name, name[:4]) for name in ("iraq", "iran", "iran-too"))
    shutil.copytree(iraq.path, tmp_path / "drafter")
    Home(tmp_path / "drafter").add_card(thief.card())
    iraq.add_card(iran.card())
    at = ("--home", str(tmp_path / "drafter"))
    done(
        *at,
        "charter",
        "draft",
        "--preset",
        "talks-record",
        "--label",
        "x",
        "--out",
        str(tmp_path / "x.charter"),
    )
    return iraq, tmp_path / "x.charter"


def test_roots_do_not_sign_a_charter_of_other_keys_than_the_cards_held(swapped: tuple[Home, Path]) -> None:
    iraq, charter = swapped
    before = charter.read_bytes()
    status, error = told("--home", str(iraq.path), "charter", "sign", str(charter))
    assert (status, error["code"], error["facts"]["party"]) == (3, "card_differs", "iran")
    assert charter.read_bytes() == before


def test_roots_do_not_sign_a_charter_that_gives_their_own_log_to_another_key(tmp_path: Path) -> None:
    """Whoever held that key would speak for the party with its own roots' blessing."""
    iraq, thief = home_of(tmp_path / "iraq", "iraq"), home_of(tmp_path / "thief", "iraq")
    own, foreign = read_card(iraq.card()), read_card(thief.card())
    roots = {role: entry for entry in own.keys if (role := entry[0]).startswith("root/")}
    mixed = tuple(roots.get(entry[0], entry) for entry in foreign.keys)
    (thief.path / "cards" / "iraq.card").write_bytes(
        write_card(type(own)(card=own.card, id=own.id, names=own.names, keys=mixed))
    )
    charter = str(tmp_path / "x.charter")
    at = ("--home", str(thief.path))
    done(
        *at, "charter", "draft", "--preset", "alone", "--label", "x", "--paper", "iran=Iran", "--out", charter
    )
    status, error = told("--home", str(iraq.path), "charter", "sign", charter)
    assert (status, error["code"]) == (3, "card_differs")


@pytest.mark.parametrize(
    "url",
    ["ftp://iran.example", "http://iran.example", "http://[::1", "https://u@iran.example", "https://x:99999"],
)
def test_a_card_with_an_address_of_no_use_is_a_card_without_one(tmp_path: Path, url: str) -> None:
    """It must not keep the node that holds it from starting."""
    iraq, iran = home_of(tmp_path / "iraq", "iraq"), home_of(tmp_path / "iran", "iran")
    card = read_card(iran.card())
    told_urls = ((url, ""), ("http://127.0.0.1:7302", ""))
    iraq.add_card(
        write_card(type(card)(card=card.card, id=card.id, names=card.names, keys=card.keys, urls=told_urls))
    )
    assert [peer.url for peer in iraq.peers()] == ["http://127.0.0.1:7302"]
