# SPDX-License-Identifier: Apache-2.0
"""Protection referrals: what could get somebody killed has no room in them, and nobody else reads them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_verifications import bomb
from tripartite.core.dispatch.act import Blob
from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.fold import fold
from tripartite.core.register.record import Record

REFERRAL: dict[str, Any] = {
    "subject": "detained_children",
    "month": "2007-05",
    "governorate": "IQ-BG",
    "referred_to": "A child protection agency",
}


def said(scene: Scene, *refs: tuple[str, str], **members: Any) -> str:
    return scene.say("us", "protection.referral", {**REFERRAL, **members}, role="monitor", refs=refs)


def narrowed(scene: Scene, ident: str, *to: str) -> Record:
    """The record as it would be if it went to these parties alone."""
    record = scene.record(ident)
    narrow = replace(record.founding, place=replace(record.founding.place, to=tuple(map(Party, to))))
    return fold(record.chapter, narrow, (), scene.holder.world)


def inert(scene: Scene, ident: str) -> tuple[str, ...]:
    found = narrowed(scene, ident, "iraq", "us").why.get(ident)
    return (found.reason, found.detail, *found.facts) if found else ()


def test_it_goes_to_named_addressees_and_never_to_all() -> None:
    scene = Scene()
    ident = said(scene)
    assert scene.inert(ident) == ("wrong_audience", "addressees_named")
    record = narrowed(scene, ident, "iraq", "us")
    assert (record.states, record.why) == (("recorded",), {})
    assert KINDS["protection.referral@1"].public == "never"


def test_it_says_month_governorate_and_which_body_was_told() -> None:
    scene = Scene()
    record = narrowed(scene, said(scene), "iraq", "us")
    view = record.chapter.view(record, scene.holder.world)
    assert view == {**REFERRAL, "count": None, "referred_by": "us", "public": "never"}
    assert record.chapter.when(record) == day_start("2007-05-01")


@pytest.mark.parametrize(
    "members",
    [
        {"month": "2007-05-28"},
        {"month": "2007-13"},
        {"governorate": "Sadr City, block 12"},
        {"lat": "33.3"},
        {"name": "a name"},
        {"age": 12},
        {"text": en("what happened")},
        {"subject": "murder"},
    ],
    ids=str,
)
def test_there_is_no_room_for_days_places_people_or_words(members: dict[str, Any]) -> None:
    scene = Scene()
    assert scene.inert(said(scene, **members)) == ("bad_act",)


@pytest.mark.parametrize(("threshold", "count", "stands"), [(10, 10, False), (10, 11, True), (25, 25, False)])
def test_a_count_is_given_only_above_the_charters_threshold(threshold: int, count: int, stands: bool) -> None:
    scene = Scene(referral_threshold=threshold)
    found = inert(scene, said(scene, count=count))
    assert found == (() if stands else ("guard", "count_too_small", str(threshold)))


def test_it_names_no_incident_that_would_give_away_day_and_place() -> None:
    scene = Scene()
    assert inert(scene, said(scene, (bomb(scene), "part_of"))) == ("guard", "stands_alone")


def test_it_carries_no_file() -> None:
    scene = Scene()
    record = scene.record(said(scene))
    file = Blob(c="x", h="0" * 64, n=3, t="image/jpeg", to=("iraq", "us"))
    place = replace(record.founding.place, to=(Party("iraq"), Party("us")))
    carrying = replace(record.founding, place=place, blobs=(file,))
    found = fold(record.chapter, carrying, (), scene.holder.world).why[carrying.id]
    assert (found.reason, found.detail) == ("guard", "stands_alone")


def test_no_detail_belongs_to_it() -> None:
    scene = Scene()
    about = [(said(scene), "part_of")]
    point = scene.say("us", "detail.place_time", {"site": "a police station"}, refs=about)
    assert scene.inert(point) == ("guard", "names_none", "part_of")
