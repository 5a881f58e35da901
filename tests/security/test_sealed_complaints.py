# SPDX-License-Identifier: Apache-2.0
"""A wrap that does not open is complained of and made again, over HTTP and through a party that can read nothing
(SEA-6, SEA-7).

Real processes. The bad wrap is its author's own: signed, hashed and named in the note as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.security.stage import places, three
from tripartite.cli.play.nodes import Nodes
from tripartite.core.dispatch.envelope import Draft, read_text, write_text
from tripartite.core.dispatch.sealed import join_parcel, split_parcel
from tripartite.core.encoding.values import Party, b64, sha256, unb64
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.signing import sign_text
from tripartite.node.system import SystemChance

WORDS = "Nobody else need know of the ferry"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with three(tmp_path_factory.mktemp("three")) as nodes:
        nodes.line("iran", "iraq", whole=False)
        yield nodes


@pytest.fixture(scope="module")
def paper(nodes: Nodes) -> str:
    """A record of iran's for iraq, whose wrap for iraq gives another identity than the note's."""
    body = {"undertaking_kind": "offer", "obligor": ["iran"], "text": [["en", WORDS]]}
    wish = {"as": "d/head", "acts": [{"kind": "undertaking.declare", "body": body}], "to": ["iran", "iraq"]}
    text, parcel = spoiled(nodes.ask("iran", "prepare", wish), nodes)
    note = sign_text(text, nodes.members["iran"].home.signer)
    done = nodes.ask("iran", "append", {"dispatch": note.decode(), "payload": b64(parcel)})
    assert done["inert"] == {}
    return str(done["acts"][0])


def spoiled(prepared: dict[str, Any], nodes: Nodes) -> tuple[bytes, bytes]:
    """The same dispatch with a wrap for iraq that opens, and to nothing of use."""
    said, cipher = read_text(prepared["text"].encode()), AgeCipher(SystemChance())
    stored, wraps = split_parcel(unb64(prepared["payload"]), said)
    sealing = nodes.charter.entry("iraq").sealing
    assert sealing is not None
    wraps[Party("iraq")] = cipher.seal(cipher.identity().encode(), cipher.named(*sealing))
    named = [(party, sha256(wrap), len(wrap)) for party, wrap in wraps.items()]
    draft = Draft(
        said.by, said.origin, said.net, said.at, said.nonce, said.prev_size, said.prev_root, said.commitment,
        said.sealed_for, said.rk, named,
    )  # fmt: skip
    return write_text(draft), join_parcel(stored, list(wraps.values()))


def complaints(nodes: Nodes, party: str) -> list[tuple[str, str, str]]:
    found = nodes.ask(party, "status", {})["complaints"]
    return [(one["dispatch"], one["party"], one["why"]) for one in found]


def listed(nodes: Nodes, party: str) -> int:
    return len(nodes.ask(party, "list", {"chapter": "undertakings"})["items"])


def relayed(nodes: Nodes, rounds: int) -> None:
    """All that iran and iraq say to each other, they say through us."""
    for _ in range(rounds):
        nodes.sync(["iran", "us"])
        nodes.sync(["us", "iraq"])


def test_who_cannot_open_it_says_so_in_its_log_and_has_no_effect_of_it(nodes: Nodes, paper: str) -> None:
    relayed(nodes, 1)
    assert (listed(nodes, "iran"), listed(nodes, "iraq"), listed(nodes, "us")) == (1, 0, 0)
    assert complaints(nodes, "us") == [(paper[:64], "iraq", "bad_wrap")]
    nodes.sync(["iran", "us"])
    assert complaints(nodes, "iran") == [(paper[:64], "iraq", "bad_wrap")]


def test_the_author_makes_another_and_the_third_party_passes_it_on_unread(nodes: Nodes, paper: str) -> None:
    relayed(nodes, 3)
    shown = nodes.ask("iraq", "show", {"record": paper})
    assert shown["fields"]["text"] == [["en", WORDS]]
    assert listed(nodes, "us") == 0
    assert places(nodes.members["us"].home.path, WORDS, "AGE-SECRET-KEY-1") == []


def test_once_it_is_opened_nothing_is_left_of_the_complaint(nodes: Nodes, paper: str) -> None:
    relayed(nodes, 2)
    assert [complaints(nodes, party) for party in ("iran", "iraq", "us")] == [[], [], []]
    for party in ("iran", "iraq"):
        history = nodes.ask(party, "history", {"record": paper})["items"]
        assert set(history[0]["held_by"]) == {"iran", "iraq"}


def test_the_wrap_made_again_outlives_a_kill(nodes: Nodes, paper: str, tmp_path: Path) -> None:
    nodes.kill("iraq")
    nodes.restart("iraq")
    assert nodes.ask("iraq", "show", {"record": paper})["fields"]["text"] == [["en", WORDS]]
    assert nodes.ask("iraq", "verify", {})["failures"] == []
    path = tmp_path / "iraq-to-us.bundle"
    nodes.ask("iraq", "bundle_make", {"to": "us", "path": str(path)})
    assert places(tmp_path, WORDS, "AGE-SECRET-KEY-1") == []
