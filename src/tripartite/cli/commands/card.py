# SPDX-License-Identifier: Apache-2.0
"""`card`: this party's public card, and those of the others."""

from __future__ import annotations

from pathlib import Path

import click

from tripartite.cli.files import read_file
from tripartite.cli.homes import home_of
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.core.keys.public import fingerprint
from tripartite.core.register.charter import write_card

MAX_CARD = 65_536


@click.group("card", cls=SpokenGroup, help="help.card", example="tripartite card show --out iraq.card")
def command() -> None: ...


@declare("show", "help.card.show", "tripartite --home iraq card show --out iraq.card")
@option("--out", metavar="FILE", type=click.Path(path_type=Path))
def show(session: Session, out: Path | None) -> None:
    data = home_of(session).card()
    if out is not None:
        out.write_bytes(data)
    said = fingerprint(data)
    text = data.decode().rstrip("\n")
    session.voice.done(
        {"card": text, "fingerprint": said, "file": str(out) if out else None},
        [*([] if out else [text]), session.words("cli.card.fingerprint", fingerprint=said)],
    )


@declare("add", "help.card.add", "tripartite --home iraq card add iran.card us.card")
@argument(
    "files", "FILE…", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def add(session: Session, files: tuple[Path, ...]) -> None:
    home, items = home_of(session), []
    for file in files:
        card = home.add_card(read_file(file, MAX_CARD))
        items.append({"party": card.id, "fingerprint": fingerprint(write_card(card))})
    session.voice.done(
        {"items": items, "next": None},
        [
            session.words("cli.card.added", party=item["party"], fingerprint=item["fingerprint"])
            for item in items
        ] + [session.words("cli.card.compare")],
    )  # fmt: skip


command.add_command(show)
command.add_command(add)
