# SPDX-License-Identifier: Apache-2.0
"""`brief`: the page "What was agreed?", on the terminal or as one HTML file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from tripartite.cli.homes import charter_read
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.export.brief import brief
from tripartite.export.html import as_html
from tripartite.export.lines import as_lines
from tripartite.export.page import Page

EXAMPLE = """tripartite --home iraq brief
tripartite --home iraq brief --html brief.html --lang ar"""


@declare("brief", "help.brief", EXAMPLE)
@option("--html", metavar="FILE", type=click.Path(path_type=Path))
def command(session: Session, html: Path | None) -> None:
    charter = charter_read(session)
    with office_for(session) as office:
        page = brief(office.call, charter, session.words)
    if html is None:
        session.voice.done(_plain(page), as_lines(page))
        return
    html.write_text(as_html(page), encoding="utf-8")
    session.voice.done({"html": str(html)}, [session.words("brief.written", path=str(html))])


def _plain(page: Page) -> dict[str, Any]:
    return {**asdict(page), "language": page.language.code}
