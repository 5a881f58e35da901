# SPDX-License-Identifier: Apache-2.0
"""Codes, passkeys, questions and keys that somebody comes in with (SGN-20 to SGN-24)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from tests.desk.hand_clock import Clock
from tripartite.core.encoding.refusal import Malformed, Refused, Unavailable
from tripartite.core.encoding.values import b64, sha256
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, signed_line
from tripartite.desk.devices import MOST, Devices, Passkey
from tripartite.desk.logins import by_key
from tripartite.desk.logins.challenges import FRESH, Challenges
from tripartite.desk.logins.codes import SPARE, STEP, Codes
from tripartite.desk.logins.passkeys import Passkeys, site_of
from tripartite.desk.seats import IDLE, Seats
from tripartite.desk.store import SCHEMA
from tripartite.keyring.files import KeyFolder
from tripartite.node.system import SystemChance
from tripartite.storage.sqlite.database import Database

ROLE, PIN = "d/head", "4711"
CHEAP = 1 << 10
NAME = "tm/a42464a1/iraq/d/head"
DOOR = by_key.Door(b64(bytes(32)), "http://iraq.localhost:8400")


@pytest.fixture
def codes(tmp_path: Path, clock: Clock) -> Codes:
    return Codes(tmp_path / "logins", clock)


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Devices]:
    database = Database(tmp_path / "desk.sqlite", schema=SCHEMA)
    yield Devices(database)
    database.close()


@pytest.fixture
def seats(tmp_path: Path, clock: Clock) -> Seats:
    KeyFolder(tmp_path, cost=CHEAP).make(ROLE, SystemChance(), PIN)
    return Seats(tmp_path, clock)


# --- codes


def test_a_code_counts_once_and_for_its_time(codes: Codes, clock: Clock) -> None:
    secret = codes.begun()
    phone = pyotp.TOTP(secret)
    codes.check(ROLE, "")
    codes.enrol(ROLE, secret, phone.at(clock.now))
    for wrong in (
        phone.at(clock.now),
        "",
        "000000",
        phone.at(clock.now - STEP),
        phone.at(clock.now + 3 * STEP),
    ):
        with pytest.raises(Refused, match="code_wrong"):
            codes.check(ROLE, wrong)
    clock.now += STEP
    codes.check(ROLE, f" {phone.at(clock.now)[:3]} {phone.at(clock.now)[3:]}")
    with pytest.raises(Refused, match="code_wrong"):
        codes.check(ROLE, phone.at(clock.now))


def test_a_phone_that_does_not_have_it_sets_up_nothing(codes: Codes) -> None:
    with pytest.raises(Refused, match="code_wrong"):
        codes.enrol(ROLE, codes.begun(), "000000")
    assert not codes.asked(ROLE)


def test_codes_for_a_lost_phone_count_once_each(codes: Codes, clock: Clock) -> None:
    secret = codes.begun()
    spare = codes.enrol(ROLE, secret, pyotp.TOTP(secret).at(clock.now))
    assert len(set(spare)) == codes.left(ROLE) == SPARE
    codes.check(ROLE, spare[3].upper())
    assert codes.left(ROLE) == SPARE - 1
    with pytest.raises(Refused, match="code_wrong"):
        codes.check(ROLE, spare[3])


def test_the_secret_is_its_owners_alone_and_no_spare_code_is_kept(
    codes: Codes, clock: Clock, tmp_path: Path
) -> None:
    secret = codes.begun()
    spare = codes.enrol(ROLE, secret, pyotp.TOTP(secret).at(clock.now))
    (path,) = (tmp_path / "logins").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(one in path.read_text() for one in spare)
    path.write_text("{}")
    with pytest.raises(Malformed, match="bad_file"):
        codes.check(ROLE, "000000")
    path.chmod(0o644)
    with pytest.raises(Refused, match="key_exposed"):
        codes.check(ROLE, "000000")
    codes.drop(ROLE)
    assert not codes.asked(ROLE)


def test_where_nothing_can_be_written_nothing_is_set_up(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "logins").write_text("in the way")
    codes = Codes(tmp_path / "logins", clock)
    secret = codes.begun()
    with pytest.raises(Unavailable, match="store_failed"):
        codes.enrol(ROLE, secret, pyotp.TOTP(secret).at(clock.now))


def test_a_wrong_code_is_a_try_like_a_wrong_pin(seats: Seats) -> None:
    def wrong() -> None:
        raise Refused("code_wrong", "SGN-22")

    for _ in range(5):
        with pytest.raises(Refused, match="code_wrong"):
            seats.opened(ROLE, (), PIN, second=wrong)
    with pytest.raises(Refused, match="too_many_tries"):
        seats.opened(ROLE, (), PIN)


# --- seats


def test_who_came_in_without_the_pin_signs_nothing_before_it_is_given(seats: Seats) -> None:
    seat = seats.admitted(ROLE, (), "passkey")
    seats.sit("browser", seat)
    assert seats.of("browser") is seat
    before = seat.is_open
    assert seat.keyed
    with pytest.raises(Refused, match="passphrase_wrong"):
        seat.keys.sign(ROLE, b"text")
    with pytest.raises(Refused, match="passphrase_wrong"):
        seats.check(seat, "wrong")
    seats.check(seat, PIN)
    assert (before, seat.is_open) == (False, True)
    assert len(seat.keys.sign(ROLE, b"text")) == 64


def test_a_delegate_whose_key_is_elsewhere_sits_and_signs_nothing(seats: Seats) -> None:
    seat = seats.admitted("d/phone", (), "key")
    assert not seat.keyed
    with pytest.raises(Unavailable, match="no_key"):
        seat.keys.sign("d/phone", b"text")


def test_one_seat_or_all_of_a_delegate_are_emptied_from_another(seats: Seats, clock: Clock) -> None:
    mine = []
    for name in "abc":
        mine.append(seats.admitted(ROLE, (), "passkey"))
        seats.sit(name, mine[-1])
        clock.now += 60
    other = seats.admitted("d/law", (), "key")
    seats.sit("other", other)
    assert [one.id for one in seats.of_role(ROLE)] == [one.id for one in reversed(mine)]
    assert seats.age(mine[2]) == 60
    seats.end(ROLE, mine[0].id)
    assert seats.of("a") is None
    assert seats.of("b") is mine[1]
    seats.end("d/law", mine[1].id)
    assert seats.of("b") is mine[1]
    seats.end(ROLE)
    assert seats.of_role(ROLE) == []
    assert seats.of("other") is other
    clock.now += IDLE + 1
    assert seats.of_role("d/law") == []


# --- questions and keys


def test_a_question_is_answered_once_and_soon_and_only_here(clock: Clock) -> None:
    asked = Challenges(clock)
    one, two = asked.made(), asked.made()
    asked.spend(one)
    clock.now += FRESH + 1
    for stale in (one, two, Challenges(clock).made(), b"", bytes(16), asked.made()[:-1] + b"x"):
        with pytest.raises(Refused, match="stale_challenge"):
            asked.spend(stale)


def signed(text: bytes, folder: Path) -> tuple[str, bytes]:
    keys = KeyFolder(folder)
    public = keys.make(ROLE, SystemChance())
    note = make_note(text, [signed_line(named_key(key_name(NAME), public), keys.sign(ROLE, text))])
    return json.dumps({"login": note.decode()}), public


def test_a_key_comes_in_by_its_own_answer_at_this_door_once(tmp_path: Path) -> None:
    asked = Challenges()
    file, public = signed(by_key.text(DOOR, NAME, asked.made()), tmp_path)
    by_key.check(DOOR, NAME, public, file, asked)
    with pytest.raises(Refused, match="stale_challenge"):
        by_key.check(DOOR, NAME, public, file, asked)


@pytest.mark.parametrize(
    ("door", "name"),
    [
        (by_key.Door(DOOR.net, "http://iran.localhost:8400"), NAME),
        (by_key.Door(b64(sha256(b"other")), DOOR.origin), NAME),
        (DOOR, "tm/a42464a1/iraq/d/law"),
    ],
)
def test_an_answer_for_another_door_mechanism_or_role_opens_nothing(
    tmp_path: Path, door: by_key.Door, name: str
) -> None:
    asked = Challenges()
    file, public = signed(by_key.text(DOOR, NAME, asked.made()), tmp_path)
    with pytest.raises(Malformed, match="bad_file"):
        by_key.check(door, name, public, file, asked)


@pytest.mark.parametrize(
    "file", ["", "{}", "[]", '{"login":7}', '{"login":"x\\n\\n\\u2014 a b\\n"}', "[" * 100_000]
)
def test_what_is_no_answer_opens_nothing(file: str) -> None:
    with pytest.raises(Malformed):
        by_key.check(DOOR, NAME, bytes(32), file, Challenges())


def test_another_keys_answer_opens_nothing(tmp_path: Path) -> None:
    asked = Challenges()
    file, _ = signed(by_key.text(DOOR, NAME, asked.made()), tmp_path / "one")
    _, public = signed(b"x\n", tmp_path / "two")
    with pytest.raises(Refused, match="unknown_signer"):
        by_key.check(DOOR, NAME, public, file, asked)


# --- passkeys


def passkey(ident: bytes, role: str = ROLE, count: int = 0) -> Passkey:
    return Passkey(ident, role, "iraq.localhost", b"data", "laptop", 100, 0, count)


def test_passkeys_are_their_delegates_own(devices: Devices) -> None:
    devices.add(passkey(b"1"))
    devices.add(passkey(b"2", "d/law"))
    assert [one.id for one in devices.of(ROLE)] == [b"1"]
    assert devices.of(ROLE, "another.name") == []
    assert devices.roles() == {ROLE, "d/law"}
    with pytest.raises(Refused, match="not_found"):
        devices.add(passkey(b"2"))
    devices.remove(ROLE, b"2")
    devices.remove(ROLE, b"1")
    assert devices.roles() == {"d/law"}


def test_a_passkey_whose_count_runs_back_was_copied(devices: Devices) -> None:
    devices.add(passkey(b"1", count=7))
    one = devices.of(ROLE)[0]
    devices.used(one, 200, 8)
    assert (devices.of(ROLE)[0].used, devices.of(ROLE)[0].count) == (200, 8)
    for count in (0, 7, 8):
        with pytest.raises(Refused, match="passkey_wrong"):
            devices.used(devices.of(ROLE)[0], 300, count)
    devices.add(passkey(b"2"))
    devices.used(devices.of(ROLE)[1], 300, 0)


def test_one_delegate_has_so_many_and_no_more(devices: Devices) -> None:
    for number in range(MOST):
        devices.add(passkey(bytes([number])))
    with pytest.raises(Refused, match="too_large"):
        devices.add(passkey(b"more"))


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("iraq.localhost:8400", "iraq.localhost"),
        ("desk.example", "desk.example"),
        ("127.0.0.1:8400", ""),
        ("[::1]:8400", ""),
        ("[::1]", ""),
        ("10.0.0.7", ""),
    ],
)
def test_passkeys_are_made_under_a_name_and_never_a_number(host: str, site: str) -> None:
    assert site_of(host) == site


@pytest.mark.parametrize(
    "answer", ["", "[]", "{}", '{"response":{}}', '{"response":{"clientDataJSON":"e30"}}', "x" * 70_000]
)
def test_what_is_no_answer_of_a_passkey_opens_nothing(answer: str) -> None:
    asked = Passkeys(Challenges())
    for ask in (
        lambda: asked.answered("a.example", "https://a.example", [], answer),
        lambda: asked.made("a.example", "https://a.example", ROLE, answer, "", 0),
    ):
        with pytest.raises(Malformed, match="bad_file"):
            ask()
