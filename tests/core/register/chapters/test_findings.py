# SPDX-License-Identifier: Apache-2.0
"""Findings: every component's own view, three conclusions apart, and what may be issued over them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.inquiry_scene import BLAMES, MANDATE, PARTIES, SEEN, Inquiry
from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE, SINAK
from tests.core.register.chapters.test_verifications import TEAM, denied
from tests.world.wording import wording
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.chapters.investigations import CHAPTER

# --- component views ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members",
    [
        {"intent": "deliberate"},
        {"attribution": "attributed"},
        {"attribution": "not_attributed", "actor": "iran"},
        {"attribution": "differing_views"},
        {"legal": "differing_views"},
    ],
    ids=str,
)
def test_one_component_has_one_view_and_says_to_whom_it_attributes(members: dict[str, Any]) -> None:
    scene = Inquiry()
    assert scene.inert(scene.sees("us", **members)) == ("bad_act",)


def test_a_view_is_its_own_components_and_a_later_one_replaces_it_visibly() -> None:
    scene = Inquiry(team=TEAM[:2])
    assert scene.inert(scene.sees("us")) == ("guard", "not_in_team")
    scene = Inquiry()
    first = scene.sees("us", **BLAMES, severity="grave", intent="deliberate")
    scene.sees("iran")
    assert scene.now()["differing_on"] == ["attribution", "actor", "legal", "intent", "severity"]
    scene.sees("us")
    view = scene.now()
    assert (view["differing_on"], view["signed_by"], view["not_signed_by"]) == ([], ["iran", "us"], ["iraq"])
    assert [entry["act"] for entry in view["earlier_views"]] == [first]
    assert scene.inert(scene.say("iraq", "withdraw", {"of": first}, scene.ident)) == ("guard", "not_own_act")
    assert scene.inert(scene.say("iraq", "correct", {"of": first, "text": en("No.")}, scene.ident)) == (
        "guard", "not_own_act",
    )  # fmt: skip


def test_facts_that_nobody_could_establish_for_want_of_access_cite_the_restriction() -> None:
    scene = Inquiry()
    said: dict[str, Any] = {"facts": "unable_to_establish_no_access"}
    assert scene.inert(scene.sees("us", **said)) == ("guard", "no_access_restriction")
    paper = scene.say("us", "document.file", {"form": "report", "sha256": "0" * 64})
    assert scene.inert(scene.sees("us", [(paper, "cites")], **said)) == ("guard", "no_access_restriction")
    assert scene.inert(scene.sees("us", [(scene.incident, "cites")], **said)) == (
        "guard", "not_a_source", scene.incident,
    )  # fmt: skip
    assert scene.inert(scene.sees("us", [(denied(scene), "cites")], **said)) == ()


# --- the finding --------------------------------------------------------------------------------------------------


def test_components_that_differ_are_issued_side_by_side_and_nobody_is_rewritten() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(us=BLAMES)
    form = "component_findings_side_by_side"
    assert scene.inert(scene.issue(form, *views[:2])) == ("guard", "views_of", "us")
    for name, members in (("attribution", {"attribution": "not_attributed"}), ("attribution", BLAMES)):
        assert scene.inert(scene.issue(form, *views, **members)) == ("guard", "views_differ", name)
    assert scene.inert(scene.issue(form, *views, facts="not_established")) == (
        "guard",
        "views_differ",
        "facts",
    )
    scene.taken(
        scene.issue(form, *views, facts="established", attribution="differing_views", legal="scope_disputed")
    )
    (found,) = scene.now()["findings"]
    assert (found["truth"], found["facts"], found["attribution"]) == (
        "account",
        "established",
        "differing_views",
    )
    assert found["differing_on"] == ["attribution", "actor", "legal"]
    assert [one["attribution"] for one in found["component_views"].values()] == [
        "not_attributed", "not_attributed", "attributed",
    ]  # fmt: skip
    assert (scene.truth(scene.ident), scene.now()["agreed_finding"], scene.open()) == ("account", None, [])


def test_views_of_one_mind_do_not_differ_and_a_later_view_is_marked() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(**{party: {**BLAMES, "legal": "scope_disputed"} for party in PARTIES})
    form = "component_findings_side_by_side"
    assert scene.inert(scene.issue(form, *views, attribution="differing_views")) == (
        "guard", "views_differ", "attribution",
    )  # fmt: skip
    assert scene.inert(scene.issue(form, *views, **{**BLAMES, "actor": "us"})) == (
        "guard",
        "views_differ",
        "actor",
    )
    scene.taken(scene.issue(form, *views, **BLAMES, legal="scope_disputed"))
    scene.sees("iran")
    (found,) = scene.now()["findings"]
    assert (found["view_changed"], found["component_views"]["iran"]["actor"]) == (["iran"], "iran")


def test_without_a_whole_team_only_the_chair_may_find_or_nobody() -> None:
    scene = Inquiry(team=TEAM[:2])
    scene.ready()
    form = "component_findings_side_by_side"
    assert scene.inert(scene.issue(form, (scene.sees("iraq"), "part_of"))) == ("guard", "team_without", "us")
    assert scene.now()["team_without"] == ["us"]
    assert scene.inert(scene.issue("no_finding", facts="established")) == ("bad_act",)
    words = [
        wording(
            "investigation.issue", {"outcome_form": "chairs_finding", **BLAMES, "verb": [[1, "deplored"]]},
            scene.ident, scene.head, [("./1", "text")],
        ),
        wording("investigation.text", {"lang": "en", "paragraphs": ["The chair deplores it."]}, scene.ident),
    ]  # fmt: skip
    found = scene.taken(scene.town["iraq"].say_all("chair", words)[0])
    (shown,) = scene.now()["findings"]
    assert (shown["by"], shown["truth"], shown["verb"]) == ("iraq", "account", [[1, "deplored"]])
    assert (shown["act"], shown["texts"]) == (found, [["en", ["The chair deplores it."]]])


def test_nothing_found_is_an_outcome_too() -> None:
    scene = Inquiry()
    scene.ready()
    scene.taken(scene.issue("no_finding"))
    scene.taken(scene.move("close"))
    assert (scene.state(scene.ident), scene.open()) == ("closed", [])


def test_an_agreed_finding_waits_until_every_party_agreed_to_its_text() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed()
    version = scene.text()
    move = scene.issue(
        "agreed_finding", *views, (version, "derived_from"), **SEEN, verb=[[1, "acknowledged"]]
    )
    for party in PARTIES[:2]:
        scene.town[party].takes("accepts", version)
    assert (scene.inert(move), scene.truth(scene.ident)) == (("not_held",), "account")
    scene.town["us"].takes("accepts", version)
    scene.town.ack_all()
    scene.taken(move)
    view = scene.now()
    assert (scene.truth(scene.ident), view["agreed_finding"]) == ("agreed", version)
    (found,) = view["findings"]
    assert (found["truth"], found["texts"]) == ("agreed", [["en", ["They acknowledged 3 rounds."]]])


def test_it_names_one_text_of_a_finding_about_this_very_investigation() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed()

    def issued(*versions: str) -> tuple[str, ...]:
        return scene.inert(
            scene.issue("agreed_finding", *views, *((one, "derived_from") for one in versions))
        )

    other = scene.agreed(about=scene.mandate())
    decision = scene.agreed(kind="decision")
    assert issued() == ("guard", "names_no_finding")
    assert issued(decision) == ("guard", "names_no_finding")
    assert issued(scene.agreed(), scene.agreed()) == ("guard", "names_no_finding")
    assert issued(other) == ("guard", "finding_of_another", other)
    assert issued(NOWHERE) == ("not_held",)
    assert issued(scene.incident) == ("guard", "not_a_source", scene.incident)


def test_a_talks_record_has_no_agreed_finding() -> None:
    scene = Inquiry(town={"purpose": "talks_record"})
    scene.ready()
    found = scene.issue("agreed_finding", *scene.signed(), (scene.text(), "derived_from"))
    assert scene.inert(found) == ("talks_record",)


# --- beside it ----------------------------------------------------------------------------------------------------


def test_evidence_is_cited_or_its_author_says_how_it_is_known() -> None:
    scene = Inquiry()
    text = {"text": en("A crater.")}

    def logged(*refs: tuple[str, str], **members: Any) -> tuple[str, ...]:
        return scene.inert(scene.add("us", "evidence", {**text, **members}, refs=refs))

    paper = scene.say("us", "document.file", {"form": "photo", "sha256": "0" * 64})
    assert logged() == ("guard", "cites_nothing")
    assert logged((paper, "cites")) == ()
    assert logged(basis="saw") == ()
    assert logged(basis="was_told_by") == ("bad_act",)
    assert logged(basis="was_told_by", told_by="witness") == ()
    assert [entry["told_by"] for entry in scene.now()["evidence_log"]] == [None, None, "witness"]


def test_interviews_are_numbers_a_day_without_access_cites_why_and_days_stand_in_order() -> None:
    scene = Inquiry()
    for counts in ([["witness", 2]], [["medical", 1], ["witness", 4]]):
        scene.add("us", "interviews", {"counts": counts})
    assert scene.now()["interviews"]["us"]["counts"] == [["medical", 1], ["witness", 4]]
    day = {"day": "2007-05-30", "granted": False}
    assert scene.inert(scene.add("us", "access", day)) == ("guard", "no_access_restriction")
    assert scene.inert(scene.add("us", "access", day, refs=[(NOWHERE, "cites")])) == ("not_held",)
    assert scene.inert(scene.add("us", "access", day, refs=[(denied(scene), "cites")])) == ()
    assert scene.inert(scene.add("us", "access", {"day": "2007-05-31", "granted": True})) == ()
    for when in ("2007-05-29", "2007-05-28"):
        scene.add("us", "timeline", {"day": when, "text": en("Fire.")})
    assert [entry["day"] for entry in scene.now()["timeline"]] == ["2007-05-28", "2007-05-29"]


def test_what_was_done_about_a_recommendation_is_each_partys_own_word() -> None:
    scene = Inquiry()
    advice = scene.add("us", "recommendation", {"text": en("Mark the line."), "who": "Iraq"})
    assert scene.now()["recommendations"][0]["missing"] == ["what", "where", "by_when", "how_checked"]
    scene.ready()
    scene.taken(scene.issue("no_finding"))
    assert scene.open() == [("follow_up", PARTIES)]
    done = {"measure": en("Marked."), "date": "2007-07-01"}
    assert scene.inert(scene.add("iraq", "measure", {**done, "of": scene.head})) == (
        "guard", "no_such_recommendation",
    )  # fmt: skip
    for party, body in (("iraq", {**done, "of": advice}), ("iran", done), ("us", done)):
        assert scene.inert(scene.add(party, "measure", body)) == ()
    view = scene.now()
    assert [entry["of"] for entry in view["follow_up"]["iraq"]] == [advice]
    assert scene.open() == []


def test_dissent_is_about_an_act_of_the_investigation() -> None:
    scene = Inquiry()
    body = {"text": en("The text leaves out the second round.")}
    assert scene.inert(scene.add("us", "dissent", {**body, "of": scene.incident})) == ("guard", "no_such_act")
    assert scene.inert(scene.add("us", "dissent", {**body, "of": scene.ident}, role="head")) == ()
    assert [entry["by"] for entry in scene.now()["dissent"]] == ["us"]


def test_it_is_reopened_on_evidence_that_is_newer_and_what_was_agreed_stays_agreed() -> None:
    scene = Inquiry()
    old = scene.add("us", "evidence", {"text": en("A crater."), "basis": "saw"})
    scene.ready()
    version = scene.agreed()
    scene.taken(scene.issue("agreed_finding", *scene.signed(), (version, "derived_from")))

    def reopened(*evidence: str) -> str:
        return scene.move("reopen", party="iran", role="head", refs=[(one, "cites") for one in evidence])

    assert scene.inert(reopened(old)) == ("guard", "no_new_evidence")
    assert scene.inert(reopened(NOWHERE)) == ("not_held",)
    scene.taken(reopened(scene.add("us", "evidence", {"text": en("A video."), "basis": "saw"})))
    assert (scene.state(scene.ident), scene.truth(scene.ident)) == ("mandated", "agreed")
    scene.ready()
    scene.taken(scene.issue("chairs_finding", facts="not_established"))
    assert [found["truth"] for found in scene.now()["findings"]] == ["agreed", "account"]


def test_nothing_is_open_in_a_mandate_that_has_no_effect() -> None:
    scene = Scene()
    void = scene.say("us", "investigation.mandate", MANDATE, role="head", refs=[(NOWHERE, "part_of")])
    record = scene.record(void)
    assert list(record.chapter.pending(record, scene.holder.world)) == []
    assert SINAK["day"] == "2007-05-28"


# --- what rests on it ---------------------------------------------------------------------------------------------


def found(scene: Inquiry, **members: Any) -> str:
    """An agreed finding that blames Iran for it; "They acknowledged 3 rounds."."""
    scene.ready()
    views = scene.signed(**dict.fromkeys(PARTIES, members))
    return scene.taken(scene.issue("agreed_finding", *views, (scene.agreed(), "derived_from"), **members))


def blamed(scene: Inquiry, *refs: tuple[str, str], **members: Any) -> tuple[str, ...]:
    body = {"role": "alleged_perpetrator", "party": "iran", "attribution_status": "agreed_finding", **members}
    said = {name: value for name, value in body.items() if value is not None}
    return scene.inert(scene.say("us", "incident.actor", said, scene.incident, role="monitor", refs=refs))


def test_guilt_is_agreed_where_an_agreed_finding_about_the_incident_names_that_actor() -> None:
    scene = Inquiry()
    named = (found(scene, **BLAMES), "derived_from")
    otherwise = ("guard", "finding_says_otherwise")
    assert blamed(scene, named, party="us") == otherwise
    assert blamed(scene, named, role="victim_group") == otherwise
    assert blamed(scene, (NOWHERE, "derived_from")) == ("not_held",)
    assert blamed(scene, (scene.incident, "derived_from")) == ("guard", "needs_finding")
    scene.say(
        "us", "incident.actor", {"role": "alleged_perpetrator", "group": "X"}, scene.incident, role="monitor"
    )
    assert blamed(scene, named) == ()
    view = scene.view(scene.incident)
    assert (view["attribution"], view["attribution_disputed"]) == ("agreed_finding", False)
    scene.say("iran", "answer_entry", {"of": view["actors"][-1]["act"], "answer": "disputes"}, scene.incident)
    view = scene.view(scene.incident)
    assert (view["attribution"], view["attribution_disputed"]) == ("agreed_finding", True)


def test_no_other_form_and_no_finding_about_another_record_makes_guilt_agreed() -> None:
    scene = Inquiry()
    nobody = found(scene, facts="established", attribution="not_attributed")
    assert blamed(scene, (nobody, "derived_from")) == ("guard", "finding_says_otherwise")
    scene.incident = scene.say("iraq", "incident.report", SINAK, role="monitor")
    assert blamed(scene, (nobody, "derived_from")) == ("guard", "needs_finding")
    scene = Inquiry()
    scene.ready()
    chairs = scene.taken(scene.issue("chairs_finding", **BLAMES))
    waiting = scene.say("us", "investigation.issue", {"outcome_form": "no_finding"}, scene.ident, on=NOWHERE)
    assert blamed(scene, (chairs, "derived_from")) == ("guard", "needs_finding")
    assert blamed(scene, (waiting, "derived_from")) == ("not_held",)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"qualifier": "exactly", "low": 3, "high": 3}, ()),
        ({"qualifier": "more_than", "low": 4}, ()),
        ({"qualifier": "fewer_than", "high": 2}, ()),
        ({"qualifier": "several"}, ()),
        ({"qualifier": "exactly", "low": 4, "high": 4}, ("guard", "finding_says_otherwise")),
        ({"qualifier": "between", "low": 3, "high": 5}, ("guard", "finding_says_otherwise")),
    ],
    ids=str,
)
def test_a_figure_is_agreed_where_its_numbers_stand_in_the_agreed_text(
    members: dict[str, Any], reason: tuple[str, ...]
) -> None:
    scene = Inquiry()
    named = [(found(scene, **BLAMES), "cites")]
    body = {"harm": "killed", "status": "agreed", **members}
    act = scene.say("us", "incident.casualty", body, scene.incident, role="monitor", refs=named)
    assert scene.inert(act) == reason
    claimed = {"harm": "injured", "qualifier": "dozens"}
    scene.say("us", "incident.casualty", claimed, scene.incident, role="monitor", refs=named)
    view = scene.view(scene.incident)
    assert [line["agreed"] for line in view["headline"] if line["harm"] == "injured"] == [[]]
    assert {entry["source_kind"] for entry in view["figures"]} == {"finding"}
    killed = [line for line in view["headline"] if line["harm"] == "killed"]
    assert [one["qualifier"] for line in killed for one in line["agreed"]] == (
        [] if reason else [members["qualifier"]]
    )


def test_what_rests_on_a_finding_waits_with_it_and_takes_effect_once_the_last_party_agrees() -> None:
    """The same whether the last acceptance comes late or everything is read at once."""
    scene = Inquiry()
    scene.ready()
    views = scene.signed(**dict.fromkeys(PARTIES, BLAMES))
    version = scene.text()
    for party in PARTIES[:2]:
        scene.town[party].takes("accepts", version)
    issue = scene.issue("agreed_finding", *views, (version, "derived_from"), **BLAMES)
    assert blamed(scene, (issue, "derived_from")) == ("not_held",)
    figure = {"harm": "killed", "qualifier": "exactly", "low": 3, "high": 3, "status": "agreed"}
    act = scene.say(
        "us", "incident.casualty", figure, scene.incident, role="monitor", refs=[(issue, "cites")]
    )
    assert scene.inert(act) == ("not_held",)
    scene.town["us"].takes("accepts", version)
    assert (scene.inert(issue), scene.inert(act)) == ((), ())
    assert scene.view(scene.incident)["attribution"] == "agreed_finding"
    before = scene.holder.lines()
    scene.holder.keeper.rebuild()
    assert scene.holder.lines() == before


def test_nothing_of_an_investigation_is_public_but_the_text_that_all_agreed_to() -> None:
    """INV-16: nobody is blamed before the public without all."""
    assert {kind.public for kind in CHAPTER.kinds} == {"never"}
    assert KINDS["proposal.text@1"].public == "consent"
