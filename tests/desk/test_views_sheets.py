# SPDX-License-Identifier: Apache-2.0
"""Lists as files, and search over everything (VIE-3, VIE-40, VIE-41)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.security.desks import Browser, browser, desks
from tripartite.cli.play.nodes import Nodes
from tripartite.desk.lists.sheets import BOM, COLUMNS, harmless, written


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("desks")) as found:
        yield found


@pytest.fixture(scope="module")
def head(nodes: Nodes) -> Browser:
    found = browser(nodes)
    found.sign_in()
    found.say('=HYPERLINK("http://example.org";"click")')
    found.say("We thank, as always, our hosts.")
    return found


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\u200e=1", "|x", "%x"])
def test_no_cell_is_computed(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1 + 1", "a=b", "2007-05-28", "العراق"])
def test_any_other_cell_is_as_it_was(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_line_reads_back_as_its_cells(cells: list[str]) -> None:
    read = list(csv.reader(io.StringIO(written(cells), newline="")))
    assert read == [[harmless(cell) for cell in cells]]


def test_a_file_has_the_records_of_its_filter_each_with_id_address_and_whose_word(head: Browser) -> None:
    answer = head.get("/screens/said/list.csv?screen=said&text=hosts")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="said.csv"'
    first, *lines = csv.reader(io.StringIO(answer.text.removeprefix(BOM), newline=""))
    assert len(first) == len(COLUMNS) + 1, "an exercise says so in each line"
    (found,) = [dict(zip((*COLUMNS, "exercise"), line, strict=True)) for line in lines]
    assert found["title"] == "We thank, as always, our hosts."
    assert found["address"] == f"{head.origin}/records/{found['id']}"
    assert (found["truth"], found["signed"]) == ("Account of <b>Iraq", "2007-06-20T06:00:00Z")
    assert "Invented" in found["exercise"]


def test_what_somebody_wrote_is_no_formula_in_the_file(head: Browser) -> None:
    text = head.get("/screens/said/list.csv?text=HYPERLINK").text
    assert "\"'=HYPERLINK(" in text


def test_words_are_found_on_whatever_screen_and_an_id_leads_to_its_record(head: Browser) -> None:
    text = head.get("/search?text=HOSTS").text
    assert "We thank, as always, our hosts." in text
    assert "click" not in text.partition("<main")[2]
    record = head.say("One more.")
    assert head.get(f"/search?text={record[:12]}").where == f"/records/{record}"
    assert head.get("/search?text=0123456789ab").status == 200
    assert "Nothing fits" in head.get("/search?text=nowhere").text
