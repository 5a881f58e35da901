# SPDX-License-Identifier: Apache-2.0
"""Ids as people write them: the first digits are enough where they are unique, and `/0` may be left out."""

from __future__ import annotations

import re
from typing import Any

REFERENCES = ("of", "version", "amends", "trigger_ref")
"""Fields of bodies that name an act."""
_SHORT = re.compile(r"([0-9a-f]{4,64})(/[0-9]{1,5})?\Z")
_SOME_ID = "0" * 64 + "/0"


def is_short(text: object) -> bool:
    """Whether this is an id that still has to be made whole."""
    return isinstance(text, str) and (len(text) < 66 and bool(_SHORT.match(text)))


def as_if_whole(body: dict[str, Any]) -> dict[str, Any]:
    """The body with its short ids replaced, so that a schema can judge the rest of it."""
    return {key: _SOME_ID if key in REFERENCES and is_short(value) else value for key, value in body.items()}
