# SPDX-License-Identifier: Apache-2.0
"""One act: its line, its references, its attachments."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tripartite.core.dispatch.act import (
    MAX_ACT,
    Act,
    Blob,
    act_id_of,
    check_audience,
    full_id,
    read_act,
    write_act,
)
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import DispatchId, b64

HERE = DispatchId("0a" * 32)
OTHER = f"{'0f' * 32}/3"
RECIPIENT = "age1" + "q" * 58


def line(**members: object) -> bytes:
    return encode({"body": {"n": 1}, "kind": "meeting.propose@1", **members})


def refused(data: bytes, index: int = 0) -> tuple[str, str]:
    with pytest.raises(Malformed) as error:
        read_act(data, index)
    return error.value.code, error.value.refusal.rule


def test_an_act_is_written_as_it_was_read() -> None:
    """With everything it may carry; what does not apply is left out."""
    blob = Blob(b64(bytes(32)), "0f" * 32, 5, "image/jpeg", "public")
    act = Act(
        body=msgspec.Raw(b'{"n":1}'),
        kind="a.b@1",
        record=OTHER,
        on=("./0",),
        refs=(("./9", "text"),),
        blobs=(blob,),
    )
    assert write_act(read_act(write_act(act), 1)) == write_act(act)
    assert write_act(Act(body=msgspec.Raw(b"{}"), kind="ack@1")) == b'{"body":{},"kind":"ack@1"}'


def test_an_act_is_bounded_when_read_and_when_written() -> None:
    """65,536 bytes, without the line feed."""
    body = encode({"t": "x" * 65_000})
    with pytest.raises(Malformed, match="too_large"):
        write_act(Act(body=msgspec.Raw(body), kind="ack@1", refs=((OTHER, "r" * 32),) * 6))
    assert refused(b"x" * (MAX_ACT + 1)) == ("too_large", "ACT-1")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null"])
def test_the_body_is_an_object(body: bytes) -> None:
    """Of whatever kind the act is."""
    assert refused(b'{"body":' + body + b',"kind":"ack@1"}') == ("bad_act", "ACT-1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"a":1,"a":1}', "json_not_canonical"),
        (b'{"b":1,"a":1}', "json_not_canonical"),
        (b'{"a":1.0}', "json_bounds"),
        (b'{"a":9007199254740992}', "json_bounds"),
        (b'{"A":1}', "json_string"),
        (b'{"a":' + b"[" * 7 + b"]" * 7 + b"}", "json_bounds"),
        (b'{"a":"\xff"}', "json_syntax"),
        (b'{"a":"\\ud800"}', "json_syntax"),
        ('{"a":"e\u0301"}'.encode(), "json_string"),
        (b'{"a":"\\u0000"}', "json_string"),
    ],
)
def test_a_body_is_held_to_the_gate_before_any_schema_sees_it(body: bytes, code: str) -> None:
    """Also that of a kind this software does not know."""
    assert refused(b'{"body":' + body + b',"kind":"unknown@1"}')[0] == code


@pytest.mark.parametrize("reference", ["./1", "./2", "./65535"])
def test_a_state_continued_or_a_record_stands_earlier(reference: str) -> None:
    """So nothing runs in circles within a dispatch."""
    assert refused(line(record=reference), 1) == ("bad_act", "ACT-3")
    assert refused(line(on=[reference]), 1) == ("bad_act", "ACT-3")
    assert read_act(line(refs=[[reference, "text"]]), 1).refs == ((reference, "text"),)


def test_a_reference_stands_once() -> None:
    """In `on`, and in `refs` under one relation."""
    assert refused(line(on=[OTHER, OTHER])) == ("bad_act", "ACT-4")
    assert refused(line(refs=[[OTHER, "a"], [OTHER, "a"]])) == ("bad_act", "ACT-4")
    assert len(read_act(line(refs=[[OTHER, "a"], [OTHER, "b"]]), 0).refs) == 2


@pytest.mark.parametrize(
    "members", [{"record": "./65536"}, {"on": [OTHER[:-1] + "65536"]}, {"refs": [["./70000", "a"]]}]
)
def test_no_reference_goes_beyond_the_largest_payload(members: dict[str, Any]) -> None:
    """Places end at 65,535."""
    assert refused(line(**members)) == ("bad_value", "ENC-7")


def test_a_short_reference_is_one_to_the_same_dispatch() -> None:
    """And only a short one is changed."""
    assert full_id("./7", HERE) == act_id_of(HERE, 7) == f"{HERE}/7"
    assert full_id(OTHER, HERE) == OTHER


WRAPS = (("iran", "0f" * 32, 1), ("iraq", "0f" * 32, 1))


@pytest.mark.parametrize("to", ["parties", "public"])
def test_an_open_audience_has_neither_recipient_nor_wraps(to: str) -> None:
    """Nothing is encrypted."""
    check_audience(to, None, None, "DIS-5")
    for rk, wraps in ((RECIPIENT, None), (None, WRAPS), (RECIPIENT, WRAPS)):
        with pytest.raises(Malformed, match="bad_note"):
            check_audience(to, rk, wraps, "DIS-5")


@pytest.mark.parametrize(
    ("to", "rk", "wraps"),
    [
        (("iran", "iraq"), None, WRAPS),
        (("iran", "iraq"), RECIPIENT, None),
        (("iraq", "iran"), RECIPIENT, WRAPS[::-1]),
        (("iran", "iran"), RECIPIENT, (WRAPS[0], WRAPS[0])),
        (("iran", "iraq"), RECIPIENT, WRAPS[:1]),
        (("iran",), RECIPIENT, WRAPS),
        (("iran", "iraq"), RECIPIENT, WRAPS[::-1]),
    ],
)
def test_a_list_of_parties_goes_with_a_wrap_for_each(
    to: tuple[str, ...], rk: str | None, wraps: tuple[tuple[str, str, int], ...] | None
) -> None:
    """Sorted, each once, and nobody else's."""
    check_audience(("iran", "iraq"), RECIPIENT, WRAPS, "DIS-5")
    with pytest.raises(Malformed, match="bad_note"):
        check_audience(to, rk, wraps, "DIS-5")


def test_an_attachment_is_bound_by_32_bytes_and_has_an_audience() -> None:
    """Its commitment in the one spelling."""
    blob = {"c": b64(bytes(32)), "h": "0f" * 32, "n": 5, "t": "image/jpeg", "to": "parties"}
    assert read_act(line(blobs=[blob]), 0).blobs[0].n == 5
    assert refused(line(blobs=[{**blob, "c": b64(bytes(31))}])) == ("bad_value", "ENC-7")
    assert refused(line(blobs=[{**blob, "to": ["iran"]}])) == ("bad_note", "ACT-5")
