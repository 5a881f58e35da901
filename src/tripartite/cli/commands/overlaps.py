# SPDX-License-Identifier: Apache-2.0
"""`overlaps`: which notices share a day and a place, and over which of them that was computed (NTC-9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tripartite.cli.pages import short
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home iraq overlaps
tripartite --home iraq overlaps --json --as-of 2007-07-24T18:00:00Z"""


@declare("overlaps", "help.overlaps", EXAMPLE)
@option("--as-of", metavar="INSTANT")
def command(session: Session, as_of: str | None) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("overlaps", {"as_of": as_of})
    session.voice.done(answer, [*face, *lines(answer, session.words)])


def lines(answer: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The pairs for people, after what they were computed over."""
    over = answer["computed_over"]
    counts = {"count": len(over["notices"]), "exact": len(over["with_exact_area"])}
    yield f"{words('fixed.overlap')}: {words('cli.overlaps.over', **counts)}"
    yield words("fixed.information")
    if over["without_district"]:
        named = words.language.listed([short(notice) for notice in over["without_district"]])
        yield words("cli.overlaps.nowhere", notices=named)
    if not answer["overlaps"]:
        yield words("cli.overlaps.none")
    for pair in answer["overlaps"]:
        yield from _pair(pair, words)


def _pair(pair: Mapping[str, Any], words: Words) -> Iterator[str]:
    where = words.language.listed(pair["districts"]) or words("cli.overlaps.ground")
    yield words("cli.overlaps.pair", start=pair["from"], end=pair["until"], where=where)
    for notice, party, kind in zip(pair["notices"], pair["sent_by"], pair["types"], strict=True):
        yield f"  {short(notice)} · {party} · {words(f'notice_type.{kind}')}"
    for what in ("area", "hours"):
        yield "  " + words(f"cli.overlaps.{what}", known=words(f"overlap.{pair[what]}"))
