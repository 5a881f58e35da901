# SPDX-License-Identifier: Apache-2.0
"""`pending`: every open item, with whom it is, since when, when it falls due, and what follows if nobody acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.commands.line import waiting_line
from tripartite.cli.dates import Zones, dated
from tripartite.cli.pages import short
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home iraq pending
tripartite --home iraq pending --whom iran --as-of 2007-07-24T18:00:00Z"""


@declare("pending", "help.pending", EXAMPLE)
@option("--whom", metavar="PARTY")
@option("--as-of", metavar="INSTANT")
@option("--dates", is_flag=True)
def command(session: Session, whom: str | None, as_of: str | None, dates: bool) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("pending", {"whom": whom, "as_of": as_of})
        zones = office.call("face", {})["zones"] if dates else None
    session.voice.done(answer, [*face, *_lines(answer["items"], session.words, zones)])


def _lines(items: list[dict[str, Any]], words: Words, zones: Zones | None) -> Iterator[str]:
    if not items:
        yield words("cli.pending.none")
    for item in items:
        yield f"{short(item['record'])}  {waiting_line(item, words)}"
        if zones is not None and item["due"] is not None:
            yield from (f"    {line}" for line in dated(item["due"], zones, words))
        yield "  " + words("cli.pending.default", default=words(f"default.{item['default']}"))
