# SPDX-License-Identifier: Apache-2.0
"""The charter: who the parties are, with which keys, under which rules; in force once every party's roots signed it.

Rules CHA-1 to CHA-9. The charter's text carries raw keys; their names follow from the first charter's hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from tripartite.core.encoding.canon import decode_as, encode
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import Origin, Party, b64, sha256, unb64
from tripartite.core.keys.names import KeyName, check_label, check_role
from tripartite.core.keys.public import PublicKey, fingerprint, named_key
from tripartite.core.keys.signature import admit_key, verify_signature
from tripartite.core.log.note import Note, parse_note
from tripartite.core.register.charter_text import FOLD, Card, Chair, CharterText, KeyEntry, PartyEntry

MAGIC = b"tripartite/charter@v1\n"
CARD_MAGIC = "tripartite/card@v1"
MAX_CHARTER = 1_048_576
REQUIRED_ROLES = ("m1", "node", "root/1", "transport", "w")
_ROLES = frozenset({"m1", "p1", "w", "node", "transport"})
"""Roles a charter gives keys to, beside the roots."""
_TYPES = {"w": "04"}
_SEALING = {"age": 32, "age1pq": 1216}
"""Bytes of the keys that things are sealed to."""

_charter_decoder = msgspec.json.Decoder(CharterText)
_card_decoder = msgspec.json.Decoder(Card)


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter that was read and, unless it is a draft, verified."""

    data: bytes
    text: bytes
    said: CharterText
    net: str
    """The mechanism's identity: the hash of its first charter's text (MEC-1)."""
    ident: str
    """The hash of this very text: of the first charter the same as `net`."""
    keys: dict[str, PublicKey] = field(repr=False)
    raws: frozenset[bytes] = field(default=frozenset(), repr=False)
    """The raw keys of everyone, which no log may grant again."""

    @property
    def net8(self) -> str:
        return unb64(self.net)[:4].hex()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.text)

    @property
    def parties(self) -> tuple[Party, ...]:
        """All full parties, paper parties included, in the charter's order."""
        return tuple(Party(entry.id) for entry in self.said.parties)

    @property
    def nodes(self) -> tuple[Party, ...]:
        """The parties that have a node, in the charter's order."""
        return tuple(Party(entry.id) for entry in self.said.parties if not entry.on_paper)

    @property
    def adopts(self) -> bool:
        """Whether anything can be adopted under it: a talks record keeps a record and nothing more."""
        return self.said.purpose == "mechanism"

    def entry(self, party: str) -> PartyEntry:
        """A party's entry; raises `Refused`."""
        for entry in self.said.parties:
            if entry.id == party:
                return entry
        raise Refused("not_found", "CHA-2", what="party", found=party)

    def name(self, party: str, role: str) -> KeyName:
        return KeyName(self.said.exercise is not None, self.said.label, self.net8, Party(party), role)

    def origin(self, party: str) -> Origin:
        """The name of the party's main log."""
        return self.name(party, "m1").origin

    def key(self, name: str) -> PublicKey:
        """The key the charter gives this name; raises `Refused`."""
        found = self.keys.get(name)
        if found is None:
            raise Refused("unknown_signer", "CHA-3", key=name[:128])
        return found

    def chair(self, body: str, at: int) -> Party | None:
        """The party that presides over a body at an instant, if its rule names one; a body it does not know is the
        plenary's."""
        rules = {entry.id: entry.chair for entry in self.said.bodies}
        party = rules.get(body, rules["plenary"]).presides(at)
        return Party(party) if party else None

    def allows(self, right: str) -> bool:
        """Whether it grants a right beyond the usual."""
        return right in self.said.rights


def read_charter(data: bytes) -> tuple[Charter, Note]:
    """A charter note, its signatures unchecked; raises `Malformed` or `Refused`."""
    note = parse_note(data, MAX_CHARTER)
    return read_charter_text(note.text, data), note


def read_charter_text(text: bytes, data: bytes = b"") -> Charter:
    """The charter in this text; raises `Malformed` or `Refused`."""
    if not (text.startswith(MAGIC) and text.endswith(b"\n")) or len(text) > MAX_CHARTER:
        raise Malformed("bad_charter", "CHA-1", detail="type line or size")
    said = decode_as(text[len(MAGIC) : -1], _charter_decoder)
    ident = b64(sha256(text))
    draft = Charter(data, text, said, said.net or ident, ident, {})
    _check(draft)
    keys = _named_keys(draft)
    return replace(draft, keys=keys, raws=frozenset(key.raw for key in keys.values()))


