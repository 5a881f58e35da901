# SPDX-License-Identifier: Apache-2.0
"""`matrix`: every commitment, what is due when, and who assesses it how."""

from __future__ import annotations

from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare
from tripartite.export.gathered import listed
from tripartite.export.matrix import lines, rows

EXAMPLE = """tripartite --home iraq matrix
tripartite --home iraq matrix --json --lang fa"""


@declare("matrix", "help.matrix", EXAMPLE)
def command(session: Session) -> None:
    with office_for(session) as office:
        found = rows(listed(office.call, "undertakings"))
        face = shown_on_face(session, office)
    session.voice.done({"rows": found}, [*face, *lines(found, session.words)])
