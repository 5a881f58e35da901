# SPDX-License-Identifier: Apache-2.0
"""What is asked and answered, as values, and the few texts that travel as bodies (SYN-2, SYN-9)."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refusal
from tripartite.core.encoding.values import b64, sha256, unb64
from tripartite.core.log.checkpoint import MAX_HEAD
from tripartite.core.log.proofs import MAX_PROOF
from tripartite.node.exchange import MAX_BRANCHES
from tripartite.sync.paths import Path
from tripartite.sync.report import refusal_data

T = TypeVar("T")
MAX_HEADS = MAX_BRANCHES * (MAX_HEAD + 1)
MAX_PROOF_TEXT = MAX_PROOF * 45
MAX_ERROR = 16_384
"""Bytes of an answer that refuses."""
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_RULE = re.compile(r"[A-Z]{2,4}-[0-9]{1,3}\Z")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `limit`: bytes of body an answer of use may have; `etag`: the last one seen of this."""

    path: Path
    limit: int
    etag: str = ""
    body: bytes | None = None
    """None asks to read (GET), bytes to be taken (POST)."""

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    @property
    def target(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; header names are lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")


Dialogue = Generator[Ask, Answer, T]


class TurnOver(Exception):
    """Thrown into a dialogue by whoever drives it: nothing more can be asked now."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def etag_of(body: bytes) -> str:
    return f'"{sha256(body).hex()[:32]}"'


# --- refusals


class _Error(msgspec.Struct, frozen=True):
    code: str
    rule: str = ""
    facts: dict[str, str] = {}
    hint: str = ""


class _Said(msgspec.Struct, frozen=True):
    error: _Error


_said = msgspec.json.Decoder(_Said)


def write_error(refusal: Refusal) -> bytes:
    return encode({"error": refusal_data(refusal)})


def read_error(answer: Answer) -> Refusal:
    """Why the other side refused: its own code where it gave one, else that its answer does not fit."""
    try:
        error = _said.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Refusal("bad_answer", "SYN-9", (("status", str(answer.status)),))
    said = error.error
    if not _CODE.match(said.code) or (said.rule and not _RULE.match(said.rule)) or len(said.facts) > 16:
        return Refusal("bad_answer", "SYN-9", (("status", str(answer.status)),))
    facts = sorted((k, v[:200]) for k, v in said.facts.items() if _CODE.match(k))
    return Refusal(said.code, said.rule, tuple(facts), said.hint if _CODE.match(said.hint) else "")


# --- heads


def join_heads(heads: Sequence[bytes]) -> bytes:
    """Several heads on one page: an empty line between them. A head's text has none, its end has one."""
    return b"\n".join(heads)


def split_heads(page: bytes) -> list[bytes]:
    """The heads on a page; raises `Misbehaved`. Each is verified on its own."""
    parts = page.split(b"\n\n")
    if len(parts) % 2 or len(parts) > 2 * MAX_BRANCHES:
        raise Misbehaved("bad_answer", "SYN-2", detail="heads", count=len(parts) // 2)
    heads = [b"\n\n".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    return [head + b"\n" for head in heads[:-1]] + heads[-1:]


# --- proofs


def write_proof(path: Sequence[bytes]) -> bytes:
    return "".join(b64(value) + "\n" for value in path).encode()


def read_proof(body: bytes) -> list[bytes]:
    """Base64 lines of 32 bytes; raises `Misbehaved`."""
    lines = body.decode("ascii", "replace").split("\n")
    if lines.pop() or len(lines) > MAX_PROOF:
        raise Misbehaved("bad_answer", "SYN-4", detail="proof")
    try:
        return [unb64(line, 32) for line in lines]
    except Malformed as error:
        raise Misbehaved("bad_answer", "SYN-4", detail="proof") from error


# --- names

_NAME = re.compile(r"[0-9a-f]{64}\Z")


def write_names(names: Sequence[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def read_names(body: bytes, limit: int) -> list[str]:
    """Hashes, one a line; raises `Misbehaved`."""
    lines = body.decode("ascii", "replace").split("\n")
    if lines.pop() or len(lines) > limit or not all(map(_NAME.match, lines)):
        raise Misbehaved("bad_answer", "SYN-3", detail="names")
    return lines
