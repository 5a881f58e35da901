# SPDX-License-Identifier: Apache-2.0
"""From the cast of a play to a charter that every party with a node has signed, and from there to an amendment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from tripartite.cli.chain import Chain
from tripartite.cli.play.story import Amend, Play
from tripartite.core.register.charter import read_charter_text
from tripartite.core.register.charter_text import Card
from tripartite.node.amending import Changes, amend, signers_of
from tripartite.node.ceremony import PaperParty, Preset, draft_charter, sign_charter
from tripartite.node.ports import Signer


def signed_charter(play: Play, cards: Mapping[str, Card], signers: Mapping[str, Signer]) -> bytes:
    """The charter's note; raises `Refused` or `Malformed` if the parts do not fit each other."""
    parties = [
        PaperParty(member.id, member.names, member.zone) if member.on_paper else cards[member.id]
        for member in play.cast
        if member.kind != "outside"
    ]
    note = draft_charter(cast("Preset", play.preset), play.label, parties, play.charter)
    for party in play.nodes:
        note = sign_charter(note, party, signers[party])
    return note


def signed_amendment(
    step: Amend, chain: Chain, cards: Mapping[str, Card], signers: Mapping[str, Signer]
) -> bytes:
    """The amendment's note, signed by everybody of `signers` whose word it needs."""
    changes = Changes(
        nodes=[cards[party] for party in step.nodes],
        added=[cards[party] for party in step.added],
        without=step.without,
        said=step.said,
    )
    before = chain.in_force
    note = amend(chain.charters, before, changes)
    for party in signers_of(before, read_charter_text(note)):
        if party in signers:
            note = sign_charter(note, party, signers[party], before)
    return note
