# SPDX-License-Identifier: Apache-2.0
"""Three real nodes over loopback, each a process with a home of its own, and a search through every byte of a home."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner

PARTIES = ("iran", "iraq", "us")
_HEAD = "head: {function: head_of_delegation, authority: [negotiate, speak_in_meeting, sign_report]}"
PLAY = "\n".join(
    (
        "play: 1", "title: three", "clock: 2007-06-20T06:00:00Z",
        "charter: {preset: talks-record, exercise: EXERCISE. Invented., languages: [en]}",
        "parties:",
        *(f"  {name}: {{name: [[en, {name}]], delegates: {{{_HEAD}}}}}" for name in PARTIES),
        "steps: []",
    )
)  # fmt: skip
COMMAND = [sys.executable, "-c", "from tripartite.cli.main import main; main()"]


@contextmanager
def three(folder: Path) -> Iterator[Nodes]:
    """Iran, Iraq and the US, their heads accredited; between steps they are silent."""
    play = read_play(PLAY.encode(), "three")
    with Nodes(play, folder) as nodes:
        Runner(play, nodes).open()
        yield nodes


def say(nodes: Nodes, party: str, kind: str, body: dict[str, Any], **more: Any) -> str:
    """Signs one act with the head's key; its id."""
    act: dict[str, Any] = {"kind": kind, "body": body}
    act |= {key: more.pop(key) for key in ("record", "refs", "attach") if key in more}
    done = nodes.ask(party, "do", {"as": "d/head", "acts": [act], **more})
    assert done["inert"] == {}
    return str(done["acts"][0])


def printed(home: Path, *words: str) -> str:
    """What a command says about a home, on both streams."""
    done = subprocess.run(
        [*COMMAND, "--home", str(home), *words], capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.stdout + done.stderr


# --- looking for words --------------------------------------------------------------------------------------------


def spellings(word: str) -> set[bytes]:
    """A word as files may hold it: as it is, in JSON, in UTF-16, in hex, and inside of base64 wherever it begins."""
    plain = word.encode()
    found = {plain, json.dumps(word)[1:-1].encode(), word.encode("utf-16-le"), plain.hex().encode()}
    for shift in range(3):
        cut = base64.b64encode(bytes(shift) + plain)[4 if shift else 0 :]
        found.add(cut[: len(cut) // 4 * 4 - 4])
    return found


def places(folder: Path, *words: str, but: bytes = b"\n\0never\n") -> list[str]:
    """Each word found in the bytes of a file below this folder, with the file; no file is left out, and nothing in them
    that is not, to the byte, `but`."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes().replace(but, b"") if path.is_file() else b""
        found += [
            f"{path.relative_to(folder)}: {word}"
            for word in words
            if any(one in data for one in spellings(word))
        ]
    return found
