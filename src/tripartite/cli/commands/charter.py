# SPDX-License-Identifier: Apache-2.0
"""`charter`: draft it from the cards, read it in words, sign it with the roots, join it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tripartite.cli.charter_page import charter_lines, charter_object
from tripartite.cli.files import read_file
from tripartite.cli.homes import home_of, signers
from tripartite.cli.lax import read_lax
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.register.charter import MAX_CHARTER, Charter, read_charter, read_charter_text
from tripartite.core.register.charter_text import Card
from tripartite.node.ceremony import PRESETS, PaperParty, Preset, draft_charter, sign_charter
from tripartite.wiring import CHARTER, DRAFT, Home

EXAMPLE = """tripartite --home iraq charter draft --preset talks-record --label baghdad \\
    --exercise en="EXERCISE. Nobody named here signed this."
tripartite --home iraq charter sign
tripartite --home iraq charter join"""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("charter", cls=SpokenGroup, help="help.charter", example=EXAMPLE)
def command() -> None: ...


@declare(
    "draft", "help.charter.draft",
    "tripartite --home iraq charter draft --preset alone --label desk --paper iran=Iran --set rules.yaml",
)  # fmt: skip
@option("--preset", type=click.Choice(PRESETS), required=True)
@option("--label", metavar="LABEL", required=True)
@option("--paper", "papers", metavar="ID=NAME", multiple=True)
@option("--order", metavar="ID,ID,…")
@option("--exercise", "faces", metavar="LANG=TEXT", multiple=True)
@option("--set", "more", metavar="FILE", type=FILE)
@option("--out", metavar="FILE", type=click.Path(path_type=Path))
def draft(
    session: Session, preset: Preset, label: str, papers: tuple[str, ...], order: str | None,
    faces: tuple[str, ...], more: Path | None, out: Path | None,
) -> None:  # fmt: skip
    home = home_of(session)
    said: dict[str, Any] = _more(more) if more else {}
    if faces:
        said["exercise"] = sorted(_pair(face, "--exercise") for face in faces)
    parties = _ordered([*home.cards(), *(_paper(text) for text in papers)], order)
    text = draft_charter(preset, label, parties, said)
    path = out or home.path / DRAFT
    path.write_bytes(text)
    _shown(session, read_charter_text(text), path)


@declare(
    "show", "help.charter.show", "tripartite --home iraq charter show\ntripartite charter show charter.note"
)
@argument("file", "[FILE]", required=False, type=FILE)
def show(session: Session, file: Path | None) -> None:
    path = file or _held(home_of(session))
    _shown(session, _read(path), path)


@declare(
    "sign", "help.charter.sign",
    "tripartite --home iraq charter sign --keys usb/roots\ntripartite --home iran charter sign baghdad.charter",
)  # fmt: skip
@argument("file", "[FILE]", required=False, type=FILE)
@option("--out", metavar="FILE", type=click.Path(path_type=Path))
def sign(session: Session, file: Path | None, out: Path | None) -> None:
    home = home_of(session)
    path = file or home.path / DRAFT
    if not path.exists():
        raise Refused("not_found", "CHA-6", what="charter", path=str(path))
    data = read_file(path, MAX_CHARTER)
    home.check_cards(_of(data))
    signed = sign_charter(data, home.settings.party, signers(session))
    target = out or path
    target.write_bytes(signed)
    _shown(session, _read(target), target)


@declare("join", "help.charter.join", "tripartite --home iraq charter join baghdad.charter")
@argument("file", "[FILE]", required=False, type=FILE)
def join(session: Session, file: Path | None) -> None:
    home = home_of(session)
    path = file or home.path / DRAFT
    if not path.exists():
        raise Refused("not_found", "CHA-6", what="charter", path=str(path))
    charter = _read(path)
    if not charter.data:
        raise Refused("charter_unsigned", "CHA-6", party=charter.nodes[0], signed=0)
    home.join(charter.data)
    _shown(session, home.charter(), home.path / CHARTER)


for one in (draft, show, sign, join):
    command.add_command(one)


def _shown(session: Session, charter: Charter, path: Path) -> None:
    session.voice.done(
        {**charter_object(charter), "file": str(path)},
        [*charter_lines(charter, session.words), session.words("cli.file", path=str(path))],
    )


def _held(home: Home) -> Path:
    """The charter in force, else the draft."""
    found = next((path for path in (home.path / CHARTER, home.path / DRAFT) if path.exists()), None)
    if found is None:
        home.charter()  # says that there is none
    return found or home.path / CHARTER


def _read(path: Path) -> Charter:
    return _of(read_file(path, MAX_CHARTER))


def _of(data: bytes) -> Charter:
    return read_charter(data)[0] if b"\n\n" in data else read_charter_text(data)


def _more(path: Path) -> dict[str, Any]:
    value = read_lax(read_file(path).decode("utf-8", "replace"), str(path)).value
    if not isinstance(value, dict):
        raise Malformed("bad_file", "CMD-5", path=str(path), expected="fields of a charter")
    return value


def _paper(text: str) -> PaperParty:
    ident, name = _pair(text, "--paper")
    return PaperParty(ident, (("en", name),))


def _pair(text: str, name: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key or not value:
        raise Refused("usage", "CMD-2", command="charter draft", name=name, found=text)
    return key, value


def _ordered(parties: list[Card | PaperParty], order: str | None) -> list[Card | PaperParty]:
    if not order:
        return parties
    known = {party.id: party for party in parties}
    ids = order.split(",")
    if sorted(ids) != sorted(known):
        raise Refused(
            "usage", "CMD-2", command="charter draft", name="--order", expected=",".join(sorted(known))
        )
    return [known[ident] for ident in ids]
