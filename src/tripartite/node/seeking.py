# SPDX-License-Identifier: Apache-2.0
"""Whether a record, as shown, fits what somebody looks for: words in its texts, a place, the value of a field (VIE-3).

Letters that are typed alike are alike: case, marks above and below, Arabic and Persian forms of one letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

PLACES = frozenset(
    {
        "adm0", "adm1", "adm2", "adm3", "area", "city", "district", "from_place", "grid", "place", "place_names",
        "region", "site", "site_type", "venue",
    }
)  # fmt: skip
"""Fields that say where."""
_ID = re.compile(r"[0-9a-f]{64}")
"""What begins like this is an id, whose digits nobody looks for."""
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"})


def alike(text: str) -> str:
    """A text as it is looked for."""
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    kept = (sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join("".join(kept).translate(_ALIKE).replace("_", " ").split())


def says(shown: Mapping[str, Any], words: str) -> bool:
    """Whether each of these words stands somewhere in what a record says; an empty text asks for nothing."""
    return _has(_texts(shown["fields"]), words)


def is_at(shown: Mapping[str, Any], place: str) -> bool:
    """Whether a field that says where has these words, at whatever depth."""
    return _has(_placed(shown["fields"]), place)


def _has(texts: Iterator[str], words: str) -> bool:
    wanted = alike(words).split()
    if not wanted:
        return True
    found = alike(" ".join(texts))
    return all(word in found for word in wanted)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not _ID.match(value):
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


def _placed(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner) if name in PLACES else _placed(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _placed(inner)
