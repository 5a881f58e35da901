# SPDX-License-Identifier: Apache-2.0
"""`demo`: the Baghdad day on three nodes, in three parts."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import suppress
from importlib import resources
from pathlib import Path
from threading import Event

from tripartite.cli.demo.parts import Demo, Fork
from tripartite.cli.demo.screen import Screen
from tripartite.cli.demo.served import Pages
from tripartite.cli.demo.unanswered import Unanswered
from tripartite.cli.play.nodes import Nodes, end_on_signal
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.story import Play
from tripartite.cli.play.telling import Narrator
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.refusal import Unavailable
from tripartite.export.telling import Composed

EXAMPLE = """make demo
AUTO=1 HEADLESS=1 tripartite demo
tripartite demo --liar us --lang fa"""
DAY = "baghdad-2007-05-28.yaml"
SMALL = "two-stories.yaml"
SILENT = "silence.yaml"
LIAR = "corva"
TICK = 5
"""Seconds between two moves of the exercise's clock while the desks are open."""


@declare("demo", "help.demo", EXAMPLE)
@option("--liar", metavar="PARTY", default=LIAR)
def demo(session: Session, liar: str) -> None:
    end_on_signal()
    day, small = scenario(DAY), scenario(SMALL)
    screen = _screen(session)
    with tempfile.TemporaryDirectory(prefix="tripartite-demo-") as name:
        folder = Path(name)
        _title(day, screen)
        mine = liar in small.nodes
        fork = Fork(small if mine else day, folder / "fork", liar, screen, played=mine)
        silent = Unanswered(scenario(SILENT), folder / "silent", screen)
        pin = "" if session.env.get("HEADLESS") else f"{secrets.randbelow(10**6):06}"
        with Nodes(day, folder / "day", pin) as nodes:
            _perform(session, day, nodes, screen, (silent, fork))


def _perform(
    session: Session, day: Play, nodes: Nodes, screen: Screen, others: tuple[Unanswered, Fork]
) -> None:
    _offices(day, nodes, screen)
    show = Demo(day, nodes, screen)
    show.runner.open()
    show.what_was_agreed()
    screen.pause()
    show.the_cable()
    for other in others:
        screen.pause()
        other.perform()
    screen.pause()
    show.the_same()
    if not session.env.get("HEADLESS"):
        _serve(session, day, nodes, screen)


def _screen(session: Session) -> Screen:
    voice = session.voice
    alone = bool(session.env.get("AUTO") or session.env.get("HEADLESS"))
    colour = voice.out.isatty() and not session.env.get("NO_COLOR")
    return Screen(Composed(session.words.language.code), (session.input, voice.out, voice.err), alone, colour)


def _title(day: Play, screen: Screen) -> None:
    face = dict(day.charter["exercise"])
    screen.face(face.get(screen.words.language.code) or face["en"])
    screen.say("demo.title")
    screen.say("demo.lead")


def _offices(day: Play, nodes: Nodes, screen: Screen) -> None:
    narrator = Narrator(day, screen.words)
    rows = [
        (narrator.name(party), [f"http://127.0.0.1:{member.port}"]) for party, member in nodes.members.items()
    ]
    screen.rows(rows)


def _serve(session: Session, day: Play, nodes: Nodes, screen: Screen) -> None:
    """Until Ctrl-C."""
    party = day.nodes[1]
    nodes.speak()
    with Pages(
        lambda call, said: nodes.ask(party, call, said), nodes.charter, screen.words.language.code
    ) as pages:
        screen.head("demo.desks")
        screen.say("demo.pin", pin=nodes.pin)
        narrator = Narrator(day, screen.words)
        screen.rows([(narrator.name(party), [member.desk]) for party, member in nodes.members.items()])
        screen.say("demo.served", url=pages.url)
        with suppress(KeyboardInterrupt):
            _let_time_pass(nodes)
    session.voice.err.write("\n")


def _let_time_pass(nodes: Nodes) -> None:
    """An exercise's clock stands still unless somebody moves it: while people try the desks, as fast as theirs."""
    while not Event().wait(TICK):
        nodes.clock(nodes.now + TICK)


def scenario(name: str) -> Play:
    """A play that comes with the program: packaged beside it, or in the folder it is developed in."""
    packaged = resources.files("tripartite") / "scenarios" / name
    beside = Path(__file__).resolve().parents[4] / "scenarios" / name
    for place in (packaged, beside):
        if place.is_file():
            return read_play(place.read_bytes(), name)
    raise Unavailable("not_found", "PLA-8", what="file", found=name)
