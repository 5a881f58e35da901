# SPDX-License-Identifier: Apache-2.0
"""Evidence files: proof of two stories, or of time running backwards, in the liar's own handwriting (EVI-1 to EVI-5).

A file is checked with the charter's keys alone, at any time, by anybody. It proves that a key signed two texts;
it does not prove who ordered it. One misconduct has one spelling: its heads carry the lines that convict and no
other, so nobody can multiply evidence by decorating it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import Origin, b64, number, unb64
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import PublicKey
from tripartite.core.log.checkpoint import SignedHead, verify_cosignature, verify_head
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.log.proofs import MAX_PROOF, roots_from

MAX_EVIDENCE = 16_384
"""Bytes of an evidence file of these four kinds."""
MAGIC = "tripartite/evidence@v1"
FORK_SAME, FORK_DIFFERENT, REGRESS, SELF_REGRESS = "E1", "E2", "E3", "E4"
_FIELDS = {FORK_SAME: 3, FORK_DIFFERENT: 4, REGRESS: 4, SELF_REGRESS: 4}

KeyFinder = Callable[[str], PublicKey]
"""A key name to its key under the charter; raises `Refused` for a name nobody has."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an evidence file says, unchecked: two heads, and what joins them."""

    kind: str
    origin: Origin
    heads: tuple[bytes, bytes]
    path: tuple[bytes, ...] = ()
    detail: str = ""
    """E2: base64 of the newer tree's true root at the older size. E3, E4: the cosigner's key name."""

    @property
    def data(self) -> bytes:
        fields = [MAGIC, self.kind, self.origin, *([self.detail] if self.detail else [])]
        out = "\n".join(fields).encode() + b"\n"
        for head in self.heads:
            out += b"note %d\n" % len(head) + head + b"\n"
        if self.path:
            proof = "".join(b64(value) + "\n" for value in self.path).encode()
            out += b"proof %d\n" % len(proof) + proof + b"\n"
        return out


@dataclass(frozen=True, slots=True)
class Conviction:
    """Evidence that holds: the key named signed both of two statements that exclude each other."""

    kind: str
    origin: Origin
    key: str
    heads: tuple[SignedHead, SignedHead]
    file: bytes


def parse_evidence(data: bytes) -> Evidence:
    """Reads an evidence file; raises `Malformed`."""
    if len(data) > MAX_EVIDENCE:
        raise Malformed("too_large", "EVI-1", limit=MAX_EVIDENCE, found=len(data))
    fields, rest = file_fields(data)
    kind = fields[1] if len(fields) > 1 else ""
    if not fields or fields[0] != MAGIC or _FIELDS.get(kind) != len(fields):
        raise Malformed("bad_evidence", "EVI-1", found=kind[:20] or "no evidence file")
    parts = file_parts(rest)
    names = [name for name, _ in parts]
    if names != (["note", "note", "proof"] if kind == FORK_DIFFERENT else ["note", "note"]):
        raise Malformed("bad_evidence", "EVI-1", found=" ".join(names)[:80])
    path = _proof(parts[2][1]) if kind == FORK_DIFFERENT else ()
    detail = fields[3] if len(fields) > 3 else ""
    found = Evidence(kind, Origin(fields[2]), (parts[0][1], parts[1][1]), path, detail)
    if found.data != data:
        raise Malformed("bad_evidence", "EVI-1", found="another spelling")
    return found


def verify_evidence(data: bytes, find: KeyFinder) -> Conviction:
    """The conviction, once every signature holds and the two heads exclude each other."""
    found = parse_evidence(data)
    if found.kind in (FORK_SAME, FORK_DIFFERENT):
        return _verify_fork(found, find)
    return _verify_regress(found, find)


def _verify_fork(found: Evidence, find: KeyFinder) -> Conviction:
    key = find(found.origin)
    first, second = (verify_head(head, key) for head in found.heads)
    a, b = first.checkpoint, second.checkpoint
    _check_bare(first, ())
    _check_bare(second, ())
    if found.kind == FORK_SAME:
        proven = a.size == b.size and a.root < b.root
    else:
        older, newer = roots_from(a.size, b.size, found.path)
        proven = newer == b.root and b64(older) == found.detail and older != a.root
    if not proven:
        raise Refused("no_misconduct", "EVI-3" if found.path else "EVI-2", origin=found.origin)
    return Conviction(found.kind, found.origin, key.name, (first, second), found.data)


