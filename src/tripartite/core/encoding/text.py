# SPDX-License-Identifier: Apache-2.0
"""Which strings may be signed (ENC-4), and how the edges bring typed text into that form."""

from __future__ import annotations

import re
import unicodedata

from tripartite.core.encoding.refusal import Malformed

_REFUSED = re.compile("[\u0000\u000d\u202a-\u202e\u2066-\u2069]")
_ESCAPED = ("\\u0000", "\\r")


def check_string(text: str) -> str:
    """The same string, if it is valid Unicode in NFC without refused characters; raises `Malformed`."""
    found = _REFUSED.search(text)
    if found:
        raise Malformed("json_string", "ENC-4", character=f"U+{ord(found.group()):04X}", offset=found.start())
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            raise Malformed("json_string", "ENC-4", hint="tidy", character="not NFC", offset=0)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Malformed("json_string", "ENC-4", character="lone surrogate", offset=error.start) from None
    return text


def plainly_fine(canonical: str) -> bool:
    """True if every string inside this canonical JSON text is certainly allowed, without looking at each.

    NFC is closed under taking substrings and nothing composes with the ASCII that separates strings, so a whole
    in NFC has only parts in NFC. The opposite does not hold: then the strings are walked one by one.
    """
    if any(escape in canonical for escape in _ESCAPED):
        return False
    return canonical.isascii() or (
        not _REFUSED.search(canonical) and unicodedata.is_normalized("NFC", canonical)
    )


def tidy(text: str) -> str:
    """What an edge makes of typed text before it is signed: NFC, LF, no refused characters (ENC-4)."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _REFUSED.sub("", unified))
