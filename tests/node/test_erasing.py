# SPDX-License-Identifier: Apache-2.0
"""Erasing over real nodes: every copy loses the words, keeps the log, and says so (ERA-5 to ERA-9)."""

from __future__ import annotations

import pytest

from tests.world.nodes import Nodes, Office, WallClock, ask, digest, rebuilt_digest
from tests.world.town import Town
from tripartite.core.dispatch.thin import split_lines
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import b64
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.node.node import Node
from tripartite.node.query import Register
from tripartite.sync.bundle import make, take

WORD = "Umm Ghazi from the third floor"
PHOTO = b"her balcony, from the street"


@pytest.fixture
def nodes() -> Nodes:
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head")
    nodes.settle()
    return nodes


def told(node: Node, to: tuple[str, ...] = ()) -> tuple[str, str]:
    """An incident, and in one dispatch with it what somebody saw, with a picture; returns the two acts."""
    wishes = [
        Wish("incident.report", {"day": "2007-05-28"}),
        Wish(
            "incident.claim",
            {"what": [["en", f"{WORD} saw it"]], "source_category": "own_observation"},
            record="./0",
            attach=(Attachment(PHOTO, "image/jpeg"),),
        ),
    ]
    done = node.do("d/head", wishes, to=node.audience(wishes, to) if to else ())
    node.tick()
    return done.acts[0], done.acts[1]


def erase(node: Node, *stubs: tuple[str, str, str], to: tuple[str, ...] = ()) -> str:
    wish = Wish("erase", {"of": sorted(stubs)})
    done = node.do("d/head", [wish], to=node.audience([wish], to) if to else ())
    node.tick()
    return done.acts[0]


def claim_of(incident: str, claim: str) -> tuple[str, str, str]:
    return claim, "incident.claim@1", incident


def lines_of(node: Node, act: str) -> list[bytes | None]:
    [leaf] = node.store.logs.by_id(act[:64])
    return [node.store.payloads.line(leaf.number, place) for place in range(leaf.count)]


