# SPDX-License-Identifier: Apache-2.0
"""The charter ceremony: cards in, one text out, every party's roots under it (CHA-4 to CHA-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec

from tripartite.core.encoding.canon import schema_trouble
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64
from tripartite.core.log.note import make_note, signed_line
from tripartite.core.register.bodies import Texts
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.charter import (
    CARD_MAGIC,
    Charter,
    charter_text,
    read_charter,
    read_charter_text,
)
from tripartite.core.register.charter_text import Card, CharterText
from tripartite.node.ports import Signer

T = TypeVar("T")
Preset = Literal["three-parties", "talks-record", "alone"]
PRESETS: tuple[Preset, ...] = ("three-parties", "talks-record", "alone")
CARD_ROLES = ("age", "m1", "node", "p1", "root/1", "transport", "w")
"""The keys a home makes for its card, in the card's order."""
_TYPES = {"age": "age", "w": "04"}


@dataclass(frozen=True, slots=True)
class PaperParty:
    """A party without a node: named, counted, and silent until its own key exists."""

    id: str
    names: Texts
    zone: str = "UTC"


def make_card(
    party: str, names: Texts, signer: Signer, zone: str = "UTC", threshold: int = 1,
    urls: Sequence[tuple[str, str]] = (),
) -> Card:  # fmt: skip
    """This home's card, from the public halves of its keys."""
    roles = sorted(role for role in signer.roles() if role in CARD_ROLES or role.startswith("root/"))
    keys = [(role, _TYPES.get(role, "01"), b64(signer.public(role))) for role in roles]
    return converted(
        {"card": CARD_MAGIC, "id": party, "names": names, "keys": keys, "threshold": threshold, "zone": zone,
         "urls": urls}, Card,
    )  # fmt: skip


def draft_charter(
    preset: Preset, label: str, parties: Sequence[Card | PaperParty], more: dict[str, Any] | None = None
) -> bytes:
    """A charter's text from a preset and the parties, in the order they are to have everywhere.

    `more` replaces or adds any field of the charter by its own name. Raises `Refused` or `Malformed`.
    """
    if preset == "alone" and sum(isinstance(party, Card) for party in parties) != 1:
        raise Refused("bad_charter", "CHA-7", detail="alone: one card, the others on paper")
    if preset == "three-parties" and len(parties) != 3:
        raise Refused("bad_charter", "CHA-7", detail="three parties")
    said: dict[str, Any] = {
        "label": label,
        "purpose": "mechanism" if preset == "three-parties" else "talks_record",
        "parties": [entry_of(party) for party in parties],
        "bodies": [{"id": "plenary", "names": [["en", "Plenary"]], "chair": {"rule": "none"}}],
        "languages": sorted({lang for party in parties for lang, _ in party.names}),
        "kinds": sorted(KINDS),
        **(more or {}),
    }
    text = charter_text(converted(said, CharterText))
    return read_charter_text(text).text


def entry_of(party: Card | PaperParty) -> dict[str, Any]:
    """How a charter names this party, as plain values."""
    common: dict[str, Any] = {"id": party.id, "names": party.names, "zone": party.zone}
    if isinstance(party, Card):
        return {**common, "keys": party.keys, "threshold": party.threshold}
    return common


def converted(value: dict[str, Any], type_: type[T]) -> T:
    """A value as this type, numbers and instants read out of text; raises `Malformed`."""
    try:
        return msgspec.convert(value, type_, strict=False)
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None


def check_runnable(charter: Charter) -> Charter:
    """The charter, if this software knows every kind of act it lists and its fold; raises `Refused` (CHA-8)."""
    unknown = sorted(set(charter.said.kinds) - set(KINDS))
    if unknown:
        raise Refused("unknown_kind", "CHA-8", found=", ".join(unknown)[:200])
    if charter.said.fold != 1:
        raise Refused("bad_charter", "CHA-8", detail=f"fold version {charter.said.fold}")
    return charter


def sign_charter(data: bytes, party: str, signer: Signer, before: Charter | None = None) -> bytes:
    """The charter note with this party's root signatures added; `data` is a text or a note signed by others.

    `before`: the charter that it amends, by which a party signs that it leaves out.
    """
    if b"\n\n" not in data:
        charter, lines = read_charter_text(data), []
    else:
        charter, note = read_charter(data)
        lines = list(note.lines)
    named = before if before is not None and party not in charter.nodes else charter
    entry = named.entry(party)
    roles = [role for role, _, _ in entry.keys if role.startswith("root/") and role in signer.roles()]
    if not roles:
        raise Refused("no_key", "CHA-6", party=party, role="root")
    for role in roles[: entry.threshold]:
        key = named.key(str(named.name(party, role)))
        if signer.public(role) != key.raw:
            raise Refused("unknown_signer", "CHA-6", key=key.name)
        lines = [line for line in lines if line.name != key.name]
        lines.append(signed_line(key, signer.sign(role, charter.text)))
    return make_note(charter.text, lines)
