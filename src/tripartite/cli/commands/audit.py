# SPDX-License-Identifier: Apache-2.0
"""`audit`: the copies of two parties beside each other, without their nodes and without a network."""

from __future__ import annotations

from pathlib import Path

import click

from tripartite.cli.audit_page import audit_lines
from tripartite.cli.auditing import compared, verdict
from tripartite.cli.copies import opened_copy, under
from tripartite.cli.files import read_file
from tripartite.cli.pages import exercise_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.cli.voice import DIFFERS
from tripartite.core.register.charter import verify_charter

EXAMPLE = """tripartite audit iran.tar iraq.tar
tripartite audit iran.tar iraq.tar --as-of 2007-07-24T18:00:00Z --lang fa"""
STATUS = {"same": 0, "differs": DIFFERS, "misconduct": 5}
COPY = click.Path(exists=True, path_type=Path)


@declare("audit", "help.audit", EXAMPLE)
@argument("one", "A", type=COPY)
@argument("other", "B", type=COPY)
@option("--as-of", metavar="INSTANT")
@option("--charter", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(session: Session, one: Path, other: Path, as_of: str | None, charter: Path | None) -> int:
    """Exit status 1 where the copies differ, 5 where a key is convicted or a copy contradicts itself."""
    session.voice.aside("cli.verify.working")
    with opened_copy(session, one) as first, opened_copy(session, other) as second:
        if charter is not None:
            under(first, verify_charter(read_file(charter)))
        answer = compared(first, second, as_of)
    found = verdict(answer)
    for copy, path in zip(answer["copies"], (one, other), strict=True):
        copy["path"] = str(path)
    exercise = answer["copies"][0]["exercise"]
    face = [exercise_face(exercise, session.words)] if exercise else []
    session.voice.done({"verdict": found, **answer}, [*face, *audit_lines(answer, found, session.words)])
    return STATUS[found]
