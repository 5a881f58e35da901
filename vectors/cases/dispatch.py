# SPDX-License-Identifier: Apache-2.0
"""Vectors for dispatches, acts, payloads and disclosures (DIS, ACT, PAY, DSC)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from tripartite.core.dispatch.disclosure import act_extra, note_extra, write_disclosure
from tripartite.core.dispatch.envelope import MAGIC, read_dispatch
from tripartite.core.dispatch.payload import Commitment, make_payload
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import b64, sha256, unb64
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.log.proofs import inclusion_path
from tripartite.core.log.tree import leaf_hash, nodes_of, root_of
from vectors.cases.vector import Input, Vector, accept, data, refuse
from vectors.hands import (
    IRAN_HEAD,
    IRAN_LOG,
    IRAN_NODE,
    IRAQ_HEAD,
    IRAQ_LOG,
    IRAQ_W,
    NOON,
    SEED,
    Hand,
    act_lines,
    dispatch_text,
    head,
    leaves,
    signed_dispatch,
)

RECIPIENT = "age1" + "q" * 58
"""The form of a recipient; nobody has its identity."""


def vectors() -> Iterator[Vector]:
    """Every vector of the dispatch room."""
    yield from _dispatches()
    yield from _dispatch_json()
    yield from _acts()
    yield from _act_references()
    yield from _payloads()
    yield from _disclosures()


def _given(content: bytes, by: Hand = IRAN_HEAD) -> Input:
    return {"dispatch": data(content), "key": by.key.line}


def _accept(name: str, desc: str, content: bytes, by: Hand = IRAN_HEAD) -> Vector:
    read = read_dispatch(content)
    return accept(
        f"dispatch/{name}.json", desc, _given(content, by),
        id=read.id, leaf=read.leaf.hex(), count=read.commitment.count, by=str(read.by), log=read.origin,
    )  # fmt: skip


def _dispatches() -> Iterator[Vector]:
    yield _accept("one-act", "one act of a delegate", signed_dispatch()[0])
    yield _accept("seven-acts", "seven acts under one signature", signed_dispatch(lines=act_lines(7))[0])
    yield _accept("of-a-node", "housekeeping", signed_dispatch(IRAN_NODE)[0], IRAN_NODE)
    yield _accept("public", "published", signed_dispatch(to="public")[0])
    yield _accept("restricted", "for two parties", IRAN_HEAD.note(_text(_restricted())))
    good, _ = signed_dispatch()
    text, _ = dispatch_text()
    line = IRAN_HEAD.line(text)
    forged = SignatureLine(line.name, line.key_id, IRAQ_HEAD.line(text).signature)
    yield refuse("dispatch/signature-by-wrong-key.json", "the author's name and id over a signature by another key",
                 "bad_signature", _given(make_note(text, [forged])))  # fmt: skip
    yield refuse("dispatch/signed-by-another-party.json", "no line of the author", "unknown_signer",
                 _given(IRAQ_HEAD.note(text)))  # fmt: skip
    yield refuse("dispatch/text-changed.json", "a digit of the time changed", "bad_signature",
                 _given(good.replace(b"1180353600", b"1180353601")))  # fmt: skip
    yield refuse("dispatch/type-line-of-another-version.json", "another type line", "bad_note",
                 _given(IRAN_HEAD.note(text.replace(b"@v1", b"@v2"))))  # fmt: skip
    yield refuse("dispatch/line-after-json.json", "something after the json", "json_syntax",
                 _given(IRAN_HEAD.note(text + b"more\n")))  # fmt: skip
    nine = [IRAN_HEAD.line(text), *(SignatureLine(f"tm/w{i}", b"\x01" * 4, b"\x02" * 64) for i in range(8))]
    yield refuse("dispatch/nine-signatures.json", "more signatures than a dispatch may bear", "bad_note",
                 _given(make_note(text, nine)))  # fmt: skip
    two = [IRAN_HEAD.line(text), IRAQ_HEAD.line(text)]
    unsorted = (
        text + b"\n" + "".join(x.line for x in sorted(two, key=lambda x: x.name, reverse=True)).encode()
    )
    yield refuse(
        "dispatch/lines-unsorted.json", "signature lines in another order", "bad_note", _given(unsorted)
    )
    twice = text + b"\n" + (line.line * 2).encode()
    yield refuse("dispatch/one-line-twice.json", "the same signature line twice", "bad_note", _given(twice))
    large = make_note(text, [line, SignatureLine("tm/w", b"\x01" * 4, b"\x02" * 12_000)])
    yield refuse("dispatch/too-large.json", "more than 16,384 bytes", "too_large", _given(large))


def _said() -> dict[str, Any]:
    text, _ = dispatch_text()
    said: dict[str, Any] = json.loads(text[len(MAGIC) :])
    return said


def _text(said: dict[str, Any]) -> bytes:
    return MAGIC + encode(said) + b"\n"


def _restricted() -> dict[str, Any]:
    wraps = [[party, sha256(party.encode()).hex(), 300] for party in ("iran", "iraq")]
    return _with(acts={"rk": RECIPIENT, "to": ["iran", "iraq"], "w": wraps})


def _with(acts: dict[str, object] | None = None, **changes: object) -> dict[str, Any]:
    """The usual note json with members changed, in `acts` too."""
    said = {**_said(), **changes}
    said["acts"].update(acts or {})
    return said


def _dispatch_json() -> Iterator[Vector]:
    spare = b64(bytes(16))[:-3] + "B=="
    large = {**_said(), "by": "x" * 12_300}
    without = {key: value for key, value in _said().items() if key != "prev"}
    wraps = _restricted()["acts"]["w"]
    cases: dict[str, tuple[str, str, dict[str, Any]]] = {
        "member-unknown": ("a member nobody knows", "schema", _with(more=1)),
        "member-missing": ("no `prev`", "schema", without),
        "time-negative": ("a time before 1970", "schema", _with(at=-1)),
        "time-too-large": ("a time beyond 2^53", "schema", _with(at=2**53)),
        "time-as-string": ("a time in quotes", "schema", _with(at=str(NOON))),
        "time-true": ("a time that is no number", "schema", _with(at=True)),
        "count-zero": ("no acts", "schema", _with(acts={"count": 0})),
        "count-65537": ("too many acts", "schema", _with(acts={"count": 65_537})),
        "length-over-64-mib": ("too long a payload", "schema", _with(acts={"len": 67_108_865})),
        "hash-in-capitals": ("a hash in capitals", "schema", _with(acts={"h": "AB" * 32})),
        "root-of-31-bytes": ("a root too short", "bad_value", _with(acts={"root": b64(bytes(31))})),
        "root-of-33-bytes": ("a root too long", "bad_value", _with(acts={"root": b64(bytes(33))})),
        "nonce-of-15-bytes": ("a nonce too short", "schema", _with(n=b64(bytes(15)))),
        "nonce-spare-bits": ("a nonce with bits nobody reads", "bad_value", _with(n=spare)),
        "net-not-base64": ("no base64", "bad_value", _with(net="_" * 44)),
        "author-no-key-name": ("an author that is no key name", "bad_key_name", _with(by="iran")),
        "log-no-key-name": ("a log that is no key name", "bad_key_name", _with(log="tm/00000000/iran/m0")),
        "prev-of-three": ("three things in `prev`", "schema", _with(prev=[0, b64(bytes(32)), 1])),
        "audience-unknown": ("an audience nobody knows", "schema", _with(acts={"to": "friends"})),
        "audience-empty": ("for no party", "schema", _with(acts={"to": [], "rk": RECIPIENT, "w": []})),
        "audience-unsorted": (
            "parties in another order", "bad_note",
            _with(acts={"to": ["iraq", "iran"], "rk": RECIPIENT, "w": wraps[::-1]}),
        ),
        "audience-twice": (
            "a party twice", "bad_note",
            _with(acts={"to": ["iran", "iran"], "rk": RECIPIENT, "w": [wraps[0], wraps[0]]}),
        ),
        "audience-without-author": (
            "a list without its author", "bad_note", _with(acts={"to": ["iraq"], "rk": RECIPIENT, "w": wraps[1:]})
        ),
        "list-without-recipient": ("a list of parties and no `rk`", "bad_note",
                                   _with(acts={"to": ["iran", "iraq"], "w": wraps})),
        "recipient-without-list": ("`rk` for all parties", "bad_note", _with(acts={"rk": RECIPIENT})),
        "recipient-malformed": ("no age recipient", "schema",
                                _with(acts={"to": ["iran", "iraq"], "rk": "age1", "w": wraps})),
        "wrap-missing": ("no wrap for a party of the audience", "bad_note",
                         _with(acts={"to": ["iran", "iraq"], "rk": RECIPIENT, "w": wraps[:1]})),
        "json-too-large": ("more than 12,288 bytes of json", "too_large", large),
    }  # fmt: skip
    for name, (desc, code, said) in cases.items():
        yield refuse(f"dispatch/{name}.json", desc, code, _given(IRAN_HEAD.note(_text(said))))
    text = _text(_said())
    raw = {
        "duplicate-key": ("a member twice", "json_not_canonical", text.replace(b'"at":', b'"at":1,"at":')),
        "space-in-json": ("a space", "json_not_canonical", text.replace(b'"at":', b'"at": ')),
        "time-with-fraction": ("a time with a fraction of zero", "schema", text.replace(b"3600", b"3600.0")),
        "json-cut-short": ("json cut short", "json_syntax", text[:-2] + b"\n"),
    }  # fmt: skip
    for name, (desc, code, content) in raw.items():
        yield refuse(f"dispatch/{name}.json", desc, code, _given(IRAN_HEAD.note(content)))


ACT = {"body": {"text": "we met"}, "kind": "statement.make@1"}
OTHER = "ab" * 32


def _act(line: bytes, index: int = 0) -> Input:
    return {"act": data(line), "index": index}


def _acts() -> Iterator[Vector]:
    blob: dict[str, Any] = {"c": b64(bytes(32)), "h": OTHER, "n": 5, "t": "image/jpeg", "to": "parties"}
    wraps = [["iran", OTHER, 300]]
    good: dict[str, dict[str, Any]] = {
        "plain": ACT,
        "empty-body": {**ACT, "body": {}},
        "blob-open": {**ACT, "blobs": [blob]},
        "blob-restricted": {**ACT, "blobs": [{**blob, "to": ["iran"], "rk": RECIPIENT, "w": wraps}]},
        "kind-without-chapter": {**ACT, "kind": "ack@12"},
    }
    for name, act in good.items():
        yield accept(f"act/{name}.json", name.replace("-", " "), _act(encode(act)), kind=act["kind"])
    deep: Any = "x"
    for _ in range(7):
        deep = [deep]
    bad: dict[str, tuple[str, dict[str, Any]]] = {
        "body-list": ("bad_act", {**ACT, "body": []}),
        "body-missing": ("schema", {"kind": "ack@1"}),
        "kind-missing": ("schema", {"body": {}}),
        "kind-without-version": ("schema", {**ACT, "kind": "ack"}),
        "kind-version-zero": ("schema", {**ACT, "kind": "ack@0"}),
        "kind-of-three-parts": ("schema", {**ACT, "kind": "a.b.c@1"}),
        "member-unknown": ("schema", {**ACT, "more": 1}),
        "list-of-nothing": ("json_not_canonical", {**ACT, "on": []}),
        "record-null": ("json_not_canonical", {**ACT, "record": None}),
        "body-key-with-capital": ("json_string", {**ACT, "body": {"Text": "x"}}),
        "body-too-deep": ("json_bounds", {**ACT, "body": {"x": deep}}),
        "body-too-many-items": ("json_bounds", {**ACT, "body": {"x": list(range(1025))}}),
        "body-integer-too-large": ("json_bounds", {**ACT, "body": {"x": 2**53}}),
        "body-bidi-override": ("json_string", {**ACT, "body": {"x": "\u202ea"}}),
        "blob-commitment-short": ("bad_value", {**ACT, "blobs": [{**blob, "c": b64(bytes(31))}]}),
        "blob-list-without-recipient": ("bad_note", {**ACT, "blobs": [{**blob, "to": ["iran"]}]}),
        "blob-without-audience": ("schema", {**ACT, "blobs": [{k: v for k, v in blob.items() if k != "to"}]}),
    }
    for name, (code, act) in bad.items():
        yield refuse(f"act/{name}.json", name.replace("-", " "), code, _act(encode(act)))
    line = encode(ACT)
    raw = {
        "body-duplicate-key": ("json_not_canonical", line.replace(b'"text"', b'"text":"x","text"')),
        "body-unsorted": ("json_not_canonical", line.replace(b'"text"', b'"z":1,"text"')),
        "body-with-space": ("json_not_canonical", line.replace(b'{"text"', b'{ "text"')),
        "body-fraction": ("json_bounds", line.replace(b'"we met"', b"1.0")),
        "body-not-utf-8": ("json_syntax", line.replace(b"we met", b"we \xff met")),
        "body-lone-surrogate": ("json_syntax", line.replace(b"we met", b"\\ud800")),
        "not-json": ("json_syntax", b"we met"),
        "too-large": ("too_large", line.replace(b"we met", b"x" * 65_536)),
    }
    for name, (code, content) in raw.items():
        yield refuse(f"act/{name}.json", name.replace("-", " "), code, _act(content))


def _act_references() -> Iterator[Vector]:
    good: dict[str, tuple[int, dict[str, Any]]] = {
        "record-and-on": (0, {**ACT, "record": f"{OTHER}/0", "on": [f"{OTHER}/3"]}),
        "record-earlier-in-dispatch": (1, {**ACT, "record": "./0"}),
        "refs": (0, {**ACT, "refs": [["./5", "text"], [OTHER, "cites"], [f"{OTHER}/65535", "cites"]]}),
    }
    for name, (index, act) in good.items():
        yield accept(f"act/{name}.json", name.replace("-", " "), _act(encode(act), index), kind=act["kind"])
    bad: dict[str, tuple[str, int, dict[str, Any]]] = {
        "record-itself": ("bad_act", 1, {**ACT, "record": "./1"}),
        "on-later-in-dispatch": ("bad_act", 1, {**ACT, "on": ["./2"]}),
        "on-twice": ("bad_act", 0, {**ACT, "on": [f"{OTHER}/0", f"{OTHER}/0"]}),
        "ref-twice": ("bad_act", 0, {**ACT, "refs": [[OTHER, "cites"], [OTHER, "cites"]]}),
        "on-a-dispatch": ("schema", 0, {**ACT, "on": [OTHER]}),
        "place-65536": ("bad_value", 0, {**ACT, "record": f"{OTHER}/65536"}),
        "place-with-leading-zero": ("schema", 0, {**ACT, "record": f"{OTHER}/00"}),
        "id-in-capitals": ("schema", 0, {**ACT, "record": f"{OTHER.upper()}/0"}),
        "relation-with-capital": ("schema", 0, {**ACT, "refs": [[OTHER, "Cites"]]}),
    }
    for name, (code, index, act) in bad.items():
        yield refuse(f"act/{name}.json", name.replace("-", " "), code, _act(encode(act), index))


def _opens(content: bytes, said: Commitment) -> Input:
    return {
        "payload": data(content), "count": said.count, "root": b64(said.root), "len": said.length,
        "h": said.stored.hex(),
    }  # fmt: skip


def _rehashed(content: bytes, said: Commitment) -> Input:
    """The changed bytes under a note that names their hash, but not their root."""
    return _opens(content, Commitment(said.count, said.root, len(content), sha256(content)))


def _payloads() -> Iterator[Vector]:
    for count in (1, 2, 7):
        content, said = make_payload(SEED, act_lines(count))
        yield accept(f"payload/acts-{count}.json", f"acts: {count}", _opens(content, said), acts=count)
    content, said = make_payload(SEED, act_lines(3))
    changed = content.replace(b"said 1", b"SAID 1")
    start = len(content) - len(b"".join(line + b"\n" for line in act_lines(3)))
    cases: dict[str, tuple[str, Input]] = {
        "act-changed": ("an act changed", _opens(changed, said)),
        "act-changed-and-rehashed": ("an act changed, under a note with its hash", _rehashed(changed, said)),
        "seed-changed": ("another seed", _rehashed(content[: start - 1] + b"\xff" + content[start:], said)),
        "cut-short": ("the last act missing", _opens(content[:-30], said)),
        "length-of-another": ("a length that is not its own",
                              _opens(content, replace(said, length=said.length + 1))),
        "count-too-small": ("more acts than the note says", _opens(content, replace(said, count=2))),
        "count-too-large": ("fewer acts than the note says", _opens(content, replace(said, count=4))),
        "acts-swapped": ("two acts in another order", _rehashed(content[:start] + b"".join(
            line + b"\n" for line in (act_lines(3)[1], act_lines(3)[0], act_lines(3)[2])), said)),
        "type-line-of-another-version": ("another type line", _rehashed(content.replace(b"@v1", b"@v2"), said)),
        "no-final-line-feed": ("no line feed at the end", _rehashed(content[:-1], said)),
        "empty-line": ("an empty line", _rehashed(content[:start] + b"\n" + content[start:], said)),
        "no-acts": ("a seed and no acts", _rehashed(content[:start], said)),
        "seed-cut-short": ("a seed too short", _rehashed(content[: start - 1], said)),
        "empty": ("no bytes", _rehashed(b"", said)),
    }  # fmt: skip
    for name, (desc, given) in cases.items():
        yield refuse(f"payload/{name}.json", desc, "bad_payload", given)
    long = b"".join((content[:start], b'"', b"x" * 65_535, b'"\n'))
    yield refuse("payload/line-too-long.json", "an act of 65,537 bytes", "bad_payload",
                 _rehashed(long, Commitment(1, said.root, len(long), said.stored)))  # fmt: skip


def _proof(content: bytes) -> Input:
    return {"proof": data(content), "key": IRAN_LOG.key.line}


def _disclosures() -> Iterator[Vector]:
    lines = act_lines(7)
    dispatch, _ = signed_dispatch(lines=lines)
    log = [*leaves(4), leaf_hash(dispatch), *leaves(6)]
    path, signed = inclusion_path(4, 11, nodes_of(log)), head(IRAN_LOG, 11, root_of(log), (IRAQ_W, NOON))
    shown = act_extra(dispatch, SEED, lines, 3)
    ident = read_dispatch(dispatch).id
    note = write_disclosure(note_extra(dispatch), 4, path, signed)
    act = write_disclosure(shown, 4, path, signed)
    yield accept(
        "disclosure/note.json", "a note, and none of its acts", _proof(note), id=ident, index=4, act=-1
    )
    yield accept("disclosure/act.json", "one act of seven", _proof(act), id=ident, index=4, act=3)
    alone, _ = signed_dispatch()
    single = head(IRAN_LOG, 1, leaf_hash(alone))
    yield accept("disclosure/only-act-of-the-only-note.json", "no paths at all",
                 _proof(write_disclosure(act_extra(alone, SEED, act_lines(1), 0), 0, [], single)),
                 id=read_dispatch(alone).id, index=0, act=0)  # fmt: skip

    def altered(**changes: object) -> bytes:
        extra = {key: value for key, value in {**json.loads(shown), **changes}.items() if value is not None}
        return write_disclosure(encode(extra), 4, path, signed)

    said = json.loads(shown)
    mismatches = {
        "place-in-log-changed": write_disclosure(shown, 5, path, signed),
        "another-act": altered(act=lines[4].decode()),
        "place-of-act-changed": altered(i=2),
        "salt-changed": altered(salt=b64(bytes(32))),
        "path-of-act-changed": altered(path=[b64(bytes(32)), *said["path"][1:]]),
        "another-note": altered(note=signed_dispatch()[0].decode()),
        "path-in-log-changed": write_disclosure(shown, 4, [bytes(32), *path[1:]], signed),
    }
    iraq = head(IRAQ_LOG, 11, root_of(log))
    foreign, _ = signed_dispatch(IRAQ_HEAD)
    stray = head(IRAN_LOG, 1, leaf_hash(foreign))
    cases: dict[str, tuple[str, bytes]] = {
        "head-of-another-log": ("bad_checkpoint", write_disclosure(shown, 4, path, iraq)),
        "head-not-signed": ("bad_signature", act.replace(b"\n11\n", b"\n12\n")),
        "note-of-another-log": ("wrong_mechanism", write_disclosure(note_extra(foreign), 0, [], stray)),
        "place-beyond-size": ("bad_proof", write_disclosure(shown, 11, path, signed)),
        "place-of-act-beyond-count": ("bad_proof", altered(i=7)),
        "path-in-log-shorter": ("bad_proof", write_disclosure(shown, 4, path[:-1], signed)),
        "act-without-salt": ("bad_proof", altered(salt=None)),
        "salt-without-act": ("bad_proof", altered(act=None)),
        "salt-of-31-bytes": ("bad_value", altered(salt=b64(unb64(said["salt"])[:31]))),
        "member-unknown": ("schema", altered(more=1)),
        "extra-not-canonical": (
            "json_not_canonical",
            write_disclosure(shown.replace(b'"i":3', b'"i": 3'), 4, path, signed),
        ),
        "extra-missing": ("bad_proof", act.replace(b"extra ", b"extras ")),
        "index-with-leading-zero": ("bad_value", act.replace(b"index 4", b"index 04")),
        "type-line-of-another-version": ("bad_proof", act.replace(b"proof@v1", b"proof@v2")),
        "head-missing": ("bad_proof", act[: act.index(b"\n\n")]),
        "empty": ("bad_proof", b""),
    }
    cases |= {name: ("proof_mismatch", content) for name, content in mismatches.items()}
    for name, (code, content) in cases.items():
        yield refuse(f"disclosure/{name}.json", name.replace("-", " "), code, _proof(content))
