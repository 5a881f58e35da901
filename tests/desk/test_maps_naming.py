# SPDX-License-Identifier: Apache-2.0
"""What is printed on a map: agreed names, the reader's language, and no contested name by itself (MAP-4)."""

from __future__ import annotations

import pytest

from tripartite.desk.maps.chosen import of_record
from tripartite.desk.maps.marking import meeting
from tripartite.desk.maps.naming import Names, Term
from tripartite.desk.telling import Telling
from tripartite.i18n.words import Words
from tripartite.maps.atlas import Atlas
from tripartite.maps.gazetteer import plain

PARTIES = {"iran": [["en", "Iran"], ["fa", "ایران"]], "iraq": [["en", "Iraq"], ["fa", "عراق"]]}
TOWN = Term(
    [["en", "The border town"], ["fa", "شهر مرزی"]],
    [("iran", [["en", "Mehran"], ["fa", "مهران"]]), ("iraq", [["en", "Mahran"]])],
)
AGREED = {plain("IQ-DI"): [["en", "The valley"], ["fa", "دره"]]}


def names(code: str) -> Names:
    return Names(Telling(Words(code), PARTIES, "UTC"), AGREED, [TOWN])


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The border town (Iran: Mehran, Iraq: Mahran)"), ("fa", "شهر مرزی (ایران: مهران، عراق: Mahran)")],
)
def test_a_contested_name_has_each_partys_own_beside_it(language: str, said: str) -> None:
    called = names(language)
    for on_the_map in ({"en": "Mehran"}, {"ar": "مهران"}, {"": "MAHRAN", "en": "Something"}):
        assert called.of(on_the_map) == said


def test_a_contested_name_without_terms_is_its_neutral_label() -> None:
    called = Names(names("en").tell, {}, [Term(TOWN.neutral, [])])
    assert called.of({"en": "the border town"}) == "The border town"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"en": "Basra", "fa": "بصره"}, "بصره"),
        ({"en": "Basra", "": "البصرة"}, "البصرة"),
        ({"en": "Basra", "ku": "Besre"}, "Basra"),
        ({"ku": "Besre"}, "Besre"),
        ({}, ""),
    ],
)
def test_a_name_is_the_readers_else_the_places_own(found: dict[str, str], said: str) -> None:
    assert names("fa").of(found) == said


def test_an_agreed_name_comes_before_the_base_maps() -> None:
    assert names("fa").of({"fa": "دیالی"}, "IQ-DI") == "دره"


def test_a_protection_referral_is_on_no_map() -> None:
    """MAP-8."""
    shown = {"id": "1", "chapter": "protection", "fields": {"adm1": "IQ-DI"}}
    assert of_record(shown, Atlas().gazetteer).where == "never"


def test_notices_meet_where_their_districts_or_their_exact_ground_do() -> None:
    """MAP-11."""
    pair = {"notices": ["1", "2"], "districts": ["IQ-DI"], "area": "overlaps"}
    other = {"notices": ["2", "3"], "districts": ["IQ-BA"], "area": "apart"}
    assert meeting({"overlaps": [pair, other]}) == {
        ("1", "IQ-DI"), ("2", "IQ-DI"), ("1", ""), ("2", ""), ("2", "IQ-BA"), ("3", "IQ-BA"),
    }  # fmt: skip
