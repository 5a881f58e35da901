# SPDX-License-Identifier: Apache-2.0
"""How moves continue states, part, and are joined; and what is bad in itself (REG-9 to REG-15)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.world import Holder, Town, wording
from tests.world.bare import Bare, bare_act
from tests.world.party import Forgery
from tripartite.core.register.chapters import KINDS, common, proposals
from tripartite.core.register.chapters.common import ConfirmBody
from tripartite.core.register.chapters.proposal_bodies import LeaveBody, TableBody
from tripartite.core.register.fold import fold

ORAL = {"form": "oral_no_text", "kind": "decision", "title": [["en", "A mechanism"]]}
NOWHERE = "0" * 64 + "/0"


class Story:
    """One proposal of Iran's; Iraq presides."""

    def __init__(self, **town: Any) -> None:
        self.town = Town(**town)
        self.id = self.town["iran"].table()
        self.chair = self.town["iraq"]

    def move(self, name: str, *on: str, role: str = "chair", party: str = "iraq", **body: Any) -> str:
        kind = name if name == "join" else f"proposal.{name}"
        refs = body.pop("refs", ())
        return self.town[party].say(role, kind, body, self.id, on=on, refs=refs)

    def holder(self) -> Holder:
        return Holder(self.town.charter).take_all(self.town.logs())

    def reason(self, act: str) -> tuple[str, str]:
        found = self.holder().finding(act)
        return found.reason, found.detail

    @property
    def heads(self) -> list[str]:
        return list(self.holder().record(self.id).heads)

    @property
    def state(self) -> str:
        return "|".join(self.holder().states(self.id))


def test_a_move_leads_from_the_state_it_names_to_its_target() -> None:
    story = Story()
    opened = story.move("open", story.id)
    assert story.state == "under_negotiation"
    story.move("fix", opened, version=story.id)
    assert story.state == "fixed"


def test_a_move_from_a_state_it_does_not_lead_from_has_no_effect() -> None:
    story = Story()
    act = story.move("put", story.id)
    assert story.reason(act) == ("wrong_state", "not_from_here")
    assert story.state == "tabled"


def test_two_moves_from_one_state_leave_the_record_diverged_until_a_move_names_both() -> None:
    story = Story()
    one = story.move("open", story.id)
    story.move("withdraw", story.id, role="head", party="iran")
    assert story.state == "under_negotiation|withdrawn"
    head = next(h for h in story.heads if h != one)
    story.move("join", one, head, state="withdrawn")
    assert story.state == "withdrawn"


def test_a_move_legal_from_each_state_it_names_joins_them() -> None:
    story = Story()
    opened = story.move("open", story.id)
    fixed = [story.move("fix", opened, version=story.id) for _ in range(2)]
    assert story.heads == sorted(fixed)
    put = story.move("put", *fixed)
    assert (story.state, story.heads) == ("put", [put])


def test_a_move_not_legal_from_one_of_the_states_it_names_has_no_effect() -> None:
    story = Story()
    one, other = story.move("open", story.id), story.move("open", story.id)
    fixed = story.move("fix", one, version=story.id)
    assert story.reason(story.move("put", fixed, other))[0] == "wrong_state"
    assert story.state == "fixed|under_negotiation"


def test_a_join_leads_only_to_a_state_that_it_names_and_names_at_least_two() -> None:
    story = Story()
    one = story.move("open", story.id)
    other = story.move("withdraw", story.id, role="head", party="iran")
    assert story.reason(story.move("join", one, other, state="tabled")) == ("guard", "no_such_state")
    assert story.reason(story.move("join", one, state="under_negotiation")) == ("guard", "nothing_to_join")
    assert story.reason(story.move("join", one, other, state="withdrawn", role="head")) == ("no_power", "")


def test_an_old_state_continued_on_purpose_diverges_visibly_and_undoes_nothing() -> None:
    story = Story()
    opened = story.move("open", story.id)
    story.move("fix", opened, version=story.id)
    story.move("withdraw", opened, role="head", party="iran")
    assert story.state == "fixed|withdrawn"


