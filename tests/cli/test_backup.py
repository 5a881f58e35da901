# SPDX-License-Identifier: Apache-2.0
"""A backup by command: of a home that runs or not, checked, restored; no key or guard in it (OFF-40 to OFF-42)."""

from __future__ import annotations

import io
import json
import shutil
import signal
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk
from tests.journeys.cli.places import told as asked
from tests.journeys.cli.story import serve
from tripartite.cli.backup_files import MANIFEST, Manifest, measured, write_backup
from tripartite.keyring.age_files import Opening, PassphraseIdentity, PassphraseRecipient
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.system import SystemChance

PASSPHRASE = "kept in another building"


def told(*args: str, passphrase: str = PASSPHRASE) -> tuple[int, Any]:
    return asked(*args, env={"TRIPARTITE_PASSPHRASE": passphrase})


def done(*args: str) -> Any:
    status, answer = told(*args)
    assert status == 0, answer
    return answer


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk(tmp_path_factory.mktemp("first") / "iraq")


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Path:
    """One of its own for each test."""
    return Path(shutil.copytree(first, tmp_path / "iraq"))


def members(path: Path) -> dict[str, bytes]:
    data = Opening(io.BytesIO(path.read_bytes()), PassphraseIdentity(PASSPHRASE)).read()
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]


def again(tmp_path: Path, name: str, found: dict[str, bytes], manifest: dict[str, Any]) -> Path:
    """A backup of the same form, sealed by somebody who knows the passphrase."""
    files = {}
    for place, (member, data) in enumerate(sorted(found.items())):
        (tmp_path / f"{name}-{place}").write_bytes(data)
        files[member] = tmp_path / f"{name}-{place}"
    listed = tuple(measured(member, path) for member, path in files.items())
    said = Manifest(**{**manifest, "members": listed, "heads": (), "format": "tripartite/backup@1"})
    path = tmp_path / name
    write_backup(path, said, files, PassphraseRecipient(PASSPHRASE, SystemChance(), 10))
    return path


def test_a_backup_restores_to_the_same_register_and_holds_no_key(home: Path, tmp_path: Path) -> None:
    at, file = ("--home", str(home)), str(tmp_path / "a.backup")
    made = done(*at, "backup", file)
    assert set(members(tmp_path / "a.backup")) >= {MANIFEST, "store.sqlite", "charter.note", "node.toml"}
    assert not [
        name for name in members(tmp_path / "a.backup") if name.startswith(("keys", "guard", "journal"))
    ]
    assert done("backup", "--check", file)["failures"] == []
    restored = done("restore", file, str(tmp_path / "again"))
    assert restored["digest"] == made["digest"] == done(*at, "digest")["digest"]
    assert not (tmp_path / "again" / "guard").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if "restoring" in path.name) == []
    assert done(*at, "doctor")["backup"]["file"] == "a.backup"


def test_a_node_that_runs_is_backed_up_with_all_it_answered(home: Path, tmp_path: Path) -> None:
    running = serve(["--home", str(home), "serve", "--no-desk"], {}, tmp_path)
    try:
        said = ("proposal.table", "kind=decision", "form=oral_no_text", "--as", "head")
        acts = [done("--home", str(home), "do", *said, f"title.en={n}")["acts"][0] for n in range(3)]
        done("--home", str(home), "backup", str(tmp_path / "b.backup"))
    finally:
        running.end(signal.SIGTERM)
    done("restore", str(tmp_path / "b.backup"), str(tmp_path / "again"))
    shown = {one["id"] for one in done("--home", str(tmp_path / "again"), "show", "proposals")["items"]}
    assert shown >= set(acts)


def test_keys_go_into_a_file_of_their_own_and_open_for_a_recipient(home: Path, tmp_path: Path) -> None:
    cipher = AgeCipher(SystemChance())
    identity = cipher.identity()
    (tmp_path / "identity").write_text(f"# for backups\n{identity}\n", encoding="utf-8")
    at, names = ("--home", str(home)), [str(tmp_path / name) for name in ("r.backup", "k.backup", "identity")]
    done(*at, "backup", names[0], "--to", cipher.recipient(identity), "--with-keys", names[1])
    answer = done(
        "restore", names[0], str(tmp_path / "again"), "--with-keys", names[1], "--identity", names[2]
    )
    assert answer["keys"]
    assert {path.name for path in (tmp_path / "again" / "keys").iterdir()} >= {"root-1.key", "d-head.key"}
    assert told("restore", names[1], str(tmp_path / "no"), "--identity", names[2])[0] == 3


@pytest.mark.parametrize("place", [0.01, 0.5, 0.99])
def test_a_changed_byte_anywhere_is_found(home: Path, tmp_path: Path, place: float) -> None:
    file = tmp_path / "a.backup"
    done("--home", str(home), "backup", str(file))
    data = bytearray(file.read_bytes())
    data[int(len(data) * place)] ^= 1
    file.write_bytes(data)
    status, answer = told("restore", str(file), str(tmp_path / "again"))
    assert (status, answer["code"]) == (3, "bad_seal")
    assert not (tmp_path / "again").exists()


def test_what_is_cut_off_or_opened_with_another_passphrase_makes_no_home(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    done("--home", str(home), "backup", str(file))
    whole = file.read_bytes()
    file.write_bytes(whole[:-70_000])
    assert told("backup", "--check", str(file))[1]["code"] == "bad_seal"
    file.write_bytes(whole)
    status, answer = told("restore", str(file), str(tmp_path / "again"), passphrase="something else")
    assert (status, answer["code"]) == (3, "bad_seal")


@pytest.mark.parametrize(
    "extra", ["guard/guard.sqlite", "../outside", "keys/root-1.key", "journal/1.segment"]
)
def test_who_knows_the_passphrase_still_puts_nothing_else_in(home: Path, tmp_path: Path, extra: str) -> None:
    done("--home", str(home), "backup", str(tmp_path / "a.backup"))
    found = members(tmp_path / "a.backup")
    manifest = json.loads(found.pop(MANIFEST))
    file = again(tmp_path, "forged.backup", {**found, extra: b"x"}, manifest)
    status, answer = told("restore", str(file), str(tmp_path / "again"))
    assert (status, answer["code"]) == (3, "backup_damaged")
    assert not (tmp_path / "again").exists()


def test_a_store_of_another_story_is_no_backup(home: Path, tmp_path: Path) -> None:
    """The files are whole, but what they show is not what the manifest says."""
    done("--home", str(home), "backup", str(tmp_path / "a.backup"))
    found = members(tmp_path / "a.backup")
    manifest = json.loads(found.pop(MANIFEST))
    file = again(tmp_path, "other.backup", found, {**manifest, "digest": "0" * 64})
    assert told("restore", str(file), str(tmp_path / "again"))[1]["code"] == "backup_damaged"
    assert done("backup", "--check", str(tmp_path / "a.backup"))["failures"] == []


def test_neither_a_backup_nor_a_home_is_ever_replaced(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    done("--home", str(home), "backup", str(file))
    before = file.read_bytes()
    assert told("--home", str(home), "backup", str(file))[1]["code"] == "backup_exists"
    assert told("restore", str(file), str(home))[1]["code"] == "home_exists"
    assert file.read_bytes() == before
