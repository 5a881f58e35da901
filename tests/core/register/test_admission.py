# SPDX-License-Identifier: Apache-2.0
"""Which notes hold at their place in a log, and which keys are in force there (REG-1 to REG-8)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.world import Holder, Party, Town, wording
from tests.world.keys import raw_key, signing_key
from tests.world.party import Forgery
from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.encoding.refusal import Misbehaved
from tripartite.core.encoding.values import Hash, b64
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, parse_note, signed_line
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.core.register import admission
from tripartite.core.register.admission import LogState

TABLE = {"form": "oral_no_text", "kind": "decision", "title": [["en", "A mechanism"]]}


@pytest.fixture
def town() -> Town:
    return Town()


def reasons(town: Town, party: Party | str = "iran") -> list[str]:
    """The verdict on every note of a log after the first."""
    holder = Holder(town.charter)
    taken = holder.take((town[party] if isinstance(party, str) else party).log)
    return [one.leaf.reason for one in taken[1:]]


def forged(town: Town, **wrong: object) -> list[str]:
    town["iran"].say("head", "proposal.table", TABLE, forgery=Forgery(**wrong))  # type: ignore[arg-type]
    town["iran"].say("head", "proposal.table", TABLE)
    return reasons(town)


def test_a_note_of_this_log_under_a_key_in_force_holds(town: Town) -> None:
    town["iran"].say("head", "proposal.table", TABLE)
    assert reasons(town) == [""]


def test_a_note_for_another_mechanism_has_no_effect_and_stops_nothing(town: Town) -> None:
    assert forged(town, net=Town(label="elsewhere").charter.net) == ["bad_note", ""]


def test_a_note_for_another_partys_log_has_no_effect(town: Town) -> None:
    assert forged(town, origin=town["iraq"].log.origin) == ["bad_note", ""]


def test_a_note_by_another_party_has_no_effect(town: Town) -> None:
    key = signing_key(town.seed("iraq", "d/head"))
    assert forged(town, by=town["iraq"].key_name("d/head"), signer=key) == ["bad_note", ""]


def test_a_note_signed_by_a_key_that_signs_no_notes_has_no_effect(town: Town) -> None:
    assert forged(town, by=town["iran"].key_name("m1")) == ["bad_note", ""]


def test_a_signature_by_the_wrong_key_under_the_right_name_has_no_effect(town: Town) -> None:
    assert forged(town, signer=signing_key("a stranger")) == ["bad_note", ""]


def test_a_note_to_the_public_has_no_place_in_a_main_log(town: Town) -> None:
    assert forged(town, to="public") == ["bad_note", ""]


def test_bytes_that_are_no_note_are_kept_without_effect(town: Town) -> None:
    assert forged(town, note=lambda _note: b"nonsense") == ["bad_note", ""]


@pytest.mark.parametrize("prev", [(1, EMPTY_ROOT), (0, b"\x01" * 32), (99, EMPTY_ROOT)])
def test_a_note_that_does_not_continue_its_own_log_has_no_effect(town: Town, prev: tuple[int, bytes]) -> None:
    assert forged(town, prev=prev) == ["bad_prev", ""]


def test_a_note_may_name_any_earlier_size_of_its_log(town: Town) -> None:
    log = town["iran"].log
    assert forged(town, prev=(0, EMPTY_ROOT)) == ["", ""]
    town["iran"].say("head", "proposal.table", TABLE, forgery=Forgery(prev=(2, log.root(2))))
    assert reasons(town) == ["", "", ""]


def test_the_second_occurrence_of_a_note_has_no_effect(town: Town) -> None:
    town["iran"].say("head", "proposal.table", TABLE)
    town["iran"].log.add(town["iran"].log.entries[-1])
    assert reasons(town) == ["", "duplicate_id"]


def test_a_delegate_nobody_accredited_has_no_key(town: Town) -> None:
    town["iran"].say("cousin", "proposal.table", TABLE)
    assert reasons(town) == ["no_key"]


def test_one_signature_too_many_is_no_signature(town: Town) -> None:
    town["iran"].say("head", "proposal.table", TABLE)
    entry = town["iran"].log.entries[-1]
    note, other = parse_note(entry.dispatch, 16_384), parse_note(town["iran"].log.entries[0].dispatch, 16_384)
    town["iran"].log.entries[-1] = entry._replace(dispatch=make_note(note.text, [*note.lines, *other.lines]))
    assert reasons(town) == ["no_key"]


def test_a_signature_under_another_name_than_the_notes_author_is_none(town: Town) -> None:
    iran = town["iran"]
    iran.say("head", "proposal.table", TABLE)
    entry = iran.log.entries[-1]
    text = parse_note(entry.dispatch, 16_384).text
    other = iran._lines("d/deputy", text, Forgery())
    iran.log.entries[-1] = entry._replace(dispatch=make_note(text, other))
    assert reasons(town) == ["no_key"]


# --- log time


def test_log_time_never_runs_backwards_and_a_bad_note_does_not_move_it(town: Town) -> None:
    iran, now = town["iran"], town.now
    iran.say("head", "proposal.table", TABLE, at=now + 1_000)
    iran.say("head", "proposal.table", TABLE, at=now + 10)
    iran.say(
        "head", "proposal.table", TABLE, at=now + 9_000, forgery=Forgery(signer=signing_key("a stranger"))
    )
    iran.say("head", "proposal.table", TABLE, at=now + 2_000)
    taken = Holder(town.charter).take(iran.log)
    assert [one.leaf.time - now for one in taken[1:]] == [1_000, 1_000, 1_000, 2_000]


def test_an_expired_key_signs_no_more_by_log_time_whatever_its_own_clock_says(town: Town) -> None:
    iran = town["iran"]
    iran.accredit("guest", ["member"], ["negotiate"], not_after="2007-06-01T00:00:00Z")
    end = 1_180_656_000
    iran.say("guest", "proposal.table", TABLE, at=end)
    iran.say("node", "heartbeat", {}, at=end + 1)
    iran.say("guest", "proposal.table", TABLE, at=end - 1)
    assert reasons(town) == ["", "", "", "no_key"]


# --- grants and recalls


def granted(town: Town, party: str = "iran") -> LogState:
    holder = Holder(town.charter)
    holder.take(town[party].log)
    found = holder.histories.main(town[party].log.origin)
    assert found is not None
    return found.state


def test_a_recalled_key_signs_no_more_and_what_it_signed_stands(town: Town) -> None:
    iran = town["iran"]
    iran.say("head", "proposal.table", TABLE)
    iran.recall("head")
    iran.say("head", "proposal.table", TABLE)
    assert reasons(town) == ["", "", "no_key"]


@pytest.mark.parametrize("by", ["root", "office", "node"])
def test_roots_office_and_node_may_recall(town: Town, by: str) -> None:
    town["iran"].accredit("office", (), ["accredit"])
    recall = town["iran"].recall("head", by=by)
    assert granted(town).granted(recall)
    assert granted(town).holder("d/head") is None


def test_a_second_recall_and_one_of_a_replaced_grant_change_nothing(town: Town) -> None:
    iran = town["iran"]
    replaced = iran.grants["d/head"]
    iran.accredit("head", ["head_of_delegation"], ["negotiate"], seed="a new key")
    useless = iran.say("root", "recall", {}, record=replaced, on=replaced)
    first, second = iran.recall("head"), iran.recall("head")
    state = granted(town)
    assert [state.granted(act) for act in (useless, first, second)] == [False, True, False]


def test_a_new_grant_replaces_the_roles_former_one(town: Town) -> None:
    iran = town["iran"]
    iran.accredit("head", ["member"], ["negotiate"], seed="a new key")
    iran.say("head", "proposal.table", TABLE)
    iran.seeds.pop("d/head")
    iran.say("head", "proposal.table", TABLE)
    assert reasons(town) == ["", "", "no_key"]
    holder = granted(town).holder("d/head")
    assert holder is not None
    assert holder.functions == {"member"}


@pytest.mark.parametrize("seed", ["town/iran/d/head", "town/iraq/node", "town/iran/root/1"])
def test_a_key_that_charter_or_log_already_knows_is_not_granted_again(town: Town, seed: str) -> None:
    act = town["iran"].accredit("guest", ["member"], ["negotiate"], seed=seed)
    assert not granted(town).granted(act)


def test_a_key_of_another_partys_delegate_is_no_obstacle_in_ones_own_log(town: Town) -> None:
    act = town["iran"].accredit("guest", ["member"], seed="town/iraq/d/head")
    assert granted(town).granted(act)


@pytest.mark.parametrize("raw", [b"\x00" * 32, b"\x01" + b"\x00" * 31, b"\xff" * 32])
def test_a_point_that_is_no_key_is_not_granted(town: Town, raw: bytes) -> None:
    act = town["iran"].say("root", "key", {"pk": b64(raw), "role": "d/guest"})
    assert not granted(town).granted(act)


def test_two_keys_of_one_role_with_one_key_id_are_not_told_apart_so_the_second_is_not_granted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town["iran"].accredit("guest", ["member"], seed="one")
    act = town["iran"].accredit("guest", ["member"], seed="two")
    monkeypatch.setattr(admission, "key_id", lambda *_parts: b"same")
    assert not granted(town).granted(act)


def test_grants_of_one_log_are_bounded(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = [town["iran"].accredit("guest", ["member"], seed=f"key {i}") for i in range(3)]
    monkeypatch.setattr(admission, "MAX_GRANTS", len(granted(town)._keys.grants) - 1)
    assert [granted(town).granted(act) for act in acts] == [True, True, False]


def test_the_office_accredits_delegates_up_to_its_ceiling(town: Town) -> None:
    iran = town["iran"]
    iran.accredit("office", (), ["accredit"], ceiling=["negotiate", "sign_report"])
    good = iran.accredit("guest", ["monitor"], ["sign_report"], by="office")
    above = iran.accredit("guest", ["member"], ["send_notification"], by="office", seed="other 1")
    office = iran.say("office", "key", {"pk": b64(raw_key("other 2")), "role": "office"})
    assert [granted(town).granted(act) for act in (good, above, office)] == [True, False, False]


@pytest.mark.parametrize("power", ["adopt_text", "express_consent"])
def test_powers_that_roots_alone_grant_are_above_any_ceiling(town: Town, power: str) -> None:
    iran = town["iran"]
    iran.accredit("office", (), ["accredit"], ceiling=[power])
    act = iran.accredit("guest", ["member"], [power], by="office")
    assert not granted(town).granted(act)


@pytest.mark.parametrize("by", ["node", "head"])
def test_neither_node_nor_delegate_grants_a_key(town: Town, by: str) -> None:
    act = town["iran"].accredit("guest", ["member"], ["negotiate"], by=by)
    assert not granted(town).granted(act)


def test_only_an_office_has_a_ceiling(town: Town) -> None:
    act = town["iran"].accredit("guest", ["member"], ["negotiate"], ceiling=["negotiate"])
    assert not granted(town).granted(act)


def test_a_key_is_in_force_from_the_next_dispatch_on(town: Town) -> None:
    iran = town["iran"]
    iran.say("guest", "proposal.table", TABLE)
    iran.accredit("guest", ["member"], ["negotiate"])
    iran.say("guest", "proposal.table", TABLE)
    assert reasons(town) == ["no_key", "", ""]


# --- roots


def test_a_dispatch_of_the_roots_needs_their_threshold() -> None:
    town = Town(roots=3, threshold=2)
    iran = town["iran"]
    iran.accredit("guest", ["member"], ["negotiate"])
    entry = iran.log.entries[-1]
    note = parse_note(entry.dispatch, 16_384)
    texts = [make_note(note.text, lines) for lines in (note.lines[:2], note.lines[:1])]
    found = []
    for text in texts:
        iran.log.entries[-1] = entry._replace(dispatch=text)
        iran.log.hashes[-1] = read_dispatch(text).leaf
        found += reasons(town)
    assert found == ["", "no_key"]


def test_a_root_the_charter_does_not_name_is_no_root() -> None:
    town = Town(roots=2)
    iran = town["iran"]
    iran.accredit("guest", ["member"])
    entry = iran.log.entries[-1]
    text = parse_note(entry.dispatch, 16_384).text
    key = named_key(iran.key_name("root/3"), raw_key("a third root"))
    line = signed_line(key, signing_key("a third root").sign(text).signature)
    iran.log.entries[-1] = entry._replace(dispatch=make_note(text, [line]))
    assert reasons(town) == ["no_key"]


def test_a_root_of_another_party_is_no_root(town: Town) -> None:
    iran, iraq = town["iran"], town["iraq"]
    iran.accredit("guest", ["member"])
    entry = iran.log.entries[-1]
    text = parse_note(entry.dispatch, 16_384).text
    lines = iraq._lines("root", text, Forgery())
    iran.log.entries[-1] = entry._replace(dispatch=make_note(text, lines))
    assert reasons(town) == ["no_key"]


# --- payloads


def test_a_payload_that_does_not_open_to_its_note_holds_no_acts_now_or_after_a_rebuild(town: Town) -> None:
    wrong = Forgery(said=lambda said: replace(said, root=Hash(b"\x01" * 32)))
    act = town["iran"].say("head", "proposal.table", TABLE, forgery=wrong)
    later = town["iran"].say("head", "proposal.table", TABLE)
    holder = Holder(town.charter).take_all(town.logs())
    before = holder.lines()
    assert act not in before
    assert later in before
    assert holder.world.find(act) is None
    holder.keeper.rebuild()
    assert holder.lines() == before


def test_bytes_that_are_not_what_the_note_names_are_the_senders_fault_not_the_authors(town: Town) -> None:
    town["iran"].say("head", "proposal.table", TABLE, forgery=Forgery(payload=lambda data: data + b"{}\n"))
    with pytest.raises(Misbehaved) as caught:
        Holder(town.charter).take(town["iran"].log)
    assert caught.value.code == "bad_payload"


def test_a_payload_beside_bytes_that_are_no_note_is_not_kept(town: Town) -> None:
    town["iran"].say("head", "proposal.table", TABLE, forgery=Forgery(note=lambda _note: b"nonsense"))
    holder = Holder(town.charter)
    leaf = holder.take(town["iran"].log)[-1].leaf
    assert holder.store.payloads.get(leaf.number) is None


def test_a_structural_payload_may_not_be_withheld_since_later_keys_depend_on_it(town: Town) -> None:
    town["iran"].accredit("guest", ["member"])
    log = town["iran"].log.copy()
    log.entries[-1] = log.entries[-1]._replace(payload=None)
    with pytest.raises(Misbehaved):
        Holder(town.charter).take(log)


def test_a_structural_dispatch_that_is_not_carried_has_no_effect(town: Town) -> None:
    body = {"urls": [["https://example.org/" + "x" * 400, ""] for _ in range(16)]}
    town["iran"].say_all("node", [wording("address", body) for _ in range(12)])
    assert reasons(town) == ["bad_note"]


def test_who_holds_which_key_now_is_known_by_role() -> None:
    town = Town()
    holder = Holder(town.charter).take_all(town.logs())
    state = next(history.state for history in holder.histories.all() if history.party == "iran")
    assert set(state.holders()) >= {"d/head", "d/liaison"}
    assert state.holders()["d/head"] == state.holder("d/head")
