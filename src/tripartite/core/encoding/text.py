# SPDX-License-Identifier: Apache-2.0
"""Which text may be signed (ENC-4), and how the edges bring typed text into that form.

The law looks at the canonical JSON text as a whole. Nothing composes with the quotes, commas and backslashes between
strings, so a whole in NFC has only strings in NFC, and one pass decides for all of them.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.unicode14 import is_assigned

_REFUSED = re.compile("[\u0000\u000d\u202a-\u202e\u2066-\u2069]")
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\(u0000|r)")
_NAMES = {b"u0000": "U+0000", b"r": "U+000D"}
_UNCOMMON = re.compile("[^ -\u0377\u0400-\u052f\u0600-\u070d\u2000-\u2029\u202f-\u2064]")
_PLAIN = bytes({*range(0xC0), *range(0xC2, 0xCD), *range(0xD0, 0xD4), *range(0xD8, 0xDC)})
"""Bytes of UTF-8 for blocks in which everything is allowed: Latin, Cyrillic, Arabic."""
_UNCOMMON_E2 = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa5-\xbf]|[^\x80\x81])")
"""Of the block of dashes, quotes and joiners (U+2000 to U+2064): what is not certainly allowed."""


def check_text(data: bytes) -> None:
    """Passes if every string inside this canonical JSON text may be signed; raises `Malformed`."""
    if b"\\" in data and (escape := _ESCAPED.search(data)):
        raise _refused(_NAMES[escape.group(1)], escape.start(1))
    if data.isascii():
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("json_syntax", "ENC-1", detail=str(error)) from None
    _check_characters(data, text)
    if not unicodedata.is_normalized("NFC", text):
        raise _refused("not NFC", 0, "tidy")


def _check_characters(data: bytes, text: str) -> None:
    rest = data.translate(None, _PLAIN)
    if not rest.strip(b"\xe2") and not (rest and _UNCOMMON_E2.search(data)):
        return
    for character in set(_UNCOMMON.findall(text)):
        if _REFUSED.match(character) or not is_assigned(character):
            raise _refused(f"U+{ord(character):04X}", text.index(character))


def check_string(text: str) -> str:
    """The same string, if it may be signed; raises `Malformed`."""
    try:
        canonical = msgspec.json.encode(text)
    except UnicodeEncodeError as error:
        raise _refused("lone surrogate", error.start) from None
    check_text(canonical)
    return text


def _refused(character: str, offset: int, hint: str = "") -> Malformed:
    return Malformed("json_string", "ENC-4", hint, character=character, offset=offset)


def tidy(text: str) -> str:
    """What an edge makes of typed text before it is signed: NFC, LF, no refused characters (ENC-4)."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _REFUSED.sub("", unified))
