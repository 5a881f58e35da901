# SPDX-License-Identifier: Apache-2.0
"""Vectors for evidence that shows words, E6 and E7 (EVI-7 to EVI-9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from tripartite.core.dispatch.act import Act, Blob, Wraps, write_act
from tripartite.core.dispatch.blob import make_blob
from tripartite.core.dispatch.disclosure import act_extra, note_extra, write_disclosure
from tripartite.core.dispatch.envelope import Draft, read_dispatch, write_text
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import Origin, b64, sha256
from tripartite.core.log.proofs import inclusion_path
from tripartite.core.log.tree import EMPTY_ROOT, leaf_hash, nodes_of, root_of
from tripartite.core.register.exhibits import Exhibit
from tripartite.keyring.age import encrypt
from tripartite.keyring.age_keys import AgeCipher, X25519Recipient
from tripartite.keyring.bech32 import decode
from vectors.cases.vector import Input, Plain, Vector, accept, data, refuse
from vectors.hands import (
    IRAN_HEAD,
    IRAN_LOG,
    IRAQ_HEAD,
    IRAQ_LOG,
    NET,
    NONCE,
    NOON,
    SEED,
    Hand,
    act_lines,
    head,
)

ORIGIN = Origin(str(IRAN_LOG.name))
NOWHERE = "ab" * 32 + "/0"


class Steady:
    """No chance at all: the same bytes each time."""

    def bytes(self, count: int) -> bytes:
        return bytes(range(count))


CIPHER = AgeCipher(Steady())
IDENTITY = CIPHER.identity()
RECIPIENT = CIPHER.recipient(IDENTITY)


@dataclass(frozen=True)
class Note:
    """A signed note, its act lines, and the bytes that were given as its payload."""

    signed: bytes
    lines: Sequence[bytes]
    stored: bytes

    @property
    def id(self) -> str:
        return read_dispatch(self.signed).id


class Said(NamedTuple):
    """What an author says of a payload, and what it seals or leaves open."""

    stored: bytes
    length: int = 0
    sealed: bool = False


def sealing(payload: bytes) -> bytes:
    return encrypt(
        payload, X25519Recipient(decode(RECIPIENT)[1], Steady()), bytes(range(16)), bytes(range(16))
    )


def signed(lines: Sequence[bytes], said: Said | None = None, by: Hand = IRAN_HEAD) -> Note:
    payload, commitment = make_payload(SEED, lines)
    told = said or Said(payload)
    commitment = msgspec.structs.replace(
        commitment, length=len(told.stored) + told.length, stored=sha256(told.stored)
    )
    wraps = [(party, sha256(b"wrap"), 4) for party in ("iran", "us")]
    text = write_text(
        Draft(
            by.name, Origin(str(by.name.of("m1"))), NET, NOON, NONCE, 0, EMPTY_ROOT, commitment,
            ("iran", "us") if told.sealed else "parties", RECIPIENT if told.sealed else None,
            wraps if told.sealed else None,
        )
    )  # fmt: skip
    return Note(by.note(text), lines, told.stored)


def shown(notes: Sequence[Note], place: int, act: int | None, log: Hand = IRAN_LOG) -> bytes:
    """A disclosure out of a log of these notes alone: one note, or one act of it."""
    hashes = [leaf_hash(note.signed) for note in notes]
    note = notes[place]
    extra = note_extra(note.signed) if act is None else act_extra(note.signed, SEED, note.lines, act)
    path = inclusion_path(place, len(notes), nodes_of(hashes))
    return write_disclosure(extra, place, path, head(log, len(notes), root_of(hashes)))


def _given(exhibit: Exhibit, stored: bytes | None = None) -> Input:
    keys: list[Plain] = [hand.key.line for hand in (IRAN_LOG, IRAQ_LOG, IRAN_HEAD, IRAQ_HEAD)]
    beside = {} if stored is None else {"stored": data(stored)}
    return {"evidence": data(exhibit.data), "keys": keys, **beside}


def _convicts(name: str, desc: str, exhibit: Exhibit, stored: bytes | None = None) -> Vector:
    given = _given(exhibit, stored)
    return accept(
        f"evidence/{name}.json", desc, given, kind=exhibit.kind, origin=ORIGIN, key=str(IRAN_HEAD.name)
    )


def _not(name: str, desc: str, code: str, exhibit: Exhibit, stored: bytes | None = None) -> Vector:
    return refuse(f"evidence/{name}.json", desc, code, _given(exhibit, stored))


def vectors() -> Iterator[Vector]:
    """Every vector of evidence that shows words."""
    yield from _stubs()
    yield from _payloads()
    yield from _sealed()
    yield from _attachments()


# --- E6 -----------------------------------------------------------------------------------------------------------


def _erase(*stubs: tuple[str, str, str]) -> Note:
    return signed([encode({"body": {"of": [list(stub) for stub in stubs]}, "kind": "erase@1"})])


def _stubs() -> Iterator[Vector]:
    claims = signed(
        [*act_lines(1), encode({"body": {"text": "beside"}, "kind": "statement.response@1", "record": "./0"})]
    )
    founding, beside = f"{claims.id}/0", f"{claims.id}/1"

    def exhibit(*stubs: tuple[str, str, str], act: int = 1, swapped: bool = False) -> Exhibit:
        log = [claims, _erase(*stubs)]
        proofs = (shown(log, 1, 0), shown(log, 0, act))
        return Exhibit("E6", ORIGIN, proofs[::-1] if swapped else proofs)

    true = (beside, "statement.response@1", founding)
    yield _convicts(
        "e6-another-kind", "a stub that names another kind", exhibit((beside, "statement.make@1", founding))
    )
    yield _convicts("e6-another-record", "a stub that names another record",
                    exhibit((beside, "statement.response@1", NOWHERE)))  # fmt: skip
    yield _convicts("e6-founding-act", "an act that founds its record, said to stand in another",
                    exhibit((founding, "statement.make@1", NOWHERE), act=0))  # fmt: skip
    two = exhibit((founding, "statement.make@1", founding), (beside, "statement.make@1", founding))
    yield _convicts("e6-second-stub", "one of two stubs is false", two)
    yield _not("e6-true-stub", "a stub that says what the act is", "no_misconduct", exhibit(true))
    yield _not("e6-true-founding", "a record is its founding act", "no_misconduct",
               exhibit((founding, "statement.make@1", founding), act=0))  # fmt: skip
    yield _not("e6-act-not-named", "an act that no stub names", "no_misconduct", exhibit(true, act=0))
    yield _not("e6-acts-swapped", "the erasure second", "bad_evidence",
               exhibit((beside, "statement.make@1", founding), swapped=True))  # fmt: skip
    yield _not("e6-stubs-unsorted", "an erasure that its schema refuses", "schema",
               exhibit((beside, "statement.make@1", founding), (founding, "statement.make@1", founding)))  # fmt: skip
    alone = [_erase((beside, "statement.make@1", founding))]
    yield _not("e6-note-alone", "a note in the place of an act", "bad_evidence",
               Exhibit("E6", ORIGIN, (shown(alone, 0, 0), shown(alone, 0, None))))  # fmt: skip
    theirs = signed(act_lines(1), by=IRAQ_HEAD)
    other = (f"{theirs.id}/0", "statement.response@1", NOWHERE)
    pair = (shown([_erase(other)], 0, 0), shown([theirs], 0, 0, IRAQ_LOG))
    yield _not("e6-of-two-logs", "an act of another log", "bad_evidence", Exhibit("E6", ORIGIN, pair))


# --- E7, payloads -------------------------------------------------------------------------------------------------


def _of(note: Note, identity: str = "", stored: bytes | None = None, act: int | None = None) -> Exhibit:
    hashed = sha256(note.stored if stored is None else stored).hex()
    return Exhibit("E7", ORIGIN, (shown([note], 0, act),), hashed, identity)


def _payloads() -> Iterator[Vector]:
    lines = act_lines(2)
    payload, _ = make_payload(SEED, lines)
    bad = {
        "another-act": (payload[:-2] + b"x\n", "acts under another root"),
        "another-count": (payload + b"{}\n", "more acts than the note says"),
        "no-payload": (b"not a payload", "bytes without a type line"),
        "empty-line": (payload + b"\n", "an act of no bytes"),
    }
    for name, (stored, desc) in bad.items():
        note = signed(lines, Said(stored))
        yield _convicts(f"e7-{name}", desc, _of(note), stored)
    longer = signed(lines, Said(payload, length=1))
    yield _convicts("e7-another-length", "a length that the bytes named do not have", _of(longer), payload)
    honest, note = signed(lines), signed(lines, Said(bad["another-act"][0]))
    yield _not("e7-honest", "a payload that opens to its note", "no_misconduct", _of(honest), payload)
    yield _not("e7-other-bytes", "bytes of another hash", "bad_payload", _of(note), payload)
    yield _not("e7-without-bytes", "no bytes beside it", "bad_payload", _of(note))
    yield _not("e7-bytes-not-named", "bytes that the note does not name", "no_misconduct",
               _of(honest, stored=b"others"), b"others")  # fmt: skip
    yield _not("e7-hash-in-capitals", "a hash in capitals", "bad_evidence",
               replace(_of(note), stored=_of(note).stored.upper()), note.stored)  # fmt: skip
    yield _not("e7-identity-of-nothing", "an identity where nothing is sealed", "bad_seal",
               _of(note, IDENTITY), note.stored)  # fmt: skip
    yield _not("e7-of-another-log", "a file that names another log than it shows", "bad_evidence",
               replace(_of(note), origin=Origin(str(IRAQ_LOG.name))), note.stored)  # fmt: skip


def _sealed() -> Iterator[Vector]:
    lines = act_lines(2)
    payload, _ = make_payload(SEED, lines)
    honest, spoilt = sealing(payload), sealing(payload[:-2] + b"x\n")
    bad = {
        "another-act": (spoilt, "a sealed payload of other acts"),
        "damaged": (
            honest[:-1] + bytes([honest[-1] ^ 1]),
            "a sealed file that was damaged before it was named",
        ),
        "header-damaged": (honest.replace(b"X25519 ", b"X25519 A", 1), "a header that age refuses"),
        "not-age": (b"not an age file", "bytes that are no age file"),
        "empty": (sealing(b""), "nothing sealed"),
    }
    for name, (stored, desc) in bad.items():
        yield _convicts(
            f"e7-sealed-{name}", desc, _of(signed(lines, Said(stored, sealed=True)), IDENTITY), stored
        )
    longer = signed(lines, Said(honest, length=1, sealed=True))
    yield _convicts(
        "e7-sealed-another-length",
        "a length that the sealed bytes do not have",
        _of(longer, IDENTITY),
        honest,
    )
    large = signed(lines, Said(sealing(payload + b"y" * 70_000), sealed=True))
    yield _convicts(
        "e7-sealed-two-chunks", "two chunks that hold no payload", _of(large, IDENTITY), large.stored
    )
    note = signed(lines, Said(honest, sealed=True))
    yield _not(
        "e7-sealed-honest",
        "a sealed payload that opens to its note",
        "no_misconduct",
        _of(note, IDENTITY),
        honest,
    )
    wrong = signed(lines, Said(spoilt, sealed=True))
    other = CIPHER.identity().replace("AGE-SECRET-KEY-1QQ", "AGE-SECRET-KEY-1QP")
    yield _not(
        "e7-sealed-key-misspelled", "an identity with a wrong check", "bad_seal", _of(wrong, other), spoilt
    )
    another = AgeCipher(Backwards()).identity()
    yield _not(
        "e7-sealed-another-identity",
        "an identity of another recipient",
        "bad_seal",
        _of(wrong, another),
        spoilt,
    )
    yield _not("e7-sealed-without-identity", "nothing that opens it", "bad_seal", _of(wrong), spoilt)


class Backwards:
    """Other bytes than `Steady`."""

    def bytes(self, count: int) -> bytes:
        return bytes(range(count))[::-1]


# --- E7, attachments ----------------------------------------------------------------------------------------------


def _with(blob: Blob) -> Note:
    return signed([write_act(Act(msgspec.Raw(b"{}"), "document.file@1", None, (), (), (blob,)))])


def _attachments() -> Iterator[Vector]:
    file, commitment = make_blob(bytes(range(32)), b"what a camera saw, word for word" * 9)
    wraps: Wraps = tuple((party, sha256(b"wrap").hex(), 4) for party in ("iran", "us"))

    def named(stored: bytes, said: bytes = commitment, length: int = 0, sealed: bool = False) -> Exhibit:
        plain = Blob(b64(said), sha256(stored).hex(), len(stored) + length, "image/png", "parties")
        closed = msgspec.structs.replace(plain, to=("iran", "us"), rk=RECIPIENT, w=wraps)
        return _of(_with(closed if sealed else plain), IDENTITY if sealed else "", stored, act=0)

    bad: dict[str, tuple[bytes, Exhibit, str]] = {
        "commitment": (file, named(file, bytes(32)), "a file of another commitment"),
        "length": (file, named(file, length=1), "a length that the file does not have"),
        "padding": (file[:-1] + b"x", named(file[:-1] + b"x"), "a padding that is not zero"),
        "size-class": (file + bytes(1), named(file + bytes(1)), "a size of no class"),
        "no-file": (b"x", named(b"x"), "bytes that are no blob file"),
        "sealed": (
            sealing(file),
            named(sealing(file), bytes(32), sealed=True),
            "a sealed file of another commitment",
        ),
    }
    for name, (stored, exhibit, desc) in bad.items():
        yield _convicts(f"e7-attachment-{name}", desc, exhibit, stored)
    yield _not("e7-attachment-honest", "a file that is what its act says", "no_misconduct", named(file), file)
    yield _not("e7-attachment-sealed-honest", "a sealed file that is what its act says", "no_misconduct",
               named(sealing(file), sealed=True), sealing(file))  # fmt: skip
    yield _not("e7-attachment-not-named", "a file that the act shown does not name", "no_misconduct",
               replace(named(file), stored=sha256(b"others").hex()), b"others")  # fmt: skip
