# SPDX-License-Identifier: Apache-2.0
"""The form of a backup: a tar whose first member says what follows, sealed with age (OFF-40, OFF-41).

    manifest.json, store.sqlite, desk.sqlite, node.toml, charter.note, amendments/HASH.note, cards/PARTY.card

There is never a guard, a journal or a lock in it; keys are in a file of their own, of the same form, if anywhere.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import msgspec
from msgspec import Struct

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.keyring.age import Identity, Recipient
from tripartite.keyring.age_files import Opening, Sealing
from tripartite.node.system import SystemChance
from tripartite.storage.files import disk_full, sync_folder

MANIFEST = "manifest.json"
MAX_MANIFEST = 4_194_304
RECORD = re.compile(
    r"(store\.sqlite|desk\.sqlite|node\.toml|charter\.note|amendments/[0-9a-f]{64}\.note"
    r"|cards/[a-z][a-z0-9-]{0,31}\.card)\Z"
)
KEYS = re.compile(r"(keys/[a-z0-9-]{1,64}\.key|field\.key|tls/tls\.(key|pem))\Z")
_STEP = 1 << 20


class Member(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """`heads`: of each log its origin, size and root; `digest`: of the register that the copy shows."""

    format: Literal["tripartite/backup@1"]
    what: Literal["record", "keys"]
    party: str
    net: str
    at: int
    version: str
    members: tuple[Member, ...]
    heads: tuple[tuple[str, int, str], ...] = ()
    digest: str = ""


def measured(name: str, path: Path) -> Member:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    return Member(name, path.stat().st_size, found.hexdigest())


@contextmanager
def _made(path: Path) -> Iterator[BinaryIO]:
    """A new private file under its name once it is whole; nothing is left of one that is not."""
    if path.exists():
        raise Refused("backup_exists", "OFF-40", path=str(path))
    new = path.with_name(path.name + ".new")
    try:
        with os.fdopen(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb"
        ) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        code = "disk_full" if disk_full(error) else "file_failed"
        raise Unavailable(code, "OFF-40", path=str(path), detail=str(error)) from error
    finally:
        with suppress(OSError):
            new.unlink()


def write_backup(path: Path, manifest: Manifest, files: Mapping[str, Path], recipient: Recipient) -> int:
    """Writes the file; its bytes. Raises `Refused("backup_exists")` or `Unavailable`."""
    with _made(path) as out:
        sealing = Sealing(out, recipient, SystemChance())
        with tarfile.open(fileobj=cast("BinaryIO", sealing), mode="w|", format=tarfile.PAX_FORMAT) as tar:
            data = msgspec.json.encode(manifest)
            tar.addfile(_named(MANIFEST, len(data)), io.BytesIO(data))
            for member in manifest.members:
                with files[member.name].open("rb") as file:
                    tar.addfile(_named(member.name, member.size), file)
        sealing.finish()
    return path.stat().st_size


def _named(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def unpack(path: Path, identity: Identity, folder: Path, allowed: re.Pattern[str]) -> Manifest:
    """Writes what the backup holds into an empty folder, each byte checked against the manifest.

    Raises `Refused`: `bad_seal` for another key or a changed file, `backup_damaged` for what is not as it says.
    """
    try:
        with path.open("rb") as file:
            opening = Opening(file, identity)
            with tarfile.open(fileobj=cast("BinaryIO", opening), mode="r|") as tar:
                manifest = _unpacked(tar, folder, allowed)
            opening.read()
    except tarfile.TarError as error:
        raise _damaged(path.name) from error
    except OSError as error:
        code = "disk_full" if disk_full(error) else "file_failed"
        raise Unavailable(code, "OFF-41", path=str(path), detail=str(error)) from error
    return manifest


def _unpacked(tar: tarfile.TarFile, folder: Path, allowed: re.Pattern[str]) -> Manifest:
    members = iter(tar)
    manifest = _manifest(tar, next(members, None))
    left = {member.name: member for member in manifest.members}
    if not all(map(allowed.match, left)) or len(left) != len(manifest.members):
        raise _damaged(MANIFEST)
    for info in members:
        member = left.pop(info.name, None)
        data = tar.extractfile(info)
        if member is None or data is None or info.size != member.size:
            raise _damaged(info.name[:80])
        _write(folder / member.name, cast("BinaryIO", data), member)
    if left:
        raise _damaged(min(left))
    return manifest


def _manifest(tar: tarfile.TarFile, info: tarfile.TarInfo | None) -> Manifest:
    data = tar.extractfile(info) if info and info.name == MANIFEST and info.size <= MAX_MANIFEST else None
    if data is None:
        raise _damaged(MANIFEST)
    try:
        return msgspec.json.decode(data.read(), type=Manifest)
    except msgspec.MsgspecError:
        raise _damaged(MANIFEST) from None


def _write(path: Path, data: BinaryIO, member: Member) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as out:
        while piece := data.read(_STEP):
            found.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if found.hexdigest() != member.sha256:
        raise _damaged(member.name)


def _damaged(name: str) -> Refused:
    return Refused("backup_damaged", "OFF-41", name=name)


def shown(manifest: Manifest) -> dict[str, Any]:
    """What a backup says of itself, in plain values."""
    return {
        "party": manifest.party, "at": manifest.at, "version": manifest.version, "digest": manifest.digest,
        "have": [list(row) for row in manifest.heads], "files": [one.name for one in manifest.members],
    }  # fmt: skip


def files_of(folder: Path, patterns: Sequence[str]) -> dict[str, Path]:
    """The files of a folder that match, by their names in a backup."""
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    return {str(path.relative_to(folder)): path for path in found}
