# SPDX-License-Identifier: Apache-2.0
"""What stands beside a text: side letters are declared; what nobody stated is shown as not stated (LST-6 to LST-8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE, SINAK

LETTER = {"title": en("A side letter"), "status": "declared_not_shared", "between": ["iran", "us"]}
TREATY = {"title": en("The treaty of 1975"), "status": "public_elsewhere", "dated": "1975-06-13"}
PLEDGE = {"undertaking_kind": "pledge", "text": en("We refrain.")}


def version(scene: Scene, ident: str, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = scene.view(ident)["versions"][place]
    return found


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "not_stated"),
        ({"related_instruments": []}, "none"),
        ({"related_instruments": [TREATY]}, "stated"),
        ({"related_instruments": [TREATY, LETTER]}, "declared_not_shared"),
    ],
)
def test_it_is_shown_whether_there_are_others_and_when_nobody_said_so_that_too(
    said: dict[str, Any], shown: str
) -> None:
    scene = Scene()
    assert version(scene, scene.town["iran"].table(**said))["instruments"] == shown
    assert scene.view(scene.say("iran", "undertaking.declare", {**PLEDGE, **said}))["instruments"] == shown


def test_of_a_side_letter_no_more_is_shown_than_that_it_exists() -> None:
    scene = Scene()
    (shown,) = version(scene, scene.town["iran"].table(related_instruments=[LETTER]))["related_instruments"]
    assert shown == {
        "title": en("A side letter"),
        "status": "declared_not_shared",
        "act": None,
        "between": ["iran", "us"],
        "dated": None,
    }


@pytest.mark.parametrize("kind", ["proposal", "undertaking"])
@pytest.mark.parametrize(
    ("instrument", "found"),
    [
        ({**LETTER, "between": ["iran", "spain"]}, ("guard", "not_a_party", "spain")),
        ({**TREATY, "status": "in_record"}, ("bad_act",)),
        ({**LETTER, "act": NOWHERE}, ("bad_act",)),
        ({"title": en("x"), "status": "in_record", "act": NOWHERE}, ("not_held",)),
        ({"title": en("x"), "status": "in_record", "act": "incident"}, ("guard", "no_instrument")),
        ({"title": en("x"), "status": "in_record", "act": "version"}, ()),
    ],
)
def test_what_is_said_to_be_in_the_record_is_a_document_or_a_version_held_there(
    kind: str, instrument: dict[str, Any], found: tuple[str, ...]
) -> None:
    scene = Scene()
    named = {"incident": scene.say("iraq", "incident.report", SINAK), "version": scene.town["us"].table()}
    act = instrument.get("act")
    said = [{**instrument, **({"act": named.get(act, act)} if act else {})}]
    if kind == "proposal":
        made = scene.town["iran"].table(related_instruments=said)
    else:
        made = scene.say("iran", "undertaking.declare", {**PLEDGE, "related_instruments": said})
    assert scene.inert(made)[:2] == found[:2]


def test_what_an_earlier_version_named_and_a_later_one_does_not_is_shown_with_it() -> None:
    scene = Scene()
    first = scene.town["iran"].table(related_instruments=[LETTER, TREATY])
    scene.town["us"].version(first, amends=first, related_instruments=[TREATY])
    scene.town["us"].version(first)
    named = [[one["title"] for one in version(scene, first, place)["no_longer_named"]] for place in range(3)]
    letter, treaty = LETTER["title"], TREATY["title"]
    assert named == [[], [letter], [letter, treaty]]
