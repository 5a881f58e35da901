# SPDX-License-Identifier: Apache-2.0
"""Heads and cosignatures: C2SP tlog-checkpoint without extension lines, tlog-cosignature v1 (LOG-6 to LOG-8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import MAX_NUMBER, Hash, Instant, Origin, b64, number, unb64
from tripartite.core.keys.public import COSIGNER, PublicKey
from tripartite.core.keys.signature import verify_signature
from tripartite.core.log.note import Note, SignatureLine, make_note, parse_note, verify_line
from tripartite.core.log.tree import EMPTY_ROOT

MAX_HEAD = 65_536
"""Bytes of a head with all its cosignatures."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a head says: this log has this many leaves and this root."""

    origin: Origin
    size: int
    root: Hash

    @property
    def text(self) -> bytes:
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n".encode()


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A checkpoint whose log signature holds, with the note it stands in."""

    checkpoint: Checkpoint
    note: Note
    line: SignatureLine
    """The log key's own line."""

    @property
    def data(self) -> bytes:
        return self.note.data


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified statement of `name`: at `time` it held everything below the head that was its to hold."""

    name: str
    time: Instant
    line: SignatureLine


def parse_checkpoint(text: bytes) -> Checkpoint:
    """Reads a head's text; raises `Malformed`."""
    try:
        parts = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Malformed("bad_checkpoint", "LOG-6", found="not UTF-8") from None
    if len(parts) != 4 or parts[3] or not parts[0]:
        raise Malformed("bad_checkpoint", "LOG-6", found=f"{len(parts) - 1} lines")
    size, root = number(parts[1]), Hash(unb64(parts[2], 32))
    if size == 0 and root != EMPTY_ROOT:
        raise Malformed("bad_checkpoint", "LOG-6", found="an empty log with another root")
    return Checkpoint(Origin(parts[0]), size, root)


def read_head(data: bytes) -> tuple[Checkpoint, Note]:
    """A head's claim before anything is verified: enough to know whose key to ask for."""
    note = parse_note(data, MAX_HEAD)
    return parse_checkpoint(note.text), note


def verify_head(data: bytes, key: PublicKey) -> SignedHead:
    """The head, once its log key signed it and the key names this log; raises `Malformed` or `Refused`."""
    checkpoint, note = read_head(data)
    if checkpoint.origin != key.name:
        raise Refused("bad_checkpoint", "LOG-6", found=checkpoint.origin, expected=key.name)
    return SignedHead(checkpoint, note, verify_line(note, key))


def cosigned_text(head_text: bytes, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n".encode() + head_text


def cosignature_line(key: PublicKey, time: int, signature: bytes) -> SignatureLine:
    return SignatureLine(key.name, key.id, time.to_bytes(8, "big") + signature)


def verify_cosignature(note: Note, key: PublicKey) -> Cosignature:
    """This key's timed cosignature on the head; raises `Malformed` or `Refused`."""
    line = note.by(key)
    if line is None or key.kind != COSIGNER:
        raise Refused("unknown_signer", "LOG-7", key=key.name)
    if len(line.signature) != 72:
        raise Malformed("bad_cosignature", "LOG-7", found=f"{len(line.signature)} bytes")
    time = int.from_bytes(line.signature[:8], "big")
    if time > MAX_NUMBER:
        raise Malformed("bad_cosignature", "LOG-7", found=f"time {time}")
    verify_signature(key.raw, cosigned_text(note.text, time), line.signature[8:])
    return Cosignature(key.name, Instant(time), line)


def with_lines(note: Note, lines: Iterable[SignatureLine]) -> bytes:
    """The head with these lines merged in: one line a key, of two cosignatures the later (LOG-8).

    For lines that were verified: an unverified one may bear any time, and would push out an honest one.
    """
    kept: dict[tuple[str, bytes], SignatureLine] = {}
    for line in (*note.lines, *lines):
        old = kept.get((line.name, line.key_id))
        if old is None or line.signature > old.signature:
            kept[line.name, line.key_id] = line
    return make_note(note.text, kept.values())
