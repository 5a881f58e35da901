# SPDX-License-Identifier: Apache-2.0
"""`alert test`: tries every way by which this home calls an officer who is not at a desk."""

from __future__ import annotations

import click

from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, declare
from tripartite.core.encoding.refusal import Unavailable

EXAMPLE = "tripartite --home iraq alert test"


@click.group("alert", cls=SpokenGroup, help="help.alert", example=EXAMPLE)
def command() -> None: ...


@declare("test", "help.alert.test", EXAMPLE)
def test(session: Session) -> None:
    with office_for(session) as office:
        answer = office.call("alert_test", {})
    words = session.words
    lines = [
        words("cli.alert.failed", port=one["port"], reason=one["reason"])
        if one["reason"]
        else words("cli.alert.worked", port=one["port"])
        for one in answer["items"]
    ]
    wrong = next((one for one in answer["items"] if one["reason"]), None)
    if wrong is not None:
        for line in lines:
            session.voice.err.write(line + "\n")
        raise Unavailable("alert_failed", "TOD-33", port=wrong["port"], detail=wrong["reason"])
    session.voice.done(answer, lines or [words("cli.alert.none")])


command.add_command(test)
