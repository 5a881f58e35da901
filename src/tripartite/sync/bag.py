# SPDX-License-Identifier: Apache-2.0
"""A folder of files with their checksums beside them, as BagIt has it (RFC 8493): any machine can check it (ARC-2).

    bagit.txt  bag-info.txt  data/…  manifest-sha256.txt  tagmanifest-sha256.txt

A bag is a folder, or the same files in one strict ustar (BUN-1).
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tripartite.core.encoding.refusal import Malformed, Refusal, Refused
from tripartite.core.encoding.values import sha256
from tripartite.sync.tar import BLOCK, header, read_tar

DATA = "data/"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAGS = (INFO, BAGIT, MANIFEST)
MAX_FILES = 1 << 20
Files = Mapping[str, memoryview]
"""The files of a bag by name, sorted."""
Sums = Mapping[str, str]
"""Hex SHA-256 by name."""


# --- writing


def write_bag(path: Path, fill: Callable[[Bag], Iterable[tuple[str, str]]]) -> int:
    """Makes a bag appear whole or not at all; returns its bytes.

    `fill` adds the files to the bag and returns what its information says. A path that ends in `.tar` is one file.
    Raises `Refused("file_exists")` if something lies there.
    """
    if path.exists():
        raise Refused("file_exists", "ARC-1", path=str(path))
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.absolute().parent) as made:
        folder = Path(made) / "bag"
        folder.mkdir(mode=0o700)
        bag = Bag(folder)
        bag.seal(fill(bag))
        whole = folder
        if path.suffix == ".tar":
            whole = Path(made) / "bag.tar"
            _pack(folder, whole)
        whole.rename(path)
    return path.stat().st_size if path.is_file() else bag.octets


class Bag:
    """A bag in the making."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sums: dict[str, str] = {}
        self.octets = 0

    def add(self, name: str, data: bytes) -> None:
        """A file of the payload; what is there already is left as it is."""
        if name in self.sums:
            return
        self._write(DATA + name, data)
        self.sums[name] = sha256(data).hex()
        self.octets += len(data)

    def seal(self, info: Iterable[tuple[str, str]]) -> None:
        """The files about the files, last of all."""
        said = [*info, ("Payload-Oxum", f"{self.octets}.{len(self.sums)}")]
        tags = {
            BAGIT: DECLARED,
            INFO: "".join(f"{name}: {_one_line(value)}\n" for name, value in sorted(said)).encode(),
            MANIFEST: manifest(self.sums),
        }
        for name, data in tags.items():
            self._write(name, data)
        self._write(TAG_MANIFEST, _lines({name: sha256(data).hex() for name, data in tags.items()}))

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
        path.chmod(0o600)


def manifest(sums: Sums) -> bytes:
    """The checksums of the payload's files as `sha256sum -c` reads them."""
    return _lines({DATA + name: value for name, value in sums.items()})


def _lines(sums: Sums) -> bytes:
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode("ascii")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _pack(folder: Path, file: Path) -> None:
    with file.open("xb") as out:
        file.chmod(0o600)
        for name in sorted(_names(folder)):
            data = (folder / name).read_bytes()
            out.writelines((header(name.encode("ascii"), len(data)), data, bytes(-len(data) % BLOCK)))
        out.write(bytes(2 * BLOCK))
        out.flush()
        os.fsync(out.fileno())


# --- reading


def is_bag(path: Path) -> bool:
    """Whether this looks like a bag, folder or file."""
    if path.is_dir():
        return (path / BAGIT).is_file()
    with path.open("rb") as file:
        return file.read(len(INFO)) == INFO.encode()


def read_files(path: Path) -> Files:
    """The files of a bag; raises `Malformed` for what is no plain file."""
    if path.is_dir():
        names = sorted(_names(path))
        return {name: memoryview((path / name).read_bytes()) for name in names}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        whole = mapped[:]
    found = dict(read_tar(whole, MAX_FILES))
    if list(found) != sorted(found):
        raise Malformed("bad_archive", "ARC-2", detail="order of files")
    return found


def _names(folder: Path) -> Iterator[str]:
    for count, path in enumerate(sorted(folder.rglob("*"))):
        if count > MAX_FILES or path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Malformed("bad_archive", "ARC-2", detail="no plain file", name=str(path)[-200:])
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def check_bag(files: Files) -> list[Refusal]:
    """Every file that is missing, too much, or not what its checksum says."""
    if bytes(files.get(BAGIT, b"")) != DECLARED:
        return [_fault(BAGIT, "another version")]
    tags, sums = _sums(files, TAG_MANIFEST), _sums(files, MANIFEST)
    listed = {**tags, **sums}
    found = [name for name in files if name != TAG_MANIFEST]
    return [
        *(_fault(name, "missing") for name in sorted({*listed, *TAGS} - set(found))),
        *(_fault(name, "not listed") for name in sorted(set(found) - set(listed))),
        *(
            _fault(name, "other bytes")
            for name in sorted(set(found) & set(listed))
            if sha256(bytes(files[name])).hex() != listed[name]
        ),
    ]


def _sums(files: Files, name: str) -> Sums:
    """A manifest; what is not spelled as one is empty, so that all it should list is too much."""
    lines = bytes(files.get(name, b"")).decode("utf-8", "replace").splitlines()
    return {line[66:]: line[:64] for line in lines if line[64:66] == "  "}


def _fault(name: str, detail: str) -> Refusal:
    return Refusal("bad_archive", "ARC-2", (("detail", detail), ("name", name[:200])))


def payload_of(files: Files) -> Sequence[tuple[str, memoryview]]:
    """The files that the bag is about, by name without `data/`, sorted."""
    return [(name[len(DATA) :], data) for name, data in files.items() if name.startswith(DATA)]
