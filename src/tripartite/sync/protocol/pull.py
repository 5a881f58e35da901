# SPDX-License-Identifier: Apache-2.0
"""The dialogue of a pull, written once and pure: it says what to ask and is sent the answers (SYN-3 to SYN-7).

Order: evidence, charters, our own log as the peer holds it, the other logs, payloads that come apart. All is checked by
the inbox before it is kept. A peer that shows older heads, garbage or another story costs nothing but its own turn.

    report = drive(pull(side, memory), exchange)

where `exchange` turns an `Ask` into an `Answer` over HTTP, out of a bundle, or from a node in the same process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tripartite.core.dispatch.act import MAX_WRAP
from tripartite.core.dispatch.thin import MAX_THIN, split_lines
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refused, Trouble
from tripartite.core.encoding.values import sha256
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.evidence import MAX_EVIDENCE
from tripartite.core.register.charter import MAX_CHARTER
from tripartite.node.exchange import Inbox, Look
from tripartite.node.ports import Attached, Leaf, Wrap
from tripartite.sync.messages import (
    MAX_HEADS,
    Answer,
    Ask,
    Dialogue,
    TurnOver,
    read_error,
    read_names,
    split_heads,
)
from tripartite.sync.paths import CHARTER, EVIDENCE, Cosig, Named, Path, origin_hash
from tripartite.sync.protocol.fetch import Fetch
from tripartite.sync.report import LogReport, Outcome, PullReport, Tally

T = TypeVar("T")
MAX_NAMES = 1024
"""Evidence files a peer may list."""
FAULTS = (Malformed, Misbehaved, Refused)
"""What is the peer's fault, or concerns one log alone. That our own store fails concerns the caller."""
Lack = tuple[int, str]
"""A payload, or the wrap of it for one party, by the number of its dispatch."""
_WANTED = 1024
_BAD_PAYLOADS = 8
_PATIENCE = 64


@dataclass(frozen=True, slots=True)
class Side:
    """Who pulls: the logs there may be, our own among them, and where things go."""

    origins: Callable[[], Sequence[str]]
    """Asked anew in every turn: an amendment may have brought a party."""
    own: str
    inbox: Inbox
    shown: Callable[[SignedHead | None], object]
    """Told what a peer holds of our own log (HOM-6)."""


@dataclass(slots=True)
class Memory:
    """What is remembered of one peer between turns, so that nothing is asked twice. All of it may be lost."""

    turn: int = 0
    heads: dict[str, tuple[str, LogReport]] = field(default_factory=dict)
    evidence: set[str] = field(default_factory=set)
    etag: str = ""
    charters: str = ""
    """The tag of the list of charters, once all of it is held."""
    lacking: dict[Lack, tuple[int, int]] = field(default_factory=dict)
    """What the peer did not have: turn of the next try, turns between tries."""

    def due(self, lack: Lack) -> bool:
        return self.lacking.get(lack, (0, 0))[0] <= self.turn

    def put_off(self, lack: Lack) -> None:
        pause = min(2 * self.lacking.get(lack, (0, 1))[1], _PATIENCE)
        self.lacking[lack] = (self.turn + pause, pause)


def pull(side: Side, memory: Memory) -> Dialogue[PullReport]:
    """One turn with one peer. Never raises for what the peer does; raises what our own store raises."""
    turn = _Turn(side, memory)
    memory.turn += 1
    try:
        yield from turn.evidence()
        yield from turn.charters()
        yield from turn.logs()
        yield from turn.wraps()
        yield from turn.blobs()
        yield from turn.payloads()
    except TurnOver as over:
        turn.tally.ended = over.refusal
    return turn.tally.report()


def drive(dialogue: Dialogue[T], exchange: Callable[[Ask], Answer]) -> T:
    """Runs a dialogue; trouble with the exchange ends the turn."""
    try:
        ask = next(dialogue)
        while True:
            try:
                answer = exchange(ask)
            except Trouble as trouble:
                ask = dialogue.throw(TurnOver(trouble.refusal))
            else:
                ask = dialogue.send(answer)
    except StopIteration as done:
        found: T = done.value
        return found


