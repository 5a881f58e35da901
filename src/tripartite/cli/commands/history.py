# SPDX-License-Identifier: Apache-2.0
"""`history`: everything said about a record, with or without effect, and who holds it."""

from __future__ import annotations

from tripartite.cli.pages import history_lines
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option


@declare("history", "help.history", "tripartite --home iraq history 3f2a91")
@argument("record", "RECORD")
@option("--as-of", metavar="INSTANT")
def command(session: Session, record: str, as_of: str | None) -> None:
    with office_for(session) as office:
        answer = office.call("history", {"record": record, "as_of": as_of})
        face = shown_on_face(session, office)
    session.voice.done(answer, [*face, *history_lines(answer["items"], session.words)])
