# SPDX-License-Identifier: Apache-2.0
"""Areas by code, places by their whole name, and what a spot is near to (MAP-6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.maps.charted import chart
from tripartite.maps.atlas import Atlas
from tripartite.maps.gazetteer import plain

KNOWN = Atlas().gazetteer


@pytest.mark.parametrize("code", ["IQ", "IR", "IQ-DI", "IQG10", "IR-16"])
def test_areas_are_found_by_code(code: str) -> None:
    assert KNOWN.areas[code].radius > 10_000


def test_countries_have_lines_and_smaller_areas_a_size() -> None:
    assert KNOWN.areas["IQ"].shape is not None
    assert KNOWN.areas["IQ-DI"].shape is None


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["Baghdad"], "Baghdad"), (["baghdad "], "Baghdad"), (["السنك قرب ساحة الخلاني، بغداد"], "Baghdad"),
        (["A street, Basra"], "Basra"), (["کرمانشاه"], "Kermanshah"), (["كرمانشاه"], "Kermanshah"),
        (["Nowhere", "Erbil"], "Erbil"),
    ],
)  # fmt: skip
def test_places_are_found_by_their_whole_name_in_any_script(texts: list[str], name: str) -> None:
    found = KNOWN.place(texts)
    assert found is not None
    assert found.names["en"] == name


@pytest.mark.parametrize("text", ["Baghdadi", "near Baghdad", "", "Atlantis"])
def test_a_part_of_a_name_is_no_name(text: str) -> None:
    assert KNOWN.place([text]) is None


def test_a_spot_is_told_from_a_main_place() -> None:
    found = KNOWN.nearest((45.4, 33.8))
    assert found is not None
    place, metres, wind = found
    assert place.names["en"] == "Mandali"
    assert metres == pytest.approx(15_400, rel=0.05)
    assert wind == "nw"


def test_ones_own_file_comes_before_the_shipped_one(tmp_path: Path) -> None:
    known = Atlas(chart(tmp_path / "own.pmtiles")).gazetteer
    assert known.areas["ZZ0101"].shape is not None
    assert known.places[0].names == {"": "Town"}
    assert "IQ-DI" in known.areas


def test_spellings_of_one_letter_are_one() -> None:
    assert plain("أربيل") == plain("اربيل") == plain("اربیل")
