# SPDX-License-Identifier: Apache-2.0
"""From the cast of a play to a charter that every party with a node has signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from tripartite.cli.play.story import Play
from tripartite.core.register.charter_text import Card
from tripartite.node.ceremony import PaperParty, Preset, draft_charter, sign_charter
from tripartite.node.ports import Signer


def signed_charter(play: Play, cards: Mapping[str, Card], signers: Mapping[str, Signer]) -> bytes:
    """The charter's note; raises `Refused` or `Malformed` if the parts do not fit each other."""
    parties = [
        PaperParty(member.id, member.names, member.zone) if member.on_paper else cards[member.id]
        for member in play.cast
    ]
    note = draft_charter(cast("Preset", play.preset), play.label, parties, play.charter)
    for party in play.nodes:
        note = sign_charter(note, party, signers[party])
    return note
