# SPDX-License-Identifier: Apache-2.0
"""Sealing for some of the parties, and opening what was sealed for this one (SEA-2 to SEA-4).

What is sealed is encrypted once, to an identity made for it alone; the note names the public half of that identity,
and a wrap gives its private half to each party of the audience. So whoever can open it can show another of the
audience how, and nobody can be given another identity than the one that the author signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tripartite.core.dispatch.envelope import Dispatch
from tripartite.core.dispatch.payload import check_acts
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Party, sha256
from tripartite.core.register.charter import Charter
from tripartite.node.heads import Own
from tripartite.node.ports import Cipher

BAD_WRAP, BAD_PAYLOAD, BAD_BLOB = "bad_wrap", "bad_payload", "bad_blob"
"""What a party complains of: that its wrap does not give the identity, that the payload does not open to its note, or
an attachment not to its act's commitment."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes as they are stored, what they were sealed to, and who was given the identity."""

    stored: bytes
    recipient: str
    identity: str
    wraps: tuple[tuple[Party, bytes], ...]
    """In the order of the audience."""

    @property
    def to(self) -> tuple[Party, ...]:
        return tuple(party for party, _ in self.wraps)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A one-off identity, given to each party of an audience: what opens one thing sealed in it opens all (BLO-4)."""

    identity: str
    recipient: str
    wraps: tuple[tuple[Party, bytes], ...]

    @property
    def to(self) -> tuple[Party, ...]:
        return tuple(party for party, _ in self.wraps)

    @property
    def named(self) -> tuple[tuple[Party, str, int], ...]:
        """The wraps as an act or a note names them."""
        return tuple((party, sha256(wrap).hex(), len(wrap)) for party, wrap in self.wraps)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed payload in the clear."""

    identity: str
    payload: bytes
    lines: Sequence[bytes]


class Seals:
    """The one place where something is sealed or opened. Private keys stay with the signer."""

    def __init__(self, own: Own, cipher: Cipher) -> None:
        self._own = own
        self._cipher = cipher

    @property
    def party(self) -> Party:
        return self._own.party

    def audience(self, to: Iterable[str], charter: Charter) -> tuple[Party, ...] | str:
        """The audience that these parties and our own are: a sorted list, or all parties where nobody is left out.

        Raises `Refused` for who is no party of the charter, or has no key to seal to.
        """
        named = {self.party, *to}
        for party in named:
            charter.entry(party)
        if named >= set(charter.parties):
            return "parties"
        for party in sorted(named):
            self._recipient(party)
        return tuple(sorted(map(Party, named)))

    def _recipient(self, party: str) -> str:
        sealing = self._own.charters.entry(party).sealing
        if sealing is None:
            raise Refused("no_seal_key", "SEA-1", party=party)
        return self._cipher.named(*sealing)

    def envelope(self, to: Sequence[Party]) -> Envelope:
        """A new identity for a list of parties."""
        identity = self._cipher.identity()
        wraps = tuple((party, self.wrap(identity, party)) for party in to)
        return Envelope(identity, self._cipher.recipient(identity), wraps)

    def seal(self, data: bytes, to: Sequence[Party] | Envelope) -> Sealed:
        """Encrypts these bytes for a list of parties, or to an identity made for them before."""
        found = to if isinstance(to, Envelope) else self.envelope(to)
        return Sealed(self.put(data, found), found.recipient, found.identity, found.wraps)

    def put(self, data: bytes, envelope: Envelope) -> bytes:
        """These bytes encrypted to an identity."""
        return self._cipher.seal(data, envelope.recipient)

    def get(self, stored: bytes, identity: str) -> bytes:
        """What was encrypted to an identity; raises `Refused("bad_seal")`."""
        return self._cipher.open(stored, identity)

    def wrap(self, identity: str, party: Party) -> bytes:
        """The identity for one party; another file each time."""
        return self._cipher.seal(identity.encode() + b"\n", self._recipient(party))

    def identity(self, wrap: bytes, recipient: str) -> str:
        """The identity that a wrap gives us, if it is the one named; raises `Refused("bad_seal")`."""
        identity = self._own.signer.unwrap(wrap).decode("ascii", "replace").removesuffix("\n")
        if self._cipher.recipient(identity) != recipient:
            raise Refused("bad_seal", "SEA-3", detail="another identity", expected=recipient[:100])
        return identity

    def open(self, dispatch: Dispatch, stored: bytes, identity: str) -> Opened:
        """The payload of a dispatch in the clear; `stored` are the bytes its note names. Raises `Refused`."""
        payload = self._cipher.open(stored, identity)
        return Opened(identity, payload, check_acts(payload, dispatch.commitment).lines)
