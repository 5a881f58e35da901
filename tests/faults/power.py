# SPDX-License-Identifier: Apache-2.0
"""A disk that can lose power: what was not synced is lost in part, in any order, torn at any sector.

SQLite runs on it through a VFS. Once the power is cut every call fails; `restore` then leaves in the real files what
such a disk could hold.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


@dataclass(slots=True)
class Kept:
    """One file: what is surely on disk, and the writes since."""

    durable: bytearray
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(place, bytes), or (size, None) for a truncation."""


class Disk(apsw.VFS):
    def __init__(self, name: str) -> None:
        super().__init__(name, "")
        self.files: dict[Path, Kept] = {}
        self.fuse: int | None = None

    def spend(self) -> None:
        """One call that changes the disk."""
        if self.fuse is not None:
            if self.fuse == 0:
                raise apsw.IOError("power is cut")
            self.fuse -= 1

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's
        return File(self, name, flags)

    def restore(self, chance: random.Random) -> None:
        """Power is back: of the writes that were not synced, some are there, some are torn, some are not."""
        for path, kept in self.files.items():
            for place, data in kept.since:
                if data is None:
                    if chance.random() < 0.5:
                        _resize(kept.durable, place)
                elif chance.random() < 0.5:
                    whole = chance.random() < 0.7
                    part = data if whole else data[: chance.randrange(0, len(data) + 1) // SECTOR * SECTOR]
                    _put(kept.durable, place, part)
            path.write_bytes(kept.durable)
        self.files.clear()
        self.fuse = None


class File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        self._kept = disk.files.setdefault(path, Kept(bytearray(path.read_bytes() if path.exists() else b"")))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's
        self._disk.spend()
        self._kept.since.append((offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's
        self._disk.spend()
        self._kept.since.append((size, None))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's
        self._disk.spend()
        for place, data in self._kept.since:
            if data is None:
                _resize(self._kept.durable, place)
            else:
                _put(self._kept.durable, place, data)
        self._kept.since.clear()


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


def _put(content: bytearray, place: int, data: bytes) -> None:
    content.extend(bytes(max(0, place + len(data) - len(content))))
    content[place : place + len(data)] = data
