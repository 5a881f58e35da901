# SPDX-License-Identifier: Apache-2.0
"""`knew`: what a record was at an instant, and which party demonstrably held which of its acts by then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.pages import act_line, face, history_reason, knowledge, states
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.values import instant_text
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home iraq knew 3f2a91 --as-of 2007-07-24T18:00:00Z
tripartite --archive iraq.tar knew 3f2a91 --as-of 2007-07-24T18:00:00Z"""


@declare("knew", "help.knew", EXAMPLE)
@argument("record", "RECORD")
@option("--as-of", metavar="INSTANT")
def command(session: Session, record: str, as_of: str | None) -> None:
    with office_for(session) as office:
        top = shown_on_face(session, office)
        answer = office.call("knew", {"record": record, "as_of": as_of})
    session.voice.done({**answer, "as_of": as_of}, [*top, *_lines(answer, as_of, session.words)])


def _lines(answer: dict[str, Any], as_of: str | None, words: Words) -> Iterator[str]:
    if as_of:
        yield words("cli.knew.at", time=as_of)
    yield face(answer, words)
    yield f"{words('cli.show.state')}: {states(answer, words)}"
    for act in answer["acts"]:
        yield act_line(act, words)
        yield from history_reason(act, words)
        for party, time in sorted(act["held_by"].items(), key=lambda pair: (pair[1], pair[0])):
            message = "cli.knew.own" if party == act["by"] else "cli.knew.held"
            yield "  " + words(message, party=party, time=instant_text(time))
    for one in answer["parties"]:
        yield from knowledge({**one, "chapter": answer["chapter"], "by": answer["by"]}, words)
    for party in answer["without_log"]:
        yield words("cli.knew.no_log", party=party)
