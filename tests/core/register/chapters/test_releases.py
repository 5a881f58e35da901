# SPDX-License-Identifier: Apache-2.0
"""Releases and submissions: the originator controls, others are told, what is never public stays (REL-1 to REL-8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1
from tests.world.bare import Bare, bare_act
from tripartite.core.encoding.values import Party
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.chapters.publicity import owners, withheld
from tripartite.core.register.chapters.release_bodies import (
    ConsentBody,
    ProposeReleaseBody,
    PublishBody,
    WordingBody,
)
from tripartite.core.register.chapters.releases import CHAPTER
from tripartite.core.register.fold import fold
from tripartite.core.register.placed import Placed

DAY = 86_400
TITLE: dict[str, Any] = {"title": en("On the talks"), "languages": ["en"]}
OWN = {"kind": "party_statement", "authority": "issued_by", **TITLE}
JOINT = {"kind": "joint_statement", "authority": "agreed_by_all", **TITLE}
WORDS: dict[str, Any] = {"text": en("The parties met.")}
OUT = {**WORDS, "cannot_be_taken_back": True}


class Desk(Scene):
    """Somebody's releases: proposes, waits, publishes with a second person."""

    def propose(self, party: str, body: dict[str, Any], *cites: str) -> str:
        return self.say(party, "release.propose", body, refs=[(ref, "cites") for ref in cites])

    def publish(
        self,
        release: str,
        on: str,
        body: dict[str, Any],
        *named: str,
        party: str = "iran",
        check: bool = True,
    ) -> str:
        refs = [(ref, "confirms") for ref in named]
        act = self.say(party, "release.publish", body, release, on=on, refs=refs)
        if check:
            self.say(party, "check", {"of": act}, release, role="chair")
        return act

    def later(self, seconds: int) -> None:
        self.town.tick(self.town.now + seconds)


def test_ones_own_words_go_out_with_a_second_person_and_are_corrected_and_retracted_visibly() -> None:
    desk = Desk()
    release = desk.propose("iran", OWN)
    act = desk.publish(release, release, OUT, check=False)
    assert desk.inert(act) == ("unchecked",)
    desk.say("iran", "check", {"of": act}, release, role="chair")
    assert desk.state(release) == "published"
    better = {**OUT, "text": en("The parties met for four hours.")}
    corrected = desk.say("iran", "release.correct", better, release, on=act)
    desk.say("iran", "check", {"of": corrected}, release, role="chair")
    assert (desk.state(release), desk.view(release)["text"]) == ("corrected", better["text"])
    gone = desk.say("iran", "release.retract", {"reason": en("Wrong day.")}, release, on=corrected)
    desk.say("iran", "check", {"of": gone}, release, role="chair")
    view = desk.view(release)
    assert (desk.state(release), view["cannot_be_taken_back"]) == ("retracted", True)
    assert view["retracted"][0]["reason"] == en("Wrong day.")
    assert len(view["published"]) == 2


def test_nobody_else_publishes_it_and_its_author_may_drop_it() -> None:
    desk = Desk()
    release = desk.propose("iran", OWN)
    assert desk.inert(desk.publish(release, release, OUT, party="us")) == ("no_power",)
    desk.say("iran", "release.drop", {}, release, on=release)
    assert desk.state(release) == "dropped"


def test_a_joint_release_needs_the_consent_of_all_and_says_whose_is_open() -> None:
    desk = Desk()
    release = desk.propose("iran", JOINT)
    record = desk.record(release)
    (open_item,) = record.chapter.pending(record, desk.holder.world)
    assert (open_item.what, open_item.whom, open_item.default) == (
        "release_consent", ("iraq", "us"), "not_released",
    )  # fmt: skip
    given_ = [desk.say(party, "release.consent", {}, release) for party in ("iraq", "us")]
    act = desk.publish(release, release, OUT, given_[0])
    assert desk.inert(act) == ("guard", "consents_of", "us")
    act = desk.publish(release, release, OUT, *given_)
    assert desk.inert(act) == ()
    record = desk.record(release)
    assert list(record.chapter.pending(record, desk.holder.world)) == []


