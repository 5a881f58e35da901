# SPDX-License-Identifier: Apache-2.0
"""The strict ustar: written one way, readable by everybody's tar, and nothing else passes."""

from __future__ import annotations

import io
import tarfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tripartite.core.encoding.refusal import Malformed
from tripartite.sync.tar import BLOCK, MAX_NAME, read_tar, write_tar

names = st.from_regex(r"[a-z0-9./]{1,100}", fullmatch=True)
members = st.lists(st.tuples(names, st.binary(max_size=1200)), max_size=6)
ONE = write_tar([("a", b"hello"), ("b", b"x" * 600)])


def read(data: bytes, limit: int = 100) -> list[tuple[str, bytes]]:
    return [(name, bytes(content)) for name, content in read_tar(data, limit)]


@given(members)
def test_an_archive_is_read_as_written(found: list[tuple[str, bytes]]) -> None:
    assert read(write_tar(found)) == found


@given(
    st.lists(st.tuples(st.from_regex(r"[a-z]{1,20}", fullmatch=True), st.binary(max_size=1200)), max_size=6)
)
def test_other_programs_see_the_same_files(found: list[tuple[str, bytes]]) -> None:
    with tarfile.open(fileobj=io.BytesIO(write_tar(found))) as archive:
        seen = [(one, archive.extractfile(one)) for one in archive.getmembers()]
        assert [(one.name, file.read() if file else None) for one, file in seen] == found
        assert {(one.mode, one.uid, one.gid, one.mtime, one.type) for one, _ in seen} <= {
            (0o644, 0, 0, 0, b"0")
        }


@settings(max_examples=300)
@given(st.integers(0, len(ONE) - 1), st.integers(1, 255))
def test_every_byte_of_an_archive_but_its_files_is_fixed(place: int, change: int) -> None:
    wrong = bytearray(ONE)
    wrong[place] ^= change
    contents = [*range(BLOCK, BLOCK + 5), *range(3 * BLOCK, 3 * BLOCK + 600)]
    if place in contents:
        assert read(bytes(wrong)) != read(ONE)
    else:
        with pytest.raises(Malformed):
            read(bytes(wrong))


@pytest.mark.parametrize("end", [0, 1, 511, 512, 513, 1024, len(ONE) - 1024, len(ONE) - 512, len(ONE) - 1])
def test_an_archive_that_is_cut_short_is_refused(end: int) -> None:
    with pytest.raises(Malformed):
        read(ONE[:end])


@pytest.mark.parametrize("more", [b"\0", bytes(512), b"x", ONE])
def test_nothing_follows_the_end(more: bytes) -> None:
    with pytest.raises(Malformed):
        read(ONE + more)


@pytest.mark.parametrize("kind", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_links_devices_folders_and_extensions_are_refused(kind: int) -> None:
    for type_ in (
        tarfile.LNKTYPE,
        tarfile.SYMTYPE,
        tarfile.CHRTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
        b"7",
        b"x",
        b"L",
    ):
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=kind) as archive:
            one = tarfile.TarInfo("a")
            one.type, one.linkname = type_, "/etc/passwd"
            archive.addfile(one)
        with pytest.raises(Malformed):
            read(made.getvalue())


def test_more_members_than_allowed_are_refused() -> None:
    with pytest.raises(Malformed):
        read(write_tar([(f"{i}", b"") for i in range(5)]), limit=4)


@pytest.mark.parametrize("name", ["", "x" * (MAX_NAME + 1)])
def test_names_have_their_bounds(name: str) -> None:
    with pytest.raises(Malformed):
        write_tar([(name, b"")])


@given(st.binary(max_size=3000))
def test_garbage_is_malformed_and_nothing_else(data: bytes) -> None:
    with suppress(Malformed):
        read(data)
