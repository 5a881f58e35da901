# SPDX-License-Identifier: Apache-2.0
"""What came since a position: all of it, whatever the position is (API-11)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.cli.places import desk, table
from tripartite.cli import feed
from tripartite.cli.running import Running
from tripartite.core.encoding.refusal import Malformed
from tripartite.wiring import Home, OpenHome


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk(tmp_path_factory.mktemp("feed") / "desk")


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    found = Running(OpenHome(Home(home), workers=0))
    yield found
    found.close()


def position(running: Running) -> str:
    return str(running.call("position", {})["position"])


def since(running: Running, at: str) -> tuple[list[str], str]:
    """All records spoken of since, and how far that goes."""
    found: list[str] = []
    while True:
        said = running.call("changes", {"since": at})
        found += said["records"]
        at = said["position"]
        if not said["more"]:
            return found, at


def tabled(running: Running, count: int) -> list[str]:
    acts = [table(f"Number {number}") for number in range(count)]
    return [str(running.call("do", {"as": "d/head", "acts": [act]})["acts"][0]) for act in acts]


def test_what_came_since_is_told_and_nothing_else(running: Running) -> None:
    at = position(running)
    assert running.call("changes", {"since": at}) == {
        "position": at,
        "moved": False,
        "more": False,
        "records": [],
    }
    records = tabled(running, 3)
    assert position(running) != at
    assert since(running, at) == (records, position(running))


def test_what_does_not_fit_into_one_answer_comes_in_the_next(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = position(running)
    records = tabled(running, 5)
    monkeypatch.setattr(feed, "MOST", 2)
    first = running.call("changes", {"since": at})
    assert (first["more"], first["moved"], first["records"]) == (True, True, records[:2])
    assert since(running, at) == (records, position(running))


def test_a_position_of_another_tree_or_of_another_process_skips_nothing(running: Running) -> None:
    at = position(running)
    records = tabled(running, 1)
    everything, _ = since(running, "")
    mark, folds, rows = at.split(".")
    assert set(records) < set(everything)
    other = ",".join(f"{row[:-8]}{'0' * 8}" for row in rows.split(","))
    assert since(running, f"{mark}.{folds}.{other}")[0] == everything
    assert since(running, f"{'f' * 8}.{folds}.{rows}")[0] == records
    shifted = ",".join(f"{int(row.partition(':')[0]) + 1}:{row.partition(':')[2]}" for row in rows.split(","))
    assert since(running, f"{mark}.{folds}.{shifted}")[0] == everything
    beyond = ",".join(f"{row.partition(':')[0]}:999999:{'a' * 8}" for row in rows.split(","))
    assert since(running, f"{mark}.{folds}.{beyond}")[0] == everything


@pytest.mark.parametrize(
    "text", ["x", "1:2", "00000000.1.1:2", "00000000.1.1:2:zzzzzzzz", "00000000.1.1:2:00000000,"]
)
def test_what_is_no_position_is_refused(running: Running, text: str) -> None:
    with pytest.raises(Malformed, match="bad_value"):
        running.call("changes", {"since": text})