def test_a_release_that_speaks_for_all_is_open_with_nobody_once_all_consented() -> None:
    desk = Desk()
    release = desk.propose("iran", JOINT)
    for party in ("iraq", "us"):
        desk.say(party, "release.consent", {}, release)
    record = desk.record(release)
    assert list(record.chapter.pending(record, desk.holder.world)) == []


def test_a_consent_taken_back_before_the_release_had_it_counts_for_nothing() -> None:
    desk = Desk()
    release = desk.propose("iran", JOINT)
    given_ = [desk.say(party, "release.consent", {}, release) for party in ("iraq", "us")]
    desk.say("us", "withdraw", {"of": given_[1]}, release)
    desk.town.ack_all()
    act = desk.publish(release, release, OUT, *given_)
    assert desk.inert(act) == ("guard", "consents_of", "us")


def test_anothers_words_go_out_with_its_consent_and_after_it_had_the_text() -> None:
    desk = Desk()
    report = desk.say("us", "report.file", R1)
    release = desk.propose("iran", OWN, report)
    consent = desk.say("us", "release.consent", {}, release)
    assert desk.inert(desk.publish(release, release, OUT)) == ("guard", "consents_of", "us")
    quoting = {**OUT, "quotes": ["us"]}
    assert desk.inert(desk.publish(release, release, quoting, consent)) == ("guard", "notice_first", "us")
    notice = desk.say("iran", "release.give_notice", {**WORDS, "quotes": ["us"]}, release, on=release)
    assert desk.inert(desk.publish(release, notice, quoting, consent, notice)) == ("too_early", "notice_runs")
    desk.later(2 * 3600)
    other = {**quoting, "text": en("Other words.")}
    assert desk.inert(desk.publish(release, notice, other, consent, notice))[:2] == ("guard", "notice_first")
    assert desk.inert(desk.publish(release, notice, quoting, consent, notice)) == ()
    reply = desk.say("us", "release.reply", {"text": en("Not so.")}, release, refs=[(notice, "replies_to")])
    assert desk.view(release)["replies"][0]["act"] == reply
    stranger = desk.say(
        "iraq", "release.reply", {"text": en("Nor so.")}, release, refs=[(notice, "replies_to")]
    )
    assert desk.inert(stranger) == ("guard", "not_quoted")


def test_an_embargo_and_every_language_announced_are_kept() -> None:
    desk = Desk()
    release = desk.propose("iran", {**OWN, "embargo_until": "2007-05-29T06:00:00Z"})
    assert desk.inert(desk.publish(release, release, OUT))[0] == "too_early"
    desk.later(DAY)
    assert desk.inert(desk.publish(release, release, OUT)) == ()
    two = desk.propose("iran", {**OWN, "languages": ["ar", "en"]})
    assert desk.inert(desk.publish(two, two, OUT)) == ("guard", "no_text_in", "ar")
    quotes = desk.propose("iran", OWN)
    assert desk.inert(desk.publish(quotes, quotes, {**OUT, "quotes": ["mars"]})) == (
        "guard",
        "not_a_party",
        "mars",
    )


def test_a_bomb_goes_out_three_days_after_its_day_and_no_sooner() -> None:
    desk = Desk()
    bomb = {"category": "vehicle_bomb", "day": "2007-05-28", "time_precision": "hour"}
    incident = desk.say("iran", "incident.report", bomb)
    assert desk.inert(incident) == ()
    release = desk.propose("iran", OWN, incident)
    assert desk.inert(desk.publish(release, release, OUT)) == (
        "too_early",
        "not_before",
        "2007-06-01T00:00:00Z",
    )
    desk.later(4 * DAY)
    assert desk.inert(desk.publish(release, release, OUT)) == ()


# --- what is never public -----------------------------------------------------------------------------------------

