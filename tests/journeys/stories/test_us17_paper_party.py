# SPDX-License-Identifier: Apache-2.0
"""US17, a party without IT: it takes part on paper, and answers from a list once it has joined (LST-9 to LST-16).

Told to the command line: three homes, two nodes that serve, and a third that joins late.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.cli.story import Story, free_ports, run_here

TOLD = Path(__file__).parent / "us17.txt"


def test_us17_a_party_on_paper_is_recorded_waited_for_and_answers_once_it_has_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ports = {f"port{number}": str(port) for number, port in enumerate(free_ports(3), 1)}
    Story(tmp_path, run_here, ports).perform(TOLD.read_text(encoding="utf-8"))
