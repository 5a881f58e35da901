# SPDX-License-Identifier: Apache-2.0
"""A base map is one file, and a bad one is told by what is wrong with it (MAP-1, MAP-2)."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from pmtiles.tile import Compression, TileType

from tests.maps.charted import chart
from tripartite.core.encoding.refusal import Malformed, Unavailable
from tripartite.maps.basemap import MOST_TILE, SHIPPED, Basemap, codes_of, names_of
from tripartite.maps.mercator import View

REGION = View(44.4, 33.3, 5, 800, 480)


def test_the_shipped_map_is_small_and_says_whose_data_it_is() -> None:
    found = Basemap(SHIPPED)
    assert SHIPPED.stat().st_size < 1_000_000
    assert "Natural Earth" in found.said["attribution"]
    assert found.zooms == (0, 6)


def test_the_shipped_map_has_all_that_one_finds_ones_way_by() -> None:
    roles = {feature.role for feature in Basemap(SHIPPED).within(REGION)}
    assert roles == {"land", "border", "river", "place", "name", "midst"}


def test_whatever_the_shipped_map_names_it_names_in_three_languages() -> None:
    rows = Basemap(SHIPPED).said["gazetteer"]
    assert len(rows) > 500
    assert [row for row in rows if set(names_of(row)) != {"en", "ar", "fa"}] == []


def test_the_shipped_map_names_no_sea_and_nobodys_disputed_land() -> None:
    rows = Basemap(SHIPPED).said["gazetteer"]
    assert {row["code"] for row in rows if row.get("code")} & {"IL", "PS", "TW", "EH", "FK"} == set()
    assert [name for row in rows if "gulf" in (name := row["name_en"].lower()) or "sea" in name.split()] == []


def test_the_shipped_map_marks_borders_that_are_in_dispute() -> None:
    kashmir = Basemap(SHIPPED).within(View(75.0, 34.0, 5, 400, 300))
    assert {one.properties["disputed"] for one in kashmir if one.role == "border"} == {True, False}


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    found = Basemap(chart(tmp_path / "own.pmtiles"))
    features = list(found.within(REGION))
    assert {(one.role, one.layer) for one in features} == {("area", "adm2"), ("place", "places")}
    assert found.roles == {"area", "place"}


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ({"tile_type": TileType.PNG}, "not_vector"),
        ({"tile_compression": Compression.BROTLI}, "compression"),
        ({"min_lon_e7": 500_000_000, "max_lon_e7": 400_000_000}, "bounds"),
        ({"max_lat_e7": 1_000_000_000}, "bounds"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, header: dict[str, Any], detail: str) -> None:
    with pytest.raises(Malformed) as refused:
        Basemap(chart(tmp_path / "own.pmtiles", header))
    assert refused.value.code == "bad_basemap"
    assert dict(refused.value.refusal.facts)["detail"] == detail


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "not_pmtiles"),
        (b"SQLite format 3\0" * 20, "not_pmtiles"),
        (b"PMTiles\x02" + bytes(200), "version"),
        (b"PMTiles\x03" + b"\xff" * 119, "damaged"),
    ],
)
def test_bytes_that_are_no_base_map_are_refused(tmp_path: Path, data: bytes, detail: str) -> None:
    path = tmp_path / "own.pmtiles"
    path.write_bytes(data)
    with pytest.raises(Malformed) as refused:
        Basemap(path)
    assert dict(refused.value.refusal.facts)["detail"] == detail


def test_a_file_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as missing:
        Basemap(tmp_path / "none.pmtiles")
    assert missing.value.code == "no_basemap"


@pytest.mark.parametrize("tile", [b"\x1f\x8bnothing", gzip.compress(bytes(MOST_TILE + 1)), b"\x1a\xff"])
def test_a_broken_tile_is_named(tmp_path: Path, tile: bytes) -> None:
    found = Basemap(chart(tmp_path / "own.pmtiles", tile=tile))
    with pytest.raises(Malformed) as refused:
        list(found.within(REGION))
    assert dict(refused.value.refusal.facts)["tile"].startswith("5/")


@pytest.mark.parametrize(
    ("properties", "layer", "names"),
    [
        ({"name_en": "Basra", "name_fa": "بصره", "scalerank": 3}, "places", {"en": "Basra", "fa": "بصره"}),
        ({"name": "Basra", "name:ar": "البصرة"}, "places", {"": "Basra", "ar": "البصرة"}),
        ({"ADM1_EN": "Above", "ADM2_EN": "Own", "ADM2_AR": " "}, "adm2", {"en": "Own"}),
        ({"name": 4}, "places", {}),
    ],
)
def test_names_are_read_however_a_file_spells_them(
    properties: dict[str, Any], layer: str, names: dict[str, str]
) -> None:
    assert names_of(properties, layer) == names


def test_codes_are_those_of_the_layers_own_level() -> None:
    assert codes_of({"ADM1_PCODE": "ZZ01", "ADM2_PCODE": "ZZ0101"}, "adm2") == ("ZZ0101",)
    assert codes_of({"code": "IQ-DI", "p_code": "IQG10"}, "areas") == ("IQ-DI", "IQG10")