PARTIES = ("iran", "iraq", "us")
NEVER = sorted(name for name, kind in KINDS.items() if kind.public == "never")
REST = sorted(name for name, kind in KINDS.items() if kind.public != "never")
KIND = {kind.name: kind for kind in CHAPTER.kinds}
TEXT = (("en", "Out."),)


def content(number: int, kind: str, party: str, to: str | tuple[str, ...] = "parties") -> Placed:
    act = bare_act(number, KINDS[kind], party=party)
    return replace(act, place=replace(act.place, to=to))


def all_consent(
    named: Sequence[Placed], authority: Any = "agreed_by_all", at: int = 10 * DAY
) -> tuple[Any, str]:
    """A release of these acts with every consent and notice there can be, and its publication."""
    body = ProposeReleaseBody(
        kind="dataset",
        authority=authority,
        title=TEXT,
        languages=("en",),
    )
    founding = bare_act(100, KIND["release.propose"], body, refs=[(act.id, "cites") for act in named])
    record = founding.id
    consents = [
        bare_act(101 + i, KIND["release.consent"], ConsentBody(), record=record, party=party)
        for i, party in enumerate(PARTIES)
    ]
    notice = bare_act(
        110, KIND["release.give_notice"], WordingBody(text=TEXT, quotes=PARTIES), record=record, on=(record,)
    )
    publish = bare_act(
        120, KIND["release.publish"], PublishBody(text=TEXT, quotes=PARTIES, cannot_be_taken_back=True),
        record=record, on=(notice.id,), refs=[(act.id, "confirms") for act in (*consents, notice)],
    )  # fmt: skip
    publish = replace(publish, place=replace(publish.place, time=at))
    check = bare_act(
        121, KINDS["check@1"], KINDS["check@1"].body(of=publish.id), record=record, role="d/other"
    )
    check = replace(check, place=replace(check.place, time=at))
    world = Bare(texts=tuple(named))
    return fold(CHAPTER, founding, [*consents, notice, publish, check], world), publish.id


@pytest.mark.parametrize("kind", NEVER)
def test_no_consent_of_anybody_opens_what_is_never_public(kind: str) -> None:
    record, publish = all_consent([content(1, kind, "iran")])
    assert (record.why[publish].reason, record.why[publish].detail) == ("guard", "never_public")
    assert record.states != ("published",)


@given(
    st.lists(st.tuples(st.sampled_from([*NEVER, *REST]), st.sampled_from(PARTIES)), min_size=1, max_size=5),
    st.sampled_from(["agreed_by_all", "issued_by"]),
    st.integers(min_value=130, max_value=10 * DAY),
)
def test_whatever_is_combined_goes_out_only_if_every_part_of_it_may(
    parts: list[tuple[str, str]], authority: str, at: int
) -> None:
    named = [content(i + 1, kind, party) for i, (kind, party) in enumerate(parts)]
    record, publish = all_consent(named, authority, at)
    forbidden = any(
        KINDS[kind].public == "never"
        or (KINDS[kind].public == "author" and party != "iran")
        or (KINDS[kind].public == "aged" and at < 3 * DAY)
        for kind, party in parts
    )
    if forbidden:
        assert publish in record.why
    elif at > 3 * DAY + 60:
        assert record.states == ("published",)


def test_what_a_release_may_carry_is_a_short_list_and_never_details_or_the_line() -> None:
    assert {"detail@1", "elapsed@1", "position@1"} & set(REST) == set()
    prefixes = {name.split(".")[0] for name in REST}
    assert not prefixes & {"channel", "message", "rota", "watch", "call", "access", "notice", "detail"}


def _case(act: Placed, *named: Placed) -> Case:
    founding = bare_act(100, KIND["release.propose"], None, refs=[(act.id, "cites")])
    return Case(founding, founding, {}, (), Bare(texts=named), founding.place)


