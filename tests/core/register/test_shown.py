# SPDX-License-Identifier: Apache-2.0
"""One act is shown to who holds only the charter, and nothing of the acts beside it (DSC-1 to DSC-5)."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world.nodes import Nodes
from tests.world.party import Forgery
from tests.world.town import Town
from tripartite.core.dispatch.disclosure import left_extra, verify_disclosure, write_disclosure
from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.dispatch.payload import act_leaves, salt, split_payload
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import Party, b64, unb64
from tripartite.core.keys.names import KeyName
from tripartite.core.log.proofs import inclusion_path
from tripartite.core.log.tree import nodes_of
from tripartite.core.register.charters import Charters
from tripartite.core.register.placed import Placed
from tripartite.core.register.shown import Shown, verify_shown
from tripartite.node.author import Wish
from tripartite.node.disclosing import Discloser
from tripartite.node.node import Node

SECRETS = ("the name of the bridge", "the colour of the car", "the hour of the watch")


def told(node: Node, to: tuple[str, ...] = ()) -> list[str]:
    wishes = [Wish("incident.report", {"day": "2007-05-28"})]
    wishes += [
        Wish("incident.claim", {"what": [["en", words]], "source_category": "own_observation"}, record="./0")
        for words in SECRETS
    ]
    done = node.do("d/head", wishes, to=node.audience(wishes, to) if to else ())
    node.tick()
    return list(done.acts)


def shown_by(node: Node, act: str) -> bytes:
    placed = node.world.find_for(act, (node.party,))
    assert placed is not None
    return Discloser(node.histories, node.heads).disclose(placed)


def checked(nodes: Nodes, data: bytes) -> Shown:
    """As somebody who holds the charter and nothing else."""
    return verify_shown(data, Charters(nodes.town.charter), nodes.town.charter.nodes)


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head")
    nodes.settle()
    return nodes


def extra_of(data: bytes) -> bytes:
    return unb64(data.split(b"\n")[1].decode().removeprefix("extra "))


@pytest.mark.parametrize("to", [(), ("us",)], ids=["open", "sealed"])
@pytest.mark.parametrize("place", range(3))
def test_one_act_is_shown_with_who_signed_it_and_no_word_of_the_others(
    nodes: Nodes, to: tuple[str, ...], place: int
) -> None:
    acts = told(nodes["iran"], to)
    nodes.settle()
    data = shown_by(nodes["iran"], acts[place + 1])
    found = checked(nodes, data)
    assert found.disclosure.act is not None
    assert json.loads(bytes(found.disclosure.act.body))["what"] == [["en", SECRETS[place]]]
    assert (found.disclosure.index, found.disclosure.dispatch.commitment.count) == (place + 1, 4)
    assert found.grant is not None
    assert (found.grant.role, found.cosigned) == ("d/head", ("iran", "iraq", "us"))
    for other in set(SECRETS) - {SECRETS[place]}:
        assert other.encode() not in extra_of(data)


@given(shown=st.sets(st.integers(0, 3), min_size=1, max_size=3))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_subset_shows_nothing_of_the_rest(nodes: Nodes, shown: set[int]) -> None:
    """Neither words nor salts: of each other act the hash of its salted leaf at most."""
    acts = told(nodes["iran"])
    files = [shown_by(nodes["iran"], acts[place]) for place in sorted(shown)]
    [leaf] = nodes["iran"].store.logs.by_id(acts[0][:64])
    payload = nodes["iran"].store.payloads.read(leaf.number)
    assert payload is not None
    told_ = b"".join(extra_of(data) for data in files)
    seed = payload[len(b"tripartite/payload@v1\n") :][:32]
    assert seed not in told_
    assert b64(seed).encode() not in told_
    for place, words in enumerate(SECRETS, 1):
        assert (words.encode() in told_) == (place in shown)


def test_an_act_beside_an_erased_one_is_shown_and_the_erased_one_is_not(nodes: Nodes) -> None:
    acts = told(nodes["iran"])
    before = shown_by(nodes["iran"], acts[2])
    nodes["iran"].do("d/head", [Wish("erase", {"of": [[acts[1], "incident.claim@1", acts[0]]]})])
    nodes["iran"].tick()
    after = shown_by(nodes["iran"], acts[2])
    assert checked(nodes, after).disclosure.act == checked(nodes, before).disclosure.act
    with pytest.raises(Refused, match="not_found"):
        shown_by(nodes["iran"], acts[1])


def test_a_disclosed_act_is_held_against_the_sealed_original(nodes: Nodes) -> None:
    """US15: what was shown in part stands in what an auditor is given whole."""
    acts = told(nodes["iran"], ("us",))
    nodes.settle()
    data = shown_by(nodes["iran"], acts[1])
    shown = verify_disclosure(data, nodes.town.charter.key(nodes.town.charter.origin("iran")))
    [leaf] = nodes["us"].store.logs.by_id(acts[1][:64])
    assert shown.dispatch.data == leaf.data
    assert json.loads(nodes["us"].store.payloads.line(leaf.number, 1) or b"")["body"] == json.loads(
        bytes(shown.act.body) if shown.act else b""
    )


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_changed_byte_passes(nodes: Nodes, data: st.DataObject) -> None:
    if not hasattr(nodes, "shown"):
        acts = told(nodes["iran"])
        nodes.shown = shown_by(nodes["iran"], acts[1])  # type: ignore[attr-defined]  # made once
    whole: bytes = nodes.shown  # type: ignore[attr-defined]  # made above
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = checked(nodes, bytes(changed))
    except Trouble:
        return
    # A cosignature is a line nobody must have: damaged, it is no cosignature.
    assert found.disclosure.act == checked(nodes, whole).disclosure.act


def test_without_its_grant_an_author_is_unknown(nodes: Nodes) -> None:
    acts = told(nodes["iran"])
    placed = nodes["iran"].world.find(acts[1])
    assert placed is not None
    bare = Discloser(nodes["iran"].histories, nodes["iran"].heads)
    data = bare._file(placed, ())
    with pytest.raises(Refused, match="unknown_signer"):
        checked(nodes, data)


def test_an_act_of_the_roots_needs_no_grant(nodes: Nodes) -> None:
    found = checked(nodes, disclosed(nodes, key_act(nodes)))
    assert found.grant is None


def test_a_node_signs_with_a_key_of_the_charter(nodes: Nodes) -> None:
    ack = next(act for act in acts_of(nodes["iran"]) if act.kind_name == "ack@1")
    found = checked(nodes, disclosed(nodes, ack))
    assert (found.grant, found.disclosure.dispatch.by.role) == (None, "node")


def test_what_the_office_accredited_rests_on_the_office_and_that_on_the_roots(nodes: Nodes) -> None:
    iran, party = nodes["iran"], nodes.town["iran"]
    ceiling = ["sign_report"]
    office = party.key_body("office", (), (), ceiling=ceiling) | {"role": "office"}
    iran.do("root", [Wish("key", office)])
    iran.do("office", [Wish("key", party.key_body("monitor", ("monitor",), ("sign_report",)))])
    iran.tick()
    done = iran.do("d/monitor", [Wish("incident.report", {"day": "2007-05-28"})])
    iran.tick()
    data = shown_by(iran, done.acts[0])
    found = checked(nodes, data)
    assert found.grant is not None
    assert (found.grant.role, len(found.disclosure.keys)) == ("d/monitor", 2)


def key_act(nodes: Nodes) -> Placed:
    return next(act for act in acts_of(nodes["iran"]) if act.kind_name == "key@1")


def disclosed(nodes: Nodes, act: Placed) -> bytes:
    return Discloser(nodes["iran"].histories, nodes["iran"].heads).disclose(act)


def acts_of(node: Node) -> list[Placed]:
    history = node.log
    leaves = node.store.logs.leaves(history.number, 0, history.size)
    return [act for leaf in leaves for act in node.histories.placed_acts(history, leaf)]


# --- proofs that a liar puts together -----------------------------------------------------------------------------


class Liar:
    """Writes Iran's log by hand, and discloses from it what it likes."""

    def __init__(self) -> None:
        self.town = Town()
        self.party = self.town["iran"]

    def file(self, act: str, *keys: bytes, foreign: bool = False) -> bytes:
        log = self.party.log
        dispatch, _, index = act.partition("/")
        place = next(i for i, entry in enumerate(log.entries) if read_dispatch(entry.dispatch).id == dispatch)
        entry = log.entries[place]
        payload = split_payload(entry.payload or b"")
        leaves = act_leaves(payload.seed, payload.lines)
        shown = payload.lines[int(index)], salt(payload.seed, int(index))
        extra = left_extra(entry.dispatch, leaves, shown, int(index), keys)
        path = inclusion_path(place, log.size, nodes_of(log.hashes))
        key = self.town.charter.key(log.origin)
        return write_disclosure(extra, place, path, log.head(key, self.town.seed("iran", "m1")))

    def check(self, data: bytes) -> Shown:
        return verify_shown(data, Charters(self.town.charter), (*self.town.charter.nodes, Party("nobody")))

    def report(self, role: str = "head") -> str:
        return self.party.say(role, "incident.report", {"day": "2007-05-28"})


