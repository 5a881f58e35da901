# SPDX-License-Identifier: Apache-2.0
"""Age files: what C2SP's testkit says of readers, and that what we write is read."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from tests.contracts.samples import CountedChance
from tripartite.core.encoding.refusal import Refused
from tripartite.keyring.age import CHUNK, VERSION, decrypt
from tripartite.keyring.age_keys import AgeCipher, HybridIdentity, read_identity, read_recipient
from tripartite.keyring.bech32 import encode

FOUND = {
    "success": {"opened"},
    "HMAC failure": {"mac"},
    "header failure": {"header", "version"},
    "payload failure": {"content"},
    "no match": {"no_match"},
}
CIPHER = AgeCipher(CountedChance())
IDENTITY = CIPHER.identity()
RECIPIENT = CIPHER.recipient(IDENTITY)


def refusal(file: bytes, *identities: str) -> str:
    with pytest.raises(Refused, match="bad_seal") as caught:
        decrypt(file, [read_identity(identity) for identity in identities or (IDENTITY,)])
    return caught.value.refusal.fact("detail")


# --- the testkit


def header(path: Path) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for line in path.read_bytes().partition(b"\n\n")[0].decode().split("\n"):
        key, _, value = line.partition(": ")
        said.setdefault(key, []).append(value)
    return said


def outcome(path: Path, said: dict[str, list[str]]) -> str:
    file = path.read_bytes().partition(b"\n\n")[2]
    if said.get("compressed") == ["zlib"]:
        file = zlib.decompress(file)
    try:
        content = decrypt(file, [read_identity(text) for text in said.get("identity", ())])
    except Refused as refused:
        return refused.refusal.fact("detail")
    return "opened" if hashlib.sha256(content).hexdigest() == said["payload"][0] else "other content"


def test_files_of_the_testkit_are_opened_or_refused_as_it_says(shared: Path) -> None:
    """Those for binary files and keys: armour and passphrases are none of ours."""
    cases = [(path, header(path)) for path in sorted((shared / "vectors/age").iterdir())]
    ours = [(path, said) for path, said in cases if not {"armored", "passphrase"} & said.keys()]
    wrong = [path.name for path, said in ours if outcome(path, said) not in FOUND[said["expect"][0]]]
    assert (len(ours), wrong) == (85, [])


# --- what we write


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])
def test_what_is_sealed_opens_with_its_identity_alone(size: int) -> None:
    data = os.urandom(size)
    file = CIPHER.seal(data, RECIPIENT)
    assert CIPHER.open(file, IDENTITY) == data
    assert refusal(file, CIPHER.identity()) == "no_match"


def test_every_file_has_keys_of_its_own() -> None:
    one, two = CIPHER.seal(b"same", RECIPIENT), CIPHER.seal(b"same", RECIPIENT)
    assert not set(one.split(b"\n")[1:]) & set(two.split(b"\n")[1:])


def test_a_byte_changed_anywhere_opens_nothing() -> None:
    file = CIPHER.seal(b"a paper for one party", RECIPIENT)
    for at in range(len(file)):
        for bit in (1, 0x80):
            spoilt = bytearray(file)
            spoilt[at] ^= bit
            refusal(bytes(spoilt))


def test_a_file_cut_short_or_made_longer_opens_nothing() -> None:
    file = CIPHER.seal(b"x" * (CHUNK + 3), RECIPIENT)
    for end in (0, 10, len(VERSION), 150, len(file) - CHUNK, len(file) - 20, len(file) - 1):
        refusal(file[:end])
    assert refusal(file + b"x") == "content"


def test_a_hybrid_key_seals_and_opens_too() -> None:
    secret = encode("age-secret-key-pq-", b"s" * 32).upper()
    recipient = CIPHER.recipient(secret)
    assert recipient.startswith("age1pq1")
    found = read_identity(secret)
    assert isinstance(found, HybridIdentity)
    assert recipient == CIPHER.named("age1pq", found.raw)
    file = CIPHER.seal(b"for a while", recipient)
    assert CIPHER.open(file, secret) == b"for a while"
    assert refusal(file) == "no_match"
    assert refusal(CIPHER.seal(b"x", RECIPIENT), secret) == "no_match"


# --- keys


@pytest.mark.parametrize(
    "text",
    [
        "", "age1", RECIPIENT, IDENTITY.lower(), IDENTITY[:-1], IDENTITY[:-1] + "Q", IDENTITY + "\n",
        encode("age-secret-key-", b"s" * 31).upper(), encode("other-key-", b"s" * 32).upper(), "\u0130" + IDENTITY,
    ],
)  # fmt: skip
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="bad_seal"):
        read_identity(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "age1", IDENTITY, RECIPIENT.upper(), RECIPIENT.replace("a", "A", 1), RECIPIENT[:-1],
        encode("age", b"r" * 33), encode("age1pq", b"r" * 32), encode("age1pq", b"\xff" * 1216),
    ],
)  # fmt: skip
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="bad_seal"):
        read_recipient(text, CountedChance())


def test_nothing_is_sealed_to_a_point_of_low_order() -> None:
    with pytest.raises(Refused, match="bad_seal"):
        CIPHER.seal(b"for everybody", encode("age", bytes(32)))


# --- another implementation


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed")
def test_the_age_of_the_distribution_opens_what_we_seal(tmp_path: Path) -> None:
    key, file = tmp_path / "key", tmp_path / "file.age"
    key.write_text(IDENTITY + "\n")
    for data in (b"", b"one line\n", b"y" * (2 * CHUNK)):
        file.write_bytes(CIPHER.seal(data, RECIPIENT))
        opened = subprocess.run(["age", "-d", "-i", key, file], check=True, capture_output=True)
        assert opened.stdout == data


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed")
def test_we_open_what_the_age_of_the_distribution_seals() -> None:
    sealed = subprocess.run(["age", "-r", RECIPIENT], input=b"z" * 70_000, check=True, capture_output=True)
    assert CIPHER.open(sealed.stdout, IDENTITY) == b"z" * 70_000
