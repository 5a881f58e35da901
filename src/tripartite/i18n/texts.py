# SPDX-License-Identifier: Apache-2.0
"""Texts by language as the register holds them: lists of (language, text) pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from tripartite.i18n.languages import Language


def chosen(texts: Sequence[Sequence[str]], language: Language) -> str:
    """The text in this language, else in English, else in the first there is."""
    known = {pair[0]: pair[1] for pair in texts}
    return known.get(language.code) or known.get("en") or texts[0][1]


def is_texts(value: object) -> TypeGuard[list[list[str]]]:
    """Whether this is a text by language."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
            and 2 <= len(pair[0].partition("-")[0]) <= 3
            for pair in value
        )
    )  # fmt: skip
