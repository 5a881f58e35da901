# SPDX-License-Identifier: Apache-2.0
"""What a picture shows: each place as exact as it was said, whose it is by sign, and no more bytes than allowed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.maps.charted import chart
from tripartite.maps.atlas import Atlas
from tripartite.maps.basemap import Basemap
from tripartite.maps.gazetteer import Area
from tripartite.maps.mercator import View
from tripartite.maps.picture import MOST, Mark, Words, picture, sign

BAGHDAD = (44.37, 33.31)
SVG = "{http://www.w3.org/2000/svg}"


def naming(names: Mapping[str, str]) -> str:
    return names.get("en") or names.get("", "")


WORDS = Words("Map", naming, lambda km: f"{km} km")
SHIPPED = Atlas()


def view(zoom: int) -> View:
    return View(*BAGHDAD, zoom, 1184, 480)


def mark(kind: str = "point", **more: object) -> Mark:
    usual: dict[str, object] = {
        "key": "a", "kind": kind, "spot": BAGHDAD, "title": "A title", "link": "/records/1",
        "label": "Here", "signs": (0,),
    }  # fmt: skip
    return Mark(**{**usual, **more})  # type: ignore[arg-type]  # a table of its fields


def drawn(one: Mark, zoom: int = 7, atlas: Atlas = SHIPPED) -> ET.Element:
    return ET.fromstring(picture(view(zoom), atlas.maps, [one], WORDS))  # noqa: S314  (our own picture)


def classes(found: ET.Element) -> set[str]:
    return {name for one in found.iter() for name in one.get("class", "").split()}


@pytest.mark.parametrize("zoom", range(1, 11))
def test_a_picture_is_small_at_every_zoom(zoom: int) -> None:
    """MAP-3."""
    many = [mark(key=str(n), spot=(40.0 + n % 20 / 2, 30.0 + n / 20), title="T" * 200) for n in range(100)]
    assert len(picture(view(zoom), SHIPPED.maps, many, WORDS).encode()) <= MOST


def test_where_even_the_coarsest_is_too_large_the_ground_goes() -> None:
    """MAP-3."""
    many = [mark(key=str(n), spot=(40.0 + n % 20 / 2, 30.0 + n / 60), title="T" * 500) for n in range(300)]
    assert 'class="m-land"' not in picture(view(5), SHIPPED.maps, many, WORDS)


@pytest.mark.parametrize(
    ("one", "has", "lacks"),
    [
        (mark("point"), "m-sign", "m-disc"),
        (mark("circle", radius=20_000.0), "m-circle", "m-disc"),
        (mark("disc", radius=20_000.0), "m-disc", "m-circle"),
        (mark("ring", corners=((44.0, 33.0), (45.0, 33.0), (45.0, 34.0))), "m-ring", "m-circle"),
        (mark("area", area=SHIPPED.gazetteer.areas["IQ"]), "m-area-of", "m-disc"),
    ],
    ids=["point", "circle", "disc", "ring", "area"],
)
def test_each_precision_has_its_own_look(one: Mark, has: str, lacks: str) -> None:
    """MAP-5."""
    found = classes(drawn(one, 5 if one.kind == "area" else 7))
    assert has in found
    assert lacks not in found


def test_a_circle_has_the_radius_that_was_said() -> None:
    """MAP-5."""
    found = drawn(mark("circle", radius=20_000.0), 8)
    circle = next(one for one in found.iter(f"{SVG}circle") if one.get("class") == "m-circle")
    assert float(circle.get("r", "0")) == pytest.approx(view(8).pixels(20_000, BAGHDAD[1]), abs=1)


def test_a_district_of_ones_own_map_is_drawn_by_its_lines(tmp_path: Path) -> None:
    """MAP-1, MAP-5."""
    atlas = Atlas(chart(tmp_path / "own.pmtiles"))
    area = atlas.gazetteer.areas["ZZ0101"]
    assert area.names == {"en": "District", "ar": "قضاء"}
    found = drawn(mark("area", spot=area.middle, area=area), 7, atlas)
    path = next(one for one in found.iter(f"{SVG}path") if one.get("class") == "m-area-of")
    assert path.get("fill") == "url(#m0)"
    assert {"m-land", "m-border", "m-area"} <= classes(drawn(mark(), 8, atlas)) | classes(found)


def test_an_area_without_lines_is_hatched_by_its_size() -> None:
    """MAP-5."""
    area = SHIPPED.gazetteer.areas["IQ-DI"]
    assert isinstance(area, Area)
    assert area.shape is None
    found = drawn(mark("disc", spot=area.middle, radius=area.radius, area=area))
    disc = next(one for one in found.iter(f"{SVG}circle") if one.get("class") == "m-disc")
    assert disc.get("fill") == "url(#m0)"


def test_parties_differ_by_sign_and_by_hatching() -> None:
    """MAP-9."""
    assert (
        len({re.sub(r"[0-9.-]+", "", sign(number, 0, 0)) + str(sign(number, 0, 0)) for number in range(12)})
        == 12
    )
    fills = {
        one.get("fill")
        for number in range(5)
        for one in drawn(mark("disc", radius=40_000.0, signs=(number,))).iter(f"{SVG}circle")
        if one.get("class") == "m-disc"
    }
    assert len(fills) == 5


def test_what_several_say_and_what_overlaps_is_hatched_crosswise() -> None:
    """MAP-9, MAP-11."""
    for one in (mark("disc", radius=40_000.0, signs=(0, 1)), mark("disc", radius=40_000.0, meets=True)):
        disc = next(each for each in drawn(one).iter(f"{SVG}circle") if "m-disc" in each.get("class", ""))
        assert disc.get("fill") == "url(#m5)"


def test_every_sign_is_a_link_with_words() -> None:
    """MAP-12."""
    [link] = drawn(mark()).iter(f"{SVG}a")
    assert link.get("href") == "/records/1"
    assert link.get("aria-label") == "A title"
    assert link.findtext(f"{SVG}title") == "A title"


def test_what_somebody_wrote_is_no_markup() -> None:
    evil = '</text></svg><script>alert("1")</script>'
    said = picture(view(6), SHIPPED.maps, [mark(title=evil, label=evil, link=f"/x?{evil}")], WORDS)
    assert "<script" not in said
    assert len(list(ET.fromstring(said).iter(f"{SVG}a"))) == 1  # noqa: S314  (our own picture)


def test_a_picture_asks_for_nothing_and_runs_nothing() -> None:
    said = picture(view(4), SHIPPED.maps, [mark()], WORDS)
    assert re.findall(r'(?:src|style|on[a-z]+)="', said) == []
    assert set(re.findall(r'href="([^"]*)"', said)) == {"/records/1"}


def test_disputed_borders_have_a_line_of_their_own() -> None:
    """MAP-4."""
    found = classes(ET.fromstring(picture(View(75.0, 34.0, 5, 600, 400), SHIPPED.maps, [], WORDS)))  # noqa: S314
    assert {"m-border", "m-disputed"} <= found


def test_names_stand_beside_each_other() -> None:
    """No two of them in the same place, and none that its reader's naming leaves out."""
    found = drawn(mark(), 6)
    spots = [(one.get("x"), one.get("y")) for one in found.iter(f"{SVG}text")]
    assert len(spots) == len(set(spots)) > 15
    silent = Words("Map", lambda names: "", lambda km: "")
    assert '"m-place"' not in picture(view(6), SHIPPED.maps, [], silent)


def test_what_lies_outside_the_window_is_not_drawn() -> None:
    found = drawn(mark("disc", spot=(0.0, 0.0), radius=10_000.0))
    assert list(found.iter(f"{SVG}a")) == []


def test_a_tile_file_is_opened_for_reading_alone(tmp_path: Path) -> None:
    path = chart(tmp_path / "own.pmtiles")
    path.chmod(0o400)
    before = path.read_bytes()
    list(Basemap(path).within(view(6)))
    assert path.read_bytes() == before
