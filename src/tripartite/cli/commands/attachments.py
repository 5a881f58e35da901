# SPDX-License-Identifier: Apache-2.0
"""`attachments`: the files of a record or an act, each held against what was signed; written out if asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tripartite.cli.pages import short
from tripartite.cli.papers import SUFFIXES
from tripartite.cli.reach import Line, office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.values import unb64

EXAMPLE = """tripartite --home iraq attachments 3f2a91
tripartite --home iraq attachments 3f2a91/2 --save photos"""


@declare("attachments", "help.attachments", EXAMPLE)
@argument("ident", "RECORD|ACT")
@option("--save", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(session: Session, ident: str, save: Path | None) -> None:
    words, lines = session.words, []
    with office_for(session) as office:
        answer = office.call("attachments", {"id": ident})
        for item in answer["items"]:
            message = "cli.attachments.item" if item["held"] else "cli.attachments.missing"
            facts = {"act": short(item["act"]), "type": item["type"]}
            if item["held"]:
                facts |= {"size": item["size"], "hash": item["sha256"]}
            lines.append(words(message, **facts))
            if save is not None and item["held"]:
                item["file"] = str(_written(office, item, save))
                lines.append(item["file"])
    session.voice.done(answer, lines or [words("cli.attachments.none")])


def _written(office: Line, item: dict[str, Any], folder: Path) -> Path:
    """Named by its hash, and by its media type where that is known: no word of an act names a file here."""
    content = unb64(office.call("attachment", {"act": item["act"], "c": item["c"]})["content"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{item['sha256'][:32]}{SUFFIXES.get(item['type'], '.bin')}"
    path.write_bytes(content)
    return path
