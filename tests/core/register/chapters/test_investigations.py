# SPDX-License-Identifier: Apache-2.0
"""Investigations: a joint team, a draft that all comment on, and a finding that rewrites nobody's view."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.core.register.chapters.inquiry_scene import PARTIES, Inquiry
from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.core.register.chapters.test_verifications import TEAM
from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters.investigations import CHAPTER
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Finding

# --- the mandate --------------------------------------------------------------------------------------------------


def test_a_mandate_says_what_is_asked_of_whom_and_how_sure_one_must_be() -> None:
    scene = Inquiry()
    view = scene.now()
    assert (view["concerns"], view["mandated_by"], view["body"]) == ([scene.incident], "iraq", "plenary")
    assert (view["questions"][0]["text"], view["standard_of_proof"]) == (
        en("Who fired?"),
        "balance_of_probabilities",
    )
    assert (view["team_valid"], view["not_signed_by"]) == (True, list(PARTIES))
    assert (scene.state(scene.ident), scene.open()) == ("mandated", [("draft", ("iraq",))])


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"team_leader": "zed"}, ("bad_act",)),
        ({"team": TEAM[::-1]}, ("bad_act",)),
        ({"questions": []}, ("bad_act",)),
        ({"questions": [[["fa", "؟"], ["en", "?"]]]}, ("bad_act",)),
        ({"team": [["iraq", "monitor", 1, "a name"]]}, ("bad_act",)),
        ({"standard_of_proof": "certainty"}, ("bad_act",)),
        ({"team": [["zed", "monitor", 1]], "team_leader": "zed"}, ("guard", "not_a_party", "zed")),
        ({"held_by": "nobody"}, ("guard", "no_such_body", "nobody")),
        ({"held_by": NOWHERE}, ("not_held",)),
    ],
    ids=str,
)
def test_a_mandate_with_no_room_for_it_or_of_strangers_has_no_effect(
    members: dict[str, Any], found: tuple[str, ...]
) -> None:
    scene = Inquiry()
    assert scene.inert(scene.mandate(**members)) == found


def test_it_inquires_into_something_held_and_may_rest_on_a_decision() -> None:
    scene = Inquiry()
    assert scene.inert(scene.mandate((NOWHERE, "part_of"))) == ("not_held",)
    assert scene.inert(scene.mandate((scene.ident, "part_of"))) == ("guard", "names_none", "part_of")
    about = (scene.incident, "part_of")
    assert scene.inert(scene.mandate(about, (scene.text(), "derived_from"))) == ("not_held",)
    decided = scene.agreed(kind="decision")
    assert scene.inert(scene.mandate(about, (decided, "derived_from"))) == ()


def test_heads_mandate_where_the_charter_lets_them_and_a_body_of_the_register_may_hold_it() -> None:
    scene = Inquiry()
    assert scene.inert(scene.mandate(party="us", role="head")) == ("no_power",)
    scene = Inquiry(town={"rights": ("heads_mandate",)})
    founded = scene.say("us", "body.propose", {"name": en("Team"), "purpose": en("Look.")})
    held = scene.mandate(party="us", role="head", held_by=founded)
    assert (scene.inert(held), scene.view(held)["body"]) == ((), founded)


# --- the draft ----------------------------------------------------------------------------------------------------


def test_a_draft_is_shared_with_all_by_the_component_that_leads_with_its_words_beside_it() -> None:
    scene = Inquiry()
    assert scene.inert(scene.drafted("us")) == ("no_power",)
    alone = scene.move("share_draft", role="monitor")
    assert scene.inert(alone) == ("no_text",)
    apart = scene.add("iraq", "text", {"lang": "en", "paragraphs": ["One."]})
    for text in (apart, NOWHERE):
        named = scene.move("share_draft", role="monitor", refs=[(text, "text")])
        assert scene.inert(named) == ("no_text", "text_not_beside", text)
    draft = scene.taken(scene.drafted())
    assert scene.now()["drafts"][0]["texts"] == [["en", ["Three rounds."]]]
    assert scene.open() == [("draft_comment", (party,)) for party in PARTIES]
    assert scene.now()["drafts"][0]["act"] == draft


def test_where_nobody_leads_any_component_shares_the_draft() -> None:
    scene = Inquiry(team_leader=None)
    assert scene.open() == [("draft", PARTIES)]
    scene.taken(scene.drafted("us"))


@pytest.mark.parametrize("to", [PARTIES, ("iraq", "us")], ids=len)
def test_a_draft_for_some_of_the_parties_alone_is_none(to: tuple[Party, ...]) -> None:
    scene = Inquiry()
    draft = scene.taken(scene.drafted())
    founding, *others = (
        replace(act, place=replace(act.place, to=to)) for act in scene.record(scene.ident).effective
    )
    why = fold(CHAPTER, founding, others, scene.holder.world).why
    assert why.get(draft) == (None if to == PARTIES else Finding("wrong_audience", "not_to_all"))


def test_words_of_a_draft_can_be_erased_and_the_draft_stays() -> None:
    scene = Inquiry()
    draft = scene.taken(scene.drafted())
    text = f"{draft[:-2]}/1"
    scene.say("iraq", "erase", {"of": [[text, "investigation.text@1", scene.ident]]})
    assert (scene.state(scene.ident), scene.now()["drafts"][0]["texts"]) == ("draft", [])


def test_comments_are_closed_by_naming_each_partys_comment_on_this_draft() -> None:
    scene = Inquiry()
    draft = scene.taken(scene.drafted())
    acts = scene.commented(draft, "iran", "iraq")
    named = [(act, "cites") for act in acts]
    assert scene.inert(scene.move("close_comments", refs=named)) == ("guard", "comment_of", "us")
    last = scene.add("us", "comment", {"of": draft, "text": en("We saw two.")}, role="head")
    scene.taken(scene.move("close_comments", refs=[*named, (last, "cites")]))
    (shown,) = scene.now()["drafts"]
    assert [entry["text"] for entry in shown["party_comments"].values()] == [None, None, en("We saw two.")]
    assert shown["timeliness"] == dict.fromkeys(PARTIES, "pending")
    assert scene.open() == [("component_view", PARTIES), ("finding", ("iraq",))]
    scene.signed()
    assert scene.open() == [("finding", ("iraq",))]


def test_a_comment_is_about_a_draft_of_this_investigation() -> None:
    scene = Inquiry()
    draft = scene.taken(scene.drafted())
    other = scene.mandate()

    def comments(of: str, record: str) -> tuple[str, ...]:
        return scene.inert(scene.say("us", "investigation.comment", {"of": of}, record))

    assert comments(draft, other) == ("guard", "no_such_draft")
    assert comments(scene.ident, scene.ident) == ("guard", "no_such_draft")
    assert comments(NOWHERE, scene.ident) == ("not_held",)


def test_a_party_that_let_its_window_pass_does_not_keep_the_draft_open() -> None:
    scene = Inquiry()
    draft = scene.taken(scene.drafted())
    assert scene.limits() == {"iraq": scene.limits()["iraq"]}
    scene.town.ack_all()
    named = [(act, "cites") for act in scene.commented(draft, "iran", "iraq")]
    limits = scene.limits()
    assert set(limits) == set(PARTIES)
    assert {item.due for item in scene.items()} == {limits["us"].due}
    said = scene.elapsed(limits["us"], "iran", "iraq")
    late = scene.add("us", "comment", {"of": draft}, role="head")
    scene.town.ack_all()
    scene.taken(scene.move("close_comments", refs=[*named, *said]))
    assert scene.inert(late) == ()
    assert scene.now()["drafts"][0]["timeliness"]["us"] == "late"


def test_two_drafts_that_were_joined_are_closed_with_comments_on_both() -> None:
    scene = Inquiry(team_leader=None)
    drafts = [scene.drafted(party) for party in ("iraq", "us")]
    scene.head = scene.say("iraq", "join", {"state": "draft"}, scene.ident, role="chair", on=drafts)
    words = [(act, "cites") for draft in drafts for act in scene.commented(draft, *PARTIES)]
    assert scene.inert(scene.move("close_comments", refs=words[:5])) == ("guard", "comment_of", "us")
    scene.taken(scene.move("close_comments", refs=words))


def test_a_party_on_paper_owes_no_comment_and_no_finding_speaks_for_it() -> None:
    scene = Inquiry(town={"paper": ("us",)})
    draft = scene.taken(scene.drafted())
    assert [item.whom for item in scene.items()] == [("iran",), ("iraq",)]
    words = [(act, "cites") for act in scene.commented(draft, "iran", "iraq")]
    scene.taken(scene.move("close_comments", refs=words))
    views = [(scene.sees(party), "part_of") for party in ("iran", "iraq")]
    form = "component_findings_side_by_side"
    assert scene.inert(scene.issue(form, *views)) == ("guard", "views_of", "us")
    scene.taken(scene.issue("chairs_finding", *views, facts="established"))
