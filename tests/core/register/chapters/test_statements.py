# SPDX-License-Identifier: Apache-2.0
"""Statements: whose words they are never blurs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1
from tripartite.core.register.charter_text import ContestedTerm

PRESENCE = ContestedTerm(
    id="presence",
    neutral=(("en", "foreign forces"),),
    terms=(("iran", (("en", "occupation"),)), ("us", (("en", "coalition presence"),))),
)


def made(**members: Any) -> dict[str, Any]:
    return {"speaker": "Ambassador", "kind": "general", "voice": "table", "text": en("Words."), **members}


def test_a_statement_stands_in_the_account_of_the_party_that_signs_it() -> None:
    scene = Scene(purpose="talks_record")
    view = scene.view(scene.say("us", "statement.make", made(topic="militias", conflict_event_code="112")))
    assert (view["by_party"], view["in_account_of"], view["own"]) == ("us", "us", True)
    assert view["conflict_event_code"] == "112"


def test_words_reported_of_another_party_never_count_as_that_partys_own() -> None:
    scene = Scene()
    body = made(text_status="reported_by_another_party", by_party="iran", voice="press")
    statement = scene.say("us", "statement.make", body)
    view = scene.view(statement)
    assert (view["by_party"], view["in_account_of"], view["own"]) == ("iran", "us", False)
    assert scene.truth(statement) == "account"


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"by_party": "iran"}, ("guard", "words_of_another")),
        ({"text_status": "reported_by_another_party", "by_party": "us"}, ("guard", "words_of_its_own")),
        ({"text_status": "reported_by_another_party"}, ("bad_act",)),
        ({"text_status": "as_interpreted"}, ("bad_act",)),
        ({"interpreted": ["fa", "iran"]}, ("bad_act",)),
        ({"capacity": "on_behalf_of"}, ("bad_act",)),
        ({"capacity": "on_behalf_of", "with_parties": ["france"]}, ("guard", "not_a_party", "france")),
        (
            {"text_status": "as_interpreted", "interpreted": ["fa", "spain"]},
            ("guard", "not_a_party", "spain"),
        ),
        ({"contested_terms": [["gulf", en("x")]]}, ("guard", "term_not_listed", "gulf")),
        ({"conflict_event_code": "99"}, ("bad_act",)),
    ],
    ids=str,
)
def test_a_statement_whose_words_are_not_plainly_somebodys_is_refused(
    members: dict[str, Any], why: tuple[str, ...]
) -> None:
    scene = Scene(contested=(PRESENCE,))
    assert scene.inert(scene.say("us", "statement.make", made(**members))) == why


def test_a_third_party_may_be_the_source_of_another_partys_words() -> None:
    scene = Scene()
    body = made(text_status="reported_by_third_party", by_party="iran")
    assert scene.inert(scene.say("us", "statement.make", body)) == ()


def test_a_contested_term_is_shown_with_the_neutral_label_and_every_partys_own() -> None:
    scene = Scene(contested=(PRESENCE,))
    body = made(contested_terms=[["presence", en("occupation")]])
    assert scene.view(scene.say("iran", "statement.make", body))["contested_terms"] == [
        {
            "term": "presence",
            "used": en("occupation"),
            "neutral": en("foreign forces"),
            "terms": [["iran", en("occupation")], ["us", en("coalition presence")]],
        }
    ]


def test_a_statement_names_the_meeting_it_is_about_and_what_it_replies_to() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", {"title": en("Talks")})
    question = scene.say("us", "statement.make", made(kind="question"))
    refs = [(meeting, "part_of"), (question, "replies_to")]
    view = scene.view(scene.say("iran", "statement.make", made(kind="answer"), refs=refs))
    assert view["meetings"] == [meeting]
    assert view["responds_to"] == [question]


def test_each_party_says_for_itself_whether_it_was_answered() -> None:
    scene = Scene()
    allegation = scene.say("us", "statement.make", made(kind="allegation"))
    scene.say("us", "statement.response", {"status": "no_response_at_table"}, allegation)
    denial = scene.say("iran", "statement.make", made(kind="denial", voice="press"))
    elsewhere = {"status": "answered_elsewhere", "text": en("Denied.")}
    scene.say("iran", "statement.response", elsewhere, allegation, refs=[(denial, "cites")])
    view = scene.view(allegation)
    assert [(entry["by"], entry["status"], entry["cites"]) for entry in view["responses"]] == [
        ("us", "no_response_at_table", []),
        ("iran", "answered_elsewhere", [denial]),
    ]


def test_an_answer_given_elsewhere_is_a_statement_or_a_report_of_it_that_is_held() -> None:
    scene = Scene()
    allegation = scene.say("us", "statement.make", made(kind="allegation"))
    report = scene.say("iraq", "report.file", R1)

    def answered(*refs: tuple[str, str]) -> tuple[str, ...]:
        return scene.inert(
            scene.say("us", "statement.response", {"status": "answered_elsewhere"}, allegation, refs=refs)
        )

    assert answered() == ("guard", "cites_nothing")
    assert answered((report, "cites")) == ()
    assert answered(("0" * 64 + "/0", "cites")) == ("not_held",)
    meeting = scene.say("iraq", "meeting.propose", {"title": en("Talks")})
    assert answered((meeting, "cites")) == ("guard", "not_a_source", meeting)


def test_who_disputes_an_interpretation_gives_its_own_wording_and_both_stand() -> None:
    scene = Scene()
    body = made(text_status="as_interpreted", interpreted=["en", "us"], text=en("must leave"))
    heard = scene.say("iran", "statement.make", body)
    assert scene.view(heard)["interpretation_disputed"] is False
    scene.say("iran", "statement.interpretation", {"text": en("should leave")}, heard)
    view = scene.view(heard)
    assert view["interpretation_disputed"] is True
    assert (view["text"], view["interpretations"][0]["text"]) == (en("must leave"), en("should leave"))


def test_only_an_interpreted_statement_can_have_been_interpreted_wrongly() -> None:
    scene = Scene()
    plain = scene.say("iran", "statement.make", made())
    wording = scene.say("us", "statement.interpretation", {"text": en("x")}, plain)
    assert scene.inert(wording) == ("guard", "not_as_interpreted")
