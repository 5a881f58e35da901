# SPDX-License-Identifier: Apache-2.0
"""`play`: performs a play on real nodes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tripartite.cli.files import read_file
from tripartite.cli.play.nodes import Nodes, end_on_signal
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner
from tripartite.cli.play.telling import Narrator
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option

EXAMPLE = """tripartite play scenarios/baghdad-2007-05-28.yaml
tripartite play story.yaml --homes kept --json"""


@declare("play", "help.play", EXAMPLE)
@argument("file", "FILE", type=click.Path(path_type=Path))
@option("--homes", metavar="DIR", type=click.Path(path_type=Path))
def play(session: Session, file: Path, homes: Path | None) -> None:
    """With `--json` one object for each step, as it is done."""
    story = read_play(read_file(file), str(file))
    end_on_signal()
    voice, narrator = session.voice, Narrator(story, session.words)
    if not voice.as_json:
        voice.err.write(session.words.plural("play.started", len(story.nodes)) + "\n")
    count = 0
    with _folder(homes) as folder, Nodes(story, folder) as stage:
        runner = Runner(story, stage)
        runner.open()
        for done in runner.steps():
            count += 1
            voice.done(done.shown, narrator.tell(done))
    if not voice.as_json:
        voice.done(None, [*narrator.met(), session.words.plural("play.done", count)])


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """The folder named, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="tripartite-play-") as name:
        yield Path(name)
