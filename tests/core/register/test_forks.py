# SPDX-License-Identifier: Apache-2.0
"""A log with two histories counts to where they part; what was agreed stays agreed (REG-18)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import pytest

from tests.world import Holder, Log, Party, Town
from tests.world.party import Forgery
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.core.register.chapters import consent

WHO = {"kind": "decision", "form": "oral_no_text", "title": [["en", "A mechanism"]]}


def hold(town: Town, logs: Iterable[Log]) -> Holder:
    return Holder(town.charter).take_all(logs)


def agreed(holder: Holder, version: str) -> tuple[str, ...]:
    return consent.agreed(holder.record(version), version, holder.world)


def same_in_every_order(town: Town, logs: list[Log]) -> Holder:
    """Takes the logs in every order, each time to the same register, kept and made anew; returns one holder."""
    holders = [hold(town, order) for order in permutations(logs)]
    lines = [holder.lines() for holder in holders]
    assert all(found == lines[0] for found in lines)
    for holder in holders:
        holder.keeper.rebuild()
    assert all(holder.lines() == lines[0] for holder in holders)
    return holders[0]


def test_acts_beyond_the_point_where_two_histories_part_have_no_effect() -> None:
    town = Town()
    iran, before = town["iran"], town["iran"].say("head", "proposal.table", WHO)
    other = iran.branch()
    acts = [iran.say("head", "proposal.table", WHO), other.say("head", "proposal.table", WHO)]
    holder = same_in_every_order(town, [iran.log, other.log, town["iraq"].log])
    assert [holder.reason(act) for act in (before, *acts)] == ["", "forked", "forked"]
    assert holder.states(acts[0]) == ("void",)


def test_before_the_second_history_is_met_the_first_counts_whole() -> None:
    town = Town()
    iran, other = town["iran"], town["iran"].branch()
    act = iran.say("head", "proposal.table", WHO)
    other.say("head", "proposal.table", WHO)
    holder = hold(town, [iran.log])
    assert holder.reason(act) == ""
    holder.take(other.log)
    assert holder.reason(act) == "forked"


def test_of_three_histories_what_not_all_share_has_no_effect() -> None:
    town = Town()
    iran = town["iran"]
    third, first = iran.branch(), iran.say("head", "proposal.table", WHO)
    second = iran.branch()
    act = iran.say("head", "proposal.table", WHO)
    second.say("head", "proposal.table", WHO)
    third.say("head", "proposal.table", WHO)
    logs = [iran.log, second.log, third.log]
    holder = same_in_every_order(town, logs)
    assert [holder.reason(one) for one in (first, act)] == ["forked", "forked"]


def accepted_by_all(town: Town) -> tuple[str, int]:
    """A version everyone accepted, and the size of Iran's log before it tabled it."""
    size = town["iran"].log.size
    version = town["iran"].table()
    town.ack_all()
    for party in town:
        party.takes("accepts", version)
    town.ack_all(2)
    return version, size


@pytest.mark.parametrize("back", [0, 1, 2, 99])
def test_a_fork_by_any_party_from_any_point_un_agrees_nothing(back: int) -> None:
    town = Town()
    version, size = accepted_by_all(town)
    before = agreed(hold(town, town.logs()), version)
    assert len(before) == 3
    logs = town.logs()
    for party in town:
        other = party.branch(max(1, party.log.size - back) if back != 99 else size)
        other.say("head", "proposal.table", WHO)
        logs.append(other.log)
    holder = hold(town, logs)
    assert agreed(holder, version) == before
    record = holder.record(version)
    assert record.chapter.truth(record, holder.world) == "agreed"


def test_a_fork_from_before_a_text_was_tabled_leaves_it_agreed_though_the_proposal_is_void() -> None:
    town = Town()
    version, size = accepted_by_all(town)
    other = town["iran"].branch(size)
    other.say("head", "proposal.table", WHO)
    holder = same_in_every_order(town, [*town.logs(), other.log])
    record = holder.record(version)
    assert (holder.reason(version), record.states) == ("forked", ("void",))
    shown = record.chapter.view(record, holder.world)
    assert (shown["agreed"], shown["forked"]) == (version, ["iran"])


def test_an_acceptance_on_either_branch_counts() -> None:
    town = Town()
    version = town["iran"].table()
    town.ack_all()
    for name in ("iran", "iraq"):
        town[name].takes("accepts", version)
    us, other = town["us"], town["us"].branch()
    us.say("head", "proposal.table", WHO)
    act = other.takes("accepts", version)
    holder = same_in_every_order(
        town, [*(party.log for party in (town["iran"], us)), other.log, town["iraq"].log]
    )
    assert agreed(holder, version)[2] == act


ANYWHERE = Forgery(prev=(0, EMPTY_ROOT))
"""A dispatch that continues any history of its log."""


def accepts(party: Party, version: str) -> str:
    body = {"of": version, "position": "accepts"}
    return party.say("head", "proposal.position", body, version, forgery=ANYWHERE)


