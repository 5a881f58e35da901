# SPDX-License-Identifier: Apache-2.0
"""`leave`: the roots' word that this party leaves the mechanism, after the notice that its charter asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.pages import short
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant, instant_text
from tripartite.core.register.bodies import day_start
from tripartite.i18n.words import Words

EXAMPLE = 'tripartite --home us leave --since 2008-01-01T00:00:00Z --reason en="The talks have ended."'


@declare("leave", "help.leave", EXAMPLE)
@option("--since", metavar="INSTANT", required=True, message="option.leave_since")
@option("--reason", "reasons", metavar="LANG=TEXT", multiple=True, message="option.leave_reason")
def command(session: Session, since: str, reasons: tuple[str, ...]) -> None:
    body: dict[str, Any] = {"since": instant_text(day_start(since))}
    if reasons:
        body["reason"] = sorted(_pair(text) for text in reasons)
    with office_for(session) as office:
        said = office.call("leaving", {})
        _check(said, body["since"])
        _confirm(session, said, body["since"])
        done = do_acts(session, office, "root", [{"kind": "leave", "body": body}])
    act = done["acts"][0]
    session.voice.done(
        {"act": act, "party": said["party"], "since": body["since"]},
        [
            session.words("cli.leave.done", since=body["since"], act=short(act)),
            session.words("cli.leave.next"),
        ],
    )


def _check(said: dict[str, Any], since: str) -> None:
    """Refused before anything is signed: an act without effect would only confuse (MEC-24)."""
    if said["since"] is not None:
        raise Refused("already_left", "MEC-24", party=said["party"], found=said["since"])
    if instant(since) < instant(said["earliest"]):
        raise Refused("notice_short", "MEC-24", found=since, expected=said["earliest"])


def _confirm(session: Session, said: dict[str, Any], since: str) -> None:
    """Says what it means, and waits for the party's name, typed in full so that nobody does it by habit."""
    for line in () if session.voice.as_json else _meaning(said, since, session.words):
        session.voice.err.write(line + "\n")
    session.voice.err.flush()
    typed = session.input.readline().strip()
    if typed != said["party"]:
        raise Refused("not_confirmed", "MEC-24", expected=said["party"], found=typed[:40])


def _meaning(said: dict[str, Any], since: str, words: Words) -> Iterator[str]:
    others = words.language.listed(said["others"])
    yield words("cli.leave.title", party=said["party"], since=since)
    yield words("cli.leave.stays")
    yield words("cli.leave.without", since=since)
    yield words("cli.leave.amend", names=others)
    yield words("cli.leave.final")
    yield words("cli.leave.ask", party=said["party"])


def _pair(text: str) -> tuple[str, str]:
    language, mark, said = text.partition("=")
    if not mark or not language or not said:
        raise Refused("usage", "CMD-2", command="leave", name="--reason", found=text)
    return language, said
