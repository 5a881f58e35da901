# SPDX-License-Identifier: Apache-2.0
"""Asks every peer in turn, acknowledges, hints; again and again, or until all hold the same (SYN-6, SYN-8, SYN-10)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, RLock, Thread

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Refusal, Trouble, Unavailable
from tripartite.core.encoding.values import Party
from tripartite.core.log.checkpoint import SignedHead
from tripartite.node.node import Node
from tripartite.sync.app import Hint
from tripartite.sync.client import Peer, PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.messages import MAX_ERROR, Answer, Ask
from tripartite.sync.paths import HINT
from tripartite.sync.protocol import Memory, Side, drive, pull
from tripartite.sync.report import PullReport

LONGEST_PAUSE = 60.0
"""Seconds a peer that failed again and again is left alone at most."""
LONGEST_TURN = 120.0
"""Seconds after which a turn asks nothing more: the others wait, and what was taken so far is kept."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """One turn with each peer that was due."""

    reports: Mapping[str, PullReport]
    acknowledged: bool = False

    @property
    def took(self) -> int:
        return sum(report.took for report in self.reports.values())

    @property
    def wrong(self) -> dict[str, Refusal]:
        return {party: report.wrong for party, report in self.reports.items() if report.wrong}


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether everybody who can be asked holds the same, and has said so."""

    equal: bool
    rounds: int
    waiting: Mapping[str, Refusal | None]
    """Peers that are not level with us, and why, where something went wrong."""


@dataclass(slots=True)
class _Known:
    """A peer, what is remembered of it, and when it is asked again."""

    peer: Peer
    memory: Memory = field(default_factory=Memory)
    failures: int = 0
    due: float = 0.0
    hinted: int = 0
    answered: int = 0
    wrong: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How the last turn with a peer went. `answered`: when it last answered, by our node's clock, 0 if never."""

    party: str
    answered: int
    wrong: Refusal | None


class Peers:
    """The peers of a node. Several threads may call; one turn happens at a time."""

    def __init__(
        self, node: Node, addresses: Sequence[PeerAddress], links: Links,
        clock: Callable[[], int] = lambda: int(time.time()), longest: float = LONGEST_TURN,
    ) -> None:  # fmt: skip
        """`longest`: seconds of one peer's turn."""
        self._node = node
        self._longest = longest
        self._links = links
        self._clock = clock
        self._lock = RLock()
        self._known: list[_Known] = []
        self.meet(addresses)
        self._side = Side(lambda: node.histories.origins, node.own.origin, node.inbox, self._shown)

    @property
    def parties(self) -> tuple[str, ...]:
        return tuple(known.peer.party for known in self._known)

    def meet(self, addresses: Sequence[PeerAddress]) -> None:
        """Asks these too from now on: whoever joins later has a card when the others' nodes run already."""
        node = self._node
        with self._lock:
            new = [address for address in addresses if address.party not in self.parties]
            self._known += [
                _Known(Peer(one, node.own, node.parts.chance, self._links, self._clock)) for one in new
            ]

    def reach(self) -> list[Reach]:
        """Of each peer when it answered last, and what went wrong since. Waits for nobody."""
        return [Reach(known.peer.party, known.answered, known.wrong) for known in list(self._known)]

    def close(self) -> None:
        with self._lock:
            for known in self._known:
                known.peer.close()

    # --- pulling

    def round(self, only: frozenset[str] | None = None, patient: bool = False) -> Round:
        """A turn with each peer (of `only`); `patient` leaves those alone that failed a short while ago."""
        reports: dict[str, PullReport] = {}
        acknowledged = False
        with self._lock:
            for known in self._known:
                party = known.peer.party
                if (only is None or party in only) and not (patient and time.monotonic() < known.due):
                    reports[party] = self._turn(known)
                    acknowledged = self._node.acknowledge() or acknowledged
            acknowledged = self._node.keep_time() or acknowledged
        return Round(reports, acknowledged)

    def _turn(self, known: _Known) -> PullReport:
        try:
            report = drive(pull(self._side, known.memory), _until(known.peer.exchange, self._longest))
        except Trouble:
            raise  # of our own store or guard
        except Exception:  # noqa: BLE001  # see the next line
            # Nothing a peer answers may keep us from asking the others.
            _log.exception("a turn with %s failed", known.peer.party)
            report = PullReport(ended=_internal(known.peer.party))
        if any(log.took and log.origin == self._side.own for log in report.logs):
            self._node.settle()
        self._note(known, report.wrong is not None and not report.took)
        self._heard(known, report.wrong, report.ended is None)
        return report

    def _heard(self, known: _Known, wrong: Refusal | None, answered: bool) -> None:
        known.wrong = wrong
        if answered:
            known.answered = self._node.parts.clock.now()

    def _note(self, known: _Known, failed: bool) -> None:
        known.failures = known.failures + 1 if failed else 0
        pause = min(LONGEST_PAUSE, 0.5 * 2.0**known.failures) if failed else 0.0
        known.due = time.monotonic() + pause

    def _shown(self, head: SignedHead | None) -> str:
        """Tells the node what a peer holds of its log; what came back of it is settled first, then the wait may end."""
        if self._node.start.holding:
            self._node.settle()
        return self._node.shown(head)

    # --- hinting

    def hint(self, force: bool = False) -> None:
        """Tells every peer that our log has grown, if it has since the last time. Nobody needs to listen."""
        with self._lock:
            head = self._node.heads.newest(self._node.log)
            size = head.checkpoint.size if head else 0
            for known in self._known:
                if (force or size > known.hinted) and time.monotonic() >= known.due:
                    self._hint(known, size)

    def _hint(self, known: _Known, size: int) -> None:
        body = encode({"origin": self._side.own, "size": size})
        try:
            answer = known.peer.exchange(Ask(HINT, MAX_ERROR, body=body))
        except Trouble as trouble:
            self._note(known, failed=True)
            self._heard(known, trouble.refusal, answered=False)
            return
        if answer.status == 200:
            known.hinted = size
            self._heard(known, None, answered=True)

    # --- settling

    def settle(self, seconds: float = 30.0) -> Settled:
        """Repeats until all who can be asked show the heads we hold, each cosigned by them and by us."""
        end, pause, rounds = time.monotonic() + seconds, 0.02, 0
        while True:
            self._node.tick()
            done = self.round()
            rounds += 1
            waiting = {
                party: report.wrong
                for party, report in done.reports.items()
                if not self._links.is_cut(party) and (done.acknowledged or not self._level(party, report))
            }
            if not waiting or time.monotonic() > end:
                return Settled(not waiting, rounds, waiting)
            self._node.tick()
            self.hint(force=True)
            time.sleep(pause)
            pause = min(2 * pause, 0.5)

    def _level(self, party: str, report: PullReport) -> bool:
        """Whether that peer showed exactly what we hold, and has acknowledged it."""
        if report.ended is not None or any(log.trouble for log in report.logs):
            return False
        shown = {log.origin: log.heads for log in report.logs}
        with self._node.lock:
            return all(self._same(origin, shown.get(origin, ()), party) for origin in self._side.origins())

    def _same(self, origin: str, shown: Sequence[SignedHead], party: str) -> bool:
        branches = self._node.histories.of(origin)
        held = [head for branch in branches if (head := self._node.heads.newest(branch))]
        if {head.checkpoint for head in held} != {head.checkpoint for head in shown}:
            return False
        if len(held) > 1:
            # A log with two stories gets no more cosignatures.
            return True
        both = {Party(party), self._node.party}
        return all(both <= self._node.heads.cosignatures(head).keys() for head in (*held, *shown))


