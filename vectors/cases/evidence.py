# SPDX-License-Identifier: Apache-2.0
"""Vectors for evidence files E1 to E4 (EVI-1 to EVI-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tripartite.core.encoding.values import Origin, b64
from tripartite.core.log.checkpoint import SignedHead, verify_head
from tripartite.core.log.evidence import Evidence, fork_evidence, regress_evidence
from tripartite.core.log.proofs import consistency_path, explicit_seed, roots_from
from tripartite.core.log.tree import nodes_of, root_of
from vectors.cases.vector import Input, Plain, Vector, accept, data, refuse
from vectors.hands import IRAN_LOG, IRAN_W, IRAQ_LOG, IRAQ_W, NOON, Hand, grown_head, leaves

ORIGIN = Origin(str(IRAN_LOG.name))


def vectors() -> Iterator[Vector]:
    """Every vector of evidence."""
    yield from _forks()
    yield from _regresses()
    yield from _files()


def _given(content: bytes) -> Input:
    keys: list[Plain] = [hand.key.line for hand in (IRAN_LOG, IRAQ_LOG, IRAN_W, IRAQ_W)]
    return {"evidence": data(content), "keys": keys}


def _accept(name: str, desc: str, found: Evidence, key: Hand) -> Vector:
    return accept(
        f"evidence/{name}.json",
        desc,
        _given(found.data),
        kind=found.kind,
        origin=found.origin,
        key=str(key.name),
    )


def _refuse(name: str, desc: str, code: str, content: bytes) -> Vector:
    return refuse(f"evidence/{name}.json", desc, code, _given(content))


def _signed(size: int, *lines: tuple[Hand, int], story: str = "one") -> SignedHead:
    return verify_head(grown_head(IRAN_LOG, size, *lines, story=story), IRAN_LOG.key)


def _path(old: int, new: int, story: str) -> list[bytes]:
    """The newer tree's own path, with its seed explicit."""
    hashes = leaves(new, story)
    return explicit_seed(old, consistency_path(old, new, nodes_of(hashes)), root_of(hashes[:old]))


def _forks() -> Iterator[Vector]:
    one, other = _signed(5), _signed(5, story="two")
    same = fork_evidence(one, other)
    yield _accept("e1-two-roots-of-one-size", "two heads of one size", same, IRAN_LOG)
    yield _accept("e2-older-not-a-prefix", "a newer head that does not extend the older",
                  fork_evidence(_signed(3), _signed(7, story="two"), _path(3, 7, "two")), IRAN_LOG)  # fmt: skip
    fork = fork_evidence(_signed(4), _signed(7, story="two"), _path(4, 7, "two"))
    yield _accept("e2-older-size-a-power-of-two", "where RFC 6962 leaves the seed out", fork, IRAN_LOG)
    yield _refuse("e1-one-head-twice", "two copies of one head", "no_misconduct",
                  Evidence("E1", ORIGIN, (same.heads[0], same.heads[0])).data)  # fmt: skip
    yield _refuse("e1-heads-swapped", "the other order of the same two heads", "no_misconduct",
                  Evidence("E1", ORIGIN, (same.heads[1], same.heads[0])).data)  # fmt: skip
    yield _refuse("e1-sizes-differ", "an older and a newer head", "no_misconduct",
                  Evidence("E1", ORIGIN, (fork.heads[0], fork.heads[1])).data)  # fmt: skip
    honest = fork_evidence(_signed(4), _signed(7), _path(4, 7, "one"))
    yield _refuse("e2-honest-log", "a newer head that extends the older", "no_misconduct", honest.data)
    path = list(_path(4, 7, "one"))
    mutated = [bytes(32), *path[1:]]
    wrong = b64(roots_from(4, 7, mutated)[0])
    heads = (grown_head(IRAN_LOG, 4), grown_head(IRAN_LOG, 7))
    yield _refuse("e2-honest-log-with-another-seed", "a seed that leads to no signed root", "no_misconduct",
                  Evidence("E2", ORIGIN, heads, tuple(mutated), wrong).data)  # fmt: skip
    yield _refuse("e2-line-h-changed", "another root than the path leads to", "no_misconduct",
                  Evidence("E2", ORIGIN, fork.heads, fork.path, wrong).data)  # fmt: skip
    yield _refuse("e2-path-shorter", "a path of another shape", "bad_proof",
                  Evidence("E2", ORIGIN, fork.heads, fork.path[:-1], fork.detail).data)  # fmt: skip
    proof = fork.data.rsplit(b"proof ", 1)[0] + b"proof 0\n\n"
    yield _refuse("e2-path-empty", "a path of no hashes", "bad_evidence", proof)
    yield _refuse("e2-line-h-empty", "no root at the older size", "bad_evidence",
                  fork.data.replace(f"{fork.detail}\n".encode(), b"\n", 1))  # fmt: skip
    yield _refuse("e2-newer-first", "heads in another order", "bad_proof",
                  Evidence("E2", ORIGIN, fork.heads[::-1], fork.path, fork.detail).data)  # fmt: skip


