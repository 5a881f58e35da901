# SPDX-License-Identifier: Apache-2.0
"""The one list of languages: everything that differs between them and is not a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]

LATIN_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Language:
    """`locale` is the CLDR locale for months; `digits` are the ten it writes numbers with."""

    code: str
    own_name: str
    direction: Direction
    locale: str
    digits: str
    comma: str

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"

    def number(self, text: str | int) -> str:
        """The same number or date in this language's digits."""
        return str(text).translate(str.maketrans(LATIN_DIGITS, self.digits))

    def listed(self, names: list[str]) -> str:
        """Names one after the other, with this language's comma."""
        return f"{self.comma} ".join(names)


# Arabic is Iraq's: its month names are the Levantine ones.
LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "ltr", "en_GB", LATIN_DIGITS, ","),
    Language("ar", "العربية", "rtl", "ar_IQ", "٠١٢٣٤٥٦٧٨٩", "،"),
    Language("fa", "فارسی", "rtl", "fa_IR", "۰۱۲۳۴۵۶۷۸۹", "،"),
)

BY_CODE: Mapping[str, Language] = {language.code: language for language in LANGUAGES}