class _Turn:
    def __init__(self, side: Side, memory: Memory) -> None:
        self._inbox = side.inbox
        self._side = side
        self._memory = memory
        self.tally = Tally()

    # --- asking

    def _ask(self, path: Path, limit: int, etag: str = "") -> Dialogue[Answer | None]:
        """The answer; None for "not found". What else is no answer ends the turn."""
        answer = yield Ask(path, limit, etag)
        if answer.status == 404:
            return None
        if answer.status != 200 and not (answer.status == 304 and etag):
            raise TurnOver(read_error(answer))
        return answer

    def _get(self, path: Path, limit: int) -> Dialogue[bytes]:
        """The body of what the peer said it has."""
        answer = yield from self._ask(path, limit)
        if answer is None:
            raise Misbehaved("bad_answer", "SYN-4", detail="not found", path=str(path))
        return answer.body

    # --- evidence

    def evidence(self) -> Dialogue[None]:
        memory = self._memory
        answer = yield from self._ask(EVIDENCE, MAX_NAMES * 65, memory.etag)
        if answer is None or answer.status == 304:
            return
        try:
            names = read_names(answer.body, MAX_NAMES)
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)
            return
        for name in self._inbox.unknown_evidence([name for name in names if name not in memory.evidence]):
            yield from self._evidence_file(name)
        memory.evidence = set(names)
        memory.etag = answer.etag

    def _evidence_file(self, name: str) -> Dialogue[None]:
        try:
            data = yield from self._get(Named("evidence", name), MAX_EVIDENCE)
            if sha256(data).hex() != name:
                raise Misbehaved("bad_answer", "SYN-3", detail="evidence", expected=name)
            self._inbox.take_evidence(data)
            self.tally.evidence += 1
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)

    # --- charters

    def charters(self) -> Dialogue[None]:
        """Takes what amends a charter held, each after the one it amends; what cannot be judged yet is left."""
        answer = yield from self._ask(CHARTER, MAX_NAMES * 65, self._memory.charters)
        if answer is None or answer.status == 304:
            return
        try:
            names = read_names(answer.body, MAX_NAMES)
            unknown, left = self._inbox.unknown_charters(names), list[bytes]()
            for name in unknown:
                left += [(yield from self._get(Named("charter", name), MAX_CHARTER))]
            if self._take_charters(left):
                self._memory.charters = answer.etag
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)

    def _take_charters(self, left: list[bytes]) -> bool:
        """Whether all of these are held now."""
        before = len(left) + 1
        while left and len(left) < before:
            before = len(left)
            left = [data for data in left if not self._take_charter(data)]
        return not left

    def _take_charter(self, data: bytes) -> bool:
        try:
            self._inbox.take_charter(data)
        except Refused:
            return False
        self.tally.charters += 1
        return True

    # --- logs

    def logs(self) -> Dialogue[None]:
        for origin in sorted(self._side.origins(), key=lambda one: one != self._side.own):
            yield from self.log(origin)

    def log(self, origin: str) -> Dialogue[None]:
        etag, last = self._memory.heads.get(origin, ("", None))
        answer = yield from self._ask(Cosig(origin_hash(origin)), MAX_HEADS, etag)
        if answer is not None and answer.status == 304 and last is not None:
            self.tally.logs.append(last)
            return
        if answer is None:
            report = LogReport(origin, "nothing")
            if origin == self._side.own:
                self._side.shown(None)
        else:
            report = yield from self._heads(origin, answer.body)
            if report.outcome != "failed":
                quiet = LogReport(origin, _quiet(report.outcome), report.heads)
                self._memory.heads[origin] = (answer.etag, quiet)
        self.tally.logs.append(report)

    def _heads(self, origin: str, page: bytes) -> Dialogue[LogReport]:
        outcomes: list[Outcome] = []
        heads: list[SignedHead] = []
        took = 0
        try:
            for place, data in enumerate(split_heads(page)):
                look = self._inbox.look(origin, data)
                heads.append(look.head)
                # A head of ours that we lack stops us signing at once; when we have it, the wait may end.
                self._show(look.head)
                outcome, count = yield from self._head(look, place)
                outcomes.append(outcome)
                took += count
                if count:
                    self._show(look.head)
        except FAULTS as trouble:
            return LogReport(origin, "failed", tuple(heads), took, trouble.refusal)
        gravest = max(outcomes, key=("same", "older", "took", "parted").index)
        return LogReport(origin, gravest, tuple(heads), took)

    def _show(self, head: SignedHead) -> None:
        if head.checkpoint.origin == self._side.own:
            self._side.shown(head)

    def _head(self, look: Look, place: int) -> Dialogue[tuple[Outcome, int]]:
        if look.relation in ("same", "behind"):
            return ("same" if look.relation == "same" else "older"), 0
        # The first branch only grows, so it needs no name; another is named by the root of its head.
        fetch = Fetch(self._get, self._inbox, look, look.head.checkpoint.root if place else None)
        parted = yield from fetch.all()
        return ("parted" if parted else "took"), fetch.took

    # --- payloads

    def payloads(self) -> Dialogue[None]:
        """Payloads that come apart from their logs, and gaps that another peer left."""
        after, bad = 0, 0
        while page := self._inbox.wanted(_WANTED, after):
            after = page[-1].number
            for leaf in page:
                if self._memory.due((leaf.number, "")):
                    bad += yield from self._payload(leaf)
                if bad == _BAD_PAYLOADS:
                    return

    def wraps(self) -> Dialogue[None]:
        """Wraps of sealed payloads, ours and those that others may ask us for."""
        after, bad = (0, ""), 0
        while page := self._inbox.wanted_wraps(_WANTED, after):
            after = page[-1].number, page[-1].party
            for wrap in page:
                if self._memory.due((wrap.number, wrap.party)):
                    bad += yield from self._wrap(wrap)
                if bad == _BAD_PAYLOADS:
                    return

    def _wrap(self, wrap: Wrap) -> Dialogue[bool]:
        """True if the peer gave what is none."""
        self._memory.put_off((wrap.number, wrap.party))
        answer = yield from self._ask(Named("wrap", wrap.hash.hex()), MAX_WRAP)
        if answer is None:
            return False
        try:
            new = self._inbox.take_wrap(wrap, answer.body)
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)
            return True
        if new:
            self._memory.lacking.pop((wrap.number, wrap.party), None)
            self.tally.payloads += 1
        return False

    def blobs(self) -> Dialogue[None]:
        """Attachments of the acts that can be read here."""
        after, bad = b"", 0
        while page := self._inbox.wanted_blobs(_WANTED, after):
            after = page[-1].hash
            for wanted in page:
                if self._memory.due((wanted.act, wanted.hash.hex())):
                    bad += yield from self._blob(wanted)
                if bad == _BAD_PAYLOADS:
                    return

    def _blob(self, wanted: Attached) -> Dialogue[bool]:
        """True if the peer gave other bytes for it."""
        key = (wanted.act, wanted.hash.hex())
        self._memory.put_off(key)
        answer = yield from self._ask(Named("blob", wanted.hash.hex()), wanted.length)
        if answer is None:
            return False
        try:
            self._inbox.take_blob(wanted, answer.body)
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)
            return True
        self._memory.lacking.pop(key, None)
        self.tally.payloads += 1
        return False

    def _thin(self, leaf: Leaf) -> Dialogue[bool]:
        """True if the peer gave what is not left of it."""
        answer = yield from self._ask(Named("thin", leaf.id), MAX_THIN)
        if answer is None:
            return False
        try:
            self._inbox.take_thin(leaf.number, split_lines(answer.body))
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)
            return True
        self.tally.payloads += 1
        return False

    def _payload(self, leaf: Leaf) -> Dialogue[bool]:
        """True if the peer gave other bytes for it."""
        self._memory.put_off((leaf.number, ""))
        if self._inbox.is_erased(leaf):
            return (yield from self._thin(leaf))
        answer = yield from self._ask(Named("blob", leaf.payload_hash.hex()), leaf.payload_length)
        if answer is None:
            return False
        try:
            self._inbox.take_payload(leaf.number, answer.body)
        except FAULTS as trouble:
            self.tally.troubles.append(trouble.refusal)
            return True
        self._memory.lacking.pop((leaf.number, ""), None)
        self.tally.payloads += 1
        return False


def _quiet(outcome: Outcome) -> Outcome:
    """What the same answer means the next time."""
    return "same" if outcome in ("took", "parted") else outcome
