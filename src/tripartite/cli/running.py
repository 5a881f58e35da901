# SPDX-License-Identifier: Apache-2.0
"""A home that this process has open, and every call it answers: what `serve` offers and what a single command does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

from tripartite.cli.audit import audit
from tripartite.cli.office import Office
from tripartite.cli.voice import error_object
from tripartite.core.encoding.refusal import Refusal, Refused
from tripartite.sync.app import Hint
from tripartite.sync.links import Links
from tripartite.sync.loop import Loop, Peers
from tripartite.sync.server import SyncServer
from tripartite.wiring import OpenHome

Values = Mapping[str, Any]
_WRITING = ("do", "append")
SETTLE_SECONDS = 30.0


class Running:
    """`calls` by name, each from plain values to plain values."""

    def __init__(self, opened: OpenHome) -> None:
        self.opened = opened
        self.node = opened.node
        self.links = Links()
        self.peers = Peers(self.node, opened.home.peers(), self.links)
        self.stopped = Event()
        self._office = Office(opened.node)
        self._server: SyncServer | None = None
        self._loop: Loop | None = None
        self.calls: dict[str, Callable[[Values], Any]] = {
            **self._office.calls,
            **{name: self._written(self._office.calls[name]) for name in _WRITING},
            "sync": self.sync,
            "rebuild": self.rebuild,
            "verify": self.verify,
            "cut": self.cut,
            "heal": self.heal,
            "stop": self.stop,
        }

    def call(self, name: str, said: Values) -> Any:
        return self.calls[name](said)

    def close(self) -> None:
        if self._loop is not None:
            self._loop.stop()
        else:
            self.peers.close()
        if self._server is not None:
            self._server.stop()
        self.opened.close()

    # --- answering and asking the other parties

    def listen(self, host: str, port: int) -> int:
        """Answers the other parties from now on; returns the port."""
        self._server = SyncServer(
            self.node, (host, port), self.links, self.opened.home.tls(), self._names(), self._hinted
        )
        self._server.start()
        return self._server.port

    def ask_again_and_again(self, every: float) -> None:
        """Asks the other parties in a thread, every so many seconds, and at once when one of them hints."""
        self._loop = Loop(self.peers, self.node, every)
        self._loop.start()

    def _answer_meanwhile(self) -> None:
        """While a single command asks the others, they can ask it too, where its address is known to them."""
        settings = self.opened.settings
        if self._server is None and settings.port:
            self.listen(settings.host, settings.port)

    def _names(self) -> frozenset[str]:
        """The authorities this node is reached by, as its own card says."""
        home = self.opened.home
        own = next((card for card in home.cards() if card.id == self.node.party), None)
        return frozenset(url.partition("//")[2].rstrip("/") for url, _ in own.urls) if own else frozenset()

    def _hinted(self, party: str, hint: Hint) -> None:
        if self._loop is not None:
            self._loop.hinted(party, hint)

    def _written(self, call: Callable[[Values], Any]) -> Callable[[Values], Any]:
        """A call that appends: a node opened a moment ago asks a peer first, and tells them all afterwards."""

        def written(said: Values) -> Any:
            if self.node.start.holding and self._loop is None:
                self.peers.round()
            done = call(said)
            if self._loop is not None:
                self._loop.nudge()
            return done

        return written

    # --- calls beyond the office

    def sync(self, said: Values) -> dict[str, Any]:
        """`peers`: only these; `settle`: until all hold the same, at most `seconds`."""
        unknown = sorted(set(said.get("peers") or ()) - set(self.peers.parties))
        if unknown:
            raise Refused("not_found", "SYN-8", what="address", party=unknown[0])
        self._answer_meanwhile()
        if not said.get("settle"):
            done = self.peers.round(frozenset(said["peers"]) if said.get("peers") else None)
            self.node.tick()
            self.peers.hint()
            return {"took": done.took, "equal": None, "peers": _peers(done.reports.keys(), done.wrong)}
        settled = self.peers.settle(said.get("seconds") or SETTLE_SECONDS)
        wrong = {party: refusal for party, refusal in settled.waiting.items() if refusal is not None}
        found = _peers(self.peers.parties, wrong)
        for item in found:
            item["equal"] = item["party"] not in settled.waiting
        return {"took": None, "equal": settled.equal, "peers": found}

    def rebuild(self, _said: Values) -> dict[str, Any]:
        """Makes the index anew from the logs; `same`: whether it shows what the old one did."""
        node = self.node
        with node.lock:
            before = self._office.digest({})["digest"]
            with node.store.transaction():
                node.keeper.rebuild()
            node.settle()
            after = self._office.digest({})
        return {"records": after["records"], "digest": after["digest"], "same": after["digest"] == before}

    def verify(self, _said: Values) -> dict[str, Any]:
        """Checks everything held against itself."""
        found = audit(self.node)
        checked = {name: getattr(found, name) for name in found.__slots__ if name != "failures"}
        return {"checked": checked, "failures": [error_object(failure) for failure in found.failures]}

    def cut(self, said: Values) -> dict[str, Any]:
        """Neither asks nor answers a party, in an exercise."""
        self._exercise()
        self.links.cut(said["party"])
        return {"cut": list(self.links.parties)}

    def heal(self, said: Values) -> dict[str, Any]:
        self._exercise()
        self.links.heal(said["party"])
        return {"cut": list(self.links.parties)}

    def _exercise(self) -> None:
        if self.node.charter.said.exercise is None:
            raise Refused("not_an_exercise", "HOM-7")

    def stop(self, _said: Values) -> dict[str, Any]:
        self.stopped.set()
        return {"stopped": True}


def _peers(parties: Any, wrong: Mapping[str, Refusal]) -> list[dict[str, Any]]:
    return [
        {"party": party, "wrong": error_object(wrong[party]) if party in wrong else None}
        for party in sorted(parties)
    ]
