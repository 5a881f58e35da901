# SPDX-License-Identifier: Apache-2.0
"""The journal of the own log: in memory, and in files whose every write is on disk before it returns.

A folder of segments, each allocated ahead so that an append changes no metadata, each named by its first index.
All entries of one write lie in one segment and share one fdatasync.

    segment = "tripartite/journal@v1" LF || u64 first index || record* || zeros
    record  = "TPJ1" || u64 index || u64 first index of its write || u32 dispatch bytes || u32 payload bytes
              || SHA-256 of all of the record but this || dispatch || payload

What follows the last whole record of the last segment is a torn write: nobody was told it was written, and it is
dropped at the next opening. A record of a failed write that is found whole then counts as written. Opening writes
the last segment's records once more, since after a failed fsync the kernel may take for clean what no disk has.
"""

from __future__ import annotations

import hashlib
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.node.ports import Entry
from tripartite.storage.files import create_file, disk_full, sync_folder, write_all

MAGIC = b"tripartite/journal@v1\n"
SEGMENT = 16 * 1024 * 1024
_FIRST = struct.Struct(">Q")
_HEAD = len(MAGIC) + _FIRST.size
_MARK = b"TPJ1"
_FIELDS = struct.Struct(">4sQQII")
_RECORD = _FIELDS.size + 32
_SUFFIX = ".segment"


def _encoded(entry: Entry, batch: int) -> bytes:
    fields = _FIELDS.pack(_MARK, entry.index, batch, len(entry.dispatch), len(entry.payload))
    check = hashlib.sha256(fields + entry.dispatch + entry.payload).digest()
    return b"".join((fields, check, entry.dispatch, entry.payload))


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    batch: int
    end: int


def _decoded(data: bytes, at: int) -> _Found | None:
    """The record at this place, if it is whole."""
    if at + _RECORD > len(data):
        return None
    mark, index, batch, dispatch, payload = _FIELDS.unpack_from(data, at)
    body, end = at + _RECORD, at + _RECORD + dispatch + payload
    if mark != _MARK or end > len(data):
        return None
    check = hashlib.sha256(data[at : at + _FIELDS.size])
    check.update(memoryview(data)[body:end])
    if check.digest() != data[at + _FIELDS.size : body]:
        return None
    return _Found(Entry(index, data[body : body + dispatch], data[body + dispatch : end]), batch, end)


def _records(data: bytes, first: int) -> Iterator[_Found]:
    """Whole records with consecutive indexes, up to the first place without one."""
    at = _HEAD
    while (found := _decoded(data, at)) and found.entry.index == first:
        yield found
        at, first = found.end, first + 1


@dataclass(slots=True)
class _Segment:
    path: Path
    first: int
    next: int
    end: int
    size: int


