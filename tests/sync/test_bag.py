# SPDX-License-Identifier: Apache-2.0
"""A bag says what is missing, too much or changed, file by file, and common tools find the same (ARC-2)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tripartite.core.encoding.refusal import Malformed
from tripartite.sync.bag import Bag, check_bag, is_bag, payload_of, read_files, write_bag
from tripartite.sync.tar import read_tar, write_tar

FILES = {"a/b/one.txt": b"one\n", "two": b"", "z": bytes(2000)}


def fill(bag: Bag) -> Iterator[tuple[str, str]]:
    for name, data in FILES.items():
        bag.add(name, data)
        bag.add(name, b"a second time")
    yield "Source-Organization", "two\nlines"


@pytest.fixture(params=["bag", "bag.tar"])
def bag(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    write_bag(path, fill)
    return path


def test_what_was_put_in_is_read_out(bag: Path) -> None:
    assert is_bag(bag)
    files = read_files(bag)
    assert check_bag(files) == []
    assert {name: bytes(data) for name, data in payload_of(files)} == FILES
    assert bytes(files["bag-info.txt"]) == b"Payload-Oxum: 2004.3\nSource-Organization: two lines\n"


def test_sha256sum_agrees(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", fill)
    found = subprocess.run(
        ["sha256sum", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"],
        cwd=tmp_path / "bag", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.count(": OK") == len(FILES) + 3


Change = Callable[[Path], object]


@pytest.mark.parametrize(
    ("change", "name", "detail"),
    [
        (lambda bag: (bag / "data/two").unlink(), "data/two", "missing"),
        (lambda bag: (bag / "data/two").write_bytes(b"2"), "data/two", "other bytes"),
        (lambda bag: (bag / "data/more").write_bytes(b""), "data/more", "not listed"),
        (lambda bag: (bag / "bag-info.txt").write_bytes(b""), "bag-info.txt", "other bytes"),
        (lambda bag: (bag / "bag-info.txt").unlink(), "bag-info.txt", "missing"),
        (
            lambda bag: (bag / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\n"),
            "bagit.txt",
            "another version",
        ),
    ],
)
def test_each_fault_is_named(tmp_path: Path, change: Change, name: str, detail: str) -> None:
    write_bag(tmp_path / "bag", fill)
    change(tmp_path / "bag")
    faults = check_bag(read_files(tmp_path / "bag"))
    assert [(fault.fact("name"), fault.fact("detail")) for fault in faults] == [(name, detail)]


def test_without_a_manifest_everything_is_too_much(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", fill)
    (tmp_path / "bag/manifest-sha256.txt").write_bytes(b"\xff not a manifest\n")
    faults = check_bag(read_files(tmp_path / "bag"))
    assert [fault.fact("detail") for fault in faults] == [*["not listed"] * 3, "other bytes"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", fill)
    (tmp_path / "bag/data/link").symlink_to("/etc/passwd")
    with pytest.raises(Malformed, match="no plain file"):
        read_files(tmp_path / "bag")


def test_another_order_of_files_is_refused(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag.tar", fill)
    members = [(name, bytes(data)) for name, data in read_tar((tmp_path / "bag.tar").read_bytes(), 100)]
    (tmp_path / "bag.tar").write_bytes(write_tar(reversed(members)))
    with pytest.raises(Malformed, match="order of files"):
        read_files(tmp_path / "bag.tar")


def test_a_folder_or_file_of_another_kind_is_no_bag(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"bag")
    assert not is_bag(tmp_path)
    assert not is_bag(tmp_path / "file")


def test_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def failing(bag: Bag) -> Iterator[tuple[str, str]]:
        bag.add("one", b"1")
        if bag.octets:
            raise OSError("the disk is full")
        yield "never", "said"

    with pytest.raises(OSError, match="full"):
        write_bag(tmp_path / "bag", failing)
    assert list(tmp_path.iterdir()) == []
