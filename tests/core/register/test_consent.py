# SPDX-License-Identifier: Apache-2.0
"""When positions make a version agreed or adopted, and that nothing makes it less so (PRO-7 to PRO-9)."""

from __future__ import annotations

import pytest

from tests.core.register.table import PARTIES, Table
from tests.world import Holder, Town, wording
from tripartite.core.register.chapters import consent

ORAL = {"form": "oral_no_text", "kind": "decision", "title": [["en", "A mechanism"]]}


def test_a_version_is_agreed_once_every_party_accepted_it_and_not_before() -> None:
    table = Table()
    acts = [table.takes("iran", "accepts")]
    assert table.agreed() == ()
    acts.append(table.takes("iraq", "accepts"))
    assert table.agreed() == ()
    statement = [["en", "As we understand it."]]
    acts.append(table.takes("us", "accepts_with_interpretative_statement", statement=statement))
    assert table.agreed() == tuple(acts)


def test_a_party_on_paper_counts_so_nothing_is_agreed_before_its_own_key_signs() -> None:
    table = Table(parties=(*PARTIES, "syria"), paper=("syria",))
    table.everyone()
    assert table.agreed() == ()


NEVER = (
    "supports",
    "proposes_amendment",
    "awaiting_instructions",
    "referred_to_capital",
    "objects",
    "declines",
)


@pytest.mark.parametrize(
    "position", [*NEVER, "accepts_ad_referendum", "does_not_object", "abstains_without_blocking"]
)
def test_no_other_position_counts_as_an_acceptance(position: str) -> None:
    table = Table()
    table.takes("iran", "accepts")
    table.takes("iraq", "accepts")
    assert table.reason(table.takes("us", position)) == ""
    assert table.agreed() == ()


def test_acceptances_of_two_versions_do_not_make_one() -> None:
    table = Table()
    iraq = table.town["iraq"]
    texts = [wording("proposal.text", {"lang": "en", "paragraphs": ["Other words."]}, record=table.id)]
    version = wording("proposal.version", {"amends": table.id}, record=table.id, refs=[("./1", "text")])
    other = iraq.say_all("head", [version, *texts])[0]
    table.town.ack_all()
    table.takes("iran", "accepts")
    table.takes("iraq", "accepts", other)
    table.takes("us", "accepts")
    assert table.agreed() == table.agreed(other) == ()
    act = table.takes("iraq", "accepts")
    assert act in table.agreed()
    assert table.agreed(other) == ()


def test_an_acceptance_before_its_partys_receipt_has_no_effect() -> None:
    town = Town()
    version = town["iran"].table()
    early = town["us"].takes("accepts", version)
    town.ack_all()
    late = town["us"].takes("accepts", version)
    holder = Holder(town.charter).take_all(town.logs())
    assert [holder.reason(act) for act in (early, late)] == ["no_receipt", ""]


def test_a_version_that_came_apart_from_its_note_is_received_by_receipt_alone() -> None:
    town = Town()
    words = ["word " * 3_000] * 3
    version = town["iran"].table(texts={"en": words, "fa": words})
    town.ack_all()
    early = town["us"].takes("accepts", version)
    town["us"].receipt(version, ok=False)
    broken = town["us"].takes("accepts", version)
    town["us"].receipt(version)
    late = town["us"].takes("accepts", version)
    holder = Holder(town.charter).take_all(town.logs())
    assert [holder.reason(act) for act in (early, broken, late)] == ["no_receipt", "no_receipt", ""]


def test_a_position_in_a_payload_that_is_not_carried_has_no_effect() -> None:
    table = Table()
    other = table.town["us"]
    words = [
        wording("statement.make", {"kind": "opening", "text": [["en", "x" * 9_000]], "voice": "own"})
    ] * 8
    position = wording("proposal.position", {"of": table.id, "position": "accepts"}, table.id)
    act = other.say_all("head", [position, *words])[0]
    assert table.reason(act) == "not_carried"


def test_a_position_longer_than_positions_are_has_no_effect() -> None:
    table = Table()
    act = table.takes("us", "objects", reason=[["en", "x" * 8_200]])
    assert table.reason(act) == "bad_act"


def test_an_oral_proposal_has_no_text_to_accept() -> None:
    town = Town()
    version = town["iran"].say("head", "proposal.table", ORAL)
    town.ack_all()
    acts = [town["us"].takes(position, version) for position in ("accepts", "referred_to_capital")]
    holder = Holder(town.charter).take_all(town.logs())
    assert [holder.reason(act) for act in acts] == ["guard", ""]


