# SPDX-License-Identifier: Apache-2.0
"""Appending to the own log (HOM-4): judged like a stranger's word, journalled, and only then *done*.

Whoever holds the lock takes all that waits, so that many callers share one durable write.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import RLock

from tripartite.core.encoding.refusal import Refused, Trouble, Unavailable
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.node.acknowledge import EARLY
from tripartite.node.batch import Batch, Judge, Taken, settle_in, write
from tripartite.node.heads import Own
from tripartite.node.held import HeldWorld
from tripartite.node.histories import Histories, History
from tripartite.node.keeper import Keeper
from tripartite.node.past import Past
from tripartite.node.ports import Entry, Journal
from tripartite.node.quota import Quota
from tripartite.node.seals import Seals
from tripartite.node.trial import PASSING, as_checked

CURABLE = frozenset({"no_power", "unchecked"})
"""Reasons a colleague's confirmation or check can still take away."""
_ROOTS = {
    "key@1": ("REG-7", "grant_without_effect"), "recall@1": ("REG-7", "grant_without_effect"),
    "charter@1": ("MEC-3", "charter_without_effect"), "leave@1": ("MEC-5", "leave_without_effect"),
    "mechanism.found@1": ("MEC-6", "found_without_effect"),
}  # fmt: skip
LATE = 60
"""Seconds after its signing from which on a dispatch follows a heartbeat, so that log time tells when it came."""


@dataclass(slots=True)
class Request:
    """A dispatch that wants to be appended; `acts` are filled once it is done."""

    dispatch: bytes
    payload: bytes
    """Its parcel (SEA-9): where it is open, its payload."""
    keep: bool = False
    """Append it even if it will have no effect until a colleague confirms or checks it."""
    done: bool = False
    trouble: Trouble | None = None
    acts: tuple[str, ...] = ()
    inert: dict[str, Finding] = field(default_factory=dict)


