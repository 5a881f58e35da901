# SPDX-License-Identifier: Apache-2.0
"""What is left of a payload once some of its acts are erased: one line an act, under the root that the note signed
(ERA-6, ERA-7).

    {"act":…,"salt":…}   an act that stays          {"leaf":…}   one that is gone

Seed and stored bytes are gone, or every salt could be made again and short acts guessed; so the lines are held
against `root` and `count` alone, never against `h`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from tripartite.core.dispatch.act import MAX_ACT
from tripartite.core.dispatch.payload import SEED, Commitment, Payload, act_leaf, salt
from tripartite.core.encoding.canon import decode_as, encode
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import MAX_ACTS, B64Text, Hash, b64, unb64
from tripartite.core.log.tree import root_of

MAX_LINE = 2 * MAX_ACT + 128
"""Bytes of a line: an act's own text, every quotation mark in it escaped."""
MAX_THIN = 2 * 67_108_864
"""Bytes of a thinned payload."""


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    act: Annotated[str, Meta(max_length=MAX_ACT)] | None = None
    leaf: B64Text | None = None
    salt: B64Text | None = None


@dataclass(frozen=True, slots=True)
class Thin:
    """Lines that open to a note's root: for each act its leaf and, unless it is gone, its line and salt."""

    lines: tuple[bytes, ...]
    leaves: tuple[Hash, ...]
    acts: tuple[tuple[bytes, bytes] | None, ...]

    @property
    def hidden(self) -> frozenset[int]:
        """The places of the acts that are gone."""
        return frozenset(place for place, act in enumerate(self.acts) if act is None)


_decoder = msgspec.json.Decoder(_Line)


def thinned(payload: Payload, gone: Collection[int]) -> list[bytes]:
    """The lines, without LF, that take the place of a payload of which these acts are to go."""
    kept = ((i, salt(payload.seed, i), line) for i, line in enumerate(payload.lines))
    return [_hide(salt_, line) if i in gone else _keep(salt_, line) for i, salt_, line in kept]


def thinner(thin: Thin, gone: Collection[int]) -> list[bytes]:
    """The same lines with more of their acts gone."""
    rows = zip(thin.lines, thin.leaves, strict=True)
    return [encode(_Line(leaf=b64(leaf))) if i in gone else line for i, (line, leaf) in enumerate(rows)]


def _hide(salt_: bytes, line: bytes) -> bytes:
    return encode(_Line(leaf=b64(act_leaf(salt_, line))))


def _keep(salt_: bytes, line: bytes) -> bytes:
    """What is no text was no act either, and has no effect to lose."""
    try:
        kept = encode(_Line(act=line.decode(), salt=b64(salt_)))
        _read(kept)
    except (Malformed, UnicodeDecodeError):
        return _hide(salt_, line)
    return kept


def open_thin(lines: Sequence[bytes], said: Commitment) -> Thin:
    """The acts and leaves of these lines, once they are what the note says; raises `Malformed` or `Refused`."""
    if len(lines) != said.count:
        raise Refused("bad_thin", "ERA-7", detail="count", expected=said.count, found=len(lines))
    acts = tuple(_read(line) for line in lines)
    leaves = tuple(act_leaf(act[1], act[0]) if isinstance(act, tuple) else act for act in acts)
    if root_of(leaves) != said.root:
        raise Refused("bad_thin", "ERA-7", detail="root", expected=said.root.hex())
    return Thin(tuple(lines), leaves, tuple(act if isinstance(act, tuple) else None for act in acts))


def _read(line: bytes) -> tuple[bytes, bytes] | Hash:
    if len(line) > MAX_LINE:
        raise Malformed("too_large", "ERA-7", limit=MAX_LINE, found=len(line))
    said = decode_as(line, _decoder, bounds=None)
    if said.leaf is not None and said.act is None and said.salt is None:
        return Hash(unb64(said.leaf, 32))
    if said.leaf is not None or said.act is None or said.salt is None:
        raise Malformed("bad_thin", "ERA-7", detail="act and salt, or leaf")
    return said.act.encode(), unb64(said.salt, SEED)


def act_of(line: bytes) -> bytes | None:
    """The act on a line that was checked before; None where it is gone."""
    said = _decoder.decode(line)
    return None if said.act is None else said.act.encode()


def join_lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def split_lines(data: bytes) -> list[bytes]:
    """The lines of a thinned payload as it travels; raises `Malformed`."""
    if len(data) > MAX_THIN or not data.endswith(b"\n") or data.count(b"\n") > MAX_ACTS:
        raise Malformed("bad_thin", "ERA-7", detail="end, length or number of lines")
    return data[:-1].split(b"\n")