def test_in_a_talks_record_positions_that_count_are_closed_and_the_others_open() -> None:
    table = Table(purpose="talks_record")
    told = ("accepts_with_reservation", "accepts_with_interpretative_statement")
    counting = [table.takes("us", p, statement=[["en", "But."]]) for p in told]
    counting += [table.takes("us", p) for p in sorted(consent.MAY_COUNT - {*told})]
    others = [table.takes("us", p) for p in ("supports", "objects", "referred_to_capital")]
    holder = table.holder()
    assert {holder.reason(act) for act in counting} == {"talks_record"}
    assert {holder.reason(act) for act in others} == {""}
    assert table.agreed() == ()


def test_a_deputy_who_may_adopt_a_text_cannot_express_consent() -> None:
    table = Table()
    assert table.reason(table.takes("us", "accepts", role="deputy")) == "no_power"
    assert table.reason(table.takes("us", "accepts_ad_referendum", role="deputy")) == ""


# --- ad referendum


def test_an_acceptance_ad_referendum_counts_from_its_confirmation_on() -> None:
    table = Table()
    table.takes("iran", "accepts")
    table.takes("iraq", "accepts")
    act = table.takes("us", "accepts_ad_referendum", role="deputy")
    assert table.agreed() == ()
    table.town["us"].say("head", "confirm", {"of": act}, table.id)
    assert table.agreed()[2] == act


def test_a_confirmation_without_the_power_to_consent_confirms_nothing() -> None:
    table = Table()
    table.takes("iran", "accepts")
    table.takes("iraq", "accepts")
    act = table.takes("us", "accepts_ad_referendum", role="deputy")
    confirm = table.town["us"].say("deputy", "confirm", {"of": act}, table.id)
    assert table.reason(confirm) == "no_power"
    assert table.agreed() == ()


def test_a_key_that_may_only_act_ad_referendum_neither_accepts_nor_confirms() -> None:
    table = Table()
    us = table.town["us"]
    us.accredit("envoy", ["head_of_delegation"], ["adopt_text", "express_consent"], ad_referendum_only=True)
    act = table.takes("us", "accepts_ad_referendum", role="envoy")
    acts = [table.takes("us", "accepts", role="envoy"), us.say("envoy", "confirm", {"of": act}, table.id)]
    assert [table.reason(one) for one in (act, *acts)] == ["", "no_power", "no_power"]


def test_another_partys_confirmation_confirms_nothing() -> None:
    table = Table()
    act = table.takes("us", "accepts_ad_referendum")
    confirm = table.town["iran"].say("head", "confirm", {"of": act}, table.id)
    assert table.reason(confirm) == "guard"
    assert table.shown()["versions"][0]["agreed"] == []


def test_accepted_ad_referendum_shows_whose_confirmation_is_awaited_once_everyone_signed() -> None:
    table = Table()
    table.takes("iran", "accepts")
    act = table.takes("iraq", "accepts_ad_referendum", role="deputy")
    assert table.shown()["versions"][0]["accepted_ad_referendum"] == []
    table.takes("us", "accepts_ad_referendum", role="deputy")
    assert table.shown()["versions"][0]["accepted_ad_referendum"] == ["iraq", "us"]
    table.town["iraq"].say("head", "confirm", {"of": act}, table.id)
    assert table.shown()["versions"][0]["accepted_ad_referendum"] == ["us"]


# --- reservations


def test_an_acceptance_with_a_reservation_counts_once_every_other_party_accepted_the_reservation() -> None:
    table = Table()
    table.takes("iran", "accepts")
    table.takes("iraq", "accepts")
    act = table.takes("us", "accepts_with_reservation", statement=[["en", "Not paragraph 2."]])
    table.town["iran"].say("head", "proposal.reaction", {"of": act, "reaction": "accepted"}, table.id)
    table.town["iraq"].say("head", "proposal.reaction", {"of": act, "reaction": "objected"}, table.id)
    assert table.agreed() == ()
    table.town["iraq"].say("head", "proposal.reaction", {"of": act, "reaction": "accepted"}, table.id)
    assert table.agreed()[2] == act


def test_a_reaction_is_to_a_reservation_and_by_a_key_that_may_consent() -> None:
    table = Table()
    plain = table.takes("us", "accepts")
    act = table.takes("us", "accepts_with_reservation", statement=[["en", "Not paragraph 2."]])
    iraq = table.town["iraq"]
    none = iraq.say("head", "proposal.reaction", {"of": plain, "reaction": "accepted"}, table.id)
    weak = iraq.say("deputy", "proposal.reaction", {"of": act, "reaction": "accepted"}, table.id)
    assert [table.reason(one) for one in (none, weak)] == ["guard", "no_power"]


