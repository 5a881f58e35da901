# SPDX-License-Identifier: Apache-2.0
"""Reads the packaged catalogues: gettext files whose context is the message id, read once and only when asked for."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"


def entries(code: str) -> Catalog:
    """The catalogue of a language as it is written; raises `FileNotFoundError` where there is none."""
    source = resources.files("tripartite.i18n") / "catalogues" / f"{code}.po"
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
