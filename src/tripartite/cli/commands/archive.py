# SPDX-License-Identifier: Apache-2.0
"""`archive`: all that this party's node holds, in one folder or file that needs nothing else to be read."""

from __future__ import annotations

from pathlib import Path

import click

from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.values import instant_text

EXAMPLE = """tripartite --home iraq archive iraq.tar
tripartite --home iraq archive iraq-opened --open"""


@declare("archive", "help.archive", EXAMPLE)
@argument("path", "DIR|FILE", type=click.Path(path_type=Path))
@option("--open", "opened", is_flag=True, message="option.open_archive")
def command(session: Session, path: Path, opened: bool) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("archive", {"path": str(path.absolute()), "open": opened})
    words = session.words
    lines = [
        words("cli.archive.made", party=answer["from"], path=answer["file"], size=answer["bytes"]),
        *([words("cli.archive.sum", hash=answer["sha256"])] if answer["sha256"] else []),
        words("cli.archive.until", time=instant_text(answer["at"])),
        words("cli.archive.opened" if opened else "cli.archive.sealed"),
        words("cli.digest.is", digest=answer["digest"]),
        words.plural("cli.digest.records", answer["records"]),
        *([words.plural("cli.archive.loose", answer["loose"])] if answer["loose"] else []),
    ]
    session.voice.done(answer, [*face, *lines])
