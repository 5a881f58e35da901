# SPDX-License-Identifier: Apache-2.0
"""`charter`: draft it from the cards, read it in words, sign it with the roots, join it, amend it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tripartite.cli.chain import chain_lines, chain_objects, chain_of, held_before
from tripartite.cli.charter_files import (
    charter_of,
    default_file,
    fields_of,
    pair,
    paper_party,
    read_note,
    shown,
)
from tripartite.cli.commands.amend import amend
from tripartite.cli.files import read_file
from tripartite.cli.homes import home_of, signers
from tripartite.cli.joining import join_all
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.charter import MAX_CHARTER, Charter, read_charter_text
from tripartite.core.register.charter_text import Card
from tripartite.node.ceremony import PRESETS, PaperParty, Preset, draft_charter, sign_charter
from tripartite.storage.files import put_file
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
    said: dict[str, Any] = fields_of(more) if more else {}
    if faces:
        said["exercise"] = sorted(pair(face, "charter draft", "--exercise") for face in faces)
    parties = _ordered([*home.cards(), *(paper_party(text, "charter draft") for text in papers)], order)
    text = draft_charter(preset, label, parties, said)
    path = out or home.path / DRAFT
    put_file(path, text)
    shown(session, read_charter_text(text), path)


@declare(
    "show", "help.charter.show",
    "tripartite --home iraq charter show\ntripartite charter show charter.note\n"
    "tripartite --home iraq charter show --chain --out charters",
)  # fmt: skip
@argument("file", "[FILE]", required=False, type=FILE)
@option("--chain", is_flag=True)
@option(
    "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), message="option.out_charters"
)
def show(session: Session, file: Path | None, chain: bool, out: Path | None) -> None:
    if chain:
        if file is not None:
            raise Refused("usage", "CMD-2", command="charter show", name="--chain", found=str(file))
        _chain(session, out)
        return
    if out is not None:
        raise Refused("usage", "CMD-2", command="charter show", missing="--chain")
    home = home_of(session)
    if file is None and home.amendments():
        with office_for(session) as office:
            found = chain_of(office)
        shown(session, found.in_force, home.path, found.before(found.in_force))
        return
    path = file or _held(home)
    charter = read_note(path)
    shown(session, charter, path, held_before(home, charter))


def _chain(session: Session, out: Path | None) -> None:
    """Every charter held; with `out` each as a file, for a party that joins."""
    with office_for(session) as office:
        chain = chain_of(office)
    files = [] if out is None else [out / f"{n}.charter" for n, _ in enumerate(chain.way, 1)]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for path, charter in zip(files, chain.way, strict=True):
            put_file(path, charter.data)
    words = session.words
    session.voice.done(
        {
            "items": chain_objects(chain), "next": None, "in_force": chain.in_force.ident,
            "files": [str(path) for path in files],
        },
        [*chain_lines(chain, words), *(words("cli.file", path=str(path)) for path in files)],
    )  # fmt: skip


@declare(
    "sign", "help.charter.sign",
    "tripartite --home iraq charter sign --keys usb/roots\ntripartite --home iran charter sign baghdad.charter",
)  # fmt: skip
@argument("file", "[FILE]", required=False, type=FILE)
@option("--out", metavar="FILE", type=click.Path(path_type=Path))
def sign(session: Session, file: Path | None, out: Path | None) -> None:
    home = home_of(session)
    path = default_file(home, file)
    data = read_file(path, MAX_CHARTER)
    charter = charter_of(data)
    home.check_cards(charter)
    before = _amended(session, home, charter)
    signed = sign_charter(data, home.settings.party, signers(session), before)
    target = out or path
    put_file(target, signed)
    shown(session, read_note(target), target, before)


def _amended(session: Session, home: Home, charter: Charter) -> Charter | None:
    """The charter in force here, which an amendment must go on from (MEC-21).

    A home without a charter is a later party's: it signs what it reads.
    """
    if charter.said.before is None or not (home.path / CHARTER).exists():
        return None
    with office_for(session) as office:
        chain = chain_of(office)
    before = chain.charters.before(charter)
    if before.ident != chain.in_force.ident:
        raise Refused("charter_passed", "MEC-21", found=before.ident, expected=chain.in_force.ident)
    chain.charters.check(charter)
    return before


@declare(
    "join", "help.charter.join",
    "tripartite --home iraq charter join baghdad.charter\n"
    "tripartite --home oman charter join charters/1.charter charters/2.charter",
)  # fmt: skip
@argument("files", "[FILE…]", nargs=-1, type=FILE)
def join(session: Session, files: tuple[Path, ...]) -> None:
    home = home_of(session)
    paths = files or (default_file(home, None),)
    notes = [read_note(path) for path in paths]
    unsigned = next((one for one in notes if not one.data), None)
    if unsigned is not None:
        raise Refused("charter_unsigned", "CHA-6", party=unsigned.nodes[0], signed=0)
    join_all(session, home, notes)


for one in (draft, show, sign, join, amend):
    command.add_command(one)


def _held(home: Home) -> Path:
    """The charter in force, else the draft."""
    found = next((path for path in (home.path / CHARTER, home.path / DRAFT) if path.exists()), None)
    if found is None:
        home.charter()  # says that there is none
    return found or home.path / CHARTER


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
