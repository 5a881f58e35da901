# SPDX-License-Identifier: Apache-2.0
"""What may be taken back, and that nothing taken back late undoes what others have made (PRO-8)."""

from __future__ import annotations

from tests.core.register.table import Table


def test_of_two_withdrawals_of_one_acceptance_the_first_is_what_others_acknowledged() -> None:
    table = Table()
    act = table.takes("iran", "accepts")
    table.withdraws("iran", act)
    table.town.ack_all()
    for name in ("iraq", "us"):
        table.takes(name, "accepts")
    table.withdraws("iran", act)
    assert table.agreed() == ()


def test_a_withdrawal_the_others_had_acknowledged_before_they_accepted_stands() -> None:
    table = Table()
    act = table.takes("iran", "accepts")
    table.withdraws("iran", act)
    table.town.ack_all()
    table.takes("iraq", "accepts")
    table.takes("us", "accepts")
    assert table.agreed() == ()
    again = table.takes("iran", "accepts")
    assert table.agreed()[0] == again


def test_a_withdrawal_after_the_others_accepted_takes_nothing_back() -> None:
    table = Table()
    acts = table.everyone()
    table.withdraws("iran", acts["iran"])
    table.town.ack_all(2)
    assert table.agreed() == tuple(acts.values())


def test_acceptances_combine_pairwise_so_one_that_saw_the_withdrawal_stops_it_alone() -> None:
    table = Table()
    act = table.takes("iran", "accepts")
    table.takes("us", "accepts")
    table.withdraws("iran", act)
    table.town["iraq"].ack(table.town["iran"])
    table.takes("iraq", "accepts")
    assert table.agreed() == ()


def test_of_several_acceptances_the_earliest_choice_that_combines_is_taken() -> None:
    table = Table()
    first = table.takes("iran", "accepts")
    table.withdraws("iran", first)
    table.town["us"].ack(table.town["iran"])
    late = table.takes("us", "accepts")
    second = table.takes("iran", "accepts")
    iraq = table.takes("iraq", "accepts")
    assert table.agreed() == (second, iraq, late)


def test_two_withdrawals_that_each_saw_the_other_leave_nothing() -> None:
    table = Table()
    one, other = table.takes("iran", "accepts"), table.takes("us", "accepts")
    table.takes("iraq", "accepts")
    table.withdraws("iran", one)
    table.withdraws("us", other)
    table.town.ack_all()
    table.takes("iran", "accepts")
    table.takes("us", "accepts")
    assert len(table.agreed()) == 3


def test_an_acceptance_that_binds_until_a_day_cannot_be_withdrawn_before_it() -> None:
    table = Table()
    act = table.takes("iran", "accepts", until="2007-06-01T00:00:00Z")
    early = table.withdraws("iran", act)
    table.town.tick(1_180_656_000)
    late = table.withdraws("iran", act)
    assert [table.reason(one) for one in (early, late)] == ["too_early", ""]


def test_a_withdrawal_takes_the_power_its_position_took() -> None:
    table = Table()
    act, objection = table.takes("iran", "accepts"), table.takes("iran", "objects")
    weak, fine = table.withdraws("iran", act, "member"), table.withdraws("iran", objection, "member")
    assert [table.reason(one) for one in (weak, fine)] == ["no_power", ""]


def test_a_withdrawal_of_another_partys_act_has_no_effect() -> None:
    table = Table()
    assert table.reason(table.withdraws("us", table.takes("iran", "accepts"))) == "guard"


def test_a_withdrawal_confirmed_only_after_the_others_accepted_cannot_undo_what_they_had_made() -> None:
    """Signed without power it had no effect when the others saw it; its confirmation comes too late for them."""
    table = Table()
    iran = table.town["iran"]
    act = table.takes("iran", "accepts")
    weak = table.withdraws("iran", act, "liaison")
    table.town.ack_all()
    table.takes("iraq", "accepts")
    table.takes("us", "accepts")
    before = table.agreed()
    iran.say("head", "confirm", {"of": weak}, table.id)
    table.town.ack_all(2)
    assert table.reason(weak) == ""
    assert table.agreed() == before != ()
