# SPDX-License-Identifier: Apache-2.0
"""Words go, logs stay: what an erasure does to a record, the same whoever still holds the words (ERA-1 to ERA-5)."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from tests.core.register.chapters.scene import Scene, en
from tests.world import Holder
from tests.world.log import Entry, Log
from tests.world.wording import wording
from tripartite.core.register.chapters import KINDS, incidents
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Stub, blank
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf

SINAK = {"day": "2007-05-28", "title": en("A truck bomb in Sinak")}
WORD = "Umm Ghazi, from the third floor"
SEEN = {"what": en(f"{WORD} saw it"), "source_category": "own_observation"}


def stub(act: str, kind: str, record: str | None = None) -> tuple[str, str, str]:
    return act, f"{kind}@1", record or act


class Told:
    """Iraq reports an incident, and claims in one dispatch what a witness saw and what it measured."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.incident = self.scene.say("iraq", "incident.report", SINAK)
        claims = [
            wording("incident.claim", SEEN, self.incident),
            wording("incident.scope", {"in_scope": True}, self.incident),
        ]
        self.claim, self.scope = self.scene.town["iraq"].say_all("head", claims)

    def erase(self, *stubs: tuple[str, str, str], party: str = "iraq", role: str = "head") -> str:
        return self.scene.say(party, "erase", {"of": sorted(stubs)}, role=role)

    @property
    def claim_stub(self) -> tuple[str, str, str]:
        return stub(self.claim, "incident.claim", self.incident)

    def holder(self) -> Holder:
        return Holder(self.scene.town.charter).take_all(self.scene.town.logs())

    def without(self, *acts: str) -> Holder:
        """Somebody who comes late, and was given no payload of these acts' dispatches."""
        gone = {act.partition("/")[0] for act in acts}
        full = self.holder()
        late = Holder(self.scene.town.charter)
        for log in self.scene.town.logs():
            bare = Log(log.origin)
            leaves = full.store.logs.leaves(full.histories.begin(log.origin).number, 0, 1000)
            for entry, leaf in zip(log.entries, leaves, strict=True):
                bare.add(Entry(entry.dispatch, None if leaf.id in gone else entry.payload))
            late.take(bare)
        return late


def leaf_of(holder: Holder, act: str) -> Leaf:
    (leaf,) = holder.store.logs.by_id(act.partition("/")[0])
    return leaf


def test_an_erased_act_is_a_blank_by_name_and_says_nothing() -> None:
    told = Told()
    told.erase(told.claim_stub)
    record = told.holder().record(told.incident)
    assert told.claim not in {act.id for act in record.effective}
    assert record.inert == ((told.claim, Finding("erased")),)
    found = record.act(told.claim)
    assert found is not None
    assert (found.party, found.kind_name, found.record) == ("iraq", "incident.claim@1", told.incident)
    assert not hasattr(found.body, "what")
    assert told.scene.view(told.incident)["claims"] == []


def test_the_other_acts_of_its_dispatch_stay_and_its_words_are_in_nothing_that_is_held() -> None:
    told = Told()
    told.erase(told.claim_stub)
    holder = told.holder()
    leaf = leaf_of(holder, told.claim)
    assert holder.store.payloads.read(leaf.number) is None
    assert all(WORD.encode() not in line for line in holder.store.payloads.thinned(leaf.number) or ())
    assert holder.store.payloads.line(leaf.number, 1) is not None
    assert holder.record(told.incident).act(told.scope) is not None


def test_who_holds_it_who_deleted_it_and_who_never_had_it_derive_the_same() -> None:
    """Promise 8: erased acts leave the log verifiable, and the digest equal."""
    told = Told()
    told.erase(told.claim_stub, stub(told.scope, "incident.scope", told.incident))
    at_once, late = told.holder(), told.without(told.claim)
    rebuilt = told.holder()
    with rebuilt.store.transaction():
        rebuilt.keeper.rebuild()
    assert at_once.digest() == late.digest() == rebuilt.digest()
    assert late.past.whole(late.histories.begin(leaf_log(late, told.claim))) == len(
        told.scene.town["iraq"].log.entries
    )