def test_a_move_on_what_has_no_effect_has_none_and_on_what_is_not_held_waits() -> None:
    story = Story()
    bad = story.move("put", story.id)
    assert story.reason(story.move("open", bad)) == ("wrong_state", "")
    assert story.reason(story.move("open", NOWHERE)) == ("not_held", "")
    position = story.town["us"].takes("objects", story.id)
    assert story.reason(story.move("open", position)) == ("wrong_state", "")


def test_a_move_on_what_waits_waits_too() -> None:
    story = Story()
    waiting = story.move("open", NOWHERE)
    assert story.reason(story.move("fix", waiting, version=story.id)) == ("not_held", "")


def test_a_move_that_came_before_what_it_continues_takes_effect_when_that_comes() -> None:
    story = Story()
    opened = story.move("open", story.id)
    story.move("fix", opened, version=story.id)
    holder = Holder(story.town.charter)
    holder.take(story.chair.log)
    assert story.id not in holder.lines()
    holder.take(story.town["iran"].log)
    assert holder.states(story.id) == ("fixed",)


def test_a_founding_act_without_effect_leaves_a_void_record_with_everything_inert() -> None:
    town = Town()
    act = town["iran"].say("liaison", "proposal.table", ORAL)
    opened = town["iraq"].say("chair", "proposal.open", {}, act, on=act)
    position = town["us"].takes("objects", act)
    holder = Holder(town.charter).take_all(town.logs())
    assert holder.states(act) == ("void",)
    assert [holder.reason(one) for one in (act, opened, position)] == [
        "no_power",
        "wrong_state",
        "wrong_state",
    ]
    assert holder.record(act).effective == ()


# --- bad in itself


def test_a_kind_nobody_knows_has_no_effect_in_the_record_it_names() -> None:
    story = Story()
    act = story.town["us"].say("head", "proposal.applaud", {}, story.id)
    assert story.reason(act) == ("unknown_kind", "")
    assert act in dict(story.holder().record(story.id).inert)


def test_the_charter_says_which_kinds_count_not_the_software() -> None:
    kinds = sorted(set(KINDS) - {"dispute@1"})
    story = Story(kinds=kinds)
    act = story.town["us"].say("head", "dispute", {"of": story.id, "text": [["en", "No."]]}, story.id)
    assert story.reason(act) == ("unknown_kind", "")


def test_another_version_of_a_kind_is_another_kind() -> None:
    story = Story()
    act = story.town["us"].say("head", "proposal.open@2", {}, story.id, on=story.id)
    assert story.reason(act) == ("unknown_kind", "")


def test_a_kind_of_another_chapter_has_no_effect_here() -> None:
    story = Story()
    body = {"answer": "accepted"}
    assert story.reason(story.town["us"].say("head", "credential.verify", body, story.id)) == (
        "bad_act",
        "another_chapter",
    )


def test_a_recall_recalls_keys_and_nothing_else() -> None:
    story = Story()
    act = story.town["us"].say("root", "recall", {}, record=story.id, on=story.id)
    assert story.reason(act) == ("bad_act", "another_chapter")


def test_a_body_outside_its_schema_an_add_with_on_and_a_move_without_are_bad() -> None:
    story = Story()
    us = story.town["us"]
    acts = [
        us.say("head", "dispute", {"of": story.id}, story.id),
        us.say("head", "proposal.leave", {}, story.id, on=story.id),
        us.say("chair", "proposal.open", {}, story.id),
        us.say("node", "proposal.leave", {}, story.id),
        us.say("head", "proposal.table", ORAL, story.id),
    ]
    assert [story.reason(act)[0] for act in acts] == ["bad_act"] * 5


def test_a_line_that_is_no_act_spoils_itself_alone() -> None:
    story = Story()
    good = wording("dispute", {"of": story.id, "text": [["en", "No."]]}, story.id).line
    us = story.town["us"]
    lines = [b"{}", good, b'{"body":{},"kind":"pad@1","x":1}']
    ids = us.say_all("head", [], forgery=Forgery(lines=lines))
    holder = story.holder()
    assert [placed.reason if (placed := holder.world.find(act)) else None for act in ids] == [
        "bad_act",
        "",
        "bad_act",
    ]
    assert holder.reason(ids[1]) == ""


