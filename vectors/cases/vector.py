# SPDX-License-Identifier: Apache-2.0
"""What one vector is, and how it is spelled as a file."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

Plain = str | int | list["Plain"] | dict[str, "Plain"]
Input = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Vector:
    """One case: what goes in, whether it must be accepted, and the code of the refusal or what comes out."""

    path: str
    desc: str
    input: Input
    code: str = ""
    gives: Input = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The file's content."""
        outcome = (
            {"want": "refuse", "code": self.code} if self.code else {"want": "accept", "gives": self.gives}
        )
        content = {"desc": self.desc, "input": self.input, **outcome}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def accept(path: str, desc: str, given: Input, **gives: Plain) -> Vector:
    return Vector(path, desc, given, "", gives)


def refuse(path: str, desc: str, code: str, given: Input) -> Vector:
    return Vector(path, desc, given, code)


def data(content: bytes) -> dict[str, Plain]:
    """Bytes as text where a reader can see what stands there, else in hexadecimal."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return {"hex": content.hex()}
    plain = all(c == "\n" or (c.isprintable() and not unicodedata.combining(c)) for c in text)
    return {"utf8": text} if plain else {"hex": content.hex()}