def _verify_regress(found: Evidence, find: KeyFinder) -> Conviction:
    log_key, cosigner = find(found.origin), find(found.detail)
    first, second = (verify_head(head, log_key) for head in found.heads)
    earlier, later = (verify_cosignature(head.note, cosigner) for head in (first, second))
    _check_bare(first, (earlier.line,))
    _check_bare(second, (later.line,))
    a, b = first.checkpoint, second.checkpoint
    backwards = earlier.time < later.time and a.size > b.size
    twice = (earlier.time, a.root) < (later.time, b.root) and a.size == b.size and a.root != b.root
    if found.kind != _regress_kind(found.origin, found.detail) or not (backwards or twice):
        raise Refused("no_misconduct", "EVI-4", origin=found.origin, key=found.detail)
    return Conviction(found.kind, found.origin, cosigner.name, (first, second), found.data)


def fork_evidence(one: SignedHead, other: SignedHead, path: Sequence[bytes] = ()) -> Evidence:
    """The evidence two heads of one log make; `path` (seed explicit) where their sizes differ, older first."""
    a, b = sorted((one, other), key=lambda head: (head.checkpoint.size, head.checkpoint.root))
    origin, heads = a.checkpoint.origin, (_bare(a), _bare(b))
    if not path:
        return Evidence(FORK_SAME, origin, heads)
    true_root, _ = roots_from(a.checkpoint.size, b.checkpoint.size, path)
    return Evidence(FORK_DIFFERENT, origin, heads, tuple(path), b64(true_root))


def regress_evidence(one: SignedHead, other: SignedHead, cosigner: PublicKey) -> Evidence:
    """The evidence of a cosigner whose later statement covers less than its earlier one, or another tree."""
    pairs = [(verify_cosignature(head.note, cosigner), head) for head in (one, other)]
    pairs.sort(key=lambda pair: (pair[0].time, pair[1].checkpoint.root))
    first, second = (_bare(head, cosignature.line) for cosignature, head in pairs)
    origin = one.checkpoint.origin
    return Evidence(_regress_kind(origin, cosigner.name), origin, (first, second), (), cosigner.name)


def _regress_kind(origin: str, cosigner: str) -> str:
    log, by = key_name(origin), key_name(cosigner)
    return SELF_REGRESS if log.of(by.role) == by else REGRESS


def _bare(head: SignedHead, *lines: SignatureLine) -> bytes:
    return make_note(head.note.text, (head.line, *lines))


def _check_bare(head: SignedHead, lines: Sequence[SignatureLine]) -> None:
    if head.data != _bare(head, *lines):
        raise Malformed("bad_evidence", "EVI-5", found="signature lines that prove nothing, or unsorted")


def file_fields(data: bytes) -> tuple[list[str], bytes]:
    """The lines of an evidence file before its parts, and the parts; raises `Malformed`."""
    fields: list[str] = []
    while len(fields) < 5:
        line, mark, rest = data.partition(b"\n")
        if not mark:
            raise Malformed("bad_evidence", "EVI-1", found="cut short")
        if line.startswith((b"note ", b"proof ")):
            return fields, data
        try:
            fields.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            raise Malformed("bad_evidence", "EVI-1", found="not UTF-8") from None
        data = rest
    raise Malformed("bad_evidence", "EVI-1", found="too many fields")


def file_parts(data: bytes) -> list[tuple[str, bytes]]:
    """Up to three parts, each with its name; raises `Malformed`."""
    parts: list[tuple[str, bytes]] = []
    while data:
        line, mark, data = data.partition(b"\n")
        name, _, length = line.decode("ascii", "replace").partition(" ")
        size = number(length) if mark else 0
        if len(parts) == 3 or not mark or data[size : size + 1] != b"\n":
            raise Malformed("bad_evidence", "EVI-1", found="cut short")
        parts.append((name, data[:size]))
        data = data[size + 1 :]
    return parts


def _proof(data: bytes) -> tuple[bytes, ...]:
    lines = data.decode("ascii", "replace").split("\n")
    if lines.pop() or len(lines) > MAX_PROOF + 1:
        raise Malformed("bad_evidence", "EVI-1", found="proof")
    return tuple(unb64(line, 32) for line in lines)
