# SPDX-License-Identifier: Apache-2.0
"""`status`: who this node is, what it holds of whom, who counter-signed it, whether it waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.pages import exercise_face
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare
from tripartite.core.encoding.values import instant_text
from tripartite.i18n.words import Words


@declare("status", "help.status", "tripartite --home iraq status")
def command(session: Session) -> None:
    with office_for(session) as office:
        answer = office.call("status", {})
    session.voice.done(answer, _lines(answer, session.words))


def _lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    if answer["exercise"]:
        yield exercise_face(answer["exercise"], words)
    yield words("cli.status.party", party=answer["party"])
    yield words("cli.charter.fingerprint", fingerprint=answer["fingerprint"])
    if answer["purpose"] == "talks_record":
        yield words("face.talks_record")
    for log in answer["logs"]:
        yield words("cli.status.log", party=log["party"], size=log["size"], head=log["head"])
        for party, time in log["cosigned"].items():
            yield f"  {words('cli.status.cosigned', party=party, time=instant_text(time))}"
    if answer["holding"]:
        yield words("cli.holding")
    if answer["held"]:
        yield words.plural("cli.status.held", answer["held"])
    if answer["apart"]:
        yield words("cli.status.apart")
    if answer["evidence"]:
        yield words.plural("cli.status.evidence", answer["evidence"])