def verify_charter(data: bytes) -> Charter:
    """The charter, once every party with a node signed it by its threshold of roots (CHA-6)."""
    charter, note = read_charter(data)
    for party in charter.nodes:
        verify_roots(charter, party, note)
    return charter


def verify_roots(charter: Charter, party: Party, note: Note) -> None:
    """Passes if the roots that a charter gives this party signed this note, as many as its threshold asks."""
    signed = 0
    for line in note.lines:
        key = charter.keys.get(line.name)
        if key and key.id == line.key_id and _is_root_of(charter, party, line.name):
            verify_signature(key.raw, note.text, line.signature)
            signed += 1
    if signed < charter.entry(party).threshold:
        raise Refused("charter_unsigned", "CHA-6", party=party, signed=signed)


def charter_text(said: CharterText) -> bytes:
    return MAGIC + encode(said) + b"\n"


def read_card(data: bytes) -> Card:
    """A party's card; raises `Malformed` or `Refused`."""
    try:
        card = decode_as(data.rstrip(b"\n"), _card_decoder)
    except Malformed as error:
        raise Malformed("bad_card", "CHA-4", detail=error.code) from error
    _check_keys(card.id, card.keys, card.threshold)
    return card


def write_card(card: Card) -> bytes:
    return encode(card) + b"\n"


def _is_root_of(charter: Charter, party: str, name: str) -> bool:
    return name.startswith(str(charter.name(party, "root/1"))[:-1])


def _check(charter: Charter) -> None:
    said = charter.said
    check_label(said.label)
    ids = [entry.id for entry in said.parties]
    if said.fold != FOLD:
        raise Refused("bad_charter", "CHA-8", detail=f"fold version {said.fold}: this software has {FOLD}")
    if len(set(ids)) != len(ids):
        raise Refused("bad_charter", "CHA-2", detail="a party twice")
    if not charter.nodes:
        raise Refused("bad_charter", "CHA-2", detail="no party has a node")
    if (said.net is None) != (said.before is None):
        raise Refused("bad_charter", "CHA-8", detail="`net` goes with `before`")
    for ident in filter(None, (said.net, said.before, said.cites)):
        unb64(ident, 32)
    _check_bodies(said)
    raws: list[str] = []
    for party in said.parties:
        if party.keys:
            _check_keys(party.id, party.keys, party.threshold)
        raws += [raw for _, _, raw in party.keys]
    if len(set(raws)) != len(raws):
        raise Refused("bad_charter", "CHA-3", detail="one public key twice")


def _check_bodies(said: CharterText) -> None:
    bodies = [entry.id for entry in said.bodies]
    if "plenary" not in bodies or len(set(bodies)) != len(bodies):
        raise Refused("bad_charter", "CHA-5", detail="no plenary, or a body twice")
    parties = {entry.id for entry in said.parties}
    for entry in said.bodies:
        _check_chair(entry.chair, parties)
    strangers = {name for name, _ in said.rest} - parties
    if strangers:
        raise Refused("bad_charter", "CHA-9", detail=f"rest days of {min(strangers)}, which is no party")


def _check_chair(chair: Chair, parties: set[str]) -> None:
    strangers = {name for name in (chair.party, *chair.order) if name is not None} - parties
    if strangers:
        raise Refused("bad_charter", "CHA-5", detail=f"chair {min(strangers)} is no party")


def _check_keys(party: str, keys: tuple[KeyEntry, ...], threshold: int) -> None:
    roles = [role for role, _, _ in keys]
    missing = [role for role in REQUIRED_ROLES if role not in roles]
    if roles != sorted(set(roles)) or missing:
        raise Refused("bad_charter", "CHA-3", party=party, detail=f"roles: missing {missing}, or not sorted")
    for role, kind, raw in keys:
        if kind in _SEALING and role == "age":
            unb64(raw, _SEALING[kind])
            continue
        check_role(role)
        if not (role in _ROLES or role.startswith("root/")) or kind != _TYPES.get(role, "01"):
            raise Refused("bad_charter", "CHA-3", party=party, detail=f"role {role} with type {kind}")
        admit_key(unb64(raw, 32))
    if sum(role.startswith("root/") for role in roles) < threshold:
        raise Refused("bad_charter", "CHA-3", party=party, detail="threshold above the number of roots")


def _named_keys(charter: Charter) -> dict[str, PublicKey]:
    keys: dict[str, PublicKey] = {}
    for party in charter.said.parties:
        for role, kind, raw in party.keys:
            if kind in ("01", "04"):
                key = named_key(charter.name(party.id, role), unb64(raw, 32))
                keys[key.name] = key
    return keys
