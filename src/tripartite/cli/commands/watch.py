# SPDX-License-Identifier: Apache-2.0
"""`watch`: the list that a watch officer hands over, generated; signed with `do` by the officer who leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tripartite.cli.pages import short
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.i18n.words import Words

EXAMPLE = "tripartite --home iran watch --to watch.json"


@declare("watch", "help.watch", EXAMPLE)
@option("--to", "to", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def command(session: Session, to: Path | None) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("watch", {})
    lines = [*face, *_lines(answer, session.words)]
    if to is not None:
        to.write_bytes(json.dumps(answer["act"], ensure_ascii=False).encode() + b"\n")
        lines.append(session.words("cli.watch.written", file=str(to)))
    session.voice.done(answer, lines)


def _lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    role, body = answer["on_watch"], answer["act"]["body"]
    yield words("cli.watch.on", role=role.removeprefix("d/")) if role else words("cli.watch.nobody")
    for heading, items in (
        ("cli.watch.unanswered", [short(ref) for ref in body.get("unanswered", ())]),
        ("cli.watch.due", [f"{short(ref)} · {due}" for due, ref in body.get("due", ())]),
        ("cli.watch.lines", [_state(ref, state, words) for ref, state in body.get("line_states", ())]),
        ("cli.watch.calls", [short(ref) for ref in body.get("open_calls", ())]),
    ):
        yield f"{words(heading)}:"
        yield from (f"  {item}" for item in items or [words("cli.watch.nothing")])


def _state(ref: str, state: str, words: Words) -> str:
    return f"{short(ref)} · {words(f'state.channels.{state}')}"
