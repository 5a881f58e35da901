# SPDX-License-Identifier: Apache-2.0
"""Key files: private, never overwritten, opened by the right passphrase alone, and exactly what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.conftest import CHEAP, asks
from tests.contracts.samples import CountedChance
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble, Unavailable
from tripartite.core.encoding.values import b64
from tripartite.core.keys.signature import verify_signature
from tripartite.keyring.files import KeyFolder


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def made(keys: Path, role: str = "root/1", passphrase: str | None = None) -> bytes:
    return KeyFolder(keys, cost=CHEAP).make(role, CountedChance(), passphrase)


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content))


def test_a_key_file_is_named_after_its_role_and_private(keys: Path) -> None:
    for role, name in (
        ("root/1", "root-1.key"),
        ("d/head-of-talks", "d-head-of-talks.key"),
        ("m1", "m1.key"),
    ):
        made(keys, role)
        assert (keys / name).stat().st_mode & 0o777 == 0o600
    assert keys.stat().st_mode & 0o777 == 0o700
    assert len(list(keys.iterdir())) == 3


def test_a_key_made_before_signs_after_reopening(keys: Path) -> None:
    public = made(keys)
    folder = KeyFolder(keys)
    assert folder.public("root/1") == public
    verify_signature(public, b"one", folder.sign("root/1", b"one"))


def test_keys_come_from_the_chance_that_is_given(keys: Path, tmp_path: Path) -> None:
    assert made(keys) == made(tmp_path / "again")


def test_an_existing_key_is_never_overwritten(keys: Path) -> None:
    made(keys)
    before = (keys / "root-1.key").read_bytes()
    with pytest.raises(Refused, match="key_exists"):
        KeyFolder(keys).make("root/1", CountedChance())
    assert (keys / "root-1.key").read_bytes() == before
    assert len(list(keys.iterdir())) == 1


@pytest.mark.parametrize("role", ["", "root/9", "m0", "d/../x", "d/A", "desk"])
def test_only_roles_that_exist_get_keys(keys: Path, role: str) -> None:
    with pytest.raises(Malformed, match="bad_key_name"):
        made(keys, role)
    assert not keys.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_key_that_others_may_read_is_refused(keys: Path, mode: int) -> None:
    made(keys)
    (keys / "root-1.key").chmod(mode)
    with pytest.raises(Refused, match="key_exposed") as refused:
        KeyFolder(keys).sign("root/1", b"one")
    assert refused.value.refusal.fact("mode") == f"{mode:04o}"


def test_a_sealed_key_shows_its_public_half_without_the_passphrase(keys: Path) -> None:
    public = made(keys, passphrase="tea at four")
    assert KeyFolder(keys).public("root/1") == public
    assert list(KeyFolder(keys).roles()) == ["root/1"]


def test_a_sealed_key_signs_with_its_passphrase_which_is_asked_once(keys: Path) -> None:
    public = made(keys, passphrase="چای ساعت چهار")
    asked: list[str] = []

    def ask(role: str) -> str:
        asked.append(role)
        return "چای ساعت چهار"

    folder = KeyFolder(keys, ask)
    for message in (b"one", b"two"):
        verify_signature(public, message, folder.sign("root/1", message))
    assert asked == ["root/1"]


@pytest.mark.parametrize("given", ["", "tea at five", "tea at four ", None])
def test_a_wrong_passphrase_opens_nothing(keys: Path, given: str | None) -> None:
    made(keys, passphrase="tea at four")
    folder = KeyFolder(keys, None if given is None else asks(given))
    with pytest.raises(Refused, match="passphrase_wrong"):
        folder.sign("root/1", b"one")


def test_a_sealed_file_does_not_contain_the_seed(keys: Path) -> None:
    made(keys, passphrase="tea at four")
    seed = CountedChance().bytes(32)
    data = (keys / "root-1.key").read_text()
    assert b64(seed) not in data
    assert seed.hex() not in data
    assert "secret" not in data


OTHER = b64(b"\1" * 32)
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another public key": lambda key: key.update(public=OTHER),
    "another secret": lambda key: key.update(secret=OTHER),
    "another format": lambda key: key.update(format="tripartite/key@2"),
    "another role": lambda key: key.update(role="root/2"),
    "no secret": lambda key: key.pop("secret"),
    "a secret that is too short": lambda key: key.update(secret=b64(b"\1" * 31)),
    "a public key that is too long": lambda key: key.update(public=b64(b"\1" * 33)),
    "something more": lambda key: key.update(note="hello"),
    "a number for a text": lambda key: key.update(secret=5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_file_that_is_not_what_it_says_is_refused(
    keys: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    made(keys)
    changed(keys / "root-1.key", change)
    with pytest.raises(Malformed, match="bad_key_file"):
        KeyFolder(keys).sign("root/1", b"one")


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 4_000, b"null", b"\xff", b"{}" + b" " * 5_000])
def test_any_other_bytes_are_refused(keys: Path, data: bytes) -> None:
    made(keys)
    (keys / "root-1.key").write_bytes(data)
    with pytest.raises(Malformed, match="bad_key_file"):
        KeyFolder(keys).sign("root/1", b"one")


VALUES = (1 << 9, 1 << 40, 3_000, -1, "", OTHER, b64(b"\1" * 48), b64(b"\1" * 12), b64(b"\1" * 16))


@pytest.mark.parametrize("field", ["box", "cost", "nonce", "salt"])
@pytest.mark.parametrize("value", VALUES)
def test_a_changed_seal_opens_nothing(keys: Path, field: str, value: str | int) -> None:
    made(keys, passphrase="tea at four")

    def change(key: dict[str, Any]) -> None:
        key["sealed"][field] = value

    changed(keys / "root-1.key", change)
    with pytest.raises(Trouble, match=r"bad_key_file|passphrase_wrong"):
        KeyFolder(keys, asks("tea at four")).sign("root/1", b"one")


def test_a_folder_in_the_place_of_a_file_is_no_key(keys: Path) -> None:
    (keys / "root-1.key").mkdir(parents=True)
    with pytest.raises(Trouble, match="bad_key_file"):
        KeyFolder(keys).sign("root/1", b"one")


def test_a_folder_that_does_not_exist_has_no_keys(keys: Path) -> None:
    assert list(KeyFolder(keys).roles()) == []
    with pytest.raises(Unavailable, match="no_key"):
        KeyFolder(keys).public("root/1")


def test_a_place_where_no_folder_can_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="key_failed"):
        made(tmp_path / "file" / "keys")
