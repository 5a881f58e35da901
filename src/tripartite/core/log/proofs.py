# SPDX-License-Identifier: Apache-2.0
"""Inclusion and consistency proofs over plain values (LOG-4, LOG-5); whoever has five numbers can check them.

Index and size must come from signed bytes, never from the proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import Hash
from tripartite.core.log.tree import EMPTY_ROOT, NodeReader, node_hash, range_hash

MAX_PROOF = 63
"""No honest proof has more hashes: sizes stay below 2^63."""


def inclusion_path(index: int, size: int, node: NodeReader) -> list[bytes]:
    """RFC 6962's PATH(index, D[size])."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if index < split:
            path.append(range_hash(split, end, node))
            end = split
        else:
            path.append(range_hash(start, split, node))
            start = split
    return path[::-1]


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> Hash:
    """The root that this path leads to; raises `Malformed` if the path has not the shape of index and size."""
    if not 0 <= index < size:
        raise Malformed("bad_proof", "LOG-4", detail="index beyond size")
    inner, border = _shape(index, size)
    if len(path) != inner + border:
        raise Malformed("bad_proof", "LOG-4", detail=f"{len(path)} hashes, not {inner + border}")
    _check_hashes([leaf, *path], "LOG-4")
    value = leaf
    for i in range(inner):
        value = node_hash(value, path[i]) if index >> i & 1 == 0 else node_hash(path[i], value)
    for hash_ in path[inner:]:
        value = node_hash(hash_, value)
    return Hash(value)


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> Hash:
    """The root, once the leaf hash is shown to be in it; raises `Malformed` or `Refused`."""
    found = root_from_inclusion(index, size, leaf, path)
    if found != root:
        raise Refused("proof_mismatch", "LOG-4", expected=root.hex(), found=found.hex())
    return found


def consistency_path(old: int, new: int, node: NodeReader) -> list[bytes]:
    """RFC 6962's PROOF(old, D[new]); empty when old is 0 or new."""
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if old <= split:
            path.append(range_hash(split, end, node))
            end = split
        else:
            path.append(range_hash(start, split, node))
            start, whole = split, False
    if not whole:
        path.append(range_hash(start, end, node))
    return path[::-1]


def roots_from(old: int, new: int, path: Sequence[bytes]) -> tuple[Hash, Hash]:
    """Both roots that a path with its seed always explicit leads to, for 0 < old < new (EVI-3).

    The first hash is the node that RFC 6962 leaves out when the old size is a power of two.
    """
    if not 0 < old < new:
        raise Malformed("bad_proof", "LOG-5", detail="sizes out of order")
    if not path:
        raise Malformed("bad_proof", "LOG-5", detail="no seed")
    inner, border = _shape(old - 1, new)
    shift = (old & -old).bit_length() - 1
    inner -= shift
    if len(path) != 1 + inner + border:
        raise Malformed("bad_proof", "LOG-5", detail=f"{len(path)} hashes, not {1 + inner + border}")
    _check_hashes(path, "LOG-5")
    mask = (old - 1) >> shift
    first = second = path[0]
    for i, value in enumerate(path[1:]):
        if i < inner and mask >> i & 1 == 0:
            second = node_hash(second, value)
        else:
            first, second = node_hash(value, first), node_hash(value, second)
    return Hash(first), Hash(second)


def explicit_seed(old: int, path: Sequence[bytes], old_root: bytes) -> list[bytes]:
    """An RFC 6962 path with its seed made explicit: the old root, where the old size is a power of two."""
    return [old_root, *path] if old & (old - 1) == 0 else list(path)


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> Hash:
    """The new root, once it is shown to extend the old one; raises `Malformed` or `Refused`.

    A proof from the empty tree shows nothing and is refused as malformed.
    """
    if old > new or old < 0 or (old == 0 and new > 0):
        raise Malformed("bad_proof", "LOG-5", detail="sizes out of order")
    if old == new:
        if path:
            raise Malformed("bad_proof", "LOG-5", detail=f"{len(path)} hashes, not 0")
        found = (EMPTY_ROOT, EMPTY_ROOT) if new == 0 else (new_root, new_root)
    else:
        if not path:
            raise Malformed("bad_proof", "LOG-5", detail="empty")
        found = roots_from(old, new, explicit_seed(old, path, old_root))
    if found != (old_root, new_root):
        raise Refused("proof_mismatch", "LOG-5", expected=new_root.hex(), found=found[1].hex())
    return Hash(new_root)


def _shape(index: int, size: int) -> tuple[int, int]:
    """How many hashes of a path lie inside the smallest perfect subtree, and how many on the border."""
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    return inner, border


def _check_hashes(path: Sequence[bytes], rule: str) -> None:
    if len(path) > MAX_PROOF + 2 or any(len(value) != 32 for value in path):
        raise Malformed("bad_proof", rule, detail="hash length")
