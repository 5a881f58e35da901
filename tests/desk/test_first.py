# SPDX-License-Identifier: Apache-2.0
"""The first hour without a browser: questions, sheet, charters, first delegate, each step whole (OFF-1 to OFF-7)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tripartite.core.encoding.refusal import Malformed, Refused, Unavailable
from tripartite.desk.first import steps
from tripartite.desk.first.desk import First
from tripartite.desk.first.progress import Other, Progress, keep, progress_of, stage_of
from tripartite.desk.parcel import Parcel, read_parcel, with_signatures
from tripartite.keyring.files import KeyFolder
from tripartite.keyring.sheet import ALPHABET, Given, groups, read_sheet
from tripartite.node.system import SystemChance
from tripartite.wiring import DRAFT, Home, OpenHome

PASSPHRASE = "three palms by the river"
US = Other("us", (("en", "United States"),))
HEAD = steps.Delegate("d/head", ["head_of_delegation"], ["negotiate"], "471100")


def answers(party: str = "iraq", **more: Any) -> steps.Answers:
    said: dict[str, Any] = {
        "party": party, "names": (("en", party.title()),), "zone": "Asia/Baghdad", "weekdays": (5, 6), "others": (US,),
        "language": "en", "recovery": "the safe", "port": 7001, **more,
    }  # fmt: skip
    return steps.Answers(**said)


def made(path: Path, party: str = "iraq", **more: Any) -> Path:
    """A home whose sheet was read back."""
    steps.begin(path, answers(party, **more), PASSPHRASE, None)
    steps.sheet_read(path, progress_of(path) or Progress())
    return path


# --- the steps


def test_no_step_is_skipped(tmp_path: Path) -> None:
    """OFF-2: what is next is read from the home alone, so whoever stopped goes on there."""
    home = tmp_path / "iraq"
    seen = [stage_of(home)]
    steps.begin(home, answers(), PASSPHRASE, None)
    seen.append(stage_of(home))
    steps.sheet_read(home, progress_of(home) or Progress())
    seen.append(stage_of(home))
    read = steps.draft_alone(home)
    steps.sign(home, PASSPHRASE, read.fingerprint)
    seen.append(stage_of(home))
    steps.admit(home, HEAD, PASSPHRASE)
    assert [*seen, stage_of(home)] == ["doors", "sheet", "charter", "delegate", "ready"]
    with OpenHome(Home(home), workers=0) as opened:
        assert opened.node.charter.said.purpose == "talks_record"
        assert [entry.id for entry in opened.node.charter.said.parties if entry.on_paper] == ["us"]
        assert opened.node.log.state.holder("d/head") is not None
        assert dict(opened.node.charter.said.rest)["iraq"].weekdays == (5, 6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"names": ()}, {"recovery": ""}, {"zone": "Europe/Atlantis"}, {"others": (Other("iraq", (("en", "X"),)),)},
        {"others": (Other("us", ()),)},
    ],
)  # fmt: skip
def test_an_answer_that_is_none_makes_no_home(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="bad_value"):
        steps.begin(tmp_path / "iraq", answers(**wrong), PASSPHRASE, None)
    assert stage_of(tmp_path / "iraq") == "doors"


def test_no_home_is_made_over_another(tmp_path: Path) -> None:
    made(tmp_path / "iraq")
    with pytest.raises(Refused, match="home_exists"):
        steps.begin(tmp_path / "iraq", answers("iran"), PASSPHRASE, None)


@pytest.mark.parametrize(("again", "code"), [("short", "secret_short"), ("other", "typed_differently")])
def test_a_secret_is_long_enough_and_typed_twice(again: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        steps.secret_of("short", again, steps.SHORTEST_PASSPHRASE)


def test_a_delegate_whose_admission_broke_off_is_admitted_with_the_same_pin(tmp_path: Path) -> None:
    home = made(tmp_path / "iraq")
    steps.sign(home, PASSPHRASE, steps.draft_alone(home).fingerprint)
    KeyFolder(home / "keys").make(HEAD.role, SystemChance(), HEAD.pin)
    other = steps.Delegate(HEAD.role, HEAD.functions, HEAD.powers, "000000")
    with pytest.raises(Refused, match="passphrase_wrong"):
        steps.admit(home, other, PASSPHRASE)
    with pytest.raises(Refused, match="passphrase_wrong"):
        steps.admit(home, HEAD, "not the passphrase")
    assert stage_of(home) == "delegate"
    steps.admit(home, HEAD, PASSPHRASE)
    assert stage_of(home) == "ready"


# --- the sheet


def test_the_sheet_makes_the_same_key_again(tmp_path: Path) -> None:
    """OFF-4."""
    home = made(tmp_path / "iraq")
    typed = " ".join(steps.sheet_of(home, PASSPHRASE)).lower().replace("0", "o").replace("1", "l")
    seed = read_sheet("iraq", "root/1", typed)
    found = KeyFolder(tmp_path / "new").make("root/1", Given(seed, SystemChance()), "another passphrase")
    assert found == KeyFolder(home / "keys").public("root/1")


@pytest.mark.parametrize("place", range(14))
def test_one_wrong_letter_in_any_group_is_noticed(place: int) -> None:
    found = groups("iraq", "root/1", bytes(range(32)))
    first = found[place][0]
    found[place] = ALPHABET[(ALPHABET.index(first) + 1) % 32] + found[place][1:]
    with pytest.raises(Refused, match="sheet_wrong"):
        read_sheet("iraq", "root/1", " ".join(found))


def test_the_sheet_of_another_party_is_none_of_ours() -> None:
    typed = " ".join(groups("iraq", "root/1", bytes(32)))
    assert read_sheet("iraq", "root/1", typed) == bytes(32)
    for party, text in (("iran", typed), ("iraq", typed[:-1]), ("iraq", typed.replace("0", "U"))):
        with pytest.raises(Refused, match="sheet_wrong"):
            read_sheet(party, "root/1", text)


# --- the charter of several


def test_a_charter_of_several_goes_from_office_to_office_as_files(tmp_path: Path) -> None:
    iraq, iran = made(tmp_path / "iraq"), made(tmp_path / "iran", "iran")
    steps.take(iraq, read_parcel(Home(iran).card()))
    steps.take(iran, read_parcel(Home(iraq).card()))
    read = steps.draft(iraq, "talks-record", "talks")
    steps.sign(iraq, PASSPHRASE, read.fingerprint)
    with pytest.raises(Refused, match="charter_unsigned"):
        steps.join(iraq)
    steps.take(iran, read_parcel((iraq / DRAFT).read_bytes()))
    steps.sign(iran, PASSPHRASE, read.fingerprint)
    steps.take(iraq, read_parcel((iran / DRAFT).read_bytes()))
    assert steps.join(iraq).ident == steps.join(iran).ident
    assert stage_of(iran) == stage_of(iraq) == "delegate"


def test_nothing_is_signed_but_what_was_read(tmp_path: Path) -> None:
    """OFF-5: whoever swaps the draft behind the page gets no signature."""
    iraq = made(tmp_path / "iraq")
    read = steps.draft_alone(iraq)
    keep(iraq, Progress((Other("oman", (("en", "Oman"),)),), sheet=True))
    steps.draft_alone(iraq)
    with pytest.raises(Refused, match="charter_differs"):
        steps.sign(iraq, PASSPHRASE, read.fingerprint)
    steps.drop(iraq)
    assert steps.drafted(iraq) is None


def test_a_card_held_is_never_replaced(tmp_path: Path) -> None:
    """OFF-6."""
    iraq, one, other = made(tmp_path / "iraq"), made(tmp_path / "a", "iran"), made(tmp_path / "b", "iran")
    steps.take(iraq, read_parcel(Home(one).card()))
    with pytest.raises(Refused, match="card_differs"):
        steps.take(iraq, read_parcel(Home(other).card()))


def test_signatures_come_together_on_one_text_alone(tmp_path: Path) -> None:
    iraq = made(tmp_path / "iraq")
    one = steps.draft_alone(iraq).text
    keep(iraq, Progress((), sheet=True))
    other = steps.draft_alone(iraq).text
    assert with_signatures(one, one) == one
    with pytest.raises(Refused, match="charter_differs"):
        with_signatures(one, other)


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"parcel":"x"}', b"\xff\xfe", b"hello\n\nworld", Parcel(cards=("x",)).data()]
)
def test_what_is_no_parcel_is_refused(data: bytes) -> None:
    with pytest.raises((Malformed, Refused, Unavailable)):
        read_parcel(data)


# --- the door


def test_the_address_opens_once(tmp_path: Path) -> None:
    """OFF-1."""
    first = First(tmp_path, practice=None)  # type: ignore[arg-type]  # nobody practises here
    secret = first.address.rpartition("/")[2]
    assert len(secret) == 32
    assert not first.admits("")
    assert not first.admits("guess")
    assert first.admits(secret)
    assert not first.admits(secret)
    assert not first.admits("")
