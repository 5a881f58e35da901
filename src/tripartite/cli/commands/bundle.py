# SPDX-License-Identifier: Apache-2.0
"""`bundle`: logs that travel as files, by stick, courier or mail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tripartite.cli.pages import wrong_line
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.i18n.words import Words

EXAMPLE = """tripartite --home iraq bundle make --to us
tripartite --home us bundle take iraq-to-us.bundle
tripartite --home us bundle watch exchange"""


@click.group("bundle", cls=SpokenGroup, help="help.bundle", example=EXAMPLE)
def command() -> None: ...


@declare("make", "help.bundle.make", "tripartite --home iraq bundle make --to us --out sticks")
@option("--to", "parties", metavar="PARTY", multiple=True, message="option.to_bundle")
@option("--out", metavar="DIR", message="option.out_dir", type=click.Path(file_okay=False, path_type=Path))
def make(session: Session, parties: tuple[str, ...], out: Path | None) -> None:
    folder = out or Path()
    folder.mkdir(parents=True, exist_ok=True)
    with office_for(session) as office:
        status = office.call("status", {})
        others = parties or tuple(party for party in status["nodes"] if party != status["party"])
        items = [
            office.call("bundle_make", {"to": party, "path": str(_file(folder, status["party"], party))})
            for party in others
        ]
    words = session.words
    lines = [
        words("cli.bundle.made", party=item["to"], path=item["file"], size=item["bytes"]) for item in items
    ]
    session.voice.done({"items": items, "next": None}, lines)


def _file(folder: Path, sender: str, party: str) -> Path:
    return (folder / f"{sender}-to-{party}.bundle").resolve()


@declare("take", "help.bundle.take", "tripartite --home us bundle take iraq-to-us.bundle")
@argument("file", "FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take(session: Session, file: Path) -> None:
    with office_for(session) as office:
        answer = office.call("bundle_take", {"path": str(file.resolve())})
    words = session.words
    lines = [words("cli.bundle.taken", party=answer["from"]), words.plural("cli.sync.took", answer["took"])]
    if answer["wrong"]:
        lines.append(wrong_line(answer["from"], answer["wrong"], words))
    session.voice.done(answer, lines)


@declare("watch", "help.bundle.watch", "tripartite --home us bundle watch exchange --every 30")
@argument("folder", "DIR", type=click.Path(file_okay=False, path_type=Path))
@option("--every", metavar="SECONDS", type=click.FloatRange(0.1, 86_400), default=10.0)
@option("--once", is_flag=True)
def watch(session: Session, folder: Path, every: float, once: bool) -> None:
    """Prints what each look brought; a look that brought nothing is not mentioned."""
    with office_for(session) as office:
        while True:
            visit = office.call("bundle_watch", {"path": str(folder.resolve())})
            if once or any(visit.values()):
                session.voice.done(visit, _visit_lines(visit, session.words))
            if once:
                return
            time.sleep(every)


def _visit_lines(visit: dict[str, Any], words: Words) -> Iterator[str]:
    for item in visit["taken"]:
        yield f"{item['file']}: {words.plural('cli.sync.took', item['took'])}"
    for item in visit["refused"]:
        yield wrong_line(item["file"], item["error"], words)
    for party in visit["written"]:
        yield words("cli.bundle.written", party=party)
    if not any(visit.values()):
        yield words("cli.bundle.nothing")


for one in (make, take, watch):
    command.add_command(one)
