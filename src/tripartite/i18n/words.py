# SPDX-License-Identifier: Apache-2.0
"""Sentences by message id, in one language, with facts inserted safely.

    >>> words = Words("en")
    >>> words("face.account", party="Iran")
    'Account of Iran'

An unknown id raises `KeyError`: a sentence that is not in the catalogue cannot be shown. Inserted facts are other
people's text: control and direction characters in them are made visible, and in right-to-left languages each fact
stands in its own isolate, so that it cannot reorder the sentence around it.
"""

from __future__ import annotations

import re

from tripartite.i18n.catalogue import translations
from tripartite.i18n.english import ENGLISH
from tripartite.i18n.languages import BY_CODE, Language

Fact = str | int

FSI, PDI = "\u2068", "\u2069"
_UNTAMED = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]")


def tame(text: str) -> str:
    """Text from outside without what could steer a terminal or turn a line around."""
    return _UNTAMED.sub("\ufffd", text)


class Words:
    """All sentences in one language; raises `KeyError` for a language that is not on the list."""

    def __init__(self, code: str) -> None:
        self.language: Language = BY_CODE[code]
        self._catalogue = translations(code)

    def __call__(self, message: str, /, **facts: Fact) -> str:
        english = ENGLISH[message]
        if not isinstance(english, str):
            raise KeyError(message)
        return self._insert(self._catalogue.pgettext(message, english), facts)

    def written(self, message: str) -> str:
        """The sentence with the places for its facts still open, for whoever fills them elsewhere."""
        return self._catalogue.pgettext(message, str(ENGLISH[message]))

    def plural(self, message: str, n: int, /, **facts: Fact) -> str:
        """The form this language uses for `n` things; `{n}` is the number itself."""
        english = ENGLISH[message]
        if isinstance(english, str):
            raise KeyError(message)
        return self._insert(self._catalogue.npgettext(message, *english, n), {"n": n, **facts})

    def has(self, message: str) -> bool:
        return message in ENGLISH

    def shown(self, fact: Fact) -> str:
        """A fact as it may stand inside a sentence: tamed, in native digits if a number, isolated if need be."""
        text = self.language.number(fact) if isinstance(fact, int) else tame(fact)
        return f"{FSI}{text}{PDI}" if self.language.is_rtl else text

    def _insert(self, text: str, facts: dict[str, Fact]) -> str:
        return text.format_map({name: self.shown(fact) for name, fact in facts.items()})
