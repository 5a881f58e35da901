# SPDX-License-Identifier: Apache-2.0
"""US9, a monitor: turned back. What a denial says, what rests on it, and where it counts (ACC-1 to ACC-5, VER-7)."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_allegations import alleged
from tests.core.register.chapters.test_releases import OUT, OWN, Desk
from tests.core.register.chapters.test_verifications import concludes, denied, sees, tasked, verified
from tests.world.wording import wording
from tripartite.cli.commands.access import lines
from tripartite.core.register.chapters.access import statistics
from tripartite.i18n.words import Words

WORDS = en("Not without permission.")


def turned_back(scene: Scene, about: str) -> tuple[str, str]:
    """The denial, with its minutes and place beside it, in one signature at the spot."""
    denial = {
        "type": "denied",
        "day": "2007-05-29",
        "by": "guards",
        "of_party": "iraq",
        "reason_quoted": WORDS,
    }
    minutes = {"place": "Muthanna bridge", "arrived": "2007-05-29T07:41:00Z", "left": "2007-05-29T07:44:00Z"}
    words = [
        wording("access.restriction", denial, refs=[(about, "part_of")]),
        wording("detail.passage", minutes, refs=[("./0", "part_of")]),
    ]
    first, second = scene.town["us"].say_all("monitor", words)
    return first, second


def test_us9_one_signature_says_day_place_by_whom_and_the_words_used() -> None:
    scene = Scene()
    incident, _ = tasked(scene)
    denial, minutes = turned_back(scene, incident)
    view, beside = scene.view(denial), scene.view(minutes)
    assert (view["day"], view["by"], view["reason_quoted"], view["concerns"]) == (
        "2007-05-29", "guards", WORDS, [incident],
    )  # fmt: skip
    assert (beside["about"], beside["place"], beside["left"]) == (
        denial, "Muthanna bridge", "2007-05-29T07:44:00Z",
    )  # fmt: skip


def test_us9_a_type_and_a_day_are_enough_and_what_lacks_is_shown_as_missing() -> None:
    scene = Scene()
    view = scene.view(denied(scene, of_party=None))
    assert (view["type"], view["day"]) == ("denied", "2007-05-29")
    assert [view[name] for name in ("by", "of_party", "reason_quoted", "instruction_from")] == [None] * 4


def test_us9_a_verification_that_ends_unable_to_verify_names_the_denial() -> None:
    scene = Scene()
    incident, move = tasked(scene)
    denial, _ = turned_back(scene, incident)
    barrier = (denial, "cites")
    bare = verified(scene, incident, conclusion="unable_to_verify")
    assert scene.inert(bare) == ("guard", "no_access_restriction")
    report = verified(scene, incident, barrier, conclusion="unable_to_verify")
    for party in ("iran", "us"):
        sees(scene, report, party, "unable_to_verify")
    named = (report, "derived_from")
    assert concludes(scene, incident, move, "unable_to_verify", named, barrier) == ()
    assert (scene.state(incident), scene.view(report)["cites"]) == ("unable_to_verify", [denial])


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_us9_it_counts_in_the_statistics_of_its_party_in_every_language(language: str) -> None:
    scene = Scene()
    incident, _ = tasked(scene)
    counted = [turned_back(scene, incident)[0], denied(scene, "iran", type="delayed", of_party=None)]
    words = Words(language)
    records = [scene.record(ident) for ident in counted]
    said = list(lines(statistics(records, scene.town.charter.parties), words))
    assert said[:3] == [
        words("access.title"), words("counting.one_act_one_restriction"), words("publicity.never_while_it_lives"),
    ]  # fmt: skip
    for party, total in (("iran", 1), ("iraq", 0), ("us", 1)):
        assert words("access.party", party=party, total=total) in said
    text = "\n".join(said)
    for word in ("restriction.denied", "restriction.delayed", "restriction.not_stated"):
        assert words(word) in text
    assert said[-1] == words("access.total", total=2)


def test_us9_where_nobody_was_turned_back_the_page_says_so() -> None:
    found = statistics([], Scene().town.charter.parties)
    assert list(lines(found, Words("en")))[-1] == Words("en")("access.none")


def test_us9_an_allegation_rests_on_it_and_no_release_ever_carries_it() -> None:
    desk = Desk()
    incident, _ = tasked(desk)
    denial, _ = turned_back(desk, incident)
    assert desk.inert(alleged(desk, (incident, "part_of"), (denial, "cites"))) == ()
    release = desk.propose("us", OWN, denial)
    out = desk.publish(release, release, OUT, party="us")
    assert desk.inert(out) == ("guard", "never_public", denial)
