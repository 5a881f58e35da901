# SPDX-License-Identifier: Apache-2.0
"""Evidence that shows words, by command: made over one act, written with its bytes, verified with the charter alone
(EVI-7 to EVI-9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.register.test_exhibits import SPOILT, Court, sealed, spoilt
from tests.journeys.cli.places import done, told
from tripartite.cli.control import ControlServer
from tripartite.cli.office import Office


@pytest.fixture
def court() -> Court:
    return Court()


@pytest.fixture
def home(court: Court, tmp_path: Path) -> Iterator[Path]:
    """A folder in which the node of the US answers, as a running node does in its home."""
    sealed(court, *SPOILT["another payload"])
    spoilt(court)
    court.erase(court.claim, "incident.casualty@1", court.incident)
    place = tmp_path / "us"
    place.mkdir()
    (place / "charter.note").write_bytes(court.town.charter.data)
    server = ControlServer(place / "socket", Office(court.node()).calls)
    server.start()
    yield place
    server.stop()


def last(court: Court, back: int) -> str:
    """The first act of one of the last dispatches of iran's."""
    node = court.node()
    history = node.histories.main(court.iran.log.origin)
    assert history is not None
    return f"{node.store.logs.leaves(history.number, history.size - back, 1)[0].id}/0"


@pytest.mark.parametrize(("back", "kind", "files"), [(1, "E6", 1), (2, "E7", 2), (3, "E7", 2)])
def test_it_is_made_over_one_act_and_convicts_to_who_holds_the_charter(
    court: Court, home: Path, tmp_path: Path, back: int, kind: str, files: int
) -> None:
    out = tmp_path / "proofs"
    made = done("--home", str(home), "evidence", "--over", last(court, back)[:12], "--out", str(out))
    assert (made["kind"], made["key"], len(list(out.iterdir()))) == (kind, court.key(), files)
    charter = ("--charter", str(home / "charter.note"))
    status, found = told("verify", made["path"], *charter)
    assert (status, found["misconduct"], found["key"]) == (5, kind, court.key())
    assert found["about"] == made["about"]
    for beside in out.glob("*.bytes"):
        beside.write_bytes(b"other bytes")
        assert told("verify", made["path"], *charter)[1]["code"] == "bad_payload"
        beside.unlink()
        assert told("verify", made["path"], *charter)[1]["code"] == "bad_payload"


def test_what_convicts_nobody_makes_no_file(court: Court, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "proofs"
    status, error = told("--home", str(home), "evidence", "--over", court.claim[:12], "--out", str(out))
    assert (status, error["code"]) == (3, "no_misconduct")
    assert not out.exists()


def test_no_list_of_evidence_has_it(home: Path) -> None:
    assert done("--home", str(home), "evidence")["items"] == []
