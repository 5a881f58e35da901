# SPDX-License-Identifier: Apache-2.0
"""`sealed`: what travels sealed for some of the parties: from whom, for whom, how large, when; read here or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from tripartite.cli.pages import short
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.values import instant_text
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home us sealed
tripartite --home us sealed --limit 20 --json"""


@declare("sealed", "help.sealed", EXAMPLE)
@option("--limit", metavar="N", type=click.IntRange(1, 1000), default=100)
@option("--after", metavar="CURSOR")
def command(session: Session, limit: int, after: str | None) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("sealed", {"limit": limit, "after": after})
    session.voice.done(answer, [*face, *_lines(answer, session.words)])


def _lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    if not answer["items"]:
        yield words("cli.sealed.none")
    for item in answer["items"]:
        yield words(
            "cli.sealed.item", id=short(item["id"]), time=instant_text(item["time"]), party=item["by"],
            names=words.language.listed(item["to"]), size=item["bytes"],
        ) + " · " + words("cli.sealed.opened" if item["opened"] else "cli.sealed.unread")  # fmt: skip
    if answer["next"]:
        yield words("cli.show.more", cursor=answer["next"])
