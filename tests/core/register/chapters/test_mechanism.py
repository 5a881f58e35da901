# SPDX-License-Identifier: Apache-2.0
"""The mechanism itself: one record of it, who suspends, leaves, ends, joins and keeps it (MEC-6 to MEC-13)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.test_charters import THREE, amended
from tests.core.register.test_forks import same_in_every_order
from tests.world import Holder, Town
from tests.world.bare import Bare, bare_act
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.bodies import StepBody
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.chapters.housekeeping import LeaveBody as HousekeepingLeave
from tripartite.core.register.chapters.mechanism import CHAPTER
from tripartite.core.register.chapters.mechanism_bodies import LeaveBody
from tripartite.core.register.chapters.renewals import NoticeBody
from tripartite.core.register.charters import held_charters
from tripartite.core.register.kinds import Deadline, Pending
from tripartite.core.register.placed import Place

DAY = 86_400
WHY = {"reason": en("The other side stopped answering.")}


class Mechanism(Scene):
    """A town whose first party founded the record of the mechanism."""

    def __init__(self, **town: Any) -> None:  # whatever a town may be told
        super().__init__(**town)
        first = next(iter(self.town.parties))
        self.id = self.say(first, "mechanism.found", role="root")

    def move(self, party: str, name: str, body: dict[str, Any] | None = None, **more: Any) -> str:
        """A move from where the record stands now, by a head."""
        on = self.record(self.id).heads
        return self.say(party, f"mechanism.{name}", body, self.id, on=more.pop("on", on), **more)

    def add(self, party: str, name: str, body: dict[str, Any] | None = None, **more: Any) -> str:
        return self.say(party, f"mechanism.{name}", body, self.id, **more)

    def leave(self, party: str, after: int = 0) -> str:
        """The roots say that their party leaves, so many seconds from now."""
        since = instant_text(self.town.now + 60 + after)
        return self.say(party, "leave", {"since": since}, role="root")

    def later(self, seconds: int) -> None:
        self.town.tick(self.town.now + seconds)

    def is_now(self) -> tuple[str, list[str]]:
        return self.state(self.id), self.view(self.id)["suspended_by"]

    def limits(self) -> list[Deadline]:
        record = self.record(self.id)
        return list(CHAPTER.deadlines(record, self.holder.world))

    def pending(self) -> list[Pending]:
        record = self.record(self.id)
        return list(CHAPTER.pending(record, self.holder.world))


# --- founding -----------------------------------------------------------------------------------------------------


def test_a_charter_that_all_signed_is_agreed_and_in_force_and_says_who_its_parties_are() -> None:
    scene = Mechanism()
    view = scene.view(scene.id)
    assert (scene.state(scene.id), scene.truth(scene.id)) == ("in_force", "agreed")
    assert (view["charter"], view["founded_by"]) == (scene.town.charter.net, "iran")
    assert (view["parties"], view["on_paper"]) == ([*THREE], [])
    assert (view["purpose"], view["obligations_stand"], view["until"]) == ("mechanism", False, None)


@pytest.mark.parametrize(
    "town", [{"paper": ("iraq",), "chair": None}, {"purpose": "talks_record"}], ids=["paper", "talks"]
)
def test_what_a_paper_party_did_not_sign_and_what_adopts_nothing_is_not_called_agreed(
    town: dict[str, Any],
) -> None:
    scene = Mechanism(**town)
    assert (scene.state(scene.id), scene.truth(scene.id)) == ("in_force", "account")
    assert scene.view(scene.id)["on_paper"] == list(town.get("paper", ()))


def test_the_record_is_founded_once_by_the_roots_of_the_first_party_with_a_node() -> None:
    scene = Mechanism()
    again = scene.say("iran", "mechanism.found", role="root")
    other = scene.say("us", "mechanism.found", role="root")
    node = scene.say("iran", "mechanism.found", role="node")
    assert scene.inert(again) == scene.inert(other) == ("guard", "founded_once")
    assert scene.inert(node) == ("no_power",)
    assert [scene.state(act) for act in (again, other, node)] == ["void"] * 3


def test_where_the_first_party_takes_part_on_paper_the_next_one_founds() -> None:
    scene = Mechanism(paper=("iran",), chair=None)
    assert (scene.view(scene.id)["founded_by"], scene.state(scene.id)) == ("iraq", "in_force")


# --- amending and joining -----------------------------------------------------------------------------------------


def test_an_amendment_is_entered_from_any_log_that_it_binds_and_the_party_that_joins_is_one_from_then_on() -> (
    None
):
    scene = Mechanism()
    card = scene.town.card("oman")
    said = {"party": "oman", "names": [["en", "Oman"]], "keys": [list(key) for key in card.keys]}
    filed = scene.add("iraq", "card", said)
    assert scene.view(scene.id)["cards"][0]["joined"] is False
    note = amended(scene.town, *THREE, "oman")
    scene.holder = _holding(scene, note)
    charter = next(one for one in scene.holder.charters if one.said.before)
    early = scene.move("us", "amend", {"of": filed})
    assert scene.inert(early) == ("guard", "no_amendment")
    root = scene.say("iraq", "charter", {"id": charter.ident}, role="root")
    scene.move("us", "amend", {"of": root})
    view = scene.view(scene.id)
    assert scene.state(scene.id) == "in_force"
    assert [entry["charter"] for entry in view["amendments"]] == [charter.ident]
    assert (view["parties"], view["cards"][0]["joined"]) == ([*THREE, "oman"], True)
    unheld = scene.move("us", "amend", {"of": "0" * 64 + "/0"})
    assert scene.inert(unheld) == ("not_held",)


def _holding(scene: Scene, note: bytes) -> Holder:
    """Somebody who also holds this amendment."""
    holder = Holder(scene.town.charter)
    for charter in held_charters(scene.town.charter, [note]):
        holder.charters.add(charter)
    return holder


def test_a_card_is_of_somebody_who_is_no_party_yet() -> None:
    scene = Mechanism()
    said = {"party": "us", "names": en("US"), "keys": [list(key) for key in scene.town.card("us").keys]}
    assert scene.inert(scene.add("iran", "card", said)) == ("guard", "party_already", "us")


# --- suspending ---------------------------------------------------------------------------------------------------


def test_who_suspends_gives_a_reason_alone_resumes_and_its_obligations_stand() -> None:
    scene = Mechanism()
    act = scene.move("us", "suspend_own", WHY)
    view = scene.view(scene.id)
    assert scene.is_now() == ("suspended_by", ["us"])
    assert (view["obligations_stand"], view["suspensions"][0]["reason"]) == (True, WHY["reason"])
    assert scene.inert(scene.move("iran", "resume")) == ("no_power",)
    assert scene.inert(scene.move("iran", "suspend_own", WHY)) == (
        "wrong_state",
        "not_from_here",
        "suspended_by",
    )
    scene.move("us", "resume", on=act)
    assert scene.is_now() == ("in_force", [])
    deputy = scene.move("us", "suspend_own", WHY, role="deputy")
    assert scene.inert(deputy) == ("no_power",)


def test_two_that_suspend_at_once_stand_beside_each_other_and_nobody_resumes_for_both() -> None:
    scene = Mechanism()
    both = [scene.move(party, "suspend_own", WHY, on=scene.id) for party in ("iran", "us")]
    assert scene.is_now() == ("suspended_by", ["iran", "us"])
    assert scene.inert(scene.move("us", "resume", on=both)) == ("no_power",)
    joined = scene.say("iraq", "join", {"state": "suspended_by"}, scene.id, role="chair", on=both)
    assert scene.inert(joined) == ()
    assert scene.is_now() == ("suspended_by", ["iran", "us"])


# --- leaving ------------------------------------------------------------------------------------------------------


def test_who_leaves_says_so_by_its_roots_and_the_others_go_on() -> None:
    scene = Mechanism(notice_period=30 * DAY)
    hasty = scene.leave("us", after=DAY)
    assert scene.inert(scene.move("us", "leave", {"of": hasty})) == ("guard", "no_leave")
    root = scene.leave("us", after=31 * DAY)
    assert scene.inert(scene.move("iran", "leave", {"of": root})) == ("guard", "not_own_act")
    act = scene.move("us", "leave", {"of": root})
    assert scene.inert(act) == ()
    assert (scene.state(scene.id), list(scene.view(scene.id)["left"])) == ("in_force", ["us"])
    assert scene.inert(scene.move("us", "leave", {"of": "0" * 64 + "/0"})) == ("not_held",)


def test_it_ends_with_the_last_but_one_that_leaves_and_no_sooner() -> None:
    scene = Mechanism()
    first = scene.leave("us")
    scene.later(DAY)
    scene.move("us", "leave", {"of": first})
    scene.town.ack_all()
    second = scene.leave("iraq", after=DAY)
    early = scene.move("iraq", "leave", {"of": second, "leads_to": "ended"})
    assert scene.inert(early) == ("guard", "leads_elsewhere", "in_force")
    scene.later(2 * DAY)
    scene.town.ack_all()
    wrong = scene.move("iraq", "leave", {"of": second})
    assert scene.inert(wrong) == ("guard", "leads_elsewhere", "ended")
    scene.move("iraq", "leave", {"of": second, "leads_to": "ended"})
    assert (scene.state(scene.id), scene.view(scene.id)["obligations_stand"]) == ("ended", True)
    kept = scene.add(
        "iran", "archived", {"sha256": "ab" * 32, "kept_by": "National archive", "day": "2007-06-01"}
    )
    assert scene.inert(kept) == ()
    assert scene.view(scene.id)["archived"][0]["kept_by"] == "National archive"


def test_a_suspension_outlives_the_leaving_of_others_and_ends_with_that_of_its_own_party() -> None:
    scene = Mechanism()
    suspended = scene.move("us", "suspend_own", WHY)
    root = scene.leave("iraq")
    scene.later(DAY)
    scene.town.ack_all()
    wrong = scene.move("iraq", "leave", {"of": root}, on=suspended)
    assert scene.inert(wrong) == ("guard", "leads_elsewhere", "suspended_by")
    gone = scene.move("iraq", "leave", {"of": root, "leads_to": "suspended_by"}, on=suspended)
    assert scene.is_now() == ("suspended_by", ["us"])
    scene.move("us", "resume", on=gone)
    assert scene.is_now() == ("in_force", [])


def test_who_suspended_and_leaves_takes_its_suspension_along() -> None:
    scene = Mechanism()
    scene.move("us", "suspend_own", WHY)
    root = scene.leave("us")
    scene.later(DAY)
    scene.move("us", "leave", {"of": root})
    assert scene.is_now() == ("in_force", [])


# --- ending -------------------------------------------------------------------------------------------------------


def test_a_decision_to_end_it_ends_it_and_no_other_does() -> None:
    scene = Mechanism()
    other, end = (scene.town["us"].table(kind=kind) for kind in ("decision", "termination"))
    scene.town.ack_all()
    for party in THREE:
        scene.town[party].takes("accepts", other)
    named = scene.move("iraq", "terminate", role="chair")
    assert scene.inert(named) == ("guard", "names_no_decision")
    wrong = scene.move("iraq", "terminate", role="chair", refs=[(other, "derived_from")])
    assert scene.inert(wrong) == ("guard", "no_termination", other)
    source = scene.move("iraq", "terminate", role="chair", refs=[(scene.id, "derived_from")])
    assert scene.inert(source) == ("guard", "not_a_source", scene.id)
    act = scene.move("iraq", "terminate", role="chair", refs=[(end, "derived_from")])
    assert scene.inert(act) == ("not_held",)
    for party in THREE:
        scene.town[party].takes("accepts", end)
    assert (scene.state(scene.id), scene.inert(act)) == ("ended", ())
    assert scene.pending() == []


def test_a_talks_record_ends_with_the_consent_of_every_party_alone() -> None:
    scene = Mechanism(purpose="talks_record")
    consents = [scene.add(party, "end_consent") for party in ("iran", "iraq")]
    (item,) = scene.pending()
    assert (item.what, item.whom, item.default) == ("end_consent", ("us",), "mechanism_stands")
    refs = [(act, "confirms") for act in consents]
    lacking = scene.move("iraq", "terminate", role="chair", refs=refs)
    assert scene.inert(lacking) == ("guard", "end_consents_of", "us")
    late = scene.add("us", "end_consent")
    taken = scene.say("us", "withdraw", {"of": late}, scene.id)
    scene.town.ack_all()
    back = scene.move("iraq", "terminate", role="chair", refs=[*refs, (late, "confirms")])
    assert scene.inert(back) == ("guard", "end_consents_of", "us")
    assert scene.inert(taken) == ()
    anew = scene.add("us", "end_consent")
    scene.move("iraq", "terminate", role="chair", refs=[*refs, (anew, "confirms")])
    assert scene.state(scene.id) == "ended"
    assert scene.view(scene.id)["end_consents"]["us"]["act"] == anew


@pytest.mark.parametrize("name", ["leave", "terminate"])
def test_who_stays_is_not_said_while_the_past_of_the_act_is_not_held(name: str) -> None:
    class Behind(Bare):
        def past_held(self, place: Place) -> bool:
            return False

    kinds = {kind.name.partition(".")[2]: kind for kind in CHAPTER.kinds}
    leave = bare_act(1, KINDS["leave@1"], HousekeepingLeave(since="2007-06-01T00:00:00Z"), role="root")
    founding = bare_act(2, kinds["found"], role="root")
    body = LeaveBody(of=leave.id) if name == "leave" else StepBody()
    move = bare_act(3, kinds[name], body, record=founding.id, on=(founding.id,))
    world = Behind(Town(purpose="talks_record", accredited=False).charter, (leave,))
    row = next(row for row in CHAPTER.table if row.move == move.kind_name.partition("@")[0])
    assert row.guard is not None
    assert row.guard(Case(move, founding, {}, ("in_force",), world, move.place)) == NOT_HELD


@pytest.mark.parametrize(("says", "period"), [("renewed", None), ("expires", "P60D")])
def test_a_period_goes_with_a_renewal_and_with_nothing_else(says: Any, period: str | None) -> None:
    with pytest.raises(ValueError, match="period"):
        NoticeBody(term_ends="2007-09-25", says=says, text=(("en", "So."),), period=period)


# --- other histories, other orders --------------------------------------------------------------------------------


def test_a_first_party_with_two_stories_founds_no_second_record() -> None:
    scene = Scene()
    iran, other = scene.town["iran"], scene.town["iran"].branch()
    acts = [one.say("root", "mechanism.found") for one in (iran, other)]
    holder = same_in_every_order(scene.town, [iran.log, other.log])
    assert [holder.reason(act) for act in acts] == ["forked", "forked"]
    assert [holder.states(act) for act in acts] == [("void",), ("void",)]


def test_a_record_founded_before_two_stories_part_stays_the_only_one() -> None:
    scene = Mechanism()
    other = scene.town["iran"].branch()
    again = other.say("root", "mechanism.found")
    scene.town["iran"].say("head", "mechanism.suspend_own", WHY, scene.id, on=scene.id)
    holder = same_in_every_order(scene.town, [*scene.town.logs(), other.log])
    assert (holder.states(scene.id), holder.states(again)) == (("in_force",), ("void",))


def test_who_suspends_leaves_and_reads_the_end_is_the_same_in_whatever_order_logs_come() -> None:
    scene = Mechanism(duration="P30D", renewal_rule="expires")
    scene.move("us", "suspend_own", WHY)
    root = scene.leave("iraq")
    scene.later(DAY)
    scene.town.ack_all()
    gone = scene.move("iraq", "leave", {"of": root, "leads_to": "suspended_by"})
    notice = {"term_ends": "2007-06-27", "says": "expires", "text": en("It ends.")}
    scene.add("iran", "renewal_notice", notice)
    scene.move("us", "resume", on=gone)
    holder = same_in_every_order(scene.town, scene.town.logs())
    assert holder.states(scene.id) == ("in_force",)
    view = CHAPTER.view(holder.record(scene.id), holder.world)
    assert (list(view["left"]), view["until"], view["duration_disputed"]) == (["iraq"], "2007-06-27", False)
