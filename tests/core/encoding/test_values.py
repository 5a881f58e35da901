# SPDX-License-Identifier: Apache-2.0
"""The small types: what untrusted text must be to become one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from tripartite.core.encoding import values
from tripartite.core.encoding.refusal import Malformed, Trouble
from tripartite.core.encoding.values import (
    act_id,
    b64,
    dispatch_id,
    instant,
    instant_text,
    number,
    party,
    unb64,
)

DIGEST = "0f" * 32


def test_base64_has_one_spelling() -> None:
    """Every other text is refused: spare bits, missing padding, another alphabet, white space, other scripts."""
    assert unb64("AQI=") == b"\x01\x02"
    for text in (
        "AQJ=",
        "AQI",
        "AQI==",
        " AQI=",
        "AQI=\n",
        "A_-=",
        "AQI=AQI=",
        "\u0661\u0661\u0661=",
        "A",
        "=",
    ):
        with pytest.raises(Malformed, match="bad_value"):
            unb64(text)


def test_base64_of_a_fixed_length_is_refused_at_any_other() -> None:
    """32 bytes are 32 bytes."""
    assert unb64(b64(bytes(32)), 32) == bytes(32)
    for length in (0, 31, 33):
        with pytest.raises(Malformed, match="bad_value"):
            unb64(b64(bytes(length)), 32)


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (party, ["ir", "iran", "a" * 16], ["", "i", "Iran", "1ran", "ir an", "iran\n", "a" * 17, "ir\u0430n"]),
        (dispatch_id, [DIGEST], ["", DIGEST[1:], DIGEST + "0", DIGEST.upper(), DIGEST + "\n"]),
        (act_id, [f"{DIGEST}/0", f"{DIGEST}/65535"],
         [DIGEST, f"{DIGEST}/", f"{DIGEST}/00", f"{DIGEST}/65536", f"{DIGEST}/-1", f"{DIGEST}/1\n", "./1"]),
        (number, ["0", "1", "9007199254740991"],
         ["", "00", "01", "-1", "+1", " 1", "1\n", "1.0", "1e3", "\u0661", "9007199254740992", "9" * 5000]),
    ],
)  # fmt: skip
def test_a_small_type_takes_its_own_spelling_alone(
    read: Callable[[str], object], good: list[str], bad: list[str]
) -> None:
    """What is read back is what was written, and all else is refused as malformed."""
    assert [str(read(text)) for text in good] == good
    for text in bad:
        with pytest.raises(Malformed, match="bad_value"):
            read(text)


def test_an_instant_is_a_second_in_utc() -> None:
    """From the first second of the year 1 to the last of 9999."""
    for text in (
        "2007-05-28T12:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "1953-08-19T09:30:00Z",
    ):
        assert instant_text(instant(text)) == text
    assert instant("2007-05-28T12:00:00Z") == datetime(2007, 5, 28, 12, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "text",
    ["2007-02-29T00:00:00Z", "2016-12-31T23:59:60Z", "2007-05-28T24:00:00Z", "0000-01-01T00:00:00Z",
     "2007-05-28 12:00:00Z", "2007-05-28T12:00Z", "2007-05-28T12:00:00.0Z", "2007-05-28T12:00:00Z\n", "today"],
)  # fmt: skip
def test_what_no_clock_shows_is_no_instant(text: str) -> None:
    """No leap seconds, no hour 24, no fractions, no other spelling."""
    with pytest.raises(Malformed, match="bad_value"):
        instant(text)


@pytest.mark.parametrize("moment", [253_402_300_800, -62_135_596_801, 10**30])
def test_an_instant_beyond_the_calendar_has_no_spelling(moment: int) -> None:
    """Refused as ours, whatever the library raises."""
    with pytest.raises(Malformed, match="bad_value"):
        instant_text(moment)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (values.DecimalText, ["0", "-1", "33.3152", "0.000000001"],
         ["-0", "00", "1.0", "1.", ".5", "1e3", "+1", "0.0000000001", "-0.0", "1\n"]),
        (values.ActRef, [f"{DIGEST}/7", "./7"], [DIGEST, "./", "./07", "/7", "./7\n"]),
        (values.AnyRef, [DIGEST, f"{DIGEST}/7", "./7"], [".", f"{DIGEST}/", "./7\n"]),
        (values.LanguageText, ["fa", "ar", "en-GB"], ["", "f", "FA", "fa_IR", "fa\n"]),
        (values.DayText, ["2007-05-28"], ["2007-5-28", "2007-05-28\n"]),
    ],
)  # fmt: skip
def test_a_text_type_of_a_schema_takes_its_own_spelling_alone(
    kind: object, good: list[str], bad: list[str]
) -> None:
    """The patterns are anchored at both ends."""
    decoder = msgspec.json.Decoder(kind)
    assert [decoder.decode(msgspec.json.encode(text)) for text in good] == good
    for text in bad:
        with pytest.raises(msgspec.ValidationError):
            decoder.decode(msgspec.json.encode(text))


def test_a_trouble_is_data() -> None:
    """Its facts are sorted text, whatever they were."""
    trouble = Trouble("too_large", "NOTE-4", hint="split", limit=3, found="x")
    assert trouble.refusal.facts == (("found", "x"), ("limit", "3"))
    assert (trouble.code, trouble.refusal.hint, trouble.refusal.fact("limit")) == ("too_large", "split", "3")
