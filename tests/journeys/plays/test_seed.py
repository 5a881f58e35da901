# SPDX-License-Identifier: Apache-2.0
"""Every statement of the first report has its record, and the report is quoted where it says so."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.play.in_process import the_day
from tests.house.source import nothing

ROW = re.compile(
    r"^\| (?P<said>.+?) \| `\$(?P<name>\w+)` \| (?P<truth>\w+) \| (?P<by>\w+) \|(?P<also>.*)\|$", re.MULTILINE
)
VOICES = ("outlet", "agency", "correspondent", "reader")


def rows(root: Path) -> list[dict[str, str]]:
    table = (root / "docs/baghdad-statements.md").read_text(encoding="utf-8")
    return [match.groupdict() for match in ROW.finditer(table)]


def shown(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record that an act of the play stands in, and the act itself, as the United States show them."""
    runner, stage = the_day()
    record = stage.ask("us", "show", {"record": runner.records[name]})
    [act] = [act for act in record["acts"] if act["id"] == runner.ids[name]]
    return record, act


def test_the_table_has_a_row_for_every_statement(root: Path) -> None:
    assert len(rows(root)) == 32
    lines = (root / "docs/baghdad-statements.md").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("| ") for line in lines) == len(rows(root)) + 1


def test_every_row_finds_its_record_with_that_truth_and_author(root: Path) -> None:
    wrong = []
    for row in rows(root):
        record, act = shown(row["name"])
        by = act["by"] if row["truth"] == "account" else act["body"].get("voice", "outlet")
        if (record["truth"], by) != (row["truth"], row["by"]):
            wrong.append((row["name"], record["truth"], by))
    nothing(wrong)


def test_what_is_named_beside_is_there_too(root: Path) -> None:
    text = (root / "docs/baghdad-statements.md").read_text(encoding="utf-8")
    for name in re.findall(r"`\$(\w+)`", text):
        shown(name)


def test_every_record_of_the_day_that_rests_on_the_report_has_its_place_in_the_table(root: Path) -> None:
    runner, stage = the_day()
    text = (root / "docs/baghdad-statements.md").read_text(encoding="utf-8")
    report = {act["id"] for act in stage.ask("us", "show", {"record": runner.records["r1"]})["acts"]}
    unnamed = [
        name
        for name in runner.ids
        if "." not in name
        for record, act in [shown(name)]
        if record["chapter"] != "reports"
        and {ref for ref, _ in act["refs"]} & report
        and f"`${name}`" not in text
    ]
    nothing(name for name in unnamed if name not in ("m1_item2", "i1_r1"))


def test_what_is_quoted_stands_in_the_report_at_that_place(shared: Path) -> None:
    file = shared / "seed" / "iran-us-talks-2007-05-28.txt"
    if not file.is_file():
        pytest.skip("the report itself is not beside the project")
    data = file.read_bytes()
    record, act = shown("r1")
    assert act["body"]["sha256"] == hashlib.sha256(data).hexdigest()
    text = data.decode()
    for start, end, words in record["fields"]["quoted_span"]:
        assert text[start:end] == words


def test_the_report_is_quoted_briefly() -> None:
    record, _ = shown("r1")
    assert sum(end - start for start, end, _ in record["fields"]["quoted_span"]) < 400
