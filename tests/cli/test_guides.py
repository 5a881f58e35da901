# SPDX-License-Identifier: Apache-2.0
"""Every command that a guide shows is taken by the command's own parser."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.test_help import parse_path
from tripartite.cli.main import cli

GUIDES = (
    "alerts",
    "amend",
    "api",
    "backup",
    "desk",
    "first-hour",
    "investigate",
    "leave",
    "notify",
    "operate",
    "paper",
    "recover",
)
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`(tripartite [^`…]+)`")


def commands(text: str) -> list[list[str]]:
    blocks = "".join(_BLOCK.findall(text))
    lines = re.sub(r"\\\n\s*", "", blocks).split("\n")
    return [shlex.split(line) for line in [*lines, *_INLINE.findall(text)] if line]


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_of_a_guide_exists(name: str, root: Path) -> None:
    found = commands((root / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8"))
    assert found
    for words in found:
        assert words[0] == "tripartite"
        if not words[1].isupper():
            assert parse_path(cli, words[1:])
