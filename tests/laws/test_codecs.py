# SPDX-License-Identifier: Apache-2.0
"""Laws of the wire: what is written is read back, what is read is written back, and nothing else is read."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.laws import strategies as our
from tripartite.core.dispatch.act import Act, act_id_of, read_act, write_act
from tripartite.core.dispatch.disclosure import claimed_origin
from tripartite.core.dispatch.envelope import Draft, read_dispatch, read_text, write_text
from tripartite.core.dispatch.payload import Commitment, make_payload, open_payload, split_payload
from tripartite.core.encoding.canon import ACT_BOUNDS, decode, encode
from tripartite.core.encoding.refusal import Malformed, Refusal, Refused
from tripartite.core.encoding.text import check_string, tidy
from tripartite.core.encoding.values import (
    DispatchId,
    Hash,
    Origin,
    Party,
    act_id,
    b64,
    dispatch_id,
    instant,
    instant_text,
    number,
    party,
    unb64,
)
from tripartite.core.keys.names import KeyName, check_label, check_role, key_name
from tripartite.core.keys.public import PublicKey, public_key
from tripartite.core.log.checkpoint import Checkpoint, parse_checkpoint, read_head
from tripartite.core.log.evidence import Evidence, parse_evidence
from tripartite.core.log.note import SignatureLine, make_note, parse_note, signature_line
from vectors.hands import IRAN_HEAD, IRAN_LOG, NET


def refusal_of(read: Callable[[], object]) -> Refusal | None:
    """Why it was refused, if it was; any exception that is not ours comes through."""
    try:
        read()
    except (Malformed, Refused) as refused:
        return refused.refusal
    return None


@given(our.JSON)
@example({"a": [[[[[[1]]]]]]})
def test_canonical_json_is_read_as_it_was_written(value: object) -> None:
    """And it is what the standard library writes when told to be canonical."""
    data = encode(value)
    assert decode(data, ACT_BOUNDS) == value
    assert data == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


STYLES: dict[str, Callable[[object], str]] = {
    "indented": lambda value: json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, indent=1
    ),
    "spaced": lambda value: json.dumps(value, sort_keys=True, separators=(", ", ":"), ensure_ascii=False),
    "escaped": lambda value: json.dumps(value, sort_keys=True, separators=(",", ":")),
    "unsorted": lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False),
}


@given(our.JSON, st.sampled_from(sorted(STYLES)))
def test_canonical_json_has_no_second_spelling(value: object, style: str) -> None:
    """Another style is refused, unless it happens to be the same bytes."""
    other = STYLES[style](value).encode()
    if other != encode(value):
        with pytest.raises(Malformed):
            decode(other, ACT_BOUNDS)


@given(st.text(max_size=40))
def test_tidied_text_is_signable_or_says_what_is_not(text: str) -> None:
    """Tidying twice changes nothing more."""
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    refused = refusal_of(lambda: check_string(tidied))
    assert refused is None or refused.fact("character")


@given(our.TEXTS, our.TEXTS)
def test_signable_strings_stay_signable_side_by_side(one: str, other: str) -> None:
    """The whole text is judged at once, so one string never spoils another."""
    value = {"a": one, "b": [other, one]}
    assert decode(encode(value), ACT_BOUNDS) == value


@given(st.binary(max_size=100))
def test_base64_is_read_as_it_was_written(data: bytes) -> None:
    """And no other text gives the same bytes."""
    assert unb64(b64(data)) == data


@given(st.text(max_size=12))
def test_whatever_reads_as_base64_is_written_the_same(text: str) -> None:
    """One spelling."""
    try:
        assert b64(unb64(text)) == text
    except Malformed:
        assert text


@given(
    our.NUMBERS,
    st.integers(-62_135_596_800, 253_402_300_799),
    our.PARTIES,
    our.HASHES,
    st.integers(0, 65_535),
)
def test_small_types_are_read_as_they_were_written(
    size: int, moment: int, who: str, digest: bytes, place: int
) -> None:
    """Numbers, instants, parties, ids."""
    assert number(str(size)) == size
    assert instant(instant_text(moment)) == moment
    assert party(who) == who
    ident = dispatch_id(digest.hex())
    assert act_id(act_id_of(ident, place)) == f"{ident}/{place}"


@given(st.booleans(), our.LABELS, st.binary(min_size=4, max_size=4), our.PARTIES, our.ROLES)
def test_key_names_are_read_as_they_were_written(
    exercise: bool, label: str, net: bytes, who: str, role: str
) -> None:
    """Every part comes back."""
    name = KeyName(exercise, check_label(label), net.hex(), Party(who), check_role(role))
    assert key_name(str(name)) == name


@given(our.SIGNERS, st.sampled_from([1, 4]), our.HASHES)
def test_key_lines_are_read_as_they_were_written(name: str, kind: int, raw: bytes) -> None:
    """Whosever key it is."""
    key = PublicKey(name, kind, raw)
    assert public_key(key.line) == key


@given(our.LINES)
def test_signature_lines_are_read_as_they_were_written(line: SignatureLine) -> None:
    """Without their line feed."""
    assert signature_line(line.line[:-1]) == line


@given(
    our.TEXTS, st.lists(our.LINES, min_size=1, max_size=5, unique_by=lambda line: (line.name, line.key_id))
)
def test_notes_are_read_as_they_were_written(text: str, lines: list[SignatureLine]) -> None:
    """Text and lines, and the same bytes again."""
    plain = "".join(c for c in text if c >= " ")
    data = make_note(f"{plain}\n".encode(), lines)
    note = parse_note(data, len(data))
    assert (note.text, note.data) == (f"{plain}\n".encode(), data)
    assert set(note.lines) == set(lines)


@given(our.SIGNERS, st.integers(1, 2**53 - 1), our.HASHES)
def test_heads_are_read_as_they_were_written(origin: str, size: int, root: bytes) -> None:
    """As a text, and inside a note."""
    said = Checkpoint(Origin(origin), size, Hash(root))
    assert parse_checkpoint(said.text) == said
    assert read_head(IRAN_LOG.note(said.text))[0] == said


@given(our.OBJECTS, st.integers(0, 65_535), st.integers(1, 9999))
def test_acts_are_read_as_they_were_written(body: dict[str, object], place: int, version: int) -> None:
    """The line comes back byte for byte."""
    act = Act(body=msgspec.Raw(encode(body)), kind=f"report.make@{version}", on=(f"{'0f' * 32}/{place}",))
    line = write_act(act)
    read = read_act(line, 0)
    assert (write_act(read), json.loads(bytes(read.body)), read.on) == (line, body, act.on)


@given(our.HASHES, st.lists(our.OBJECTS.map(encode), min_size=1, max_size=20))
def test_payloads_are_read_as_they_were_written(seed: bytes, lines: list[bytes]) -> None:
    """And they are bound to what the note says of them."""
    data, said = make_payload(seed, lines)
    payload = open_payload(data, said)
    assert (payload.seed, list(payload.lines)) == (seed, lines)
    assert split_payload(data) == payload


@given(
    our.NUMBERS,
    our.NUMBERS,
    our.HASHES,
    our.HASHES,
    st.binary(min_size=16, max_size=16),
    st.integers(1, 65_536),
)
def test_dispatch_texts_are_read_as_they_were_written(
    at: int, size: int, root: bytes, acts: bytes, nonce: bytes, count: int
) -> None:
    """Every field comes back."""
    commitment = Commitment(count, Hash(acts), 100, Hash(root))
    draft = Draft(IRAN_HEAD.name, IRAN_LOG.name.origin, NET, at, nonce, size, root, commitment)
    read = read_text(write_text(draft))
    assert (read.at, read.prev_size, read.prev_root, read.commitment, read.nonce) == (
        at,
        size,
        root,
        commitment,
        nonce,
    )


@given(st.binary(min_size=1, max_size=200), st.lists(our.HASHES, min_size=1, max_size=64), our.HASHES)
def test_evidence_files_are_read_as_they_were_written(head: bytes, path: list[bytes], root: bytes) -> None:
    """Whatever bytes the heads are; whether they convict is another question."""
    fork = Evidence("E2", IRAN_LOG.name.origin, (head, head), tuple(path), b64(root))
    assert parse_evidence(fork.data) == fork
    plain = Evidence("E1", IRAN_LOG.name.origin, (head, head))
    assert parse_evidence(plain.data) == plain


READERS: dict[str, Callable[[bytes], object]] = {
    "json": lambda data: decode(data, ACT_BOUNDS),
    "act": lambda data: read_act(data, 0),
    "note": lambda data: parse_note(data, 20_000),
    "head": read_head,
    "dispatch": read_dispatch,
    "text": read_text,
    "payload": split_payload,
    "disclosure": claimed_origin,
    "evidence": parse_evidence,
    "key line": lambda data: public_key(data.decode("latin-1")),
    "key name": lambda data: key_name(data.decode("latin-1")),
    "instant": lambda data: instant(data.decode("latin-1")),
}
PIECES = st.sampled_from(
    [b"\n", b"\n\n", b'"', b"{", b"}", b"[", b"]", b":", b",", b"\\", b"\\u", b"0", b"1.0", b"-", b"\xff",
     "\u2014 ".encode(),
     b"tripartite/dispatch@v1\n", b"tripartite/payload@v1\n", b"tripartite/evidence@v1\n", b"c2sp.org/tlog-proof@v1\n",
     b"extra ", b"index 0\n", b"note 1\n", b"proof 0\n", b"E1\n", b'{"body":{},"kind":"ack@1"}', b"tm/a42464a1/iran/m1",
     b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", b" ", b"+", bytes(32)]
)  # fmt: skip
RUBBISH = st.binary(max_size=60) | st.lists(PIECES, max_size=12).map(b"".join)


@pytest.mark.parametrize("reader", READERS)
@given(data=RUBBISH)
def test_no_reader_raises_anything_but_ours(reader: str, data: bytes) -> None:
    """Whatever the bytes, they are read or refused."""
    refused = refusal_of(lambda: READERS[reader](data))
    assert refused is None or (refused.code and refused.rule)


def test_ids_of_acts_are_made_of_ids_of_dispatches() -> None:
    """The place follows a slash, in decimal."""
    assert act_id_of(DispatchId("0f" * 32), 12) == f"{'0f' * 32}/12"
