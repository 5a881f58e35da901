# SPDX-License-Identifier: Apache-2.0
"""Which notices meet: by day and district, by exact ground where that is held, over those that can be read (NTC-9)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.notice_scene import NoticeScene
from tests.core.register.chapters.scene import en
from tripartite.core.register.chapters.overlaps import extent, overlaps, standing

HERE = {"centre": "33.3,44.4", "radius_m": 2000}
THERE = {"centre": "34.3,44.4", "radius_m": 2000}


@pytest.fixture
def scene() -> NoticeScene:
    return NoticeScene()


class Reader:
    """Computes over the notices and details it is given: what one office can read."""

    def __init__(self, scene: NoticeScene) -> None:
        self.scene = scene
        self.notices: list[str] = []
        self.details: dict[str, list[str]] = {}

    def notice(self, party: str = "iran", **more: Any) -> str:
        to = {"addressees": ["us"], "info": None} if party != "us" else {"addressees": ["iran"], "info": None}
        self.notices.append(self.scene.notify(party, **{**to, **more}))
        return self.notices[-1]

    def detail(self, about: str, kind: str, said: Any, party: str = "iran", of: str = "") -> str:
        act = self.scene.say(party, f"detail.{kind}", said, refs=[(of or about, "part_of")])
        assert self.scene.inert(act) == ()
        self.details.setdefault(about, []).append(act)
        return act

    def computed(self) -> dict[str, Any]:
        held = standing(self.scene.record(one) for one in self.notices)
        beside = [[self.scene.record(act) for act in self.details.get(one.id, ())] for one in held]
        return overlaps([extent(one, acts) for one, acts in zip(held, beside, strict=True)])

    def pairs(self) -> list[dict[str, Any]]:
        return list(self.computed()["overlaps"])

    def known(self) -> tuple[str, str]:
        """Of the one pair: areas and hours."""
        (pair,) = self.pairs()
        return pair["area"], pair["hours"]


@pytest.fixture
def reader(scene: NoticeScene) -> Reader:
    return Reader(scene)


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({"day": "2007-06-03", "until": "2007-06-09"}, ("2007-06-03", "2007-06-03")),
        ({"day": "2007-06-02", "until": None}, ("2007-06-02", "2007-06-02")),
        ({"day": "2007-06-04", "until": None}, None),
        ({"district": "IQ-DI"}, None),
        ({"type": "data_update", "district": None}, None),
    ],
    ids=str,
)
def test_two_notices_meet_where_they_share_a_day_and_a_district(
    reader: Reader, more: dict[str, Any], days: tuple[str, str] | None
) -> None:
    one, other = reader.notice(), reader.notice("iraq", **more)
    found = [(pair["from"], pair["until"], pair["districts"]) for pair in reader.pairs()]
    assert found == ([(*days, ["IQ-BG"])] if days else [])
    for pair in reader.pairs():
        assert pair["notices"] == sorted((one, other))
        assert sorted(pair["sent_by"]) == ["iran", "iraq"]
        assert (pair["area"], pair["hours"]) == ("not_held", "not_held")


def test_it_says_over_which_notices_it_was_computed(reader: Reader) -> None:
    exact, plain = reader.notice(), reader.notice("iraq")
    nowhere = reader.notice("iraq", type="data_update", district=None)
    reader.detail(exact, "area", HERE)
    assert reader.computed()["computed_over"] == {
        "notices": sorted((exact, plain, nowhere)),
        "with_exact_area": [exact],
        "without_district": [nowhere],
    }


def test_what_is_over_or_has_no_effect_is_not_counted(scene: NoticeScene, reader: Reader) -> None:
    one, other, unchecked = reader.notice(), reader.notice("iraq"), reader.notice(checked=False)
    assert len(reader.pairs()) == 1
    scene.go_on(other, "start", party="iraq")
    assert len(reader.pairs()) == 1
    scene.go_on(one, "cancel")
    assert (reader.pairs(), reader.computed()["computed_over"]["notices"]) == ([], [other])
    assert unchecked not in reader.computed()["computed_over"]["notices"]


@pytest.mark.parametrize(("where", "known"), [(HERE, "overlaps"), (THERE, "apart")])
def test_exact_areas_say_whether_one_district_is_one_ground(
    reader: Reader, where: dict[str, Any], known: str
) -> None:
    reader.detail(reader.notice(), "area", HERE)
    other = reader.notice("iraq")
    assert reader.known()[0] == "not_held"
    reader.detail(other, "area", where, "iraq")
    assert reader.known()[0] == known


def test_exact_ground_is_shared_across_a_border_of_districts(reader: Reader) -> None:
    reader.detail(reader.notice(), "area", HERE)
    other = reader.notice("iraq", district="IQ-DI")
    assert reader.pairs() == []
    reader.detail(other, "place_time", {"lat": "33.3", "lon": "44.4"}, "iraq")
    (pair,) = reader.pairs()
    assert (pair["districts"], pair["area"]) == ([], "overlaps")


def test_an_area_may_name_further_districts(reader: Reader) -> None:
    reader.notice(district="IQ-DI")
    other = reader.notice("iraq")
    reader.detail(other, "area", {"codes": ["IQ-DI", "IQ-WA"]}, "iraq")
    assert [pair["districts"] for pair in reader.pairs()] == [["IQ-DI"]]


@pytest.mark.parametrize(
    ("morning", "other", "known"),
    [
        ((6, 12), (12, 18), "apart"),
        ((6, 12), (11, 18), "overlaps"),
        ((6, 12), None, "not_held"),
        (None, None, "not_held"),
    ],
)
def test_exact_hours_of_both_say_whether_one_day_is_one_time(
    reader: Reader, morning: tuple[int, int] | None, other: tuple[int, int] | None, known: str
) -> None:
    for hours, party in ((morning, "iran"), (other, "iraq")):
        notice = reader.notice(party)
        said = {"grid": "38S MB"}
        if hours:
            said |= {"start": f"2007-06-01T{hours[0]:02}:00:00Z", "end": f"2007-06-01T{hours[1]:02}:00:00Z"}
        reader.detail(notice, "place_time", said, party)
    assert reader.known()[1] == known


def test_exact_hours_of_one_rule_out_the_days_of_the_other(reader: Reader) -> None:
    reader.notice("iraq", day="2007-06-03", until=None)
    hours = {"start": "2007-06-01T06:00:00Z", "end": "2007-06-02T12:00:00Z"}
    reader.detail(reader.notice(), "area", hours)
    assert reader.known()[1] == "apart"


def test_of_its_details_the_last_of_its_own_party_counts(reader: Reader) -> None:
    one, other = reader.notice(), reader.notice("iraq")
    reader.detail(other, "area", HERE, "iraq")
    reader.detail(one, "area", THERE)
    reader.detail(one, "area", HERE)
    reader.detail(one, "area", THERE, "iraq")
    reader.detail(one, "place_time", {"start": "2007-06-01T06:00:00Z"})
    assert reader.known() == ("overlaps", "not_held")


def test_a_change_of_district_or_days_leaves_what_was_exact_before_behind(
    scene: NoticeScene, reader: Reader
) -> None:
    one, other = reader.notice(), reader.notice("iraq", district="IQ-DI")
    hours = {"start": "2007-06-01T06:00:00Z", "end": "2007-06-01T08:00:00Z"}
    reader.detail(one, "area", {**HERE, **hours})
    reader.detail(other, "area", {**HERE, **hours}, "iraq")
    assert reader.known() == ("overlaps", "overlaps")
    scene.change(one, until="2007-06-05")
    assert reader.known() == ("overlaps", "not_held")
    moved = scene.change(one, district="IQ-DI", text=en("Further east."))
    assert reader.known() == ("not_held", "not_held")
    reader.detail(one, "area", {**THERE, **hours}, of=moved)
    assert reader.known() == ("apart", "overlaps")
