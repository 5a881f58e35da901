# SPDX-License-Identifier: Apache-2.0
"""How long the mechanism stands: what the clause renews, and readings that differ side by side (MEC-14 to MEC-19)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_mechanism import DAY, Mechanism, _holding
from tests.core.register.test_charters import THREE, amended
from tests.world.town import START
from tripartite.core.encoding.values import instant, instant_text
from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters.renewals import later

GRACE = 2 * DAY
AUTO: dict[str, Any] = {
    "duration": "P120D", "renewal_rule": "auto_renew_same_period_unless_notice", "notice_period": 10 * DAY,
}  # fmt: skip
ENDS, THEN, LAST = "2007-09-25", "2008-01-23", "2008-05-22"
"""120 days after 28 May 2007, and after each other."""
WINDOW = instant("2007-09-15T00:00:00Z")


class Term(Mechanism):
    """A mechanism for a while; its nodes say that time passed once it has."""

    def notice(self, party: str, ends: str, period: str | None, **more: Any) -> str:
        says = {"says": "renewed", "period": period} if period else {"says": "expires"}
        return self.add(
            party, "renewal_notice", {"term_ends": ends, "text": en("So we read it."), **says, **more}
        )

    def at(self, moment: int) -> None:
        self.town.tick(moment)

    def elapse(self, due: int, *parties: str, of: str | None = None) -> None:
        """These parties' nodes (all, if none is named) say that this instant passed."""
        self.at(max(self.town.now, due + GRACE))
        for party in parties or THREE:
            self.say(party, "elapsed", {"of": of or self.id, "due": instant_text(due)}, self.id, role="node")

    def terms(self) -> list[tuple[str, str]]:
        return [(term["ends"], term["standing"]) for term in self.view(self.id)["terms"]]

    def waits(self) -> list[tuple[str, tuple[str, ...], int | None, str]]:
        return [(item.what, item.whom, item.due, item.default) for item in self.pending()]


# --- the clause ---------------------------------------------------------------------------------------------------


def test_a_clause_without_a_duration_sets_no_term() -> None:
    scene = Term()
    view = scene.view(scene.id)
    assert (view["terms"], view["until"], scene.pending()) == ([], None, [])


def test_what_renews_itself_does_so_once_every_log_says_that_the_time_for_notice_passed() -> None:
    scene = Term(**AUTO)
    assert scene.terms() == [(ENDS, "running")]
    assert scene.view(scene.id)["terms"][0]["notice_until"] == instant_text(WINDOW)
    assert scene.waits() == [("renewal_notice", THREE, WINDOW, "renewed")]
    scene.elapse(WINDOW, "iran", "iraq")
    assert scene.terms() == [(ENDS, "running")]
    scene.elapse(WINDOW, "us")
    assert scene.terms() == [(ENDS, "renewed"), (THEN, "running")]
    assert (scene.view(scene.id)["until"], scene.state(scene.id)) == (THEN, "in_force")
    assert scene.view(scene.id)["clause"] == AUTO


def test_a_notice_in_time_keeps_the_clause_from_renewing_and_a_late_one_does_not() -> None:
    scene = Term(**AUTO)
    scene.notice("us", ENDS, None)
    scene.town.ack_all()
    assert scene.waits()[0][3] == "not_renewed_by_itself"
    scene.elapse(WINDOW)
    assert scene.terms() == [(ENDS, "notice_given")]
    scene.elapse(day_start(ENDS))
    assert (scene.view(scene.id)["terms"][0]["passed"], scene.pending()) == (True, [])
    late = Term(**AUTO)
    late.elapse(WINDOW)
    late.notice("us", ENDS, None)
    late.town.ack_all()
    view = late.view(late.id)
    assert late.terms() == [(ENDS, "renewed"), (THEN, "running")]
    assert (view["duration_disputed"], view["readings_at_odds"], view["until"]) == (True, ["us"], None)


def test_a_notice_that_says_no_more_than_the_clause_and_one_taken_back_in_time_keep_nothing() -> None:
    scene = Term(**AUTO)
    scene.notice("iran", ENDS, "P120D")
    act = scene.notice("us", ENDS, "P60D")
    scene.say("us", "withdraw", {"of": act}, scene.id)
    scene.town.ack_all()
    assert scene.waits() == [("renewal_notice", ("iraq",), WINDOW, "renewed")]
    scene.elapse(WINDOW)
    assert scene.terms() == [(ENDS, "renewed"), (THEN, "running")]


def test_what_expires_is_over_once_every_log_says_so_unless_all_renewed_it() -> None:
    scene = Term(duration="P120D", renewal_rule="expires")
    due = day_start(ENDS)
    assert scene.waits() == [("term_end", THREE, due, "term_ends")]
    scene.elapse(due)
    assert (scene.terms(), scene.pending()) == ([(ENDS, "over")], [])
    other = Term(duration="P120D")
    for party in THREE:
        other.notice(party, ENDS, "P30D")
    other.town.ack_all()
    assert other.view(other.id)["until"] == later(ENDS, "P30D")
    other.elapse(due)
    assert other.terms() == [(ENDS, "renewed"), (later(ENDS, "P30D"), "running")]


@pytest.mark.parametrize(
    ("periods", "standing"),
    [(("P30D", "P30D", "P30D"), "renewed"), (("P30D", "P30D", "P60D"), "over"), (("P30D", "P30D"), "over")],
    ids=["alike", "apart", "one silent"],
)
def test_explicit_consent_is_every_partys_word_for_one_period_in_time(
    periods: tuple[str, ...], standing: str
) -> None:
    scene = Term(duration="P120D", renewal_rule="renew_by_explicit_consent")
    for party, period in zip(THREE, periods, strict=False):
        scene.notice(party, ENDS, period)
    scene.town.ack_all()
    whom = THREE if len(periods) == 3 else ("us",)
    assert scene.waits()[0] == ("renewal_consent", whom, day_start(ENDS), "term_ends")
    scene.elapse(day_start(ENDS))
    assert scene.terms()[0] == (ENDS, standing)


