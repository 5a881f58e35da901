# SPDX-License-Identifier: Apache-2.0
"""`line`: the lines between parties, what waits for whom, whom to ring, and how fast each party answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.pages import text_of
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare
from tripartite.i18n.words import Words


@declare("line", "help.line", "tripartite --home iran line")
def command(session: Session) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("line", {})
    session.voice.done(answer, [*face, *_lines(answer, session.words)])


def _lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    if not answer["channels"]:
        yield words("cli.line.none")
    for channel in answer["channels"]:
        yield from _channel(channel, words)
    yield from (waiting_line(item, words) for item in answer["waiting"])
    yield from (no_answer_line(item, words) for item in answer["no_answer"])
    for item in answer["ring"]:
        yield words("cli.line.ring", party=item["party"], office=words(f"function.{item['office']}"))
    if answer["on_watch"]:
        yield words("cli.watch.on", role=answer["on_watch"].removeprefix("d/"))
    if answer["responses"]:
        yield words("cli.line.responses")
        yield from (f"  {_response(row, words)}" for row in answer["responses"])


def _channel(channel: dict[str, Any], words: Words) -> Iterator[str]:
    ends = text_of(channel["title"], words) if channel["title"] else " - ".join(channel["ends"])
    state = ", ".join(words(f"state.channels.{state}") for state in channel["state"])
    if channel["suspended_but_in_use"]:
        state += f" · {words('flag.suspended_but_in_use')}"
    yield words("cli.line.channel", ends=ends, state=state)
    for check in channel["checks"]:
        standing = words(f"standing.{check['standing']}")
        cause = check["cause"]
        if cause:
            standing += f"; {words('line_cause.' + cause)}"
        yield "  " + words("cli.line.check", slot=check["slot"], standing=standing)
    for party, number in channel["next_number"].items():
        yield "  " + words("cli.line.number", party=party, number=number)


def waiting_line(item: dict[str, Any], words: Words) -> str:
    """An open item in one line."""
    facts = {
        "what": words(f"pending.{item['what']}"),
        "whom": ", ".join(item["whom"]),
        "since": item["since"],
    }
    if item["due"] is None:
        return words("cli.line.waits", **facts)
    return words("cli.line.waits_due", **facts, due=item["due"])


def no_answer_line(item: dict[str, Any], words: Words) -> str:
    """LIN-14: what is known and no more; nothing here says refused unless somebody said so."""
    came = "cli.line.not_delivered" if item["standing"] == "not_delivered" else "cli.line.not_answered"
    return words(
        "cli.line.no_answer",
        came=words(came, number=item["number"], party=item["party"]),
        tested=words(f"cli.line.tested_{item['own_line_tested']}", time=item["at"][11:16]),
        cause=words(f"line_cause.{item['cause']}"),
    )


def _response(row: dict[str, Any], words: Words) -> str:
    return words(
        "cli.line.response",
        month=row["month"],
        party=row["party"],
        precedence=words(f"precedence.{row['precedence']}"),
        count=row["count"],
        median=_number(row["median"]),
        longest=_number(row["max"]),
        unanswered=row["unanswered"],
        undelivered=row["not_delivered"],
    )


def _number(value: int | None) -> int | str:
    return "-" if value is None else value
