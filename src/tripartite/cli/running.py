# SPDX-License-Identifier: Apache-2.0
"""A home that this process has open, and every call it answers: what `serve` offers and what a single command does."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import disk_usage
from threading import Event, Thread
from typing import Any

from tripartite.cli.audit import audit
from tripartite.cli.calling import Caller
from tripartite.cli.care import Care
from tripartite.cli.ceiling import below
from tripartite.cli.feed import Feed
from tripartite.cli.office import Office
from tripartite.cli.tokens import TokenCalls
from tripartite.cli.trail import Trail
from tripartite.cli.voice import error_object
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Refusal, Refused, Trouble
from tripartite.storage.sqlite.tokens import FILE as TOKENS
from tripartite.storage.sqlite.tokens import Tokens
from tripartite.sync.app import Hint
from tripartite.sync.archive import write_archive
from tripartite.sync.bundle import make, take
from tripartite.sync.client import PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.loop import Loop, Peers
from tripartite.sync.server import SyncServer
from tripartite.sync.watch import Folder, read_file, write_file
from tripartite.wiring import OpenHome, open_alerts

log = logging.getLogger(__name__)
Values = Mapping[str, Any]
SETTLE_SECONDS = 30.0


class Running:
    """`calls` by name, each from plain values to plain values."""

    def __init__(self, opened: OpenHome) -> None:
        self.opened = opened
        self.node = opened.node
        self.links = Links()
        self.peers = Peers(self.node, self._addresses(), self.links)
        self.stopped = Event()
        self._office = Office(opened.node, self._appended)
        self._tokens = Tokens(opened.home.path / TOKENS)
        self._caller = self._calling()
        self._server: SyncServer | None = None
        self._loop: Loop | None = None
        self._watcher: Thread | None = None
        self._since = self.node.parts.clock.now()
        self._folders: dict[str, Folder] = {}
        self.calls: dict[str, Callable[[Values], Any]] = {
            **self._office.calls,
            "append": self._written(self._office.calls["append"]),
            "do": below(opened.home.path, self._written(self._office.calls["do"])),
            "prepare": below(opened.home.path, self._office.calls["prepare"]),
            **TokenCalls(opened.node, self._tokens).calls,
            **Feed(opened.node).calls,
            **self._caller.answers(),
            **Care(opened.node, opened.home, self.peers.reach).calls,
            **Trail(opened.node).calls,
            "charter_take": self.charter_take,
            "sync": self.sync,
            "reach": self.reach,
            "rebuild": self.rebuild,
            "verify": self.verify,
            "cut": self.cut,
            "heal": self.heal,
            "bundle_make": self.bundle_make,
            "bundle_take": self.bundle_take,
            "bundle_watch": self.bundle_watch,
            "archive": self.archive,
            "stop": self.stop,
        }

    def _calling(self) -> Caller:
        opened, settings = self.opened, self.opened.settings
        said, alerts = open_alerts(opened.home.path)
        return Caller(
            said, alerts, lambda: self._office.calls["loud"]({})["items"], opened.node.parts.clock.now,
            settings.names, settings.language, opened.home.path,
        )  # fmt: skip

    def call(self, name: str, said: Values) -> Any:
        return self.calls[name](said)

    def _appended(self) -> None:
        """A serving node signs its head in the loop, once for all that was appended meanwhile."""
        if self._loop is None:
            self.node.tick()

    def close(self) -> None:
        self.stopped.set()
        self._caller.stop()
        if self._watcher is not None:
            self._watcher.join(timeout=60)
        if self._loop is not None:
            self._loop.stop()
        else:
            self.peers.close()
        if self._server is not None:
            self._server.stop()
        self._tokens.close()
        self.opened.close()

    # --- answering and asking the other parties

    def listen(self, host: str, port: int) -> int:
        """Answers the other parties from now on; returns the port."""
        self._server = SyncServer(
            self.node, (host, port), self.links, self.opened.home.tls(), self._names(), self._hinted,
            lambda data: encode(self._take(data)),
        )  # fmt: skip
        self._server.start()
        return self._server.port

    def ask_again_and_again(self, every: float) -> None:
        """Asks the other parties in a thread, every so many seconds, and at once when one of them hints."""
        self._loop = Loop(self.peers, self.node, every)
        self._loop.start()
        self._caller.start()
        Thread(target=self._warm, name="warming", daemon=True).start()

    def _warm(self) -> None:
        """Lets whoever opens a desk first wait no longer than the others."""
        while self._office.calls["warm"]({})["more"] and not self.stopped.wait(0.02):
            pass

    def watch(self, folder: Path, every: float) -> None:
        """Exchanges bundles through a folder in a thread, until this is closed."""
        self._watcher = Thread(target=self._watch, args=(folder, every), name="watch", daemon=True)
        self._watcher.start()

    def _watch(self, folder: Path, every: float) -> None:
        while not self.stopped.wait(every):
            try:
                self.bundle_watch({"path": str(folder)})
            except (Trouble, OSError) as error:
                log.warning("the watched folder: %s", error)

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

    def _addresses(self) -> list[PeerAddress]:
        """Of the parties that have a node; whose card is here before a charter names it is not asked yet."""
        nodes = self.node.charters.nodes
        return [address for address in self.opened.home.peers() if address.party in nodes]

    def _hinted(self, party: str, hint: Hint) -> None:
        if self._loop is not None:
            self._loop.hinted(party, hint)

    def _written(self, call: Callable[[Values], Any]) -> Callable[[Values], Any]:
        """A call that appends: a node opened a moment ago asks a peer first, and tells them all afterwards."""

        def written(said: Values) -> Any:
            if self.node.start.holding:
                self.peers.round(patient=self._loop is not None)
            done = call(said)
            if self._loop is not None:
                self._loop.nudge()
            return done

        return written

    # --- calls beyond the office

    def charter_take(self, said: Values) -> dict[str, Any]:
        """As the office's; whoever joins by it is asked from now on, if its card is here."""
        found: dict[str, Any] = self._office.calls["charter_take"](said)
        self.peers.meet(self._addresses())
        return found

    def sync(self, said: Values) -> dict[str, Any]:
        """`peers`: only these; `settle`: until all hold the same, at most `seconds`."""
        self.peers.meet(self._addresses())
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

    def reach(self, _said: Values) -> dict[str, Any]:
        """When each other party's node answered last, what went wrong since, and the room left on this disk, bytes."""
        items = [
            {
                "party": one.party,
                "answered": one.answered,
                "wrong": error_object(one.wrong) if one.wrong else None,
            }
            for one in self.peers.reach()
        ]
        return {"items": items, "room": disk_usage(self.opened.home.path).free}

    def bundle_make(self, said: Values) -> dict[str, Any]:
        """`to`: a party; `path`: the file to write, whole or not at all."""
        path = Path(said["path"])
        data = make(self.node, said["to"])
        write_file(path, data)
        return {"to": said["to"], "file": str(path), "bytes": len(data)}

    def bundle_take(self, said: Values) -> dict[str, Any]:
        """`path`: a bundle's file."""
        return self._take(read_file(Path(said["path"])))

    def _take(self, data: bytes) -> dict[str, Any]:
        """Takes a bundle. One made after this node was opened shows what its sender holds of our log."""
        taken = take(self.node, data, self._since)
        self.node.tick()
        wrong = taken.report.wrong
        return {
            "from": taken.sender,
            "took": taken.report.took,
            "wrong": error_object(wrong) if wrong else None,
        }

    def bundle_watch(self, said: Values) -> dict[str, Any]:
        """`path`: a folder; takes what lies in it, and writes what others lack."""
        path = str(Path(said["path"]).resolve())
        folder = self._folders.setdefault(path, Folder(self.node, Path(path)))
        visit = folder.once()
        self.node.tick()
        return {
            "taken": [{"file": name, "took": report.took} for name, report in visit.taken],
            "refused": [{"file": name, "error": error_object(refusal)} for name, refusal in visit.refused],
            "written": visit.written,
        }

    def archive(self, said: Values) -> dict[str, Any]:
        """`path`: a folder to make, or a file if it ends in `.tar`; `open`: what was sealed for us in the clear too."""
        path = Path(said["path"])
        made = write_archive(self.node, path, said.get("open", False))
        index = made.index
        return {
            "file": str(path), "bytes": made.size, "from": index.maker, "at": index.at, "open": index.open,
            "records": index.records, "digest": index.digest, "have": [list(row) for row in index.have],
            "loose": made.loose, "sha256": made.sha256,
        }  # fmt: skip

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