def test_every_node_deletes_and_says_so_and_the_registers_stay_equal(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    nodes.settle()
    asked = erase(nodes["iran"], claim_of(incident, claim))
    nodes.settle(6)
    for node in nodes.running.values():
        assert [line is None for line in lines_of(node, claim)] == [False, True]
        assert len(node.store.blobs.of(0, 1 << 60)) == 0
        register = Register(node.histories, node.past)
        assert set(register.shown(register.record(asked))["fields"]["deleted_by"]) == {"iran", "iraq", "us"}
    found = {digest(node) for node in nodes.running.values()}
    assert len(found) == 1
    assert {rebuilt_digest(node) for node in nodes.running.values()} == found


def test_a_newcomer_is_given_what_is_left_and_acknowledges_the_log(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    erase(nodes["iran"], claim_of(incident, claim))
    nodes.settle()
    late = Office(nodes.town, "us", WallClock(nodes.wall.time)).open()
    ask(late, nodes["iraq"].mirror)
    assert [line is None for line in lines_of(late, claim)] == [False, True]
    assert digest(late) == digest(nodes["iraq"])
    history = late.histories.begin(late.charters.origin("iran"))
    assert late.past.whole(history) == history.size


def test_what_is_left_travels_by_bundle(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    erase(nodes["iran"], claim_of(incident, claim))
    late = Office(nodes.town, "us", WallClock(nodes.wall.time)).open()
    take(late, make(nodes["iran"], "us", have={}))
    assert [line is None for line in lines_of(late, claim)] == [False, True]


def test_an_erased_dispatch_is_not_asked_for_by_who_lacks_it(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    erase(nodes["iran"], claim_of(incident, claim), (incident, "incident.report@1", incident))
    late = Office(nodes.town, "us", WallClock(nodes.wall.time)).open()
    ask(late, nodes["iran"].mirror)
    assert late.inbox.wanted(10) == []
    assert lines_of(late, claim) == [None, None]
    assert digest(late) == digest(nodes["iran"])


def test_what_hides_more_than_was_erased_is_refused(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    erase(nodes["iran"], claim_of(incident, claim))
    late = Office(nodes.town, "us", WallClock(nodes.wall.time)).open()

    class Hiding(type(nodes["iran"].mirror)):  # type: ignore[misc]  # whatever a node shows with
        def thin(self, dispatch: str, reader: str) -> bytes | None:
            return None

    ask(late, Hiding(nodes["iran"].histories, nodes["iran"].heads))
    [leaf] = late.store.logs.by_id(claim[:64])
    honest = split_lines(nodes["iran"].mirror.thin(leaf.id, "us") or b"")
    wholly = nodes["iran"].histories.erasures.thin(nodes["iran"].store.logs.by_id(claim[:64])[0])
    assert wholly is not None
    hidden = [encode({"leaf": b64(value)}) for value in wholly.leaves]
    for lines in (hidden, [honest[0], honest[0]], honest[:1]):
        with pytest.raises(Trouble, match="bad_thin"):
            late.inbox.take_thin(leaf.number, lines)
    late.inbox.take_thin(leaf.number, honest)
    with pytest.raises(Trouble, match="bad_thin"):
        late.inbox.take_thin(leaf.number, honest)
    with pytest.raises(Trouble, match="not_found"):
        late.inbox.take_thin(1, honest)


def test_a_payload_that_comes_late_is_not_taken_back(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    [leaf] = nodes["iran"].store.logs.by_id(claim[:64])
    whole = nodes["iran"].store.payloads.get(leaf.number)
    assert whole is not None
    erase(nodes["iran"], claim_of(incident, claim))
    nodes.settle()
    [held] = nodes["us"].store.logs.by_id(claim[:64])
    nodes["us"].inbox.take_payload(held.number, whole)
    assert nodes["us"].store.payloads.read(held.number) is None
    late = Office(nodes.town, "us", WallClock(nodes.wall.time)).open()

    class Withholding(type(nodes["iran"].mirror)):  # type: ignore[misc]  # whatever a node shows with
        def thin(self, dispatch: str, reader: str) -> bytes | None:
            return None

    ask(late, Withholding(nodes["iran"].histories, nodes["iran"].heads))
    [held] = late.store.logs.by_id(claim[:64])
    late.inbox.take_payload(held.number, whole)
    assert late.store.payloads.read(held.number) is None
    assert [line is None for line in lines_of(late, claim)] == [False, True]


def test_of_a_sealed_paper_audience_and_outsiders_keep_nothing(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"], ("us",))
    nodes.settle()
    [outside] = nodes["iraq"].store.logs.by_id(claim[:64])
    assert nodes["iraq"].store.payloads.get(outside.number) is not None
    erase(nodes["iran"], claim_of(incident, claim), to=("us",))
    nodes.settle(6)
    assert [line is None for line in lines_of(nodes["us"], claim)] == [False, True]
    for name in nodes.running:
        store = nodes[name].store
        [leaf] = store.logs.by_id(claim[:64])
        assert (store.payloads.get(leaf.number), store.payloads.identity(leaf.number)) == (None, None)
        assert [store.wraps.get(leaf.number, party) for party in ("iran", "us")] == [None, None]
    assert nodes["us"].mirror.thin(claim[:64], "iraq") is None
    assert nodes["us"].mirror.thin(claim[:64], "iran") is not None


def test_an_open_erase_does_not_reach_into_a_sealed_paper(nodes: Nodes) -> None:
    """It would tell outsiders what stands there."""
    incident, claim = told(nodes["iran"], ("us",))
    nodes.settle()
    erase(nodes["iran"], claim_of(incident, claim))
    nodes.settle()
    assert [line is None for line in lines_of(nodes["us"], claim)] == [False, False]


def test_after_a_restart_a_blank_is_still_a_blank(nodes: Nodes) -> None:
    incident, claim = told(nodes["iran"])
    erase(nodes["iran"], claim_of(incident, claim))
    nodes["iran"].scrub()
    again = nodes.restart("iran")
    placed = again.world.find(claim)
    assert placed is not None
    assert placed.erased
    assert again.scrub() is False
