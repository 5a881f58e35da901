# SPDX-License-Identifier: Apache-2.0
"""`rebuild`: makes the index anew from the logs, which are all it follows from."""

from __future__ import annotations

from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare
from tripartite.cli.voice import DIFFERS


@declare("rebuild", "help.rebuild", "tripartite --home iraq rebuild")
def command(session: Session) -> int:
    """Exit status 1 if the new index shows another register than the old one did."""
    session.voice.aside("cli.rebuild.working")
    with office_for(session) as office:
        answer = office.call("rebuild", {})
    words = session.words
    session.voice.done(
        answer,
        [
            words.plural("cli.digest.records", answer["records"]),
            words("cli.digest.is", digest=answer["digest"]),
            words("cli.rebuild.same" if answer["same"] else "cli.rebuild.differs"),
        ],
    )
    return 0 if answer["same"] else DIFFERS