class Loop:
    """Keeps a node in step in a thread: a round every so often, and at once when a peer hints."""

    def __init__(self, peers: Peers, node: Node, every: float = 5.0) -> None:
        self._peers = peers
        self._node = node
        self._every = every
        self._wake = Event()
        self._lock = RLock()
        self._hints: set[str] = set()
        self._stopping = False
        self._thread: Thread | None = None
        self.trouble: Refusal | None = None
        """What our own store or guard said last, if it said anything."""

    def hinted(self, party: str, _hint: Hint) -> None:
        """For `SyncServer`: a peer says that a log has grown."""
        with self._lock:
            self._hints.add(party)
        self._wake.set()

    def nudge(self) -> None:
        """Our own log has grown: sign its head and tell the others now."""
        self._wake.set()

    def start(self) -> None:
        self._stopping = False
        self._thread = Thread(target=self._run, name="sync loop", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=60)
        self._thread = None
        self._peers.close()

    def _run(self) -> None:
        due = 0.0
        while not self._stopping:
            with self._lock:
                hints, self._hints = frozenset(self._hints), set()
            everyone = time.monotonic() >= due
            if everyone:
                due = time.monotonic() + self._every
            self._once(None if everyone else hints)
            self._wake.wait(max(0.0, due - time.monotonic()))
            self._wake.clear()

    def _once(self, only: frozenset[str] | None) -> None:
        try:
            self._node.tick()
            self._peers.round(only, patient=only is None)
            self._node.tick()
            self._peers.hint()
        except Trouble as trouble:
            self.trouble = trouble.refusal
        except Exception:  # noqa: BLE001  # the loop lives as long as the node
            _log.exception("a round failed")
            self.trouble = _internal(self._node.party)


def _until(exchange: Callable[[Ask], Answer], seconds: float) -> Callable[[Ask], Answer]:
    """The exchange as long as its time lasts; then every question ends the turn."""
    end = time.monotonic() + seconds

    def asked(ask: Ask) -> Answer:
        if time.monotonic() > end:
            raise Unavailable("timeout", "SYN-9", detail="turn")
        return exchange(ask)

    return asked


def _internal(party: str) -> Refusal:
    return Refusal("internal", "SYN-10", (("party", party),))
