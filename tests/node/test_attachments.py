# SPDX-License-Identifier: Apache-2.0
"""Files travel beside acts: held by all they are for, receipted by commitment, refused if others (BLO-4 to BLO-6)."""

from __future__ import annotations

import hashlib

import pytest
from msgspec.structs import replace

from tests.world.nodes import Nodes, ask
from tests.world.town import Town
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import unb64
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.node.mirror import NodeMirror
from tripartite.node.node import Node
from tripartite.node.seals import BAD_BLOB
from tripartite.sync.bundle import make, take

PHOTO = b"\xff\xd8 what the monitor saw" * 5_000


@pytest.fixture
def nodes() -> Nodes:
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head")
    nodes.settle()
    return nodes


def photo(**more: object) -> Wish:
    said = {"form": "photo", "copy_kind": "evidentiary", "sha256": hashlib.sha256(PHOTO).hexdigest(), **more}
    return Wish("document.file", said, attach=(Attachment(PHOTO, "image/jpeg"),))


def filed(node: Node, to: tuple[str, ...] = ()) -> str:
    wish = photo()
    done = node.do("d/head", [wish], to=node.audience([wish], to) if to else ())
    node.tick()
    return done.acts[0]


def content(node: Node, act: str) -> list[bytes | None]:
    [leaf] = node.store.logs.by_id(act[:64])
    return [looked.content for looked in node.attachments.look(leaf, 0)]


def commitment(node: Node, act: str) -> str:
    placed = node.world.find_for(act, (node.party,))
    assert placed is not None
    return unb64(placed.blobs[0].c, 32).hex()


def test_a_file_comes_to_all_whose_act_it_is_and_is_receipted_by_its_commitment(nodes: Nodes) -> None:
    act = filed(nodes["iran"])
    nodes.settle()
    assert [content(nodes[name], act) for name in nodes.running] == [[PHOTO]] * 3
    own = nodes["iran"].histories
    for name in ("iraq", "us"):
        branch = own.main(nodes["iran"].charters.origin(name))
        assert branch is not None
        receipt = nodes["iran"].store.acks.receipt(branch.number, commitment(nodes["iran"], act))
        assert receipt is not None


def test_a_sealed_file_is_opened_by_its_audience_and_asked_for_by_nobody_else(nodes: Nodes) -> None:
    act = filed(nodes["iran"], ("us",))
    nodes.settle()
    assert [content(nodes[name], act) for name in ("iran", "us")] == [[PHOTO]] * 2
    [leaf] = nodes["iraq"].store.logs.by_id(act[:64])
    assert list(nodes["iraq"].attachments.look(leaf, 0)) == []
    stored = nodes["us"].store.blobs.of(0, 1 << 60)[0]
    assert PHOTO[:40] not in (nodes["us"].store.blobs.get(stored.hash) or b"")
    assert stored.to == ("iran", "us")


def test_a_third_party_relays_it(nodes: Nodes) -> None:
    act = filed(nodes["iran"])
    ask(nodes["iraq"], nodes["iran"].mirror)
    ask(nodes["us"], nodes["iraq"].mirror)
    assert content(nodes["us"], act) == [PHOTO]


def test_it_travels_by_bundle(nodes: Nodes) -> None:
    act = filed(nodes["iran"])
    take(nodes["us"], make(nodes["iran"], "us"))
    assert content(nodes["us"], act) == [PHOTO]


class Forger(NodeMirror):
    """Gives other bytes for every file."""

    def payload(self, stored: bytes) -> bytes | None:
        found = super().payload(stored)
        return found and found[:-1] + b"!"


def test_other_bytes_are_refused_and_somebody_else_is_asked(nodes: Nodes) -> None:
    act = filed(nodes["iran"])
    report = ask(nodes["us"], Forger(nodes["iran"].histories, nodes["iran"].heads))
    assert [trouble.code for trouble in report.troubles] == ["bad_blob"]
    assert content(nodes["us"], act) == [None]
    ask(nodes["us"], nodes["iran"].mirror)
    assert content(nodes["us"], act) == [PHOTO]


def test_a_file_that_is_not_what_its_act_commits_to_is_complained_of_once(nodes: Nodes) -> None:
    """The bytes have the hash the act names, and do not open to its commitment."""
    iran = nodes["iran"]
    keep = iran.attachments.keep

    def other(files: object, envelope: object) -> object:
        blobs = keep(files, envelope)  # type: ignore[arg-type]  # handed on as they came
        return tuple(replace(blob, c="A" * 43 + "=") for blob in blobs)

    iran.attachments.keep = other  # type: ignore[method-assign, assignment]  # a liar's
    filed(iran)
    nodes.settle()
    acts = [
        act
        for leaf in iran.store.logs.leaves(iran.histories.begin(iran.charters.origin("us")).number, 0, 99)
        for act in iran.histories.placed_acts(iran.histories.begin(iran.charters.origin("us")), leaf)
    ]
    complaints = [act.body for act in acts if act.kind_name == "receipt@1" and not act.body.ok]
    assert [(body.why, body.of) for body in complaints] == [(BAD_BLOB, ("00" * 32,))]


def test_what_was_kept_for_an_act_that_is_refused_is_gone(nodes: Nodes) -> None:
    with pytest.raises(Refused):
        nodes["iran"].do(
            "d/head", [Wish("attach", {"of": f"{'0' * 64}/0"}, record=f"{'0' * 64}/0", attach=photo().attach)]
        )
    assert nodes["iran"].store.blobs.get(hashlib.sha256(PHOTO).digest()) is None
    filed(nodes["iran"])
    assert len(nodes["iran"].store.blobs.of(0, 1 << 60)) == 1


def test_no_kept_kind_carries_a_file_nor_does_a_node(nodes: Nodes) -> None:
    kept = Wish(
        "proposal.table",
        {"kind": "decision", "form": "oral_no_text", "title": [["en", "x"]]},
        attach=photo().attach,
    )
    for role, wish in (("d/head", kept), ("node", Wish("heartbeat", attach=photo().attach))):
        with pytest.raises(Refused, match="bad_act"):
            nodes["iran"].do(role, [wish])


def test_files_are_added_to_a_record_with_what_they_are_about(nodes: Nodes) -> None:
    act = filed(nodes["iran"])
    nodes.settle()
    more = Wish("attach", {"of": act}, record=act, attach=(Attachment(b"a map", "image/png"),))
    done = nodes["us"].do("d/head", [more])
    assert content(nodes["us"], done.acts[0]) == [b"a map"]
    with pytest.raises(Refused) as refused:
        nodes["us"].do("d/head", [Wish("attach", {"of": act}, record=act)])
    assert refused.value.refusal.fact("detail") == "no_file"


def test_an_own_file_survives_a_restart(nodes: Nodes) -> None:
    act = filed(nodes["iran"])
    nodes.restart("iran")
    assert content(nodes["iran"], act) == [PHOTO]
