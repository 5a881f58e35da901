# SPDX-License-Identifier: Apache-2.0
"""`serve`: this party's node, until it is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

import click

from tripartite.cli.control import ControlServer
from tripartite.cli.desks import Opened, open_desk
from tripartite.cli.first_hour import first_hour, is_first_hour
from tripartite.cli.homes import home_of
from tripartite.cli.pages import exercise_face
from tripartite.cli.pulse import Pulse
from tripartite.cli.running import Running
from tripartite.cli.session import SETTINGS, Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant
from tripartite.node.ports import Clock
from tripartite.node.system import SteppedClock
from tripartite.sync.sockets import is_loopback, names_at
from tripartite.wiring import Home, OpenHome

UNDER_WAY = "first.json"
"""In a home that a first desk has begun to make."""
EXAMPLE = """tripartite --home iraq serve
tripartite --home iraq serve --alone
tripartite --home play/iraq serve --clock 2007-05-28T06:00:00Z --port 0 --json"""


@declare("serve", "help.serve", EXAMPLE)
@option("--alone", is_flag=True)
@option("--clock", metavar="INSTANT")
@option("--desk", "desk_port", metavar="N", type=click.IntRange(0, 65_535))
@option("--host", metavar="HOST")
@option("--no-desk", is_flag=True)
@option("--port", metavar="N", type=click.IntRange(0, 65_535))
@option("--pull-every", metavar="SECONDS", type=click.FloatRange(0.1, 86_400))
def command(
    session: Session, alone: bool, clock: str | None, desk_port: int | None, host: str | None, no_desk: bool,
    port: int | None, pull_every: float | None,
) -> None:  # fmt: skip
    home = home_of(session)
    if not no_desk and not alone and clock is None and _begins(session, home):
        words = [("--port", port), ("--host", host), ("--pull-every", pull_every)]
        first_hour(session, desk_port or 0, [str(w) for pair in words if pair[1] is not None for w in pair])
        return
    settings = home.settings
    running = Running(OpenHome(home, _clock(home, clock)))
    try:
        if alone:
            _confirm(session, settings.party)
            _go_alone(running)
        listening = running.listen(host or settings.host, settings.port if port is None else port)
        running.ask_again_and_again(pull_every or settings.pull_every)
        if settings.watch:
            running.watch(home.path / settings.watch, settings.pull_every)
        control = ControlServer(home.socket, running.calls)
        control.start()
        desk = None if no_desk else open_desk(running, settings.desk_host, desk_port or settings.desk_port)
        try:
            with _stoppable(running.stopped):
                _ready(session, running, f"{host or settings.host}:{listening}", desk)
                _beat(session, running, running.stopped)
        finally:
            if desk is not None:
                desk.stop()
            control.stop()
    finally:
        running.close()
    session.voice.aside("cli.serve.stopped")


def _begins(session: Session, home: Home) -> bool:
    """Whether a person is to be shown the first desk: in an empty folder, or where one was left before its end.

    A path that is none is refused as ever: it may be mistyped.
    """
    if not home.path.is_dir() or (session.voice.as_json and not (home.path / UNDER_WAY).exists()):
        return False
    if not (home.path / SETTINGS).exists() and any(home.path.iterdir()):
        return False
    return is_first_hour(home.path)


def _clock(home: Home, start: str | None) -> Clock | None:
    """A set clock, for an exercise only."""
    if start is None:
        return None
    if home.charter().said.exercise is None:
        raise Refused("not_an_exercise", "HOM-7", detail="--clock")
    return SteppedClock(instant(start))


def _confirm(session: Session, party: str) -> None:
    """Typed in full, so that nobody does it by habit."""
    session.voice.aside("cli.serve.alone", party=party)
    typed = session.input.readline().strip()
    if typed != party:
        raise Refused("not_confirmed", "HOM-6", expected=party, found=typed[:40])


def _go_alone(running: Running) -> None:
    """What was signed once must be here: no confirmation makes an older copy the latest one."""
    if running.call("alone", {})["holding"]:
        raise Refused("guard_ahead", "HOM-6", path=str(running.opened.home.path))


def _ready(session: Session, running: Running, address: str, desk: Opened | None) -> None:
    node, words = running.node, session.words
    face = node.charter.said.exercise
    scheme = "https" if running.opened.home.tls() else "http"
    url = f"{scheme}://{address}"
    desk_url = f"{scheme}://{_desk_name(running)}:{desk.port}/" if desk else ""
    lines = [
        *([exercise_face(face, words)] if face else []),
        words("cli.serve.ready", party=node.party, url=url),
        words("cli.charter.fingerprint", fingerprint=node.charter.fingerprint),
        *([words("cli.serve.desk", url=desk_url)] if desk else []),
        *([words("cli.holding")] if node.start.holding else []),
    ]
    session.voice.done(
        {
            "party": node.party,
            "url": url,
            "port": int(address.rpartition(":")[2]),
            "desk": desk_url or None,
            "socket": str(running.opened.home.socket),
            "holding": node.start.holding,
            "fingerprint": node.charter.fingerprint,
        },
        lines,
    )


def _desk_name(running: Running) -> str:
    """Browsers keep apart what they know of `iran.localhost` and of `iraq.localhost`, though both are this machine."""
    host = running.opened.settings.desk_host
    return f"{running.node.party}.localhost" if is_loopback(host) else names_at(host)[0]


@contextmanager
def _stoppable(stop: Event) -> Iterator[None]:
    """Ctrl-C and a termination signal end the node cleanly."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _beat(session: Session, running: Running, stop: Event) -> None:
    pulse = Pulse(running.node)
    waited = running.node.start.holding
    while not stop.wait(pulse.PAUSE):
        pulse.beat()
        if waited and not running.node.start.holding:
            waited = False
            session.voice.aside("cli.serve.released")
