# SPDX-License-Identifier: Apache-2.0
"""Reads the packaged catalogues: gettext files whose context is the message id, read once and only when asked for."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"


def entries(code: str) -> Catalog:
    """The catalogue of a language as it is written: `xx.po` and every `part.xx.po` beside it.

    Raises `FileNotFoundError` where there is none.
    """
    folder = resources.files("tripartite.i18n") / "catalogues"
    whole = _read(folder / f"{code}.po", code)
    for part in sorted(folder.iterdir(), key=lambda file: file.name):
        if part.name.endswith(f".{code}.po"):
            for entry in _read(part, code):
                if entry.id:
                    whole[entry.id] = entry
    return whole


def _read(source: Traversable, code: str) -> Catalog:
    return read_po(BytesIO(source.read_bytes()), locale=code, abort_invalid=True)


@cache
def translations(code: str) -> NullTranslations:
    """The translations of a language, ready to be asked; those of English are the texts themselves."""
    if code == SOURCE_LANGUAGE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, entries(code))
    compiled.seek(0)
    return GNUTranslations(compiled)
