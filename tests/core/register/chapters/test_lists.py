# SPDX-License-Identifier: Apache-2.0
"""Agreed lists: whose entries mean something, and which acts may point to one (LST-1 to LST-5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.core.register.chapters.test_statements import made
from tripartite.core.register.chapters.lists import ListRef, pointed

BOTH = [["en", "foreign forces"], ["fa", "نیروهای خارجی"]]
PRESENCE = {"name": "presence", "words": BOTH, "terms": [["iran", en("occupation")]]}
SECTOR = {"name": "sector_2", "words": BOTH, "place": "IQ-BG", "precision": 3}


def tabled(scene: Scene, kind: str = "contested_terms_list", *entries: dict[str, Any], **body: Any) -> str:
    return scene.town["iran"].table(kind=kind, entries=list(entries or (PRESENCE,)), **body)


def accept(scene: Scene, version: str, record: str | None = None) -> None:
    scene.town.ack_all()
    for party in scene.town:
        party.takes("accepts", version, record)
    scene.town.ack_all(2)


def points(scene: Scene, version: str, entry: str = "presence") -> str:
    used = [[{"act": version, "entry": entry}, en("occupation")]]
    return scene.say("iran", "statement.make", made(listed_terms=used))


# --- entries


@pytest.mark.parametrize(
    ("kind", "entry", "why"),
    [
        ("contested_terms_list", PRESENCE, ()),
        ("area_list", SECTOR, ()),
        ("definitions_list", {"name": "day", "words": BOTH}, ()),
        ("decision", {"name": "day", "words": BOTH}, ("guard", "no_list_has_entries")),
        ("area_list", PRESENCE, ("guard", "terms_elsewhere")),
        (
            "contested_terms_list",
            {**PRESENCE, "terms": [["spain", en("x")]]},
            ("guard", "not_a_party", "spain"),
        ),
        ("area_list", {"name": "Sector 2", "words": BOTH}, ("bad_act",)),
        ("area_list", {"name": "sector_2", "words": BOTH, "precision": 3}, ("bad_act",)),
        ("area_list", {"name": "sector_2", "words": BOTH, "place": "IQ-BG", "precision": 8}, ("bad_act",)),
    ],
)
def test_lists_alone_have_entries_and_contested_terms_alone_each_partys_own(
    kind: str, entry: dict[str, Any], why: tuple[str, ...]
) -> None:
    scene = Scene()
    assert scene.inert(tabled(scene, kind, entry)) == why


@pytest.mark.parametrize("names", [("b", "a"), ("a", "a")])
def test_entries_are_sorted_and_no_name_stands_twice(names: tuple[str, ...]) -> None:
    scene = Scene()
    entries = [{"name": name, "words": BOTH} for name in names]
    assert scene.inert(tabled(scene, "definitions_list", *entries)) == ("bad_act",)
    whole = tabled(scene, "definitions_list", {"name": "a", "words": BOTH})
    assert scene.inert(scene.town["us"].version(whole, entries=entries)) == ("bad_act",)


def test_each_version_carries_its_own_entries() -> None:
    scene = Scene()
    first = tabled(scene, "area_list", SECTOR)
    scene.town["us"].version(first, entries=[{**SECTOR, "precision": 2}])
    shown = [version["entries"] for version in scene.view(first)["versions"]]
    assert shown == [[{**SECTOR, "terms": []}], [{**SECTOR, "terms": [], "precision": 2}]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (BOTH, ()),
        (en("foreign forces"), ("guard", "no_text_in", "fa")),
        ([["en", "within 24 hours"], ["fa", "در ۴۲ ساعت"]], ("guard", "numbers_differ", "1")),
        ([["en", "within 24 hours"], ["fa", "در ۲۴ ساعت"]], ()),
    ],
)
def test_the_words_of_an_entry_are_fixed_in_every_language_with_the_same_numbers(
    words: list[list[str]], found: tuple[str, ...]
) -> None:
    scene = Scene()
    version = tabled(scene, "definitions_list", {"name": "notice", "words": words})
    opened = scene.say("iraq", "proposal.open", {}, version, role="chair", on=version)
    fixed = scene.say("iraq", "proposal.fix", {"version": version}, version, role="chair", on=opened)
    assert scene.inert(fixed) == found


# --- pointing


def test_an_entry_of_an_agreed_version_is_pointed_to_and_shown_with_its_words() -> None:
    scene = Scene()
    version = tabled(scene)
    accept(scene, version)
    statement = points(scene, version)
    assert scene.inert(statement) == ()
    assert scene.view(statement)["listed_terms"] == [
        {
            "act": version,
            "entry": "presence",
            "words": BOTH,
            "terms": [["iran", en("occupation")]],
            "place": None,
            "precision": None,
            "used": en("occupation"),
        }
    ]


def test_what_points_to_a_list_that_nobody_adopted_waits_for_it_and_says_so() -> None:
    scene = Scene()
    version = tabled(scene)
    statement = points(scene, version)
    assert scene.inert(statement) == ("not_held", "list_not_adopted", version)
    accept(scene, version)
    assert scene.inert(statement) == ()


def test_a_list_is_adopted_by_consensus_as_any_text_is() -> None:
    scene = Scene()
    version = tabled(scene, adoption_rule="consensus")
    opened = scene.say("iraq", "proposal.open", {}, version, role="chair", on=version)
    fixed = scene.say("iraq", "proposal.fix", {"version": version}, version, role="chair", on=opened)
    put = scene.say("iraq", "proposal.put", {}, version, role="chair", on=fixed)
    statement = points(scene, version)
    scene.town.ack_all()
    for party in scene.town:
        party.takes("does_not_object", version, refs=[(put, "part_of")])
    scene.town.ack_all(2)
    assert scene.inert(statement) == ()


def test_what_points_to_nothing_that_is_held_waits() -> None:
    assert (scene := Scene()).inert(points(scene, NOWHERE)) == ("not_held",)


def test_what_points_elsewhere_than_to_an_entry_of_such_a_list_has_no_effect() -> None:
    scene = Scene()
    version = tabled(scene)
    areas = tabled(scene, "area_list", SECTOR)
    void = scene.say("iran", "proposal.table", {"form": "text", "kind": "area_list", "title": en("x")})
    spoken = scene.say("us", "statement.make", made())
    for agreed in (version, areas):
        accept(scene, agreed)
    found = [
        scene.inert(points(scene, *where)) for where in ((version, "gulf"), (areas,), (spoken,), (void,))
    ]
    assert found == [
        ("guard", "no_such_entry", "gulf"),
        ("guard", "no_such_list", areas),
        ("guard", "not_a_source", spoken),
        ("guard", "no_such_list", void),
    ]


def test_a_version_without_effect_is_none_to_point_to() -> None:
    scene = Scene()
    first = tabled(scene)
    bare = scene.say("iran", "proposal.version", {"entries": [PRESENCE]}, first)
    assert scene.inert(points(scene, bare)) == ("guard", "without_effect", bare)


def test_another_version_changes_no_act_that_named_the_one_before() -> None:
    scene = Scene()
    first = tabled(scene)
    accept(scene, first)
    statement = points(scene, first)
    second = scene.town["us"].version(first, entries=[{"name": "gulf", "words": BOTH}])
    accept(scene, second, first)
    assert scene.inert(statement) == () == scene.inert(points(scene, second, "gulf"))
    assert scene.inert(points(scene, second)) == ("guard", "no_such_entry", "presence")


def test_an_entry_that_is_not_held_is_shown_by_its_name_alone() -> None:
    scene = Scene()
    statement = points(scene, NOWHERE, "gulf")
    shown = pointed(scene.holder.world, ListRef(act=NOWHERE, entry="gulf"))
    assert (shown["entry"], shown["words"]) == ("gulf", None)
    assert scene.inert(statement) == ("not_held",)
