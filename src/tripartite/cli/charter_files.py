# SPDX-License-Identifier: Apache-2.0
"""The files of the charter ceremony: drafts, notes that go from party to party, fields to be changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tripartite.cli.files import read_file
from tripartite.cli.lax import read_lax
from tripartite.cli.session import Session
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.register.charter import MAX_CHARTER, Charter, read_charter, read_charter_text
from tripartite.export.charter_page import change_object, charter_lines, charter_object
from tripartite.node.ceremony import PaperParty
from tripartite.wiring import AMENDMENT, CHARTER, DRAFT, Home


def shown(
    session: Session, charter: Charter, path: Path, before: Charter | None = None, more: Iterable[str] = (),
    act: str = "",
) -> None:  # fmt: skip
    """What a charter says; of an amendment also what it changes, where what it amends is held.

    `act`: that by which it binds our log from now on.
    """
    said = charter_object(charter, before)
    if charter.said.before is not None:
        said["changes"] = change_object(before, charter)
    if act:
        said["act"] = act
    words = session.words
    session.voice.done(
        {**said, "file": str(path)},
        [*charter_lines(charter, words, before), words("cli.file", path=str(path)), *more],
    )


def default_file(home: Home, file: Path | None) -> Path:
    """The file named; else this home's draft: of an amendment once a charter is in force and one was drafted."""
    path = file or home.path / DRAFT
    if file is None and (home.path / CHARTER).exists() and (home.path / AMENDMENT).exists():
        path = home.path / AMENDMENT
    if not path.exists():
        raise Refused("not_found", "CHA-6", what="charter", path=str(path))
    return path


def read_note(path: Path) -> Charter:
    return charter_of(read_file(path, MAX_CHARTER))


def charter_of(data: bytes) -> Charter:
    """A charter, signed or not; who signed it is not looked at."""
    return read_charter(data)[0] if b"\n\n" in data else read_charter_text(data)


def fields_of(path: Path) -> dict[str, Any]:
    """Members of a charter by name, in YAML."""
    value = read_lax(read_file(path).decode("utf-8", "replace"), str(path)).value
    if not isinstance(value, dict):
        raise Malformed("bad_file", "CMD-5", path=str(path), expected="fields of a charter")
    return value


def paper_party(text: str, command: str) -> PaperParty:
    ident, name = pair(text, command, "--paper")
    return PaperParty(ident, (("en", name),))


def pair(text: str, command: str, name: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key or not value:
        raise Refused("usage", "CMD-2", command=command, name=name, found=text)
    return key, value