def refused(liar: Liar, data: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        liar.check(data)
    return error.value.code, error.value.refusal.fact("detail")


def test_a_key_granted_afterwards_speaks_for_nothing_before() -> None:
    liar = Liar()
    act = liar.report()
    later = liar.party.accredit("head", ("head_of_delegation",), ("sign_report",))
    assert refused(liar, liar.file(act, liar.file(later))) == ("no_key", "granted later")


def test_only_a_key_act_grants() -> None:
    liar = Liar()
    other, act = liar.report(), liar.report()
    assert refused(liar, liar.file(act, liar.file(other))) == ("no_key", "no key act")


def test_a_delegate_grants_nothing() -> None:
    liar = Liar()
    head = liar.file(liar.party.grants["d/head"])
    forged = liar.party.say("head", "key", liar.party.key_body("clerk", ("member",), ("negotiate",)))
    act = liar.report("clerk")
    assert refused(liar, liar.file(act, head, liar.file(forged))) == ("no_key", "granted by nobody who may")


def test_a_key_that_has_ended_signs_nothing() -> None:
    liar = Liar()
    grant = liar.party.accredit("clerk", ("member",), ("sign_report",), not_after="2001-01-01T00:00:00Z")
    act = liar.report("clerk")
    assert refused(liar, liar.file(act, liar.file(grant))) == ("no_key", "not in force any more")


def test_a_dispatch_of_another_party_is_shown_from_no_log_but_its_own() -> None:
    liar = Liar()
    act = liar.party.say(
        "head",
        "incident.report",
        {"day": "2007-05-28"},
        forgery=Forgery(by=liar.town["us"].key_name("d/head")),
    )
    assert refused(liar, liar.file(act))[0] == "unknown_signer"


def test_of_a_party_the_charter_does_not_know_nothing_is_shown() -> None:
    liar = Liar()
    name = liar.party.key_name("d/head")
    stranger = KeyName(name.exercise, name.label, name.net8, Party("nobody"), name.role)
    act = liar.party.say("head", "incident.report", {"day": "2007-05-28"}, forgery=Forgery(by=stranger))
    assert refused(liar, liar.file(act))[0] == "unknown_signer"


def test_a_head_that_nobody_cosigned_is_shown_as_that() -> None:
    liar = Liar()
    act = liar.report()
    assert liar.check(liar.file(act, liar.file(liar.party.grants["d/head"]))).cosigned == ()