def test_an_act_that_names_a_record_nobody_founded_waits_unseen_and_spoils_nothing() -> None:
    story = Story()
    story.town["us"].say("head", "dispute", {"of": NOWHERE, "text": [["en", "No."]]}, NOWHERE)
    position = story.town["us"].takes("objects", story.id)
    story.town["us"].say("head", "dispute", {"of": position, "text": [["en", "No."]]}, position)
    assert story.holder().reason(position) == ""
    assert position not in story.holder().lines()


def test_acts_in_one_dispatch_may_build_on_each_other() -> None:
    town = Town()
    chair = town["iraq"]
    version = chair.table("chair")
    ids = chair.say_all(
        "chair",
        [
            wording("proposal.open", {}, version, version),
            wording("proposal.fix", {"version": version}, version, "./0"),
            wording("proposal.put", {}, version, "./1"),
        ],
    )
    holder = Holder(town.charter).take_all(town.logs())
    assert [holder.reason(act) for act in ids] == ["", "", ""]
    assert holder.states(version) == ("put",)


def test_who_presides_is_the_charters_rule_and_without_one_any_head() -> None:
    host, none = Story(), Story(chair=None)
    assert host.reason(host.move("open", host.id, party="us"))[0] == "no_power"
    assert host.reason(host.move("open", host.id, role="head"))[0] == "no_power"
    assert none.reason(none.move("open", none.id, party="us", role="head"))[0] == ""
    assert none.reason(none.move("open", none.id, party="us", role="chair"))[0] == "no_power"


@pytest.mark.parametrize("role", ["head", "liaison"])
def test_a_founding_act_alone_is_judged_as_it_is_in_company(role: str) -> None:
    town = Town()
    act = town["iran"].say(role, "proposal.table", ORAL)
    holder = Holder(town.charter).take_all(town.logs())
    founding = holder.world.find(act)
    assert founding is not None
    alone, twice = (fold(proposals.CHAPTER, founding, others, holder.world) for others in ((), (founding,)))
    assert alone == twice


def test_what_was_sent_to_others_than_the_record_has_no_effect_in_it() -> None:
    kinds = {kind.name: kind for kind in (*proposals.CHAPTER.kinds, *common.KINDS)}
    body = TableBody(kind="decision", form="oral_no_text", title=(("en", "A mechanism"),))
    founding = bare_act(1, kinds["proposal.table"], body)
    add, confirm = (
        msgspec.structs.replace(act, place=msgspec.structs.replace(act.place, to="iran,iraq"))
        for act in (
            bare_act(2, kinds["proposal.leave"], LeaveBody(), record=founding.id),
            bare_act(3, kinds["confirm"], ConfirmBody(of=founding.id), record=founding.id),
        )
    )
    record = fold(proposals.CHAPTER, founding, [add, confirm], Bare())
    assert {found.reason for found in record.why.values()} == {"wrong_audience"}


def test_what_only_some_of_its_readers_can_read_stands_beside_a_record_and_changes_nothing() -> None:
    """SEA-8: with the narrower act a reader sees one more line, and the same record."""
    kinds = {kind.name: kind for kind in proposals.CHAPTER.kinds}
    body = TableBody(kind="decision", form="oral_no_text", title=(("en", "A mechanism"),))
    founding = bare_act(1, kinds["proposal.table"], body)
    leave = bare_act(2, kinds["proposal.leave"], LeaveBody(), record=founding.id)
    narrow = msgspec.structs.replace(leave, place=msgspec.structs.replace(leave.place, to=("iran", "iraq")))
    without, record = (fold(proposals.CHAPTER, founding, others, Bare()) for others in ((), (narrow,)))
    assert record.unseen == {narrow.id}
    assert dict(record.inert)[narrow.id].reason == "wrong_audience"
    assert (record.states, record.effective) == (without.states, without.effective)