def leaf_log(holder: Holder, act: str) -> str:
    return holder.histories.by_number(leaf_of(holder, act).branch).branch.origin


def test_an_erased_founding_act_still_founds_and_what_others_said_stands() -> None:
    told = Told()
    said = told.scene.say("us", "incident.scope", {"in_scope": False}, told.incident)
    closed = told.scene.say(
        "iraq", "incident.close", {"reason": en("Done.")}, told.incident, role="chair", on=told.incident
    )
    told.erase(stub(told.incident, "incident.report"))
    record = told.holder().record(told.incident)
    assert record.states == ("closed",)
    assert {said, closed} <= {act.id for act in record.effective}
    assert not record.readable


@pytest.mark.parametrize("reverse", [False, True])
def test_in_whatever_order_logs_come_the_same_is_blank(reverse: bool) -> None:
    told = Told()
    told.scene.say("us", "dispute", {"of": told.claim, "text": en("No.")}, told.incident)
    told.erase(told.claim_stub)
    logs = list(told.scene.town.logs())
    holder = Holder(told.scene.town.charter).take_all(reversed(logs) if reverse else logs)
    assert holder.digest() == told.holder().digest()
    assert holder.reason(told.claim) == "erased"


def test_naming_a_kept_kind_does_nothing() -> None:
    told = Told()
    proposal = told.scene.town["iraq"].table()
    erase = told.erase(stub(proposal, "proposal.table"))
    holder = told.holder()
    assert holder.reason(erase) == ""
    assert holder.reason(proposal) == ""
    assert told.scene.view(erase)["erased"] == [
        {"act": proposal, "kind": "proposal.table@1", "record": proposal, "gone": False}
    ]


@pytest.mark.parametrize(
    "lie",
    [
        lambda told: stub(told.claim, "incident.casualty", told.incident),
        lambda told: stub(told.claim, "incident.claim", told.scope),
        lambda told: stub(told.scene.town["iraq"].table(), "incident.report"),
    ],
    ids=["kind", "record", "a kept act as another"],
)
def test_a_stub_that_misstates_its_act_takes_nothing_and_convicts_itself(lie: object) -> None:
    told = Told()
    named = lie(told)  # type: ignore[operator]  # one of the lambdas above
    erase = told.erase(named)
    holder = told.holder()
    assert (holder.reason(erase), holder.finding(erase).detail) == ("bad_stub", "stub_misstates")
    assert holder.reason(named[0]) == ""


def test_nobody_erases_for_another_party() -> None:
    told = Told()
    erase = told.erase(told.claim_stub, party="us")
    holder = told.holder()
    assert holder.finding(erase).detail == "not_own_act"
    assert holder.reason(told.claim) == ""


def test_erasing_takes_the_power_for_it() -> None:
    told = Told()
    erase = told.erase(told.claim_stub, role="monitor")
    holder = told.holder()
    assert holder.reason(erase) == "no_power"
    assert holder.reason(told.claim) == ""


def test_a_fork_brings_no_words_back() -> None:
    """A stub counts on any history of its log."""
    told = Told()
    town = told.scene.town
    log, parted = town["iraq"].log, town["iraq"].log.size
    told.erase(told.claim_stub)
    other = Log(log.origin)
    for entry in log.entries[:parted]:
        other.add(entry)
    town["iraq"].log = other
    told.scene.say("iraq", "incident.scope", {"in_scope": False}, told.incident)
    for logs in ([log, other], [other, log]):
        holder = Holder(town.charter).take_all([*(one for one in town.logs() if one is not other), *logs])
        assert holder.reason(told.claim) == "erased"
        assert holder.store.payloads.read(leaf_of(holder, told.claim).number) is None


