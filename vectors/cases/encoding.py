# SPDX-License-Identifier: Apache-2.0
"""Vectors for canonical JSON (ENC-1 to ENC-5) and the small types (ENC-7)."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.core.encoding.values import instant
from vectors.cases.vector import Input, Vector, accept, data, refuse


def vectors() -> Iterator[Vector]:
    """Every vector of the encoding room."""
    yield from _accepted()
    yield from _spellings()
    yield from _numbers_and_bounds()
    yield from _strings()
    yield from _values()


def _json(content: bytes, bounds: str = "act") -> Input:
    return {"json": data(content), "bounds": bounds}


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def _items(count: int) -> bytes:
    return b"[" + b",".join([b"0"] * count) + b"]"


def _members(count: int) -> bytes:
    return b"{" + b",".join(b'"k%05d":0' % i for i in range(count)) + b"}"


def _accepted() -> Iterator[Vector]:
    texts: dict[str, tuple[str, bytes]] = {
        "empty-object": ("an object without members", b"{}"),
        "literals": ("null, true and false", b"[null,true,false]"),
        "largest-integers": ("the largest and the smallest integer", b"[9007199254740991,-9007199254740991]"),
        "three-scripts": (
            "Arabic, Persian and Latin",
            '{"ar":"بغداد","en":"Baghdad","fa":"گفت‌وگو"}'.encode(),
        ),
        "direction-marks": (
            "joiners and direction marks are part of text",
            '"\u200c\u200d\u200e\u200f\u061c"'.encode(),
        ),
        "escapes": ("the escapes that must be spelled", b'"\\b\\t\\n\\f\\u0001\\u001f\\"\\\\"'),
        "backslash-then-r": (
            "a backslash followed by the letter r is no carriage return",
            b'"\\\\r\\\\u0000"',
        ),
        "slash-and-delete": ("a slash and U+007F stand for themselves", b'"/\x7f"'),
        "emoji": ("characters beyond the basic plane", '"\U0001f54a"'.encode()),
        "private-use": ("private-use characters are stable", '"\ue000"'.encode()),
        "key-of-32-characters": ("the longest key", b'{"' + b"k" * 32 + b'":0}'),
        "depth-eight": ("as deep as an act may be", _nested(8)),
        "items-1024": ("as long as an array of an act may be", _items(1024)),
    }
    for name, (desc, content) in texts.items():
        yield accept(f"json/{name}.json", desc, _json(content))
    yield accept("json/note-depth-four.json", "as deep as a note may be", _json(_nested(4), "note"))
    yield accept(
        "json/note-items-256.json", "as long as an array of a note may be", _json(_items(256), "note")
    )


def _spellings() -> Iterator[Vector]:
    syntax: dict[str, tuple[str, bytes]] = {
        "empty-input": ("no bytes at all", b""),
        "trailing-garbage": ("something after the value", b"{}x"),
        "two-values": ("two values", b"{}{}"),
        "byte-order-mark": ("a byte order mark", b"\xef\xbb\xbf{}"),
        "utf-16": ("UTF-16", "{}".encode("utf-16-le")),
        "not-a-number": ("NaN is no JSON", b"[NaN]"),
        "leading-zero": ("an integer with a leading zero", b"[01]"),
        "plus-sign": ("an integer with a plus sign", b"[+1]"),
        "single-quotes": ("a string in single quotes", b"{'a':1}"),
        "trailing-comma": ("a comma before the end", b"[1,]"),
        "raw-newline-in-string": ("a line feed that is not escaped", b'"a\nb"'),
        "lone-surrogate-escape": ("an escaped lone surrogate", b'"\\ud800"'),
        "surrogate-in-utf-8": ("a surrogate encoded in UTF-8", b'"\xed\xa0\x80"'),
        "not-utf-8": ("a byte that is not UTF-8", b'"\xff"'),
        "overlong-utf-8": ("a slash in two bytes", b'"\xc0\xaf"'),
        "cut-short": ("an array without its end", b"[1"),
    }
    for name, (desc, content) in syntax.items():
        yield refuse(f"json/{name}.json", desc, "json_syntax", _json(content))
    other: dict[str, tuple[str, bytes]] = {
        "duplicate-key": ("a key twice", b'{"a":1,"a":2}'),
        "duplicate-key-same-value": ("a key twice with one value", b'{"a":1,"a":1}'),
        "keys-unsorted": ("keys in another order", b'{"b":1,"a":2}'),
        "space-after-colon": ("a space nobody needs", b'{"a": 1}'),
        "newline-at-end": ("a line feed after the value", b"{}\n"),
        "minus-zero": ("zero with a sign", b"[-0]"),
        "letter-escaped": ("a letter that needs no escape", b'"\\u0041"'),
        "slash-escaped": ("a slash that needs no escape", b'"\\/"'),
        "escape-in-capitals": ("an escape with capital digits", b'"\\u001F"'),
        "newline-by-number": ("a line feed escaped by number", b'"\\u000a"'),
        "surrogate-pair-escaped": ("an emoji as two escapes", b'"\\ud83d\\udd4a"'),
    }
    for name, (desc, content) in other.items():
        yield refuse(f"json/{name}.json", desc, "json_not_canonical", _json(content))


def _numbers_and_bounds() -> Iterator[Vector]:
    texts: dict[str, tuple[str, bytes]] = {
        "one-point-zero": ("a number with a fraction of zero", b"[1.0]"),
        "fraction": ("a number with a fraction", b"[1.5]"),
        "exponent": ("a number with an exponent", b"[1e3]"),
        "minus-zero-point-zero": ("a negative zero with a fraction", b"[-0.0]"),
        "integer-2-to-the-53": ("one more than the largest integer", b"[9007199254740992]"),
        "integer-minus-2-to-the-53": ("one less than the smallest integer", b"[-9007199254740992]"),
        "integer-of-30-digits": ("a very large integer", b"[" + b"9" * 30 + b"]"),
        "integer-of-5000-digits": ("an absurdly large integer", b"[" + b"9" * 5000 + b"]"),
        "depth-nine": ("deeper than an act may be", _nested(9)),
        "depth-300": ("much deeper than an act may be", _nested(300)),
        "items-1025": ("longer than an array of an act may be", _items(1025)),
        "members-1025": ("more members than an object may have", _members(1025)),
    }
    for name, (desc, content) in texts.items():
        yield refuse(f"json/{name}.json", desc, "json_bounds", _json(content))
    yield refuse(
        "json/note-depth-five.json", "deeper than a note may be", "json_bounds", _json(_nested(5), "note")
    )
    yield refuse(
        "json/note-items-257.json", "longer than a note may be", "json_bounds", _json(_items(257), "note")
    )


def _strings() -> Iterator[Vector]:
    texts: dict[str, tuple[str, bytes]] = {
        "nul": ("an escaped U+0000", b'"a\\u0000b"'),
        "nul-after-backslash": ("U+0000 after an escaped backslash", b'"\\\\\\u0000"'),
        "carriage-return": ("an escaped carriage return", b'"a\\r\\n"'),
        "bidi-override": ("a right-to-left override", '"\u202egnp.exe"'.encode()),
        "bidi-embedding": ("a left-to-right embedding", '"\u202aa\u202c"'.encode()),
        "bidi-isolate": ("a first-strong isolate", '"\u2068a\u2069"'.encode()),
        "not-nfc": ("a letter and its accent apart", '"e\u0301"'.encode()),
        "not-nfc-singleton": ("the Ångström sign is spelled as a letter", '"\u212b"'.encode()),
        "not-nfc-order": ("marks in another order", '"a\u0301\u0323"'.encode()),
        "not-nfc-hangul": ("a syllable in parts", '"\u1100\u1161"'.encode()),
        "mark-after-line-feed": (
            "an accent that would compose with the escape before it",
            '"a\\n\u0301"'.encode(),
        ),
        "unassigned": ("a code point nobody has assigned", '"\u0378"'.encode()),
        "later-than-unicode-14": ("a mark that Unicode 16 assigned", '"\u0897"'.encode()),
        "noncharacter": ("a code point that is no character", '"\ufffe"'.encode()),
        "key-with-capital": ("a key with a capital letter", b'{"Key":1}'),
        "key-empty": ("an empty key", b'{"":1}'),
        "key-with-digit-first": ("a key that starts with a digit", b'{"1a":1}'),
        "key-with-hyphen": ("a key with a hyphen", b'{"a-b":1}'),
        "key-of-33-characters": ("a key too long", b'{"' + b"k" * 33 + b'":0}'),
        "key-not-ascii": ("a key with a letter outside ASCII", '{"é":1}'.encode()),
    }
    for name, (desc, content) in texts.items():
        yield refuse(f"json/{name}.json", desc, "json_string", _json(content))


def _values() -> Iterator[Vector]:
    digest = "ab" * 32
    good: list[tuple[str, str, str, str]] = [
        ("base64", "base64", "three bytes", "AQID"),
        ("base64-padded", "base64", "two bytes", "AQI="),
        ("number-zero", "number", "zero", "0"),
        ("number-largest", "number", "the largest number", "9007199254740991"),
        ("party", "party", "a party", "iran"),
        ("act-id", "act id", "an act's id", f"{digest}/65535"),
        ("dispatch-id", "dispatch id", "a dispatch's id", digest),
    ]
    for name, kind, desc, text in good:
        yield accept(f"values/{name}.json", desc, {"type": kind, "text": text})
    for name, text in (("instant", "2007-05-28T12:00:00Z"), ("instant-leap-day", "2008-02-29T00:00:00Z"),
                       ("instant-before-1970", "1953-08-19T00:00:00Z")):  # fmt: skip
        yield accept(f"values/{name}.json", text, {"type": "instant", "text": text}, seconds=instant(text))
    bad: list[tuple[str, str, str, str]] = [
        ("base64-spare-bits", "base64", "bits that nobody reads", "AQJ="),
        ("base64-unpadded", "base64", "no padding", "AQI"),
        ("base64-too-much-padding", "base64", "padding after whole groups", "AQID===="),
        ("base64-url-alphabet", "base64", "the other alphabet", "_-__"),
        ("base64-newline", "base64", "a line feed inside", "AQID\nAQID"),
        ("base64-newline-at-end", "base64", "a line feed at the end", "AQID\n"),
        ("number-leading-zero", "number", "a leading zero", "01"),
        ("number-sign", "number", "a sign", "+1"),
        ("number-2-to-the-53", "number", "one more than the largest", "9007199254740992"),
        ("number-empty", "number", "no digits", ""),
        ("number-arabic-digits", "number", "digits of another script", "١٢"),
        ("instant-no-day", "instant", "a day the calendar does not have", "2007-02-29T00:00:00Z"),
        ("instant-leap-second", "instant", "a leap second", "2016-12-31T23:59:60Z"),
        ("instant-hour-24", "instant", "hour 24", "2007-05-28T24:00:00Z"),
        ("instant-offset", "instant", "another time zone", "2007-05-28T12:00:00+00:00"),
        ("instant-small-z", "instant", "a small z", "2007-05-28T12:00:00z"),
        ("instant-year-zero", "instant", "the year zero", "0000-01-01T00:00:00Z"),
        ("party-capital", "party", "a capital letter", "Iran"),
        ("party-one-letter", "party", "a single letter", "i"),
        ("party-17-letters", "party", "too long", "a" * 17),
        ("party-newline", "party", "a line feed at the end", "iran\n"),
        ("act-id-65536", "act id", "a place beyond the largest payload", f"{digest}/65536"),
        ("act-id-leading-zero", "act id", "a place with a leading zero", f"{digest}/01"),
        ("act-id-capitals", "act id", "capital digits", f"{digest.upper()}/0"),
        ("dispatch-id-63-digits", "dispatch id", "a digit missing", digest[1:]),
    ]
    for name, kind, desc, text in bad:
        yield refuse(f"values/{name}.json", desc, "bad_value", {"type": kind, "text": text})
