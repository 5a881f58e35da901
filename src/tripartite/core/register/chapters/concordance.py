# SPDX-License-Identifier: Apache-2.0
"""Where texts in several languages plainly do not mean the same: paragraphs, dates, numbers (PRO-4, LST-17).

What words mean is for people to compare; this compares what can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from tripartite.core.register.kinds import Finding

ByLanguage = Mapping[str, tuple[str, ...]]
"""The paragraphs of a text by language."""

_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,", "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
)
"""Digits and their separators as Latin ones; what turns a line around is left out."""
_DATE = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def differences(texts: ByLanguage, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Everything that differs; a paragraph is named by its number, the first is 1.

    Where paragraphs are not as many, none is compared with another.
    """
    lacking = sorted(set(languages) - set(texts))
    if lacking:
        yield Finding("guard", "no_text_in", tuple(lacking))
    if len({len(paragraphs) for paragraphs in texts.values()}) > 1:
        yield Finding("guard", "paragraph_counts_differ")
        return
    for number, paragraph in enumerate(zip(*texts.values(), strict=True), 1):
        if _differ(paragraph, dates):
            yield Finding("guard", "dates_differ", (str(number),))
        if _differ(paragraph, numbers):
            yield Finding("guard", "numbers_differ", (str(number),))


def _differ(paragraph: tuple[str, ...], found: Callable[[str], list[str]]) -> bool:
    return len({tuple(found(text)) for text in paragraph}) > 1


def dates(text: str) -> list[str]:
    """The days spelled `YYYY-MM-DD` in whichever digits, sorted."""
    return sorted(_DATE.findall(text.translate(_DIGITS)))


def numbers(text: str) -> list[str]:
    """The other numbers, sorted, each spelled one way: no leading zeros, no groups, a point before decimals."""
    plain = _DATE.sub(" ", text.translate(_DIGITS))
    return sorted(part for token in _NUMBER.findall(plain) for part in _spelled(token))


def _spelled(token: str) -> Iterator[str]:
    if _GROUPED.fullmatch(token):
        token = token.replace(",", "")
    if _DECIMAL.fullmatch(token):
        whole, _, rest = token.partition(".")
        rest = rest.rstrip("0")
        yield _whole(whole) + (f".{rest}" if rest else "")
    else:
        yield from (_whole(part) for part in re.split("[.,]", token))


def _whole(digits: str) -> str:
    return digits.lstrip("0") or "0"
