# SPDX-License-Identifier: Apache-2.0
"""The desk's own file: private, of one sort, and whole after its process was killed (DSK-20, DSK-21)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.kept import Draft, Wish
from tripartite.desk.store import FILE, Drawer
from tripartite.storage.sqlite.database import Database

WRITTEN = {"text:en": ["A line between the watches"], "to": ["iran", "us"]}
KILLED = """
import sys, time
from pathlib import Path
from tripartite.desk.kept import Draft
from tripartite.desk.store import Drawer
drawer = Drawer(Path(sys.argv[1]))
drawer.save(Draft("1", "d/head", "statement.make", "", "", 1, {"text:en": ["kept"]}))
print("saved", flush=True)
time.sleep(60)
"""


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path / FILE)
    yield found
    found.close()


def draft(ident: str = "1", author: str = "d/head", at: int = 1) -> Draft:
    return Draft(ident, author, "statement.make", "", "", at, WRITTEN)


def test_a_draft_is_found_as_it_was_typed_by_its_author_alone(drawer: Drawer) -> None:
    drawer.save(draft(at=1))
    drawer.save(draft("2", "d/head", at=3))
    drawer.save(draft("3", "d/watch", at=2))
    drawer.save(draft(at=4))
    assert [one.id for one in drawer.drafts("d/head")] == ["1", "2"]
    assert drawer.draft("1", "d/head") == draft(at=4)
    assert drawer.draft("3", "d/head") is None


def test_nobody_else_saves_over_a_draft_or_throws_it_away(drawer: Drawer) -> None:
    drawer.save(draft())
    with pytest.raises(Refused, match="not_found"):
        drawer.throw_away("1", "d/watch")
    with pytest.raises(Refused, match="not_found"):
        drawer.save(draft(author="d/watch"))
    drawer.throw_away("1", "d/head")
    drawer.throw_away("1", "d/head")
    assert drawer.drafts("d/head") == []


def test_its_files_are_its_owners_alone(tmp_path: Path, drawer: Drawer) -> None:
    drawer.save(draft())
    files = list(tmp_path.iterdir())
    assert {path.name for path in files} >= {FILE, f"{FILE}-wal"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_what_was_saved_outlives_a_killed_process(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / FILE)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"saved\n"
        os.kill(process.pid, signal.SIGKILL)
    again = Drawer(tmp_path / FILE)
    assert [one.form for one in again.drafts("d/head")] == [{"text:en": ["kept"]}]
    again.close()


def test_a_store_of_another_sort_is_not_taken_for_it(tmp_path: Path) -> None:
    Database(tmp_path / "store.sqlite").close()
    with pytest.raises(Refused, match="foreign_store"):
        Drawer(tmp_path / "store.sqlite")
    Drawer(tmp_path / FILE).close()
    with pytest.raises(Refused, match="foreign_store"):
        Database(tmp_path / FILE)


def test_who_signs_it_finds_it_after_the_desk_was_stopped_in_the_midst(tmp_path: Path) -> None:
    """The file remembers what was being signed, so that the node can be asked whether it was (DSK-27)."""
    drawer = Drawer(tmp_path / FILE)
    wish = Wish("statement.make", "", [{"kind": "statement.make", "body": {}}], None, {})
    item = drawer.put(wish, "d/watch", 1)
    drawer.begin_signing(item.id, 1, "d/head", 2, "ab" * 32)
    assert not drawer.interrupted(drawer.item(item.id))
    drawer.close()
    again = Drawer(tmp_path / FILE)
    (found,) = again.items()
    assert (found.state, found.dispatch, again.interrupted(found)) == ("signing", "ab" * 32, True)
    again.close()