class FileJournal:
    """Opens the folder, making it if it is missing. One process at a time; the home's lock sees to that."""

    def __init__(self, folder: Path, segment: int = SEGMENT) -> None:
        self._folder = folder
        self._least = segment
        self._lock = threading.Lock()
        self._segments: list[_Segment] = []
        self._next: int | None = None
        self._file = -1
        self._broken = ""
        try:
            self._open()
        except OSError as error:
            self._fail(error)

    def _open(self) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700, parents=True)
            sync_folder(self._folder.parent)
        for left in self._folder.glob("*.new"):
            left.unlink()
        paths = sorted(self._folder.glob("*" + _SUFFIX))
        for path in paths:
            self._take(path, last=path == paths[-1])
        if self._segments:
            self._next = self._segments[-1].next

    def _take(self, path: Path, last: bool) -> None:
        data = path.read_bytes()
        first = int(path.name.removesuffix(_SUFFIX))
        if data[:_HEAD] != MAGIC + _FIRST.pack(first):
            self._damaged(path)
        if self._segments and first != self._segments[-1].next:
            self._damaged(path)
        following, end = first, _HEAD
        for found in _records(data, first):
            following, end = found.entry.index + 1, found.end
        if _written_after(data, end, following):
            self._damaged(path)
        self._segments.append(_Segment(path, first, following, end, len(data)))
        if last:
            self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            # The same bytes again, and zeros over what was torn: neither takes space that a full disk lacks.
            torn = len(data.rstrip(b"\0"))
            write_all(self._file, data[:end] + bytes(max(torn - end, 0)), 0)
            os.fsync(self._file)

    def _damaged(self, path: Path) -> NoReturn:
        raise Unavailable("journal_failed", "HOM-2", path=str(path), detail="damaged")

    def _fail(self, error: OSError) -> NoReturn:
        self._broken = str(error)
        if disk_full(error):
            raise Unavailable("disk_full", "HOM-2", path=str(self._folder)) from error
        raise Unavailable("journal_failed", "HOM-2", path=str(self._folder), detail=str(error)) from error

    def write(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        with self._lock:
            if self._broken:
                raise Unavailable("journal_failed", "HOM-2", path=str(self._folder), detail=self._broken)
            first = entries[0].index
            check_order(entries, self._next)
            data = b"".join(_encoded(entry, first) for entry in entries)
            try:
                self._append(first, data)
            except OSError as error:
                self._fail(error)
            self._next = self._segments[-1].next = first + len(entries)
            self._segments[-1].end += len(data)

    def _append(self, first: int, data: bytes) -> None:
        last = self._segments[-1] if self._segments else None
        if last is None or last.next != first or last.end + len(data) > last.size:
            last = self._new_segment(first, len(data))
        write_all(self._file, data, last.end)
        os.fdatasync(self._file)

    def _new_segment(self, first: int, need: int) -> _Segment:
        size = max(self._least, _HEAD + need)
        path = self._folder / f"{first:020d}{_SUFFIX}"
        if path.exists():
            self._segments.pop()
        file = create_file(path, MAGIC + _FIRST.pack(first), size)
        self._close_file()
        self._file = file
        self._segments.append(_Segment(path, first, first, _HEAD, size))
        return self._segments[-1]

    def entries(self, start: int) -> Sequence[Entry]:
        found: list[Entry] = []
        with self._lock:
            try:
                for segment in self._segments:
                    if segment.next > start:
                        found += self._read(segment, start)
            except OSError as error:
                self._fail(error)
        return found

    def _read(self, segment: _Segment, start: int) -> list[Entry]:
        with segment.path.open("rb") as file:
            data = file.read(segment.end)
        whole = [found.entry for found in _records(data, segment.first)]
        if len(whole) != segment.next - segment.first:
            self._damaged(segment.path)
        return [entry for entry in whole if entry.index >= start]

    def drop_below(self, index: int) -> None:
        with self._lock:
            # Only a jump beyond all that was written gives up the segment in use.
            keep = 0 if index > (self._next or 0) else 1
            old = [s for s in self._segments[: len(self._segments) - keep] if s.next <= index]
            try:
                for segment in old:
                    segment.path.unlink()
                if old:
                    sync_folder(self._folder)
            except OSError as error:
                self._fail(error)
            del self._segments[: len(old)]
            if not self._segments:
                self._close_file()
            self._next = max(index, self._next or 0)

    def scrub(self, index: int) -> None:
        with self._lock:
            if self._broken or index < (self._next or 0):
                detail = self._broken or "entries that are not settled"
                raise Unavailable("journal_failed", "ERA-8", path=str(self._folder), detail=detail)
            try:
                self._blank()
            except OSError as error:
                self._fail(error)
            self._segments.clear()
            self._close_file()
            self._next = index

    def _blank(self) -> None:
        """Overwrites and removes every segment; under names that the next opening removes, should this be cut off."""
        old = [segment.path.rename(segment.path.with_suffix(".new")) for segment in self._segments]
        sync_folder(self._folder)
        for path in old:
            file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                write_all(file, bytes(os.fstat(file).st_size), 0)
                os.fsync(file)
            finally:
                os.close(file)
            path.unlink()
        sync_folder(self._folder)

    def close(self) -> None:
        with self._lock:
            self._broken = "closed"
            self._close_file()

    def _close_file(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _written_after(data: bytes, end: int, following: int) -> bool:
    """Whether a record of a later write than the missing one is whole: then the missing one was durable once."""
    at = data.find(_MARK, end)
    while at >= 0:
        found = _decoded(data, at)
        if found and found.batch > following:
            return True
        at = data.find(_MARK, at + 1)
    return False


def check_order(entries: Sequence[Entry], expected: int | None) -> None:
    """Raises `Refused("store_order")` unless the entries go on from there."""
    following = entries[0].index if expected is None else expected
    for place, entry in enumerate(entries, following):
        if entry.index != place:
            raise Refused("store_order", "HOM-2", expected=place, found=entry.index)


class MemoryJournal:
    """Keeps what it is given; what it holds can be handed to the next one, as a disk would."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self._entries = list(entries)
        self._next = self._entries[-1].index + 1 if self._entries else None

    def write(self, entries: Sequence[Entry]) -> None:
        if entries:
            check_order(entries, self._next)
            self._entries.extend(entries)
            self._next = entries[-1].index + 1

    def entries(self, start: int) -> Sequence[Entry]:
        return [entry for entry in self._entries if entry.index >= start]

    def drop_below(self, index: int) -> None:
        self._entries = [entry for entry in self._entries if entry.index >= index]
        self._next = max(index, self._next or 0)

    def scrub(self, index: int) -> None:
        self.drop_below(index)
