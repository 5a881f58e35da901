# SPDX-License-Identifier: Apache-2.0
"""Which key holds which powers, as people read it: the register says what the logs made of a grant (REG-6 to REG-8)."""

from __future__ import annotations

from tests.world import DELEGATES, Holder, Party, Town


def hold(town: Town) -> Holder:
    return Holder(town.charter).take_all(town.logs())


def test_a_grant_that_took_effect_is_in_force_and_says_what_it_grants() -> None:
    town = Town()
    holder, act = hold(town), town["iran"].grants["d/head"]
    record = holder.record(act)
    shown = record.chapter.view(record, holder.world)
    assert record.states == ("in_force",)
    assert (shown["party"], shown["role"], shown["functions"]) == ("iran", "d/head", ["head_of_delegation"])
    assert shown["powers"] == sorted(DELEGATES["head"][1])


def test_a_recalled_grant_is_recalled_and_a_second_recall_has_no_effect() -> None:
    town = Town()
    act = town["iran"].grants["d/head"]
    town["iran"].recall("head")
    again = town["iran"].recall("head")
    holder = hold(town)
    assert holder.states(act) == ("recalled",)
    assert holder.reason(again) == "wrong_state"


def test_nobody_recalls_another_partys_key() -> None:
    town = Town()
    act = town["iran"].grants["d/head"]
    recall = town["us"].say("root", "recall", {}, record=act, on=act)
    holder = hold(town)
    assert (holder.reason(recall), holder.states(act)) == ("no_power", ("in_force",))


def test_a_grant_beyond_what_its_signer_may_grant_has_no_power() -> None:
    town = Town()
    iran = town["iran"]
    iran.accredit("office", (), ["accredit"], ceiling=["negotiate"])
    above = iran.accredit("guest", ["member"], ["sign_report"], by="office")
    node = iran.accredit("guest", ["member"], ["negotiate"], by="node", seed="another")
    holder = hold(town)
    assert [holder.reason(act) for act in (above, node)] == ["no_power", "no_power"]


def test_a_key_that_is_not_new_is_not_admissible() -> None:
    town = Town()
    act = town["iran"].accredit("guest", ["member"], ["negotiate"], seed=town.seed("iran", "d/head"))
    found = hold(town).finding(act)
    assert (found.reason, found.detail) == ("guard", "key_not_admissible")


def verify(party: Party, act: str, answer: str = "accepted") -> str:
    return party.say("head", "credential.verify", {"answer": answer}, act)


def test_the_others_say_what_they_make_of_a_credential_and_a_party_not_of_its_own() -> None:
    town = Town()
    act = town["iran"].grants["d/head"]
    own = verify(town["iran"], act)
    verify(town["us"], act, "queried")
    verify(town["us"], act)
    holder = hold(town)
    record = holder.record(act)
    assert holder.reason(own) == "guard"
    assert record.chapter.view(record, holder.world)["verified_by"] == {"us": "accepted"}


def test_a_credential_is_presented_by_the_party_whose_key_it_is_about() -> None:
    town = Town()
    act = town["iran"].grants["d/head"]
    body = {"issued_by": "The ministry", "dated": "2007-05-27T00:00:00Z"}
    shown = town["iran"].say("head", "credential.present", body, act)
    stranger = town["us"].say("head", "credential.present", body, act)
    holder = hold(town)
    assert [holder.reason(one) for one in (shown, stranger)] == ["", "no_power"]


def test_a_recall_of_what_is_not_held_waits_unseen() -> None:
    town = Town()
    nowhere = "0" * 64 + "/0"
    town["iran"].say("root", "recall", {}, record=nowhere, on=nowhere)
    assert len(hold(town).lines()) == len(DELEGATES) * 3