def test_a_party_alone_with_its_node_is_heard_by_its_own_log() -> None:
    scene = Term(parties=("iran", "iraq"), paper=("iraq",), chair=None, **AUTO)
    scene.notice("iran", ENDS, None)
    scene.elapse(WINDOW, "iran")
    assert scene.terms() == [(ENDS, "notice_given")]


def test_a_party_that_left_is_waited_for_no_more() -> None:
    scene = Term(**{**AUTO, "notice_period": 0})
    scene.move("us", "leave", {"of": scene.leave("us")})
    scene.elapse(day_start(ENDS), "iran", "iraq")
    assert scene.terms() == [(ENDS, "renewed"), (THEN, "running")]
    assert scene.waits()[0][1] == ("iran", "iraq")


def test_an_amendment_that_changes_the_clause_begins_a_term() -> None:
    scene = Term(**AUTO)
    note = amended(scene.town, *THREE, **{**AUTO, "duration": "P1Y"})
    scene.holder = _holding(scene, note)
    charter = next(one for one in scene.holder.charters if one.said.before)
    scene.at(day_start("2007-07-01"))
    root = scene.say("iraq", "charter", {"id": charter.ident}, role="root")
    scene.move("us", "amend", {"of": root})
    assert scene.terms() == [("2008-07-01", "running")]
    assert scene.view(scene.id)["clause"]["duration"] == "P1Y"
    scene.move("us", "amend", {"of": root})
    assert scene.terms() == [("2008-07-01", "running")]


# --- readings -----------------------------------------------------------------------------------------------------


def test_sixty_days_and_a_hundred_and_twenty_stand_beside_each_other_and_no_date_is_called_right() -> None:
    scene = Term(**AUTO)
    scene.notice("us", ENDS, "P60D", basis="Article 7")
    scene.notice("iran", ENDS, "P120D")
    scene.town.ack_all()
    scene.elapse(WINDOW)
    view = scene.view(scene.id)
    assert {party: one and one["until"] for party, one in view["readings"].items()} == {
        "iran": THEN, "iraq": None, "us": "2007-11-24",
    }  # fmt: skip
    assert (view["duration_disputed"], view["readings_at_odds"], view["until"]) == (
        True,
        ["iran", "us"],
        None,
    )
    assert scene.terms() == [(ENDS, "notice_given")]
    assert scene.waits()[-1] == ("duration_dispute", ("iran", "us"), None, "readings_stand")
    assert scene.state(scene.id) == "in_force"


def test_the_end_of_a_reading_passes_like_any_other_and_ends_nothing() -> None:
    scene = Term(**AUTO)
    act = scene.notice("us", ENDS, "P60D")
    scene.elapse(day_start("2007-11-24"), of=act)
    assert scene.view(scene.id)["readings"]["us"]["passed"] is True
    assert scene.state(scene.id) == "in_force"
    found = {(limit.of, limit.due) for limit in scene.limits()}
    assert found == {(scene.id, WINDOW), (scene.id, day_start(ENDS)), (act, day_start("2007-11-24"))}


def test_a_reading_that_another_goes_on_from_is_not_at_odds_with_it() -> None:
    scene = Term(**AUTO)
    scene.notice("us", ENDS, "P60D")
    scene.notice("us", "2007-11-24", "P60D")
    scene.notice("iran", ENDS, "P120D")
    view = scene.view(scene.id)
    assert (view["duration_disputed"], view["until"]) == (False, ENDS)
    scene.notice("iraq", THEN, None)
    assert (scene.view(scene.id)["duration_disputed"], scene.view(scene.id)["until"]) == (False, THEN)
    scene.notice("us", THEN, "P60D")
    assert scene.view(scene.id)["readings_at_odds"] == ["iraq", "us"]


def test_once_it_ended_no_deadline_runs() -> None:
    scene = Term(purpose="talks_record", **AUTO)
    assert len(scene.limits()) == 2
    refs = [(scene.add(party, "end_consent"), "confirms") for party in THREE]
    scene.move("iraq", "terminate", role="chair", refs=refs)
    assert (scene.state(scene.id), scene.limits()) == ("ended", [])


# --- the calendar -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "period", "then"),
    [
        ("2007-05-28", "P120D", "2007-09-25"),
        ("2007-05-28", "P2W", "2007-06-11"),
        ("2007-01-31", "P1M", "2007-02-28"),
        ("2008-02-29", "P1Y", "2009-02-28"),
        ("2007-11-30", "P1Y2M3D", "2009-02-02"),
        ("2007-05-28", "P99999Y", "9999-12-31"),
        ("9999-12-01", "P99999D", "9999-12-31"),
    ],
)
def test_a_period_is_counted_by_the_calendar_and_never_past_its_end(day: str, period: str, then: str) -> None:
    assert later(day, period) == then


@given(st.permutations(["us", "iran", "iraq"]), st.booleans())
def test_readings_are_the_same_whatever_order_logs_come_in(order: list[str], acked: bool) -> None:
    scene = Term(**AUTO)
    for party, period in (("us", "P60D"), ("iran", "P120D"), ("iraq", None)):
        scene.notice(party, ENDS, period)
    if acked:
        scene.town.ack_all()
    for party in order:
        scene.holder.take(scene.town[party].log)
    assert scene.view(scene.id)["readings_at_odds"] == list(THREE)
    assert scene.town.now > START
