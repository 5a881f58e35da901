# SPDX-License-Identifier: Apache-2.0
"""Hands that sign for vectors and tests: every private key here is fixed, public and worthless.

The mechanism is always the same: label `tm`, three parties, their keys made from their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nacl.signing import SigningKey

from tripartite.core.dispatch.act import Audience
from tripartite.core.dispatch.envelope import Draft, write_text
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import Hash, Origin, Party, b64, sha256
from tripartite.core.keys.names import KeyName, check_role
from tripartite.core.keys.public import PublicKey, named_key
from tripartite.core.log.checkpoint import Checkpoint, cosignature_line, cosigned_text
from tripartite.core.log.note import SignatureLine, make_note, signed_line
from tripartite.core.log.tree import EMPTY_ROOT, leaf_hash, root_of

NET = b64(sha256(b"the text of a charter"))
NET8 = sha256(b"the text of a charter")[:4].hex()
NOON = 1_180_353_600
"""28 May 2007, 12:00 UTC."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One key of one party, with its private half."""

    name: KeyName

    @property
    def secret(self) -> SigningKey:
        return SigningKey(sha256(b"vectors: " + str(self.name).encode()))

    @property
    def key(self) -> PublicKey:
        return named_key(self.name, bytes(self.secret.verify_key))

    def line(self, text: bytes) -> SignatureLine:
        return signed_line(self.key, self.secret.sign(text).signature)

    def cosign(self, text: bytes, time: int) -> SignatureLine:
        return cosignature_line(self.key, time, self.secret.sign(cosigned_text(text, time)).signature)

    def note(self, text: bytes) -> bytes:
        return make_note(text, [self.line(text)])


def hand(party: str, role: str, label: str = "tm") -> Hand:
    return Hand(KeyName(False, label, NET8, Party(party), check_role(role)))


IRAN_LOG, IRAQ_LOG = hand("iran", "m1"), hand("iraq", "m1")
IRAN_HEAD, IRAQ_HEAD = hand("iran", "d/head"), hand("iraq", "d/head")
IRAN_NODE = hand("iran", "node")
IRAN_W, IRAQ_W, US_W = hand("iran", "w"), hand("iraq", "w"), hand("us", "w")


def leaves(count: int, story: str = "one") -> list[bytes]:
    """The leaf hashes of a small log; logs of different stories have no leaf in common."""
    return [leaf_hash(f"{story} {i}".encode()) for i in range(count)]


def head(by: Hand, size: int, root: bytes, *lines: tuple[Hand, int]) -> bytes:
    """A head signed by its log key, and cosigned by these hands at these times."""
    text = Checkpoint(Origin(str(by.name)), size, Hash(root)).text
    return make_note(text, [by.line(text), *(other.cosign(text, time) for other, time in lines)])


def grown_head(by: Hand, size: int, *lines: tuple[Hand, int], story: str = "one") -> bytes:
    return head(by, size, root_of(leaves(size, story)), *lines)


def act_lines(count: int, word: str = "said") -> list[bytes]:
    return [
        encode({"body": {"n": i, "text": f"{word} {i}"}, "kind": "statement.make@1"}) for i in range(count)
    ]


SEED = bytes(range(32))
NONCE = bytes(range(16))


def dispatch_text(
    by: Hand = IRAN_HEAD,
    lines: Sequence[bytes] = (),
    log: Hand | None = None,
    to: Audience = "parties",
    at: int = NOON,
) -> tuple[bytes, bytes]:
    """The text of a dispatch of these act lines, and its payload."""
    payload, commitment = make_payload(SEED, lines or act_lines(1))
    origin = (log or Hand(by.name.of("m1"))).name.origin
    text = write_text(
        Draft(
            by=by.name, origin=origin, net=NET, at=at, nonce=NONCE, prev_size=0, prev_root=EMPTY_ROOT,
            commitment=commitment, to=to,
        )
    )  # fmt: skip
    return text, payload


def signed_dispatch(
    by: Hand = IRAN_HEAD, lines: Sequence[bytes] = (), to: Audience = "parties"
) -> tuple[bytes, bytes]:
    """A dispatch signed by its author, and its payload."""
    text, payload = dispatch_text(by, lines, to=to, log=Hand(by.name.of("p1")) if to == "public" else None)
    return by.note(text), payload


def lines_of(notes: Iterable[SignatureLine]) -> bytes:
    return "".join(line.line for line in notes).encode()
