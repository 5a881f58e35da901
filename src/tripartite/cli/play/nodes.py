# SPDX-License-Identifier: Apache-2.0
"""A stage of real nodes: one process and one home for each party, over loopback, on the play's clock.

Between the steps of a play the nodes are silent towards each other; what travels, and when, is the play's to say. Every
process that was started is ended, whatever happens.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import IO, Any

from tripartite.cli.chain import chain_of
from tripartite.cli.control import ControlClient, connect
from tripartite.cli.homes import ASKED_BY
from tripartite.cli.play.opening import signed_amendment, signed_charter
from tripartite.cli.play.story import Amend, Cast, Play
from tripartite.core.encoding.refusal import Unavailable
from tripartite.core.encoding.values import b64, instant_text
from tripartite.core.register.charter import Charter, read_card
from tripartite.node.system import SystemChance
from tripartite.settings import Settings
from tripartite.wiring import Home, make_home

ENTRY = "from tripartite.cli.main import main; main()"
LOOPBACK = "127.0.0.1"
SELDOM = 86_400
"""Seconds between rounds a node would ask of itself: never, within a play."""
ROUNDS = 12
"""Turns after which a settling that does not settle is given up."""
PATIENCE = 20.0
"""Seconds a process may take to end."""


@dataclass(slots=True)
class Running:
    """A node's process and the line to it."""

    process: subprocess.Popen[bytes]
    client: ControlClient


@dataclass(slots=True)
class Member:
    """One party's home, where its node answers, and its process while it runs."""

    home: Home
    port: int
    running: Running | None = None
    log: IO[bytes] | None = field(default=None, repr=False)
    desk: str = ""
    """Where browsers find its desk, if it has one."""


