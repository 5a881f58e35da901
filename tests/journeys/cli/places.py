# SPDX-License-Identifier: Apache-2.0
"""Homes made by commands, for tests that then do something a story cannot tell."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tripartite.cli.main import run


def told(*args: str, env: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """Runs a command with `--json`; its exit status, and its result or its error."""
    out = io.StringIO()
    status = run(["--json", *args], env or {}, (io.StringIO(), out, io.StringIO()))
    answer = json.loads(out.getvalue())
    return status, answer.get("result", answer.get("error"))


def done(*args: str, env: Mapping[str, str] | None = None) -> Any:
    """The result of a command that must succeed."""
    status, answer = told(*args, env=env)
    assert status == 0, answer
    return answer


def desk(home: Path, exercise: bool = False) -> Path:
    """A home of Iraq's alone, with Iran on paper and one delegate, `head`."""
    at = ("--home", str(home))
    done(*at, "init", "iraq", "--name", "en=Iraq", "--recovery", "safe")
    face = ("--exercise", "en=EXERCISE") if exercise else ()
    done(*at, "charter", "draft", "--preset", "alone", "--label", "desk", "--paper", "iran=Iran", *face)
    done(*at, "charter", "sign")
    done(*at, "charter", "join")
    done(*at, "accredit", "head", "--function", "head_of_delegation", "--power", "negotiate")
    return home


def table(title: str) -> dict[str, Any]:
    """An act that founds a small record."""
    return {
        "kind": "proposal.table",
        "body": {"kind": "decision", "form": "oral_no_text", "title": [["en", title]]},
    }