def _regress(
    earlier: int, later: int, times: Sequence[int], by: Hand = IRAQ_W, story: str = "one"
) -> Evidence:
    first, second = _signed(earlier, (by, times[0])), _signed(later, (by, times[1]), story=story)
    return regress_evidence(first, second, by.key)


def _regresses() -> Iterator[Vector]:
    back = _regress(7, 5, (NOON, NOON + 1))
    yield _accept("e3-later-but-smaller", "a cosigner covers less than it did before", back, IRAQ_W)
    yield _accept("e3-two-trees-at-one-size", "a cosigner signed both sides of a fork",
                  _regress(5, 5, (NOON, NOON + 9), story="two"), IRAQ_W)  # fmt: skip
    yield _accept("e3-two-trees-at-one-time", "both sides of a fork in one second",
                  _regress(5, 5, (NOON, NOON), story="two"), IRAQ_W)  # fmt: skip
    yield _accept("e4-of-its-own-log", "a party's own cosigner, on its own log",
                  _regress(7, 5, (NOON, NOON + 1), IRAN_W), IRAN_W)  # fmt: skip
    yield _refuse(
        "e3-honest-growth", "later and larger", "no_misconduct", _regress(5, 7, (NOON, NOON + 1)).data
    )
    yield _refuse("e3-growth-within-a-second", "two heads in one second", "no_misconduct",
                  _regress(5, 7, (NOON, NOON)).data)  # fmt: skip
    yield _refuse("e3-one-head-later-again", "one head, cosigned twice", "no_misconduct",
                  _regress(5, 5, (NOON, NOON + 1)).data)  # fmt: skip
    swapped = Evidence("E3", ORIGIN, back.heads[::-1], (), back.detail)
    yield _refuse("e3-heads-swapped", "the later statement first", "no_misconduct", swapped.data)
    yield _refuse("e4-of-another-log", "another party's cosigner under the wrong name of the offence", "no_misconduct",
                  Evidence("E4", ORIGIN, back.heads, (), back.detail).data)  # fmt: skip
    own = _regress(7, 5, (NOON, NOON + 1), IRAN_W)
    yield _refuse("e3-of-its-own-log", "a party's own cosigner under the wrong name of the offence", "no_misconduct",
                  Evidence("E3", ORIGIN, own.heads, (), own.detail).data)  # fmt: skip
    yield _refuse("e3-cosigner-is-the-log", "a log key is no cosigner", "unknown_signer",
                  Evidence("E3", ORIGIN, back.heads, (), str(IRAN_LOG.name)).data)  # fmt: skip


def _files() -> Iterator[Vector]:
    good = fork_evidence(_signed(5), _signed(5, story="two"))
    first, second = good.heads
    decorated = grown_head(IRAN_LOG, 5, (IRAQ_W, NOON))
    pair = (decorated, second) if first == grown_head(IRAN_LOG, 5) else (first, decorated)
    yield _refuse("line-that-proves-nothing", "a cosignature beside the line that convicts", "bad_evidence",
                  Evidence("E1", ORIGIN, pair).data)  # fmt: skip
    yield _refuse("signature-changed", "a letter of a head changed", "bad_signature",
                  Evidence("E1", ORIGIN, (first.replace(b"\n5\n", b"\n4\n"), second)).data)  # fmt: skip
    yield _refuse("accused-is-another", "heads of another log", "bad_checkpoint",
                  Evidence("E1", Origin(str(IRAQ_LOG.name)), good.heads).data)  # fmt: skip
    yield _refuse("accused-unknown", "a log the charter does not name", "unknown_signer",
                  Evidence("E1", Origin("tm/00000000/eve/m1"), good.heads).data)  # fmt: skip
    content = good.data
    bad = {
        "type-line-of-another-version": content.replace(b"evidence@v1", b"evidence@v2"),
        "kind-unknown": content.replace(b"\nE1\n", b"\nE9\n"),
        "field-missing": content.replace(str(ORIGIN).encode() + b"\nnote", b"note", 1),
        "field-too-many": content.replace(b"\nnote ", b"\nmore\nnote ", 1),
        "cut-short": content[:-1],
        "head-missing": content[: content.index(b"note", content.index(b"note") + 4)],
        "three-heads": content + b"note 1\nx\n",
        "four-parts": content + b"note 1\nx\nnote 1\nx\n",
        "length-of-another": content.replace(b"note %d\n" % len(first), b"note %d\n" % (len(first) + 1), 1),
        "part-unknown": content.replace(b"\nnote ", b"\nproof ", 1),
        "proof-not-wanted": content + b"proof 0\n\n",
        "empty": b"",
        "not-utf-8": content.replace(b"E1", b"\xff1"),
        "too-many-fields": b"tripartite/evidence@v1\n" * 6 + content,
    }
    for name, broken in bad.items():
        yield _refuse(name, name.replace("-", " "), "bad_evidence", broken)
    yield _refuse("length-with-leading-zero", "a length with a leading zero", "bad_value",
                  content.replace(b"note ", b"note 0", 1))  # fmt: skip
    yield _refuse("too-large", "more than 16,384 bytes", "too_large", content + b"x" * 16_384)