class Nodes:
    """A `Stage` of processes. Use it as a context."""

    def __init__(self, play: Play, folder: Path, pin: str = "") -> None:
        """`pin`: opens the keys of all delegates, and each party has a desk; without it there is neither."""
        self.play = play
        self.pin = pin
        self.folder = folder
        self.now = play.start
        self._cut: set[frozenset[str]] = set()
        self._later: dict[str, Member] = {}
        """Homes that are made and have no node yet."""
        ports = free_ports(len(play.nodes))
        self.members = {
            member.id: Member(self._home(member, port), port)
            for member, port in zip((m for m in play.cast if m.kind == "node"), ports, strict=True)
        }
        self.charter = self._sign()

    def __enter__(self) -> Nodes:
        try:
            self._start(self.members)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- homes and charter

    def _home(self, member: Cast, port: int) -> Home:
        """Its card says where it answers, so the others need no settings of it."""
        settings = Settings(
            party=member.id,
            names=dict(member.names),
            language=member.language,
            zone=member.zone,
            port=port,
            pull_every=SELDOM,
        )
        return make_home(self.folder / member.id, settings, [(_url(port), "")])

    def _sign(self) -> Charter:
        homes = {party: member.home for party, member in self.members.items()}
        cards = {party: home.card() for party, home in homes.items()}
        for home in homes.values():
            for card in cards.values():
                home.add_card(card)
        note = signed_charter(
            self.play,
            {party: read_card(card) for party, card in cards.items()},
            {party: home.signer for party, home in homes.items()},
        )
        charters = [home.join(note) for home in homes.values()]
        return charters[0]

    def amend(self, step: Amend) -> None:
        """By the hands of all: cards out, one text, every party's signature, and each node is given it."""
        for party in (*step.nodes, *step.added):
            self._stand_by(party)
        up = self._up()
        chain = chain_of(self._client(up[0]))
        homes = {party: one.home for party, one in {**self.members, **self._later}.items()}
        note = signed_amendment(
            step, chain, {party: read_card(home.card()) for party, home in homes.items()},
            {party: home.signer for party, home in homes.items() if not self._gone_from(party, step)},
        )  # fmt: skip
        for party in up:
            if party not in step.without:
                self._bind(party, note)

    def _gone_from(self, party: str, step: Amend) -> bool:
        """Whether a party that is left out has said before that it leaves, so that its roots need not sign."""
        return party in step.without and self.ask(party, "leaving", {})["since"] is not None

    def _stand_by(self, party: str) -> None:
        """Makes the home of a party that is to join; every home has the cards of all."""
        cast = next(member for member in self.play.cast if member.id == party)
        [port] = free_ports(1)
        new = Member(self._home(cast, port), port)
        for one in (*self.members.values(), *self._later.values()):
            one.home.add_card(new.home.card())
            new.home.add_card(one.home.card())
        self._later[party] = new

    def _bind(self, party: str, note: bytes) -> None:
        taken = self.ask(party, "charter_take", {"note": note.decode(), "bind": True})
        self.ask(party, "do", {"as": "root", "acts": [{"kind": "charter", "body": {"id": taken["id"]}}]})

    def join(self, party: str) -> None:
        """From the files that another party writes for it; then it asks all, and nobody has heard of it by itself."""
        others = self._up()
        chain = chain_of(self._client(others[0]))
        first, *amendments = (charter.data for charter in chain.way)
        member = self._later.pop(party)
        member.home.join(first, amendments)
        self.members[party] = member
        self._start([party])
        for other in others:
            self.ask(other, "cut", {"party": party})
        self._bind(party, amendments[-1])
        with self._speaking([party, *others]):
            self._pull(party, [other for other in others if self._whole(party, other)])

    def _client(self, party: str) -> ControlClient:
        running = self.members[party].running
        if running is None:
            raise Unavailable("unreachable", "PLA-8", party=party)
        return running.client

    # --- processes

    def _start(self, parties: Sequence[str] | Mapping[str, Member]) -> None:
        """Starts nodes side by side, and waits until each answers."""
        started = {party: self._spawn(self.members[party]) for party in parties}
        for party, process in started.items():
            self.members[party].running = Running(process, self._line(party, process))
            self._still(party)

    def _spawn(self, member: Member) -> subprocess.Popen[bytes]:
        path = member.home.path
        member.log = (path / "serve.log").open("ab")
        words = ["--home", str(path), "--json", "serve", "--clock", instant_text(self.now)]
        words += ["--desk", "0"] if self.pin else ["--no-desk"]
        words += ["--port", str(member.port), "--pull-every", str(SELDOM)]
        return subprocess.Popen(  # noqa: S603  # our own program, our own words
            [sys.executable, "-c", ENTRY, *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=member.log, start_new_session=True,
            env={**os.environ, "TRIPARTITE_LANG": "en", **({ASKED_BY: self.pin} if self.pin else {})},
        )  # fmt: skip

    def _line(self, party: str, process: subprocess.Popen[bytes]) -> ControlClient:
        """The node's control line, once it says that it is ready."""
        line = process.stdout.readline() if process.stdout else b""
        with suppress(ValueError):
            said = json.loads(line)
            if "error" in said:
                raise Unavailable("node_failed", "PLA-8", party=party, reason=said["error"]["code"])
            self.members[party].desk = said["result"]["desk"] or ""
        client = connect(self.members[party].home.socket)
        if not line or client is None:
            process.kill()
            process.wait()
            raise Unavailable("node_failed", "PLA-8", party=party, reason=self._last_words(party))
        return client

    def _last_words(self, party: str) -> str:
        log = self.members[party].home.path / "serve.log"
        return log.read_text(encoding="utf-8", errors="replace").strip()[-200:]

    def close(self) -> None:
        """Ends every process: asked first, then told."""
        running = [(m, m.running) for m in self.members.values() if m.running is not None]
        for _, one in running:
            one.process.terminate()
        for member, one in running:
            try:
                one.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                one.process.kill()
                one.process.wait()
            self._gone(member)

    def _gone(self, member: Member) -> None:
        if member.running is not None:
            member.running.client.close()
            if member.running.process.stdout is not None:
                member.running.process.stdout.close()
            member.running = None
        if member.log is not None:
            member.log.close()
            member.log = None

    # --- the stage

    def ask(self, party: str, call: str, said: Mapping[str, Any]) -> Any:
        return self._client(party).call(call, said)

    def make_key(self, party: str, role: str) -> str:
        return b64(self.members[party].home.folder.make(role, SystemChance(), self.pin or None))

    def clock(self, moment: int) -> None:
        self.now = moment
        for party in self._up():
            self.ask(party, "clock", {"to": instant_text(moment)})

    def line(self, one: str, other: str, whole: bool) -> None:
        (self._cut.discard if whole else self._cut.add)(frozenset({one, other}))

    def sync(self, parties: Sequence[str]) -> None:
        """Turn by turn, in the charter's order, so that the same play always takes the same course."""
        up = [party for party in parties if party in self._up()]
        with self._speaking(up):
            for _ in range(ROUNDS):
                before = [self._sizes(party) for party in up]
                for party in up:
                    self._pull(party, [other for other in up if self._whole(party, other)])
                if before == [self._sizes(party) for party in up]:
                    return
        raise Unavailable("timeout", "PLA-8", what="sync")

    def bundle(self, source: str, target: str) -> None:
        path = self.folder / f"{source}-to-{target}.bundle"
        self.ask(source, "bundle_make", {"to": target, "path": str(path)})
        try:
            wrong = self.ask(target, "bundle_take", {"path": str(path)})["wrong"]
        finally:
            path.unlink()
        if wrong:
            raise _raised(wrong, source)

    def kill(self, party: str) -> None:
        member = self.members[party]
        if member.running is not None:
            member.running.process.kill()
            member.running.process.wait()
            self._gone(member)

    def restart(self, party: str) -> None:
        """Stops a node cleanly if it runs, starts it, and lets it ask the others what they hold of its words."""
        self.stop(party)
        self._start([party])
        others = [other for other in self._up() if self._whole(party, other)]
        if others:
            with self._speaking([party, *others]):
                self._pull(party, others)

    def stop(self, party: str) -> None:
        """Ends a node cleanly, if it runs."""
        member = self.members[party]
        if member.running is not None:
            member.running.process.terminate()
            member.running.process.wait(PATIENCE)
            self._gone(member)

    def move(self, party: str, folder: Path) -> None:
        """The node is to run in another home of the same party, from its next start on."""
        self.stop(party)
        self.members[party].home = Home(folder)

    # --- lines

    def speak(self) -> None:
        """From now on the nodes ask and tell each other by themselves, where no line is cut."""
        for one, other in combinations(self._up(), 2):
            if self._whole(one, other):
                self._join(one, other, "heal")

    def _up(self) -> list[str]:
        return [party for party, member in self.members.items() if member.running is not None]

    def _whole(self, one: str, other: str) -> bool:
        return one != other and frozenset({one, other}) not in self._cut

    @contextmanager
    def _speaking(self, parties: Sequence[str]) -> Iterator[None]:
        """The whole lines between these are open for a while."""
        pairs = [(one, other) for one, other in combinations(parties, 2) if self._whole(one, other)]
        for one, other in pairs:
            self._join(one, other, "heal")
        try:
            yield
        finally:
            for one, other in pairs:
                self._join(one, other, "cut")

    def _join(self, one: str, other: str, call: str) -> None:
        self.ask(one, call, {"party": other})
        self.ask(other, call, {"party": one})

    def _still(self, party: str) -> None:
        for other in self.members:
            if other != party:
                self.ask(party, "cut", {"party": other})

    def _pull(self, party: str, others: Sequence[str]) -> None:
        if not others:
            return
        answer = self.ask(party, "sync", {"peers": list(others)})
        wrong = next((peer for peer in answer["peers"] if peer["wrong"]), None)
        if wrong is not None:
            raise _raised(wrong["wrong"], wrong["party"])

    def _sizes(self, party: str) -> list[Any]:
        status = self.ask(party, "status", {})
        return [[log["party"], log["branch"], log["size"], sorted(log["cosigned"])] for log in status["logs"]]


def _raised(error: Mapping[str, Any], peer: str) -> Unavailable:
    """What a node says is wrong with what it got from another."""
    return Unavailable(error["code"], error["rule"], error["hint"], **{**error["facts"], "peer": peer})


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on, as far as one can know."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind((LOOPBACK, 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def end_on_signal() -> None:
    """Lets a termination signal unwind the stack, so that children are ended too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
