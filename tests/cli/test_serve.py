# SPDX-License-Identifier: Apache-2.0
"""Starting without another party, by a confirmation typed in full; and being told to stop (HOM-6)."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done
from tests.journeys.cli.story import COMMAND, serve
from tripartite.cli.control import connect

IRAN, IRAQ = "iran", "iraq"


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """A home of two parties whose guard is missing: it holds, and nobody is there to ask."""
    homes = {party: tmp_path / party for party in (IRAN, IRAQ)}
    for party, home in homes.items():
        done("--home", str(home), "init", party, "--name", f"en={party}", "--recovery", "safe")
        done("--home", str(home), "card", "show", "--out", str(tmp_path / f"{party}.card"))
    done("--home", str(homes[IRAN]), "card", "add", str(tmp_path / "iraq.card"))
    done("--home", str(homes[IRAQ]), "card", "add", str(tmp_path / "iran.card"))
    charter = str(tmp_path / "charter")
    at = ("--home", str(homes[IRAN]))
    done(*at, "charter", "draft", "--preset", "talks-record", "--label", "talks", "--out", charter)
    for home in homes.values():
        done("--home", str(home), "charter", "sign", charter)
    done(*at, "charter", "join", charter)
    shutil.rmtree(homes[IRAN] / "guard")
    return homes[IRAN]


def started(home: Path, typed: str) -> tuple[int, Any]:
    """Starts `serve --alone`, types, and stops it again if it runs."""
    process = subprocess.Popen(
        [str(COMMAND), "--home", str(home), "--json", "serve", "--alone"],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(typed)
    process.stdin.close()
    answer = json.loads(process.stdout.readline())
    if "result" in answer:
        process.send_signal(signal.SIGTERM)
    status = process.wait(timeout=60)
    process.stdout.close()
    return status, answer


def test_the_partys_name_typed_in_full_ends_the_wait(waiting: Path) -> None:
    status, answer = started(waiting, "iran\n")
    assert (status, answer["result"]["holding"]) == (0, False)


@pytest.mark.parametrize("typed", ["", "yes\n", "iraq\n", "iran please\n"])
def test_anything_else_leaves_it_as_it_is(waiting: Path, typed: str) -> None:
    status, answer = started(waiting, typed)
    assert (status, answer["error"]["code"]) == (3, "not_confirmed")
    assert done("--home", str(waiting), "status")["holding"]


def test_a_node_ends_when_it_is_asked_to_over_its_socket(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    node = serve(["--home", str(home), "serve"], {}, tmp_path)
    client = connect(home / "socket")
    assert client is not None
    assert client.call("stop", {}) == {"stopped": True}
    client.close()
    assert node.process.wait(timeout=60) == 0
    if node.process.stdout:
        node.process.stdout.close()
    assert not (home / "socket").exists()
    assert done("--home", str(home), "status")["party"] == "iraq"
