# SPDX-License-Identifier: Apache-2.0
"""The project's own vectors: made from fixed keys, and judged by the program as their files say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.vectors.judge import JUDGES
from tripartite.core.encoding.refusal import Trouble
from vectors.make import PLACE, TABLE, every_vector

FILES = sorted(PLACE.glob("*/*.json"))


def test_the_committed_files_are_what_the_generator_makes() -> None:
    """Nobody edits a vector by hand, and no old one stays behind."""
    made = {vector.path: vector.text for vector in every_vector()}
    found = {path.relative_to(PLACE).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
    assert found == made
    assert (PLACE / "verifier/unicode14.mjs").read_text(encoding="utf-8") == TABLE


def test_every_folder_of_vectors_has_a_judge() -> None:
    """A new folder cannot be forgotten."""
    assert {path.parent.name for path in FILES} == set(JUDGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_program_judges_the_vector_as_its_file_says(path: Path) -> None:
    """Accepted with what it gives, or refused with the code that is stated."""
    vector = json.loads(path.read_text(encoding="utf-8"))
    judge = JUDGES[path.parent.name]
    if vector["want"] == "accept":
        assert judge(vector["input"]) == vector["gives"]
    else:
        with pytest.raises(Trouble) as refused:
            judge(vector["input"])
        assert refused.value.code == vector["code"]