class Appender:
    """The only writer of the own log."""

    def __init__(
        self, own: Own, histories: Histories, world: HeldWorld, keeper: Keeper, past: Past, journal: Journal,
        quota: Quota, seals: Seals, alive: Callable[[], tuple[bytes, bytes]],
    ) -> None:  # fmt: skip
        """`alive` makes a signed heartbeat and its payload."""
        self._seals = seals
        self._own = own
        self._histories = histories
        self._world = world
        self._keeper = keeper
        self._past = past
        self._journal = journal
        self._quota = quota
        self._waiting: deque[Request] = deque()
        self._lock = RLock()
        self._alive = alive
        self.lacks = False
        """Whether the journal goes on from leaves that the store does not have."""
        self._next = -1
        """The index the journal goes on from, once known."""
        self.broken: Trouble | None = None

    @property
    def lock(self) -> RLock:
        """Held by whoever changes what the node holds."""
        return self._lock

    @property
    def idle(self) -> bool:
        return not self._waiting

    def append(self, request: Request) -> Request:
        """Appends one dispatch; returns once it is durable. Raises what refused it."""
        self._waiting.append(request)
        with self._lock:
            if not request.done:
                self._drain()
        if request.trouble is not None:
            raise request.trouble
        return request

    def recover(self) -> int:
        """Lets the store catch up with the journal after a stop; returns how many dispatches it lacked.

        Where the store is older than all the journal has, what lies between must come back from the mirrors first.
        """
        with self._lock:
            history = self._histories.begin(self._own.origin)
            known = self._journal.entries(max(history.size - 1, 0))
            entries = [entry for entry in known if entry.index >= history.size]
            self.lacks = bool(entries) and not self._follows(history, known[0])
            if known and not self.lacks:
                self._next = known[-1].index + 1
            if self.lacks or not entries:
                return 0
            judge = self._judge(history, [entry.dispatch for entry in entries])
            for entry in entries:
                judge.take_parcel(entry.dispatch, entry.payload)
            self._commit(judge.batch)
            return len(entries)

    def _follows(self, history: History, known: Entry) -> bool:
        """Whether the journal goes on where this log ends, and as it ends."""
        if known.index < history.size:
            return self._histories.store.logs.leaves(history.number, known.index, 1)[0].data == known.dispatch
        return known.index == history.size

    def _drain(self) -> None:
        batch: list[Request] = []
        while self._waiting:
            batch.append(self._waiting.popleft())
        try:
            self._append_all(batch)
        except Trouble as trouble:
            for request in batch:
                request.trouble = request.trouble or trouble
        except BaseException:
            self.broken = self.broken or Unavailable("store_failed", "HOM-4")
            self._forget()
            for request in batch:
                request.trouble = request.trouble or self.broken
            raise
        finally:
            for request in batch:
                request.done = True

    def _append_all(self, requests: Sequence[Request]) -> None:
        if self.broken is not None:
            raise self.broken
        history = self._histories.begin(self._own.origin)
        judge = self._judge(history, [request.dispatch for request in requests])
        for request in requests:
            self._try(judge, request)
        if not judge.batch.taken:
            self._world.forget()
            return
        try:
            self._quota.check(judge.batch)
        except Trouble:
            self._world.forget()
            if len(requests) == 1:
                raise
            self._append_each(requests)
        else:
            self._write(judge.batch)

    def _append_each(self, requests: Sequence[Request]) -> None:
        """Those that waited together do not all fit: as many as do, in turn."""
        for request in requests:
            request.trouble = None
            try:
                self._append_all([request])
            except Refused as refused:
                request.trouble = refused

    def _write(self, batch: Batch) -> None:
        """Journal, then store: from the end of the first on all of it is done."""
        entries = [Entry(taken.leaf.index, taken.leaf.data, taken.parcel) for taken in batch.taken]
        try:
            if self._next != batch.history.size:
                # What a mirror gave back never was in the journal: it goes on behind that.
                self._histories.store.settle()
                self._journal.drop_below(batch.history.size)
            self._journal.write(entries)
        except Trouble as trouble:
            self.broken = trouble
            self._world.forget()
            raise
        self._next = batch.size
        self._commit(batch)

    def _commit(self, batch: Batch) -> None:
        """Lets the store follow the journal. If it cannot, the node stops appending; the journal has it all."""
        try:
            with self._histories.store.transaction():
                before = batch.history.size
                taken = write(self._histories, batch)
                settle_in(batch)
                self._past.grown(batch.history, before, complete=True)
                self._keeper.take(taken)
        except Trouble as trouble:
            self.broken = trouble
            self._forget()

    def _forget(self) -> None:
        """What is in memory is read anew from the store, which did not follow."""
        self._histories.forget()
        self._past.forget()
        self._keeper.forget()

    def _judge(self, history: History, ahead: Sequence[bytes]) -> Judge:
        return Judge(self._histories, history, ahead, seals=self._seals)

    def _try(self, judge: Judge, request: Request) -> None:
        """Judges a request after those before it; on refusal nothing of it stays."""
        try:
            request.acts, request.inert = self._admit(judge, request)
        except Trouble as trouble:
            request.trouble = trouble

    def _admit(self, judge: Judge, request: Request) -> tuple[tuple[str, ...], dict[str, Finding]]:
        at = self._checked_time(judge.read(request.dispatch).at)
        with judge.trying():
            if at < self._own.clock.now() - LATE and judge.batch.state.time < self._own.clock.now():
                judge.take(*self._alive())
            taken = judge.take_parcel(request.dispatch, request.payload)
            _check_note(taken)
            _check_grants(judge, taken)
            inert = self._tried(taken) if _tells(taken) else {}
            grave = {act: finding for act, finding in inert.items() if finding.reason not in CURABLE}
            refused = next(iter((grave or {} if request.keep else inert).items()), None)
            if refused:
                raise refusal_for(*refused)
        return tuple(act.id for act in taken.acts), inert

    def _checked_time(self, at: int) -> int:
        now = self._own.clock.now()
        if at > now + EARLY:
            raise Refused("clock_skew", "HOM-4", at=at, now=now)
        return at

    def _tried(self, taken: Taken) -> dict[str, Finding]:
        """What would be without effect if this dispatch were appended, and why; of what takes two people also what it
        would lack with the second."""
        inert = self._supposed(taken.acts)
        if inert:
            self._world.unsuppose(taken.acts)
        alone = [act for act in taken.acts if act.id in inert and inert[act.id].reason == "unchecked"]
        if not alone:
            return inert
        both = (*taken.acts, *as_checked(alone))
        lacking = self._supposed(both)
        self._world.unsuppose(both)
        further = {act.id: lacking[act.id] for act in alone if act.id in lacking}
        return inert | {ident: why for ident, why in further.items() if why.reason not in PASSING}

    def _supposed(self, acts: Sequence[Placed]) -> dict[str, Finding]:
        """What of these acts would be without effect if they were held; they are supposed from here on."""
        self._world.suppose(acts)
        inert: dict[str, Finding] = {}
        mine = {act.id for act in acts}
        for record in dict.fromkeys(act.record_id for act in acts):
            folded = self._world.fold(record)
            if folded is None:
                inert.update((act.id, Finding("not_held")) for act in acts if act.record_id == record)
                continue
            inert.update((ident, finding) for ident, finding in folded.inert if ident in mine)
        return inert


def _tells(taken: Taken) -> bool:
    """Whether what it says counts in records: a delegate's words, and what roots say of an act in one."""
    first = taken.acts[0]
    of_roots = first.place.role == "root" and first.kind is not None and first.kind.in_record
    return of_roots or first.place.role.startswith("d/")


def _check_note(taken: Taken) -> None:
    if taken.leaf.reason:
        raise Refused(taken.leaf.reason, "REG-1", detail=taken.detail)
    bad = next((act for act in taken.acts if act.reason), None)
    if bad is not None:
        raise Refused(bad.reason, "REG-3", act=bad.index, kind=bad.kind_name)
    if not taken.acts:
        raise Refused("bad_payload", "PAY-3", detail="not what the note names")


def _check_grants(judge: Judge, taken: Taken) -> None:
    """What the roots say of the log and what changed nothing would only confuse."""
    for act in taken.acts:
        rule, detail = _ROOTS.get(act.kind_name, ("", ""))
        if rule and not judge.batch.state.granted(act.id):
            raise Refused("guard", rule, act=act.index, detail=detail)


def refusal_for(act: str, finding: Finding) -> Refused:
    facts = {"found": ", ".join(finding.facts)} if finding.facts else {}
    return Refused(finding.reason, "REG-15", act=act, detail=finding.detail, **facts)
