# SPDX-License-Identifier: Apache-2.0
"""What the journal's files survive, and what they refuse to explain away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.test_journal import entries, entry
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.node.ports import Entry
from tripartite.storage.journal import FileJournal

SEGMENT = 2_048


def written(folder: Path, *batches: list[Entry]) -> list[Path]:
    """A journal with these writes; its segments in order."""
    journal = FileJournal(folder, SEGMENT)
    for batch in batches:
        journal.write(batch)
    journal.close()
    return sorted(folder.iterdir())


def reopened(folder: Path) -> list[Entry]:
    journal = FileJournal(folder, SEGMENT)
    found = list(journal.entries(0))
    journal.close()
    return found


def end_of(path: Path) -> int:
    return len(path.read_bytes().rstrip(b"\0"))


def cut(path: Path, at: int) -> None:
    """What a torn write leaves: the allocated file, without what had not reached the disk."""
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes(len(data) - at))


def test_everything_written_is_there_after_reopening(tmp_path: Path) -> None:
    segments = written(tmp_path / "j", entries(0, 3), entries(3, 40), [entry(40, 9_000)], entries(41, 43))
    assert len(segments) > 2
    assert reopened(tmp_path / "j") == [*entries(0, 40), entry(40, 9_000), *entries(41, 43)]


def test_a_journal_goes_on_where_it_ended(tmp_path: Path) -> None:
    written(tmp_path / "j", entries(0, 3))
    with pytest.raises(Refused, match="store_order"):
        FileJournal(tmp_path / "j", SEGMENT).write([entry(4)])
    written(tmp_path / "j", entries(3, 50))
    assert reopened(tmp_path / "j") == entries(0, 50)


def test_dropped_segments_are_gone_and_the_rest_goes_on(tmp_path: Path) -> None:
    written(tmp_path / "j", *(entries(i, i + 1) for i in range(60)))
    journal = FileJournal(tmp_path / "j", SEGMENT)
    before = len(list((tmp_path / "j").iterdir()))
    journal.drop_below(50)
    journal.write([entry(60)])
    journal.close()
    assert len(list((tmp_path / "j").iterdir())) < before
    assert reopened(tmp_path / "j")[-11:] == entries(50, 61)


def test_a_torn_last_write_is_dropped_wherever_it_was_torn(tmp_path: Path) -> None:
    [path] = written(tmp_path / "j", entries(0, 2))
    start = end_of(path)
    [path] = written(tmp_path / "j", entries(2, 4))
    whole = path.read_bytes()
    for at in range(start, end_of(path)):
        path.write_bytes(whole)
        cut(path, at)
        found = reopened(tmp_path / "j")
        assert found in (entries(0, 2), entries(0, 3))
        assert path.read_bytes()[end_of(path) :].strip(b"\0") == b""


def test_after_a_torn_write_nothing_of_it_comes_back_later(tmp_path: Path) -> None:
    [path] = written(tmp_path / "j", entries(0, 2))
    start = end_of(path)
    written(tmp_path / "j", entries(2, 5))
    data = bytearray(path.read_bytes())
    data[start + 10] ^= 1
    path.write_bytes(data)
    assert reopened(tmp_path / "j") == entries(0, 2)
    written(tmp_path / "j", [entry(2)])
    assert reopened(tmp_path / "j") == entries(0, 3)


@settings(max_examples=150)
@given(data=st.data())
def test_a_changed_byte_before_later_writes_is_damage_not_a_torn_write(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("journal") / "j"
    written(folder, entries(0, 2), [entry(2)], [entry(3)])
    [path] = folder.iterdir()
    content = bytearray(path.read_bytes())
    last = content.rfind(b"TPJ1")
    place = data.draw(st.integers(0, last - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="journal_failed"):
        FileJournal(folder, SEGMENT)


def test_a_missing_segment_is_damage(tmp_path: Path) -> None:
    segments = written(tmp_path / "j", *(entries(i, i + 1) for i in range(60)))
    segments[1].unlink()
    with pytest.raises(Unavailable, match="journal_failed"):
        FileJournal(tmp_path / "j", SEGMENT)


def test_a_segment_under_another_name_is_damage(tmp_path: Path) -> None:
    [path] = written(tmp_path / "j", entries(0, 2))
    path.rename(path.with_name(f"{7:020d}.segment"))
    with pytest.raises(Unavailable, match="journal_failed"):
        FileJournal(tmp_path / "j", SEGMENT)


def test_a_segment_left_half_made_is_cleared_away(tmp_path: Path) -> None:
    written(tmp_path / "j", entries(0, 2))
    left = tmp_path / "j" / f"{2:020d}.segment.new"
    left.write_bytes(b"half")
    assert reopened(tmp_path / "j") == entries(0, 2)
    assert not left.exists()


def test_a_closed_journal_refuses_writes(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "j", SEGMENT)
    journal.write(entries(0, 2))
    journal.close()
    with pytest.raises(Unavailable, match="journal_failed"):
        journal.write([entry(2)])


def test_after_a_failed_write_the_journal_refuses_until_it_is_reopened(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "j", SEGMENT)
    journal.write(entries(0, 2))
    os.close(journal._file)
    for _ in range(2):
        with pytest.raises(Unavailable, match="journal_failed"):
            journal.write([entry(2)])
    assert list(journal.entries(0)) == entries(0, 2)
    assert reopened(tmp_path / "j") == entries(0, 2)


def test_a_place_where_no_folder_can_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="journal_failed"):
        FileJournal(tmp_path / "file" / "j")


def test_only_the_owner_may_read_a_journal(tmp_path: Path) -> None:
    [path] = written(tmp_path / "j", entries(0, 2))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
