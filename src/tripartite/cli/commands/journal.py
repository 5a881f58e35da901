# SPDX-License-Identifier: Apache-2.0
"""`journal`: the journal of a meeting as a document, on the terminal or as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from tripartite.cli.homes import charter_read
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.export.html import as_html
from tripartite.export.journal import journal, number
from tripartite.export.lines import as_lines

EXAMPLE = """tripartite --home iraq journal 3f2a91
tripartite --home iraq journal 3f2a91 --html journal.html --lang fa"""


@declare("journal", "help.journal", EXAMPLE)
@argument("meeting", "MEETING")
@option("--as-of", metavar="INSTANT")
@option("--html", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def command(session: Session, meeting: str, as_of: str | None, html: Path | None) -> None:
    charter = charter_read(session)
    with office_for(session) as office:
        found, page = journal(office.call, {"meeting": meeting, "as_of": as_of}, charter, session.words)
    said = {**found, "number": number(found)}
    if html is None:
        session.voice.done(said, as_lines(page))
        return
    html.write_text(as_html(page), encoding="utf-8")
    session.voice.done(said | {"html": str(html)}, [session.words("brief.written", path=str(html))])