def test_what_is_sealed_belongs_to_all_it_was_sealed_for_and_what_is_missing_is_waited_for() -> None:
    sealed = content(1, "statement.make@1", "us", ("iraq", "us"))
    assert owners(_case(sealed, sealed)) == {Party("iraq"), Party("us")}
    assert (owners(_case(sealed)), withheld(_case(sealed))) == (frozenset(), NOT_HELD)
    claim = replace(content(1, "incident.report@1", "us"), record="0" * 64 + "/0")
    assert withheld(_case(claim, claim)) == NOT_HELD


def test_nothing_goes_out_while_the_past_of_its_act_is_not_held() -> None:
    class Behind(Bare):
        def past_held(self, place: Any) -> bool:
            return False

    body = ProposeReleaseBody(kind="dataset", authority="issued_by", title=TEXT, languages=("en",))
    founding = bare_act(100, KIND["release.propose"], body)
    publish = bare_act(
        120, KIND["release.publish"], PublishBody(text=TEXT, cannot_be_taken_back=True), record=founding.id,
        on=(founding.id,),
    )  # fmt: skip
    row = next(row for row in CHAPTER.table if row.move == "release.publish")
    assert row.guard is not None
    assert row.guard(Case(publish, founding, {}, (), Behind(), publish.place)) == NOT_HELD


# --- what readers send in -----------------------------------------------------------------------------------------

LETTER = {
    "language": "en",
    "text": "Let the people of Iraq vote.",
    "consent_to_publish": True,
    "shown_name": "Bob",
}


def test_readers_words_are_a_report_moderated_with_reasons_where_the_charter_allows_them() -> None:
    desk = Desk(rights=("public_submissions",))
    letter = desk.say("iraq", "submission.publish", LETTER, role="secretary")
    assert desk.inert(letter) == ("unchecked",)
    desk.say("iraq", "check", {"of": letter}, letter)
    assert (desk.state(letter), desk.truth(letter)) == ("published", "report")
    desk.say("iraq", "submission.lead", {}, letter, role="secretary")
    desk.say("iraq", "submission.feedback", {"text": en("Thank you.")}, letter, role="secretary")
    down = {"reason": en("It names a witness.")}
    assert desk.inert(desk.say("us", "submission.take_down", down, letter, role="secretary", on=letter)) == (
        "no_power",
    )
    desk.say("iraq", "submission.take_down", down, letter, role="secretary", on=letter)
    view = desk.view(letter)
    assert desk.state(letter) == "taken_down"
    assert (view["run_by"], view["shown_name"], len(view["leads"]), len(view["feedback"])) == (
        "iraq",
        "Bob",
        1,
        1,
    )
    for kind, state in (("withhold", "withheld"), ("reject", "rejected")):
        other = desk.say("iraq", f"submission.{kind}", {"reason": "safety"}, role="secretary")
        assert (desk.state(other), desk.view(other)["reason"], "text" in desk.view(other)) == (
            state,
            "safety",
            False,
        )


def test_a_charter_that_does_not_allow_readers_takes_nothing_in() -> None:
    desk = Desk()
    letter = desk.say("iraq", "submission.reject", {"reason": "abuse"}, role="secretary")
    assert desk.inert(letter) == ("guard", "submissions_off")


def test_readers_words_are_no_source() -> None:
    desk = Desk(rights=("public_submissions",))
    letter = desk.say("iraq", "submission.publish", LETTER, role="secretary")
    desk.say("iraq", "check", {"of": letter}, letter)
    claim = desk.say(
        "iraq", "incident.report", {"category": "other", "day": "2007-05-28", "time_precision": "day"}
    )
    citing = desk.say("iraq", "incident.claim", {"text": en("So a reader.")}, claim, refs=[(letter, "cites")])
    assert desk.inert(citing) != ()


def test_readers_words_go_out_by_whoever_took_them_in_alone() -> None:
    desk = Desk(rights=("public_submissions",))
    letter = desk.say("iraq", "submission.publish", LETTER, role="secretary")
    desk.say("iraq", "check", {"of": letter}, letter)
    theirs = desk.propose("iran", OWN, letter)
    assert desk.inert(desk.publish(theirs, theirs, OUT)) == ("guard", "authors_alone", letter)
