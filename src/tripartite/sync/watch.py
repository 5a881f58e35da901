# SPDX-License-Identifier: Apache-2.0
"""A folder through which bundles come and go: filled by mail, file transfer or a courier's stick (BUN-6).

FOLDER/*.bundle          what has come, renamed in once it is whole; taken, then moved
FOLDER/taken/  refused/  where it goes; beside a refused one lies NAME.reason
FOLDER/out/PARTY.bundle  what that party lacks, as far as is known; replaced when there is more
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refusal, Refused
from tripartite.core.encoding.values import sha256
from tripartite.node.node import Node
from tripartite.sync.bundle import MAX_FILE, Have, held, held_by, make, take
from tripartite.sync.report import PullReport, refusal_data

SUFFIX = ".bundle"
MAX_STEM = 50
"""Characters of a name that are kept: in bytes they and what follows stay below what a folder takes."""


@dataclass(slots=True)
class Visit:
    """What one look into the folder brought."""

    taken: list[tuple[str, PullReport]] = field(default_factory=list)
    refused: list[tuple[str, Refusal]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Parties there is a new bundle for."""


class Folder:
    """One node's folder. Our own bundles, should they turn up in it, are taken like any other: they bring nothing."""

    def __init__(self, node: Node, path: Path) -> None:
        self._node = node
        self._path = path
        self._since = node.parts.clock.now()
        self._have: dict[str, Have] = {}
        self._offered: dict[str, Have] = {}
        for name in ("taken", "refused", "out"):
            (path / name).mkdir(parents=True, exist_ok=True)
            if (path / name).is_symlink():
                raise Malformed("bad_bundle", "BUN-6", detail="no plain folder", path=str(path / name))

    def once(self) -> Visit:
        """Takes what has come, then writes what others lack. Raises `Unavailable` if our own disk or store fails."""
        visit = Visit()
        for path in sorted(self._path.glob(f"*{SUFFIX}")):
            try:
                self._take(path, visit)
            except OSError as error:
                # One file that cannot be moved must not hold up those behind it.
                facts = (("detail", type(error).__name__), ("path", shown(path)))
                visit.refused.append((shown(path), Refusal("file_failed", "BUN-6", facts)))
        for party in self._node.charters.nodes:
            if party != self._node.party and self._write(party):
                visit.written.append(party)
        return visit

    # --- coming

    def _take(self, path: Path, visit: Visit) -> None:
        try:
            data = read_file(path)
        except (Malformed, Refused) as trouble:
            self._refuse(path, trouble.refusal, visit)
            return
        mark = sha256(data).hex()[:8]
        try:
            taken = take(self._node, data, self._since)
        except (Malformed, Refused, Misbehaved) as trouble:
            self._refuse(path, trouble.refusal, visit, mark)
            return
        if taken.report.wrong is not None and not taken.report.took:
            self._refuse(path, taken.report.wrong, visit, mark)
            return
        self._have[taken.sender] = taken.have
        visit.taken.append((shown(path), taken.report))
        path.replace(self._path / "taken" / _marked(path, mark))

    def _refuse(self, path: Path, refusal: Refusal, visit: Visit, mark: str = "unread") -> None:
        name = _marked(path, mark)
        write_file(self._path / "refused" / f"{name}.reason", encode(refusal_data(refusal)) + b"\n")
        path.replace(self._path / "refused" / name)
        visit.refused.append((shown(path), refusal))

    # --- going

    def _write(self, party: str) -> bool:
        with self._node.lock:
            self._node.tick()
            ours = held(self._node)
            known = self._have.get(party, held_by(self._node, party))
        if ours == self._offered.get(party) or all(
            known.get(origin) == head for origin, head in ours.items()
        ):
            return False
        place = self._path / "out" / f"{party}{SUFFIX}"
        write_file(place, make(self._node, party, known))
        self._offered[party] = ours
        return True


def shown(path: Path) -> str:
    """A file's name as text: who puts files into the folder chooses their names, and a name may be any bytes."""
    text = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _marked(path: Path, mark: str) -> str:
    """The name under which a file is put aside, short enough wherever the first one was."""
    return f"{shown(path).removesuffix(SUFFIX)[:MAX_STEM]}-{mark}{SUFFIX}"


def read_file(path: Path) -> bytes:
    """A bundle's bytes: a plain file, not too large; raises `Malformed` or `Refused`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Refused("not_found", "BUN-6", path=shown(path), detail=type(error).__name__) from None
    try:
        seen = os.fstat(descriptor)
        if not stat.S_ISREG(seen.st_mode):
            raise Malformed("bad_bundle", "BUN-6", detail="no plain file", path=shown(path))
        if seen.st_size > MAX_FILE:
            raise Malformed("too_large", "BUN-6", limit=MAX_FILE, found=seen.st_size)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_FILE + 1)
    finally:
        os.close(descriptor)


def write_file(path: Path, data: bytes) -> None:
    """Appears whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    # Made anew: a link that somebody laid there in the meantime is not followed.
    with fresh.open("xb") as file:
        file.write(data)
    fresh.replace(path)
