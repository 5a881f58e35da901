# SPDX-License-Identifier: Apache-2.0
"""What offices hand each other as one file before they share a record: cards, and charters with signatures (OFF-6).

    {"parcel":"tripartite/parcel@1","sender":"iran","to":"iraq","names":[["en","Iraq"]],"cards":[…],"charters":[…]}

A card or a charter that comes by itself is taken too. Nothing in a parcel is believed because it is in one: keys are
compared by voice, and a charter is what its signatures make it.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.register.charter import CARD_MAGIC, Charter, read_card, read_charter, read_charter_text
from tripartite.core.register.charter_text import Card

MOST = 64
SUFFIX = ".invitation"


class Parcel(Struct, frozen=True, forbid_unknown_fields=True):
    """`to`: for whom, "" if for all; `names`: what the sender calls that party; `charters`: the first one first."""

    parcel: Literal["tripartite/parcel@1"] = "tripartite/parcel@1"
    sender: str = ""
    to: str = ""
    names: tuple[tuple[str, str], ...] = ()
    cards: tuple[str, ...] = ()
    charters: tuple[str, ...] = ()

    def data(self) -> bytes:
        return msgspec.json.encode(self)

    def held_cards(self) -> list[Card]:
        return [read_card(card.encode()) for card in self.cards]

    def held_charters(self) -> list[Charter]:
        return [charter_of(note.encode()) for note in self.charters]


def read_parcel(data: bytes) -> Parcel:
    """A parcel, a card or a charter as somebody sent it; raises `Malformed`."""
    if f'"{CARD_MAGIC}"'.encode() in data[:64]:
        return Parcel(sender=read_card(data).id, cards=(data.decode(),))
    if data.startswith(b"{"):
        try:
            found = msgspec.json.decode(data, type=Parcel)
        except msgspec.MsgspecError:
            found = None
        if found is not None and len(found.cards) + len(found.charters) <= MOST:
            found.held_cards()
            found.held_charters()
            return found
    return Parcel(charters=(charter_of(data).data.decode() or data.decode(),))


def charter_of(data: bytes) -> Charter:
    """A charter, signed or not; who signed it is not looked at."""
    try:
        data.decode()
    except UnicodeDecodeError:
        raise Malformed("bad_charter", "OFF-6", detail="no text") from None
    return read_charter(data)[0] if b"\n\n" in data else read_charter_text(data)


def with_signatures(own: bytes, other: bytes) -> bytes:
    """Two copies of one text with the signatures of both; raises `Refused("charter_differs")` for another text."""
    one, two = charter_of(own), charter_of(other)
    if one.text != two.text:
        raise Refused("charter_differs", "OFF-6", expected=one.fingerprint, found=two.fingerprint)
    lines = {(line.name, line.key_id): line for line in _lines(own) + _lines(other)}
    return make_note(one.text, list(lines.values())) if lines else one.text


def _lines(data: bytes) -> list[SignatureLine]:
    return list(read_charter(data)[1].lines) if b"\n\n" in data else []
