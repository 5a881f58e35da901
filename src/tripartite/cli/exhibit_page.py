# SPDX-License-Identifier: Apache-2.0
"""`verify` of evidence that shows words: it and the bytes beside it, held against the charter (EVI-7 to EVI-9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tripartite.cli.files import read_file
from tripartite.core.register.charter import Charter
from tripartite.core.register.charters import Charters
from tripartite.core.register.exhibits import Convicted, parse_exhibit, verify_exhibit
from tripartite.i18n.words import Words
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.exhibits import showing
from tripartite.node.system import SystemChance

BESIDE = ".bytes"
"""Suffix of the bytes that an E7 is about; the rest of the name is their SHA-256."""


def convicted(path: Path, data: bytes, charter: Charter) -> Convicted:
    """The conviction by a file; the bytes it is about are looked for beside it. Raises what is wrong with it."""
    said = parse_exhibit(data).stored
    beside = path.parent / f"{said}{BESIDE}"
    stored = read_file(beside) if said and beside.exists() else None
    return verify_exhibit(data, showing(Charters(charter)), stored, AgeCipher(SystemChance()))


def exhibit_object(found: Convicted) -> dict[str, Any]:
    return {
        "kind": "evidence",
        "misconduct": found.kind,
        "origin": found.origin,
        "key": found.key,
        "about": list(found.about),
        "failures": [],
    }


def exhibit_lines(kind: str, key: str, origin: str, about: list[str], words: Words) -> list[str]:
    return [
        words("cli.evidence.item", kind=kind, key=key, origin=origin),
        words(f"cli.evidence.{kind.lower()}", acts=words.language.listed(about)),
        words("fixed.fork_limit"),
    ]
