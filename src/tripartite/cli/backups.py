# SPDX-License-Identifier: Apache-2.0
"""Makes a backup of a home, running or not, checks one, and makes a home of one again (OFF-40 to OFF-43)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec import Struct

from tripartite.cli.audit import audit
from tripartite.cli.backup_files import (
    KEYS,
    RECORD,
    Manifest,
    files_of,
    measured,
    shown,
    unpack,
    write_backup,
)
from tripartite.cli.voice import error_object
from tripartite.core.encoding.refusal import Refused
from tripartite.keyring.age import Identity, Recipient
from tripartite.node.node import Node
from tripartite.node.query import Register
from tripartite.settings import FILE as SETTINGS
from tripartite.settings import read_settings
from tripartite.storage.files import put_file, sync_folder
from tripartite.storage.sqlite.copying import copy_database
from tripartite.wiring import AMENDMENTS, CHARTER, Home, OpenCopy

LAST = "last-backup.json"
_WORKING = "backup.tmp"
STORE, DESK = "store.sqlite", "desk.sqlite"
_COPIED = (SETTINGS, CHARTER, f"{AMENDMENTS}/*.note", "cards/*.card")


class Last(Struct, frozen=True):
    """The newest backup that was made of this home. `at`: Unix seconds."""

    at: int
    file: str
    bytes: int


def last_backup(home: Path) -> Last | None:
    try:
        return msgspec.json.decode((home / LAST).read_bytes(), type=Last)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def make_backup(node: Node, home: Home, path: Path, recipient: Recipient) -> dict[str, Any]:
    """Everything that was answered as done when this was called is in it. The node goes on meanwhile."""
    node.settle()
    at = node.parts.clock.now()
    with _working(home.path) as folder:
        for name in (STORE, DESK):
            if (home.path / name).exists():
                copy_database(home.path / name, folder / name)
        files = {**files_of(home.path, _COPIED), **files_of(folder, (STORE, DESK))}
        manifest = _described(node, files, at)
        size = write_backup(path, manifest, files, recipient)
    put_file(home.path / LAST, msgspec.json.encode(Last(at, path.name, size)))
    return {"file": str(path), "bytes": size, **shown(manifest)}


def _described(node: Node, files: dict[str, Path], at: int) -> Manifest:
    """What the copy holds, read from the copy."""
    party = str(node.party)
    copy = OpenCopy(files[STORE], node.charters, party, at)
    try:
        found = Register(copy.node.histories, copy.node.past).digest()
    finally:
        copy.close()
    return Manifest(
        "tripartite/backup@1", "record", party, node.charter.net, at, version("tripartite"),
        tuple(measured(name, path) for name, path in sorted(files.items())),
        tuple((origin, size, root) for origin, size, root in found.vector), found.digest,
    )  # fmt: skip


def keys_backup(home: Home, path: Path, recipient: Recipient, at: int) -> dict[str, Any]:
    """The keys of the home, as sealed or open as they lie there, in a file of their own."""
    files = files_of(home.path, ("keys/*.key", "tls/tls.*", "field.key"))
    members = tuple(measured(name, file) for name, file in sorted(files.items()))
    manifest = Manifest(
        "tripartite/backup@1",
        "keys",
        home.settings.party,
        home.charter().net,
        at,
        version("tripartite"),
        members,
    )
    return {"file": str(path), "bytes": write_backup(path, manifest, files, recipient)}


@contextmanager
def _working(home: Path) -> Iterator[Path]:
    """A folder of the home, empty at the beginning and gone at the end; never one that others can read."""
    folder = home / _WORKING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- the way back


def check_backup(path: Path, identity: Identity, folder: Path | None = None) -> dict[str, Any]:
    """Restores it for a moment: every byte, every signature, the register from nothing (OFF-42).

    `folder`: where there is room for it; what is written there is removed again.
    """
    with TemporaryDirectory(prefix="tripartite-drill-", dir=folder) as name:
        return _checked(path, identity, Path(name))


def _checked(path: Path, identity: Identity, folder: Path) -> dict[str, Any]:
    manifest = unpack(path, identity, folder, RECORD)
    home = Home(folder)
    settings, charters = read_settings(folder), home.charters()
    if manifest.what != "record" or (settings.party, charters.net) != (manifest.party, manifest.net):
        raise Refused("backup_damaged", "OFF-41", name="manifest.json")
    copy = OpenCopy(folder / STORE, charters, settings.party, manifest.at)
    try:
        found = audit(copy.node)
        register = Register(copy.node.histories, copy.node.past).digest()
    finally:
        copy.close()
    if register.digest != manifest.digest:
        found.fail("index_differs", expected=manifest.digest, found=register.digest)
    checked = {name: getattr(found, name) for name in found.__slots__ if name != "failures"}
    return {**shown(manifest), "checked": checked, "failures": [error_object(one) for one in found.failures]}


def restore(path: Path, identity: Identity, home: Path, keys: Path | None = None) -> dict[str, Any]:
    """Makes a home of a backup, whole or not at all; where it fails a check, none (OFF-41).

    The home has no guard: before it signs, another party has to show what it holds of its log (HOM-6).
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refused("home_exists", "OFF-41", path=str(home))
    beside = home.with_name(f"{home.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700, parents=True)
    try:
        answer = _checked(path, identity, beside)
        if answer["failures"]:
            raise Refused("backup_damaged", "OFF-41", name=STORE, found=answer["failures"][0]["code"])
        _take_keys(keys, identity, beside, answer["party"])
        (beside / "journal").mkdir(mode=0o700)
        (beside / "keys").mkdir(mode=0o700, exist_ok=True)
        sync_folder(beside)
        if home.exists():
            home.rmdir()
        beside.rename(home)
        sync_folder(home.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return {**answer, "home": str(home), "keys": keys is not None}


def _take_keys(path: Path | None, identity: Identity, folder: Path, party: str) -> None:
    if path is None:
        return
    with TemporaryDirectory(prefix="keys-", dir=folder) as name:
        manifest = unpack(path, identity, Path(name), KEYS)
        if manifest.what != "keys" or manifest.party != party:
            raise Refused("backup_damaged", "OFF-41", name=path.name)
        for kind in ("keys", "tls", "field.key"):
            if (Path(name) / kind).exists():
                (Path(name) / kind).rename(folder / kind)
