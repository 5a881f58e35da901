# SPDX-License-Identifier: Apache-2.0
"""The second reading of the law, in JavaScript: it must judge everything as the program does."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.vectors.judge import JUDGES
from tests.vectors.test_vectors import FILES
from tripartite.core.encoding.refusal import Trouble
from vectors.make import PLACE

Verdicts = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("no node on this machine: the second checker cannot run")
    return found


def run(node: str, *folder: Path) -> Verdicts:
    done = subprocess.run([node, PLACE / "checker.mjs", *folder], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return {verdict["file"]: verdict for verdict in map(json.loads, done.stdout.splitlines())}


def test_every_vector_is_judged_by_both_as_its_file_says(node: str) -> None:
    """Accepted with the same results, refused with the same code; and no file is left out."""
    verdicts = run(node)
    assert [name for name, verdict in verdicts.items() if not verdict["right"]] == []
    assert set(verdicts) == {path.relative_to(PLACE).as_posix() for path in FILES}


def test_the_public_signature_cases_are_judged_by_both_alike(node: str, shared: Path, tmp_path: Path) -> None:
    """914 cases, of which 43 hold, and the two ways to check the equation agree on those."""
    (tmp_path / "signature").mkdir()
    for case in json.loads((shared / "vectors/ed25519/ed25519vectors.json").read_text()):
        given = {"key": case["key"], "message": case["msg"].encode().hex(), "signature": case["sig"]}
        write(tmp_path / f"signature/{case['number']:03d}.json", given)
    verdicts = run(node, tmp_path)
    accepted = {name for name, verdict in verdicts.items() if verdict["got"] == "accept"}
    assert (len(verdicts), len(accepted)) == (914, 43)
    assert accepted == {name for name in verdicts if judged(tmp_path / name)[0] == "accept"}


def test_damaged_vectors_are_judged_by_both_alike(node: str, tmp_path: Path) -> None:
    """Honest objects with a byte changed here and there: never accepted by one reading and refused by the other."""
    chance = random.Random(2007)  # a fixed choice of damage, no secret
    for path in FILES:
        vector = json.loads(path.read_text(encoding="utf-8"))
        if vector["want"] == "accept":
            (tmp_path / path.parent.name).mkdir(exist_ok=True)
            for i, given in enumerate(damaged(vector["input"], chance)):
                write(tmp_path / path.parent.name / f"{path.stem}-{i}.json", given)
    verdicts = run(node, tmp_path)
    assert len(verdicts) > 1000
    differ = {}
    for name, verdict in verdicts.items():
        ours = judged(tmp_path / name)
        theirs = (verdict["got"], verdict.get("gives"))
        if ours != theirs:
            differ[name] = (ours, theirs)
    assert differ == {}


def write(path: Path, given: object) -> None:
    path.write_text(json.dumps({"input": given, "want": "accept", "gives": {}}), encoding="utf-8")


def judged(path: Path) -> tuple[str, object]:
    given = json.loads(path.read_text(encoding="utf-8"))["input"]
    try:
        return "accept", JUDGES[path.parent.name](given)
    except Trouble:
        return "refuse", None


def damaged(given: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    """The same input with a byte of its longest blob changed, removed, doubled or swapped, forty times."""
    for name, value in given.items():
        if isinstance(value, dict):
            whole = bytes.fromhex(value["hex"]) if "hex" in value else value["utf8"].encode()
            for _ in range(40 if whole else 0):
                yield {**given, name: {"hex": broken(whole, chance).hex()}}


def broken(whole: bytes, chance: random.Random) -> bytes:
    at, other = chance.randrange(len(whole)), chance.randrange(len(whole))
    return chance.choice(
        [
            whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :],
            whole[:at] + whole[at + 1 :],
            whole[:at] + whole[other : other + 1] + whole[at:],
            whole[:at]
            + chance.choice([b"\n", b'"', b"\\r", b"\xcc\x81", b"0", b" ", b"\xe2\x80\xae"])
            + whole[at:],
            whole[: max(at, other)],
        ]
    )
