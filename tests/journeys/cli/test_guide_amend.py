# SPDX-License-Identifier: Apache-2.0
"""The guide to amending and joining, command by command as printed, on real homes and nodes (MEC-20 to MEC-24)."""

from __future__ import annotations

import io
import signal
from pathlib import Path

import pytest

from tests.cli.test_guides import commands
from tests.journeys.cli.places import done
from tests.journeys.cli.story import free_ports, serve
from tripartite.cli.main import run

NODES = ("iran", "us")
RULES = "notice_period: 2592000\ndeadlines: {referral: 1209600}\n"


def found(port: dict[str, int]) -> None:
    """Two homes under a charter that has Iraq on paper."""
    for name in NODES:
        url = f"http://127.0.0.1:{port[name]}"
        done(
            "--home",
            name,
            "init",
            name,
            "--name",
            f"en={name}",
            "--recovery",
            "x",
            "--port",
            str(port[name]),
            "--url",
            url,
        )
        done("--home", name, "card", "show", "--out", f"{name}.card")
    done("--home", "iran", "card", "add", "us.card")
    done("--home", "us", "card", "add", "iran.card")
    drafted = (
        "--preset",
        "three-parties",
        "--label",
        "talks",
        "--paper",
        "iraq=Iraq",
        "--order",
        "iran,iraq,us",
    )
    done("--home", "iran", "charter", "draft", *drafted, "--out", "first.charter")
    for name in NODES:
        done("--home", name, "charter", "sign", "first.charter")
    for name in NODES:
        done("--home", name, "charter", "join", "first.charter")


def told(words: list[str], typed: str = "") -> str:
    out, err = io.StringIO(), io.StringIO()
    status = run(words, {}, (io.StringIO(typed), out, err))
    assert status == 0, f"{words}\n{out.getvalue()}{err.getvalue()}"
    return out.getvalue()


@pytest.mark.slow
def test_the_guides_commands_do_what_the_guide_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ports = dict(zip((*NODES, "iraq"), free_ports(3), strict=True))
    found(ports)
    Path("rules.yaml").write_text(RULES, encoding="utf-8")
    guides = [
        (root / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8") for name in ("amend", "leave")
    ]
    assert RULES in guides[0]
    amend = [words for words in commands(guides[0].replace("7303", str(ports["iraq"]))) if "--home" in words]
    leave = next(words for words in commands(guides[1]) if "leave" in words)
    nodes = [serve(["--home", name, "serve", "--pull-every", "0.3"], {}, tmp_path) for name in NODES]
    try:
        said = [told(words[1:]) for words in amend]
        told(leave[1:], "iraq\n")
        said.append(told(["--home", "iran", "charter", "show", "--chain"]))
    finally:
        for node in nodes:
            node.end(signal.SIGTERM)
    assert "iraq gets a node" in said[6]
    assert said[-1].count("Binds the log of iraq") == 2
    assert said[-1].count("Binds the log of us") == 3
