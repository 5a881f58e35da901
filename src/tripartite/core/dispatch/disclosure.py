# SPDX-License-Identifier: Apache-2.0
"""Disclosures: one note, or one act of one note, shown to somebody who holds only the charter (DSC-1 to DSC-4).

The file is a `c2sp.org/tlog-proof@v1` text; what is shown stands in its `extra` line and is untrusted until checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from tripartite.core.dispatch.act import Act, read_act
from tripartite.core.dispatch.envelope import Dispatch, read_dispatch
from tripartite.core.dispatch.payload import SEED, act_leaf, act_leaves, salt
from tripartite.core.encoding.canon import decode_as, encode
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import B64Text, Origin, b64, number, unb64
from tripartite.core.keys.public import PublicKey
from tripartite.core.log.checkpoint import SignedHead, read_head, verify_head
from tripartite.core.log.proofs import MAX_PROOF, inclusion_path, verify_inclusion
from tripartite.core.log.tree import nodes_of

MAGIC = "c2sp.org/tlog-proof@v1"
MAX_DISCLOSURE = 1_048_576
MAX_KEYS = 2
"""Key acts beside a disclosure: that of the author, and that of the office that granted it."""


class _Extra(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename={"index": "i"}
):
    """What is shown: a note, and with it one act at place `i` with its salt and its path in the acts tree."""

    note: Annotated[str, Meta(max_length=16_384)]
    act: Annotated[str, Meta(max_length=65_536)] | None = None
    index: Annotated[int, Meta(ge=0, le=65_535)] | None = None
    path: Annotated[tuple[B64Text, ...], Meta(max_length=MAX_PROOF)] | None = None
    salt: B64Text | None = None
    keys: Annotated[tuple[Annotated[str, Meta(max_length=262_144)], ...], Meta(max_length=MAX_KEYS)] = ()
    """Proofs of the `key` acts by which the author's key is known, each a file like this one, b64."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A checked disclosure: this dispatch stands at `leaf_index` under `head`; `act` is its `index`th act."""

    head: SignedHead
    leaf_index: int
    dispatch: Dispatch
    act: Act | None
    index: int
    keys: tuple[bytes, ...] = ()
    """The proofs of key acts that came with it, unchecked."""


_decoder = msgspec.json.Decoder(_Extra)


def act_extra(dispatch: bytes, seed: bytes, lines: Sequence[bytes], index: int) -> bytes:
    """The `extra` that shows one act; the others of the payload stay unknown."""
    return left_extra(dispatch, act_leaves(seed, lines), (lines[index], salt(seed, index)), index)


def left_extra(
    dispatch: bytes, leaves: Sequence[bytes], act: tuple[bytes, bytes], index: int, keys: Sequence[bytes] = ()
) -> bytes:
    """As `act_extra`, of the leaves of all acts and the line and salt of one: all that a thinned payload has.

    `keys`: disclosures of the key acts that the author's key rests on.
    """
    path = inclusion_path(index, len(leaves), nodes_of(leaves))
    shown = _Extra(
        note=dispatch.decode(), act=act[0].decode(), index=index, path=tuple(b64(value) for value in path),
        salt=b64(act[1]), keys=tuple(b64(one) for one in keys),
    )  # fmt: skip
    return encode(shown)


def note_extra(dispatch: bytes, keys: Sequence[bytes] = ()) -> bytes:
    """The `extra` that shows a note alone; `keys` as in `left_extra`."""
    return encode(_Extra(note=dispatch.decode(), keys=tuple(b64(one) for one in keys)))


def write_disclosure(extra: bytes, index: int, path: Sequence[bytes], head: bytes) -> bytes:
    """The proof file: what is shown, its place in the log, the path there, and the head."""
    lines = [MAGIC, f"extra {b64(extra)}", f"index {index}", *(b64(value) for value in path), ""]
    return "\n".join(lines).encode() + b"\n" + head


def claimed_origin(data: bytes) -> Origin:
    """Which log the file says it is from, unchecked: enough to know whose key to ask for."""
    return read_head(_split(data)[3])[0].origin


def verify_disclosure(data: bytes, log_key: PublicKey) -> Disclosure:
    """What the file shows, once head, place and act hold; who may sign the dispatch is judged by the caller."""
    extra, index, path, head_data = _split(data)
    head = verify_head(head_data, log_key)
    shown = decode_as(extra, _decoder, bounds=None)
    dispatch = read_dispatch(shown.note.encode())
    if dispatch.origin != head.checkpoint.origin:
        raise Refused("wrong_mechanism", "DSC-2", expected=head.checkpoint.origin, found=dispatch.origin)
    verify_inclusion(index, head.checkpoint.size, dispatch.leaf, path, head.checkpoint.root)
    keys = tuple(unb64(one) for one in shown.keys)
    return Disclosure(head, index, dispatch, _shown_act(shown, dispatch), shown.index or 0, keys)


def _shown_act(shown: _Extra, dispatch: Dispatch) -> Act | None:
    parts = (shown.act, shown.index, shown.path, shown.salt)
    if all(part is None for part in parts):
        return None
    if shown.act is None or shown.index is None or shown.path is None or shown.salt is None:
        raise Malformed("bad_proof", "DSC-3", detail="act, i, path and salt go together")
    line, said = shown.act.encode(), dispatch.commitment
    leaf = act_leaf(unb64(shown.salt, SEED), line)
    verify_inclusion(shown.index, said.count, leaf, [unb64(value, 32) for value in shown.path], said.root)
    return read_act(line, shown.index)


def _split(data: bytes) -> tuple[bytes, int, list[bytes], bytes]:
    if len(data) > MAX_DISCLOSURE:
        raise Malformed("too_large", "DSC-1", limit=MAX_DISCLOSURE, found=len(data))
    block, mark, head = data.partition(b"\n\n")
    lines = block.decode("ascii", "replace").split("\n")
    if not mark or len(lines) < 3 or lines[0] != MAGIC:
        raise Malformed("bad_proof", "DSC-1", detail="type line")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Malformed("bad_proof", "DSC-1", detail="extra and index")
    if len(lines) - 3 > MAX_PROOF:
        raise Malformed("bad_proof", "DSC-1", detail="path")
    path = [unb64(line, 32) for line in lines[3:]]
    return unb64(lines[1][6:]), number(lines[2][6:]), path, head