def test_one_dispatch_on_two_branches_is_judged_on_each_and_has_effect_if_it_has_on_one() -> None:
    town = Town(parties=("iran", "us"), chair=None)
    version = town["iran"].table()
    town.ack_all()
    us, other = town["us"], town["us"].branch()
    us.recall("head")
    act = accepts(us, version)
    other.log.add(us.log.entries[-1])
    assert hold(town, [town["iran"].log, us.log]).reason(act) == "no_key"
    assert hold(town, [town["iran"].log, other.log]).reason(act) == ""
    holder = same_in_every_order(town, [town["iran"].log, us.log, other.log])
    assert holder.reason(act) == ""


def test_a_receipt_on_one_branch_serves_the_acceptance_there() -> None:
    town = Town()
    version = town["iran"].table()
    iran = town["iran"]
    us, other = town["us"], town["us"].branch()
    us.ack(iran)
    act = accepts(us, version)
    other.log.add(us.log.entries[-1])
    assert hold(town, [iran.log, other.log]).reason(act) == "no_receipt"
    holder = same_in_every_order(town, [iran.log, us.log, other.log])
    assert holder.reason(act) == ""


def test_a_withdrawal_found_on_another_branch_un_agrees_nothing_for_those_who_never_saw_that_branch() -> None:
    town = Town()
    version = town["iran"].table()
    town.ack_all()
    us, other = town["us"], town["us"].branch()
    act = accepts(us, version)
    other.log.add(us.log.entries[-1])
    other.say("head", "withdraw", {"of": act}, version)
    town.ack_all()
    for name in ("iran", "iraq"):
        town[name].takes("accepts", version)
    assert agreed(hold(town, town.logs()), version)
    assert agreed(same_in_every_order(town, [*town.logs(), other.log]), version)


def test_what_a_reservation_needs_counts_on_any_branch_too() -> None:
    town = Town()
    version = town["iran"].table()
    town.ack_all()
    act = town["us"].takes("accepts_with_reservation", version, statement=[["en", "Not paragraph 2."]])
    size = town["iraq"].log.size
    for name in ("iran", "iraq"):
        town[name].takes("accepts", version)
        town[name].say("head", "proposal.reaction", {"of": act, "reaction": "accepted"}, version)
    before = agreed(hold(town, town.logs()), version)
    assert len(before) == 3
    other = town["iraq"].branch(size)
    other.say("head", "proposal.table", WHO)
    assert agreed(hold(town, [*town.logs(), other.log]), version) == before


def test_consensus_stays_though_the_chairs_log_forks_before_the_put() -> None:
    town = Town()
    version = town["iran"].table(adoption_rule="consensus")
    town.ack_all()
    size, on = town["iraq"].log.size, version
    for move, body in (("open", {}), ("fix", {"version": version}), ("put", {})):
        on = town["iraq"].say("chair", f"proposal.{move}", body, version, on=on)
    town.ack_all()
    for party in town:
        party.takes("does_not_object", version, refs=[(on, "replies_to")])
    other = town["iraq"].branch(size)
    other.say("head", "proposal.table", WHO)
    holder = hold(town, [*town.logs(), other.log])
    record = holder.record(version)
    assert record.states == ("tabled",)
    assert record.chapter.truth(record, holder.world) == "adopted"


def test_a_copy_of_anothers_dispatch_in_ones_own_log_changes_nothing_about_it() -> None:
    town = Town()
    act = town["iran"].say("head", "proposal.table", WHO)
    plain = hold(town, town.logs()).lines()
    town["us"].log.add(town["iran"].log.entries[-1])
    holder = same_in_every_order(town, town.logs())
    assert holder.lines() == plain
    alone = hold(town, [town["us"].log])
    assert act not in alone.lines()
    assert alone.world.find(act) is None


def test_acknowledging_one_branch_is_no_receipt_for_what_stands_on_the_other() -> None:
    town = Town()
    iran = town["iran"]
    other = iran.branch()
    version = iran.table()
    for _ in range(3):
        other.say("node", "heartbeat", {})
    town["us"].ack(other)
    early = town["us"].takes("accepts", version)
    town["us"].acked.clear()
    town["us"].ack(iran)
    late = town["us"].takes("accepts", version)
    holder = same_in_every_order(town, [iran.log, other.log, town["us"].log])
    assert [holder.reason(act) for act in (early, late)] == ["no_receipt", ""]


def test_an_acknowledgement_of_either_branch_is_a_receipt_for_what_both_share() -> None:
    town = Town()
    iran = town["iran"]
    version = iran.table()
    other = iran.branch()
    iran.say("node", "heartbeat", {})
    other.say("node", "heartbeat", {})
    town["us"].ack(other)
    act = town["us"].takes("accepts", version)
    holder = same_in_every_order(town, [iran.log, other.log, town["us"].log])
    assert holder.reason(act) == ""


def test_an_own_act_on_another_branch_is_not_held_by_this_one() -> None:
    town = Town()
    iran, other = town["iran"], town["iran"].branch()
    version = iran.table()
    act = other.takes("accepts", version)
    holder = same_in_every_order(town, [iran.log, other.log])
    assert holder.reason(act) == "no_receipt"
