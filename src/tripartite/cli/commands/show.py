# SPDX-License-Identifier: Apache-2.0
"""`show`: a list of records, or one record."""

from __future__ import annotations

import importlib
import json
import re
from typing import Any

import click

from tripartite.cli.pages import record_line, record_page
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home iraq show proposals state=tabled by=iran
tripartite --home iraq show 3f2a91 --field fields.title --as-of 2007-05-28T12:00:00Z
tripartite --home iraq show proposals --audience iran,iraq"""

DATES = "tripartite.cli.dates"
"""Loaded only where dates are asked for: tables of three calendars take their time."""
RECORD = re.compile(r"[0-9a-f]{4,64}(/[0-9]{1,5})?\Z")
"""The id of a record, or the first digits of one; anything else names a chapter."""


@declare("show", "help.show", EXAMPLE)
@argument("what", "CHAPTER|RECORD")
@argument("conditions", "[FIELD=VALUE]…", nargs=-1)
@option("--as-of", metavar="INSTANT")
@option("--known-to", metavar="PARTY")
@option("--audience", metavar="PARTY,…", message="option.for_audience")
@option("--field", metavar="PATH")
@option("--dates", is_flag=True)
@option("--limit", metavar="N", type=click.IntRange(1, 1000), default=100)
@option("--after", metavar="CURSOR")
def command(
    session: Session, what: str, conditions: tuple[str, ...], as_of: str | None, known_to: str | None,
    audience: str | None, field: str | None, dates: bool, limit: int, after: str | None,
) -> None:  # fmt: skip
    said: dict[str, Any] = {"as_of": as_of, "known_to": known_to}
    with office_for(session) as office:
        if field and RECORD.match(what):
            answer = office.call("show", said | {"record": what, "field": field})
            session.voice.done(answer, [_said(answer["value"])])
            return
        face = shown_on_face(session, office)
        if not RECORD.match(what):
            said |= {"chapter": what, "where": _conditions(conditions), "limit": limit, "after": after}
            said["audience"] = audience
            answer = office.call("list", said)
            session.voice.done(answer, [*face, *_list(answer, session.words)])
        elif conditions or audience:
            raise Refused(
                "usage", "CMD-2", command="show", found=conditions[0] if conditions else "--audience"
            )
        else:
            answer = office.call("show", said | {"record": what})
            lines = [*face, *record_page(answer, session.words)]
            if dates:
                zones = office.call("face", {})["zones"]
                lines += importlib.import_module(DATES).record_dates(answer, zones, session.words)
            session.voice.done(answer, lines)


def _conditions(conditions: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in conditions:
        name, mark, value = text.partition("=")
        if not mark or not name:
            raise Refused("usage", "CMD-2", command="show", found=text)
        found[name] = value
    return found


def _list(answer: dict[str, Any], words: Words) -> list[str]:
    lines = [record_line(record, words) for record in answer["items"]] or [words("cli.show.none")]
    return [*lines, *([words("cli.show.more", cursor=answer["next"])] if answer["next"] else [])]


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