def test_an_erased_act_that_comes_late_is_not_taken_back() -> None:
    told = Told()
    told.erase(told.claim_stub)
    late = told.without(told.claim)
    leaf = leaf_of(late, told.claim)
    payload = next(e.payload for e in told.scene.town["iraq"].log.entries if e.dispatch == leaf.data)
    assert payload is not None
    with late.store.transaction():
        late.store.payloads.put([(leaf.number, payload)])
        late.keeper.rebuild()
    assert late.store.payloads.read(leaf.number) is None
    assert late.reason(told.claim) == "erased"
    assert late.reason(told.scope) == ""


def test_an_erase_lists_each_act_once_in_order() -> None:
    told = Told()
    twice = told.scene.say("iraq", "erase", {"of": [told.claim_stub, told.claim_stub]})
    assert told.scene.inert(twice) == ("bad_act",)
    assert told.scene.inert(told.scene.say("iraq", "erase", {"of": []})) == ("bad_act",)


def test_nodes_say_in_its_record_that_they_hold_nothing_any_more() -> None:
    told = Told()
    erase = told.erase(told.claim_stub)
    said = told.scene.say("us", "erased", {"of": erase}, erase, role="node")
    astray = told.scene.say("us", "erased", {"of": told.claim}, erase, role="node")
    assert list(told.scene.view(erase)["deleted_by"]) == ["us"]
    assert told.scene.inert(said) == ()
    assert told.scene.inert(astray) == ("guard", "no_such_act")


def test_a_blank_of_a_kind_that_does_not_count_here_is_no_blank() -> None:
    told = Told()
    placed = told.holder().world.find(told.claim)
    assert placed is not None
    assert blank(placed.place, 0, Stub("incident.claim@1", told.incident), {}).reason == "unknown_kind"


def test_moves_are_kept_and_so_is_all_that_nodes_offices_and_roots_sign() -> None:
    """ERA-2: what states rest on can be erased by nobody."""
    loose = [
        kind.name for kind in KINDS.values() if not kind.kept and (kind.mode == "move" or kind.structural)
    ]
    assert loose == []


def test_an_act_without_its_payload_is_erased_by_its_number() -> None:
    told = Told()
    told.erase(told.claim_stub, stub(told.scope, "incident.scope", told.incident))
    late = told.without(told.claim)
    leaf = leaf_of(late, told.claim)
    assert set(late.store.index.acts_of(told.incident)) >= {
        leaf.number * ACTS_PER_DISPATCH,
        leaf.number * ACTS_PER_DISPATCH + 1,
    }


def test_an_erase_that_does_not_travel_with_its_log_erases_nothing() -> None:
    told = Told()
    big = wording("dispute", {"of": told.claim, "text": en("x" * 8_000)}, told.incident)
    words = [wording("erase", {"of": [list(told.claim_stub)]}), *([big] * 9)]
    erase = told.scene.town["iraq"].say_all("head", words)[0]
    holder = told.holder()
    assert (holder.reason(erase), holder.reason(told.claim)) == ("not_carried", "")


def test_what_rests_on_an_erased_act_of_another_record_is_not_proven_by_it() -> None:
    told = Told()
    report = told.scene.say("iraq", "report.file", {"outlet": "Wire", "date": "2007-05-28", "language": "en"})
    figure = {"harm": "killed", "qualifier": "at_least", "low": 3, "source_category": "press"}
    counted = told.scene.say("us", "incident.casualty", figure, told.incident, refs=[(report, "cites")])
    told.erase(stub(report, "report.file"))
    assert told.holder().reason(counted) == ""
    assert blank_asked(told, report) == "rests_on_erased"


def blank_asked(told: Told, report: str) -> str:
    """The verdict on an act of one record whose guard asks what an erased act of another one said."""
    world = told.holder().world
    found, founding, gone = (world.find(act) for act in (told.claim, told.incident, report))
    assert found is not None
    assert founding is not None
    assert gone is not None
    assert found.kind is not None
    kind = dataclasses.replace(found.kind, guard=lambda _case: gone.body.outlet)
    return fold(incidents.CHAPTER, founding, [replace(found, kind=kind)], world).why[told.claim].detail