def test_a_reservation_says_what_it_reserves() -> None:
    table = Table()
    assert table.reason(table.takes("us", "accepts_with_reservation")) == "bad_act"


# --- consensus


def put(table: Table) -> str:
    chair, on = table.town["iraq"], table.id
    for move, body in (("open", {}), ("fix", {"version": table.id}), ("put", {})):
        on = chair.say("chair", f"proposal.{move}", body, table.id, on=on)
    return on


def test_by_consensus_who_does_not_object_after_the_put_is_enough_but_it_is_not_agreed() -> None:
    table = Table(rule="consensus")
    named = put(table)
    table.takes("iran", "accepts")
    table.takes("iraq", "does_not_object", refs=[(named, "replies_to")])
    table.takes("us", "abstains_without_blocking", refs=[(named, "replies_to")])
    assert len(table.adopted()) == 3
    assert table.agreed() == ()
    shown = table.shown()
    assert (shown["agreed"], shown["adopted"]) == (None, table.id)


def test_not_objecting_counts_for_the_version_that_the_named_put_put_and_no_other() -> None:
    table = Table(rule="consensus")
    named = put(table)
    iran = table.town["iran"]
    words = [
        wording("proposal.version", {}, record=table.id, refs=[("./1", "text")]),
        wording("proposal.text", {"lang": "en", "paragraphs": ["Other words."]}, record=table.id),
    ]
    other = iran.say_all("head", words)[0]
    table.town.ack_all()
    for name in PARTIES:
        table.takes(name, "does_not_object", other, refs=[(named, "replies_to")])
        table.takes(name, "does_not_object")
    assert table.adopted(other) == table.adopted() == ()


def test_a_put_is_found_behind_suspensions_resumptions_and_joinings() -> None:
    table = Table(rule="consensus")
    acts = [(act, "cites") for act in table.everyone().values()]
    chair, us = table.town["iraq"], table.town["us"]
    opened = chair.say("chair", "proposal.open", {}, table.id, on=table.id)
    fixed = chair.say("chair", "proposal.fix", {"version": table.id}, table.id, on=opened)
    suspended = us.say("head", "proposal.suspend", {}, table.id, on=fixed, refs=acts)
    resumed = [us.say("head", "proposal.resume", {}, table.id, on=suspended) for _ in range(2)]
    named = chair.say("chair", "proposal.put", {}, table.id, on=resumed)
    holder = table.holder()
    record = holder.record(table.id)
    assert holder.reason(named) == ""
    puts = consent.puts_by_version(record.of("proposal.put"), record.decided)
    assert puts == {table.id: frozenset({named})}
    first = consent.by_consensus(record, table.id, holder.world)
    assert consent.by_consensus(record, table.id, holder.world) == first != ()


def test_under_explicit_consent_not_objecting_adopts_nothing() -> None:
    table = Table()
    named = put(table)
    for name in PARTIES:
        table.takes(name, "does_not_object", refs=[(named, "replies_to")])
    assert table.shown()["adopted"] is None
    assert (
        table.holder().record(table.id).chapter.truth(table.holder().record(table.id), table.holder().world)
        == "account"
    )


# --- views


def test_the_register_says_no_position_recorded_and_never_takes_it_for_assent() -> None:
    table = Table()
    act = table.takes("iran", "accepts")
    table.withdraws("iran", act)
    found = {line["party"]: (line["position"], line["withdrawn"]) for line in table.shown()["positions"]}
    assert found == {"iran": ("accepts", True), "iraq": (None, False), "us": (None, False)}


def test_initialled_is_every_party_having_initialled_the_text() -> None:
    table = Table()
    for name in PARTIES:
        assert table.shown()["versions"][0]["initialled"] is False
        table.town[name].say("head", "proposal.initial", {"of": table.id}, table.id)
    assert table.shown()["versions"][0]["initialled"] is True


def test_referral_shows_what_came_after_the_last_one() -> None:
    table = Table()
    table.takes("iran", "referred_to_capital")
    table.takes("iraq", "referred_to_capital")
    table.takes("iraq", "declines")
    act = table.takes("us", "accepts_ad_referendum")
    assert table.shown()["referral"] == {"iran": "referred", "iraq": "declined", "us": "referred"}
    table.town["us"].say("head", "confirm", {"of": act}, table.id)
    table.takes("iran", "accepts")
    assert table.shown()["referral"] == {"iran": "confirmed", "iraq": "declined", "us": "confirmed"}
