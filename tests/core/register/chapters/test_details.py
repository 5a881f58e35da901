# SPDX-License-Identifier: Apache-2.0
"""What is not core stands apart: each class in a record of its own, for those it may be for (CLS-1 to CLS-3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters import KINDS, details
from tripartite.core.register.chapters.details import DETAILS, AreaBody, PlaceTimeBody
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Finding

SINAK = {"day": "2007-05-28", "title": en("A truck bomb in Sinak")}
POINT = {"start": "2007-05-28T10:40:00Z", "lat": "33.33", "lon": "44.42"}
SOURCES = ("captured_by", "source_name", "informant", "contact", "phone", "witness_name", "source_contact")


def incident(scene: Scene) -> str:
    return scene.say("iraq", "incident.report", SINAK)


def narrowed(scene: Scene, ident: str, *to: str, about: tuple[str, ...] | None = None) -> Finding | None:
    """What would become of a detail if it went to these parties alone (and what it belongs to, to those)."""
    scene.record(ident)
    world, act = scene.holder.world, scene.holder.world.find(ident)
    assert act is not None
    if about is not None:
        target = act.refs_as("part_of")[0]
        world._seen[target] = tuple(
            replace(one, place=replace(one.place, to=tuple(map(Party, about))))
            for one in world.places(target)
        )
        world.find_for = lambda act, to: next(iter(world.places(act)), None)  # type: ignore[method-assign]  # all is read
    narrow = replace(act, place=replace(act.place, to=tuple(map(Party, to))))
    return fold(details.CHAPTER, narrow, (), world).why.get(ident)


def test_exact_place_and_time_stand_beside_what_they_detail_for_the_same_parties() -> None:
    scene = Scene()
    about = incident(scene)
    point = scene.say("iraq", "detail.place_time", POINT, refs=[(about, "part_of")], role="monitor")
    assert "lat" not in scene.view(about)
    view = scene.view(point)
    assert (view["about"], view["class"], view["lat"], view["site"]) == (
        about,
        "exact_place_time",
        "33.33",
        None,
    )


@pytest.mark.parametrize(
    ("kind", "body", "of"),
    [
        ("detail.damage", {"extent": "severe"}, "incident.damage"),
        ("detail.response", {"cordon": "police"}, "incident.report"),
        ("detail.device", {"calibre_mm": 120}, "incident.report"),
        ("detail.forces", {"numbers": 40}, "incident.report"),
    ],
)
def test_what_is_operational_goes_to_parties_named_one_by_one(
    kind: str, body: Mapping[str, Any], of: str
) -> None:
    scene = Scene()
    about = incident(scene)
    if of == "incident.damage":
        about = scene.say("iraq", of, {"object": en("a mosque")}, about)
    detail = scene.say("iraq", kind, body, refs=[(about, "part_of")])
    assert scene.inert(detail) == ("guard", "operational_open")
    assert narrowed(scene, detail, "iraq", "us") is None


def test_a_name_stays_with_the_party_that_writes_it() -> None:
    scene = Scene()
    key = scene.town["iraq"].grants["d/head"]
    person = scene.say(
        "iraq", "detail.person", {"name": "A. B.", "title_rank": "Col."}, refs=[(key, "part_of")]
    )
    assert scene.inert(person) == ("guard", "persons_shared")
    assert narrowed(scene, person, "iraq", "us") == Finding("guard", "persons_shared")
    assert narrowed(scene, person, "iraq") is None


def test_a_detail_goes_to_no_more_parties_than_what_it_belongs_to() -> None:
    scene = Scene()
    point = scene.say("iraq", "detail.place_time", POINT, refs=[(incident(scene), "part_of")])
    wider = Finding("wrong_audience", "wider_than_act")
    assert narrowed(scene, point, "iran", "iraq", about=("iraq", "us")) == wider
    assert narrowed(scene, point, "iraq", about=("iraq", "us")) is None


def test_a_detail_belongs_to_one_act_of_a_kind_it_is_for() -> None:
    scene = Scene()
    about = incident(scene)
    scope = scene.say("us", "incident.scope", {"in_scope": True}, about)

    def said(*refs: tuple[str, str]) -> tuple[str, ...]:
        return scene.inert(scene.say("iraq", "detail.place_time", POINT, refs=refs))

    assert said() == ("guard", "details_one_act")
    assert said((about, "part_of"), (scope, "part_of")) == ("guard", "details_one_act")
    assert said((scope, "part_of")) == ("guard", "names_none", "part_of")
    assert said((f"{'0' * 64}/0", "part_of")) == ("not_held",)


@pytest.mark.parametrize(("lat", "lon"), [("33.3", None), (None, "44.4"), ("91", "0"), ("0", "-181")])
def test_a_point_lies_on_the_globe(lat: str | None, lon: str | None) -> None:
    with pytest.raises(ValueError, match=r"together|globe"):
        PlaceTimeBody(lat=lat, lon=lon)


def test_an_area_has_a_radius_about_its_centre() -> None:
    AreaBody(centre="33.3,44.4", radius_m=500)
    with pytest.raises(ValueError, match="together"):
        AreaBody(centre="33.3,44.4")


@pytest.mark.parametrize("points", [["33.3"], ["133.3,44.4"], ["33.3,44.4,5"], ["x,y"]])
def test_points_are_latitude_and_longitude(points: list[str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"points": points}, AreaBody)


def test_every_kind_is_of_one_class_and_only_details_are_of_another_than_core() -> None:
    apart = {kind.name: kind.cls for kind in KINDS.values() if kind.cls != "core"}
    assert apart == {f"detail.{detail.name}": detail.cls for detail in DETAILS}
    assert {kind.kept for kind in KINDS.values() if kind.cls != "core"} == {False}


def test_no_kind_has_a_field_for_a_source() -> None:
    """CLS-1: who told us is never written to a log."""
    fields = {(kind.name, name) for kind in KINDS.values() for name in kind.body.__struct_fields__}
    assert [pair for pair in fields if pair[1] in SOURCES] == []


def test_every_detail_belongs_to_kinds_that_there_are_or_will_be() -> None:
    known = {kind.name for kind in KINDS.values()}
    lacking = {name for detail in DETAILS for name in detail.of} - known
    assert lacking <= {"notice.send", "meeting.record", "meeting.convene"}
