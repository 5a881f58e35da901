# SPDX-License-Identifier: Apache-2.0
"""Vectors for signed notes, heads, cosignatures and proofs (NOTE-1 to NOTE-4, LOG-1 to LOG-8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tripartite.core.encoding.values import b64
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.log.proofs import consistency_path, inclusion_path
from tripartite.core.log.tree import EMPTY_ROOT, nodes_of, root_of
from vectors.cases.vector import Input, Plain, Vector, accept, data, refuse
from vectors.hands import IRAN_LOG, IRAN_W, IRAQ_HEAD, IRAQ_LOG, IRAQ_W, NOON, US_W, grown_head, head, leaves

TEXT = b"What we said.\n"


def vectors() -> Iterator[Vector]:
    """Every vector of the log room but evidence."""
    yield from _notes()
    yield from _heads()
    yield from _cosignatures()
    yield from _inclusion()
    yield from _consistency()


def _note(content: bytes) -> Input:
    return {"note": data(content), "key": IRAN_LOG.key.line}


def _notes() -> Iterator[Vector]:
    good, line = IRAN_LOG.note(TEXT), IRAN_LOG.line(TEXT)
    stranger = SignatureLine("example.com/witness", b"\x01\x02\x03\x04", b"\x05" * 72)
    yield accept("note/one-signature.json", "a text and its signature", _note(good))
    yield accept("note/unknown-lines.json", "lines of keys nobody knows are left alone",
                 _note(make_note(TEXT, [line, stranger])))  # fmt: skip
    yield accept(
        "note/blank-lines-in-text.json",
        "the last blank line ends the text",
        _note(IRAN_LOG.note(b"a\n\n\nb\n")),
    )
    yield accept("note/no-text-but-a-line-feed.json", "the shortest text", _note(IRAN_LOG.note(b"\n")))
    yield refuse("note/blank-line-between-signatures.json", "what stands above the last blank line is text",
                 "unknown_signer", _note(good + b"\n" + IRAQ_LOG.line(TEXT).line.encode()))  # fmt: skip
    wrong_id = SignatureLine(line.name, b"\x00\x00\x00\x00", line.signature)
    short = SignatureLine(line.name, line.key_id, line.signature[:63])
    other = SignatureLine(line.name, line.key_id, IRAN_LOG.line(b"else\n").signature)
    yield refuse(
        "note/signed-by-another.json", "no line of the key", "unknown_signer", _note(IRAQ_LOG.note(TEXT))
    )
    yield refuse("note/key-id-of-another.json", "the key's name with another id", "unknown_signer",
                 _note(make_note(TEXT, [wrong_id])))  # fmt: skip
    yield refuse("note/signature-of-63-bytes.json", "the key's own line, too short", "bad_signature",
                 _note(make_note(TEXT, [short])))  # fmt: skip
    yield refuse(
        "note/text-changed.json", "a letter changed", "bad_signature", _note(good.replace(b"said", b"Said"))
    )
    yield refuse("note/two-lines-of-one-key.json", "one key, two lines", "bad_note",
                 _note(make_note(TEXT, [line, other])))  # fmt: skip
    spare = good[:-3] + bytes([good[-3] + 1]) + good[-2:]
    yield refuse(
        "note/base64-spare-bits.json", "bits of the signature nobody reads", "bad_value", _note(spare)
    )
    yield from _no_notes(good, line)


def _no_notes(good: bytes, line: SignatureLine) -> Iterator[Vector]:
    """What is no note, however near it comes to this one."""
    mark = "\u2014 ".encode()
    bad = {
        "no-signatures": TEXT + b"\n",
        "no-blank-line": TEXT + line.line.encode(),
        "blank-line-after-signatures": good + b"\n",
        "no-final-line-feed": good[:-1],
        "carriage-returns": good.replace(b"\n", b"\r\n"),
        "hyphen-for-dash": good.replace(mark, b"- "),
        "two-spaces-after-dash": good.replace(mark, mark + b" "),
        "name-with-plus": good.replace(line.name.encode(), b"a+b"),
        "name-with-no-break-space": good.replace(line.name.encode(), "a\u00a0b".encode()),
        "name-missing": good.replace(line.name.encode() + b" ", b" "),
        "space-at-line-end": good[:-1] + b" \n",
        "signature-of-no-bytes": TEXT
        + b"\n"
        + mark
        + line.name.encode()
        + b" "
        + b64(line.key_id).encode()
        + b"\n",
        "control-character": IRAN_LOG.note(b"a\tb\n"),
        "nul": IRAN_LOG.note(b"a\x00b\n"),
        "not-utf-8": IRAN_LOG.note(b"a\xffb\n"),
        "lines-101": make_note(TEXT, [SignatureLine(f"w{i:03d}", b"\x01" * 4, b"\x02") for i in range(101)]),
        "empty": b"",
    }
    for name, content in bad.items():
        yield refuse(f"note/{name}.json", "no note: " + name.replace("-", " "), "bad_note", _note(content))


def _head(content: bytes) -> Input:
    return {"head": data(content), "key": IRAN_LOG.key.line}


def _said(size: int, root: bytes) -> dict[str, Plain]:
    return {"origin": str(IRAN_LOG.name), "size": size, "root": b64(root)}


def _heads() -> Iterator[Vector]:
    yield accept(
        "head/empty-log.json",
        "a log without leaves",
        _head(head(IRAN_LOG, 0, EMPTY_ROOT)),
        **_said(0, EMPTY_ROOT),
    )
    root = root_of(leaves(7))
    yield accept(
        "head/seven-leaves.json", "a log of seven leaves", _head(grown_head(IRAN_LOG, 7)), **_said(7, root)
    )
    yield accept("head/with-cosignatures.json", "cosignatures beside the log's own line",
                 _head(grown_head(IRAN_LOG, 7, (IRAN_W, NOON), (IRAQ_W, NOON + 1), (US_W, NOON + 2))),
                 **_said(7, root))  # fmt: skip
    yield accept(
        "head/largest-size.json",
        "the largest size",
        _head(head(IRAN_LOG, 2**53 - 1, root)),
        **_said(2**53 - 1, root),
    )
    origin, spelled = str(IRAN_LOG.name), b64(root)
    texts = {
        "extension-line": f"{origin}\n7\n{spelled}\nmore\n",
        "size-with-leading-zero": f"{origin}\n07\n{spelled}\n",
        "size-2-to-the-53": f"{origin}\n9007199254740992\n{spelled}\n",
        "size-negative": f"{origin}\n-7\n{spelled}\n",
        "root-of-31-bytes": f"{origin}\n7\n{b64(root[:31])}\n",
        "root-unpadded": f"{origin}\n7\n{spelled[:-1]}\n",
        "origin-missing": f"\n7\n{spelled}\n",
        "root-missing": f"{origin}\n7\n",
        "empty-log-with-another-root": f"{origin}\n0\n{spelled}\n",
    }
    codes = dict.fromkeys(("size-with-leading-zero", "size-2-to-the-53", "size-negative", "root-of-31-bytes",
                           "root-unpadded"), "bad_value")  # fmt: skip
    for name, text in texts.items():
        yield refuse(f"head/{name}.json", "no head: " + name.replace("-", " "), codes.get(name, "bad_checkpoint"),
                     _head(IRAN_LOG.note(text.encode())))  # fmt: skip
    yield refuse("head/origin-of-another-log.json", "signed by a log key that is not the origin's", "bad_checkpoint",
                 _head(IRAN_LOG.note(f"{IRAQ_LOG.name}\n7\n{spelled}\n".encode())))  # fmt: skip
    yield refuse("head/not-signed-by-log-key.json", "cosigned only", "unknown_signer",
                 _head(make_note(f"{origin}\n7\n{spelled}\n".encode(),
                                 [IRAQ_W.cosign(f"{origin}\n7\n{spelled}\n".encode(), NOON)])))  # fmt: skip


def _cosignatures() -> Iterator[Vector]:
    content = grown_head(IRAN_LOG, 7, (IRAQ_W, NOON))
    text = content[: content.index(b"\n\n") + 1]
    line = IRAQ_W.cosign(text, NOON)

    def given(lines: Sequence[SignatureLine], key: str = IRAQ_W.key.line) -> Input:
        return {"head": data(make_note(text, [IRAN_LOG.line(text), *lines])), "key": key}

    yield accept("cosignature/valid.json", "a timed cosignature", given([line]), time=NOON)
    yield accept("cosignature/time-zero.json", "the first second", given([IRAQ_W.cosign(text, 0)]), time=0)
    late = SignatureLine(line.name, line.key_id, (NOON + 1).to_bytes(8, "big") + line.signature[8:])
    plain = IRAQ_W.line(text)
    cases = {
        "time-changed": ("another time than was signed", "bad_signature", [late]),
        "missing": ("no line of the cosigner", "unknown_signer", []),
        "by-another": ("cosigned by another party", "unknown_signer", [US_W.cosign(text, NOON)]),
        "without-time": ("a plain signature by the cosigner's key", "bad_cosignature", [plain]),
        "time-2-to-the-53": ("a time too large", "bad_cosignature", [IRAQ_W.cosign(text, 2**53)]),
        "of-another-head": (
            "a cosignature of another head",
            "bad_signature",
            [IRAQ_W.cosign(b"x\n1\ny\n", NOON)],
        ),
    }
    for name, (desc, code, lines) in cases.items():
        yield refuse(f"cosignature/{name}.json", desc, code, given(lines))
    yield refuse("cosignature/key-of-another-type.json", "a key that does not cosign", "unknown_signer",
                 given([IRAQ_HEAD.cosign(text, NOON)], IRAQ_HEAD.key.line))  # fmt: skip


def _hex(values: Sequence[bytes]) -> list[Plain]:
    return [value.hex() for value in values]


def _included(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> Input:
    return {"index": index, "size": size, "leaf": leaf.hex(), "path": _hex(path), "root": root.hex()}


def _inclusion() -> Iterator[Vector]:
    for index, size in ((0, 1), (0, 2), (1, 3), (2, 3), (4, 7), (6, 7), (0, 8), (7, 8), (12, 13)):
        hashes = leaves(size)
        path = inclusion_path(index, size, nodes_of(hashes))
        yield accept(f"inclusion/{index}-of-{size}.json", f"leaf {index} of {size}",
                     _included(index, size, hashes[index], path, root_of(hashes)))  # fmt: skip
    hashes = leaves(7)
    path, root, leaf = inclusion_path(4, 7, nodes_of(hashes)), root_of(hashes), hashes[4]
    yield accept("inclusion/size-must-be-signed.json", "a path does not tell 7 leaves from 8: sizes come from heads",
                 _included(4, 8, leaf, path, root))  # fmt: skip
    shape = {
        "index-beyond-size": _included(7, 7, leaf, path, root),
        "size-zero": _included(0, 0, leaf, [], root),
        "path-longer": _included(4, 7, leaf, [*path, leaf], root),
        "path-shorter": _included(4, 7, leaf, path[:-1], root),
        "another-size": _included(4, 5, leaf, path, root),
        "path-empty": _included(4, 7, leaf, [], root),
        "hash-of-31-bytes": _included(4, 7, leaf, [path[0][:31], *path[1:]], root),
    }
    for name, given in shape.items():
        yield refuse(f"inclusion/{name}.json", name.replace("-", " "), "bad_proof", given)
    content = {
        "another-leaf": _included(4, 7, hashes[5], path, root),
        "another-index": _included(5, 7, leaf, path, root),
        "another-root": _included(4, 7, leaf, path, root_of(leaves(6))),
        "path-swapped": _included(4, 7, leaf, [path[1], path[0], *path[2:]], root),
    }
    for name, given in content.items():
        yield refuse(f"inclusion/{name}.json", name.replace("-", " "), "proof_mismatch", given)


def _extends(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> Input:
    return {
        "old": old,
        "new": new,
        "path": _hex(path),
        "old_root": old_root.hex(),
        "new_root": new_root.hex(),
    }


def _consistency() -> Iterator[Vector]:
    for old, new in ((1, 2), (1, 7), (3, 7), (4, 7), (6, 8), (8, 13), (7, 7)):
        hashes = leaves(new)
        path = consistency_path(old, new, nodes_of(hashes))
        yield accept(f"consistency/{old}-to-{new}.json", f"a log of {new} leaves extends its first {old}",
                     _extends(old, new, path, root_of(hashes[:old]), root_of(hashes)))  # fmt: skip
    yield accept(
        "consistency/empty-stays-empty.json",
        "nothing extends nothing",
        _extends(0, 0, [], EMPTY_ROOT, EMPTY_ROOT),
    )
    hashes = leaves(7)
    path, one, two = consistency_path(3, 7, nodes_of(hashes)), root_of(hashes[:3]), root_of(hashes)
    shape = {
        "from-empty": _extends(0, 7, [], EMPTY_ROOT, two),
        "shrinking": _extends(7, 3, path, two, one),
        "path-missing": _extends(3, 7, [], one, two),
        "path-longer": _extends(3, 7, [*path, one], one, two),
        "path-shorter": _extends(3, 7, path[:-1], one, two),
        "path-at-equal-sizes": _extends(7, 7, path, two, two),
        "hash-of-33-bytes": _extends(3, 7, [path[0] + b"\x00", *path[1:]], one, two),
    }
    for name, given in shape.items():
        yield refuse(f"consistency/{name}.json", name.replace("-", " "), "bad_proof", given)
    content = {
        "another-old-root": _extends(3, 7, path, root_of(leaves(3, "two")), two),
        "another-new-root": _extends(3, 7, path, one, root_of(leaves(7, "two"))),
        "roots-swapped": _extends(3, 7, path, two, one),
        "equal-sizes-other-roots": _extends(7, 7, [], root_of(leaves(7, "two")), two),
        "empty-with-another-root": _extends(0, 0, [], one, one),
        "history-rewritten": _extends(
            4,
            7,
            consistency_path(4, 7, nodes_of(leaves(7, "two"))),
            root_of(hashes[:4]),
            root_of(leaves(7, "two")),
        ),
    }
    for name, given in content.items():
        yield refuse(f"consistency/{name}.json", name.replace("-", " "), "proof_mismatch", given)
