# SPDX-License-Identifier: Apache-2.0
"""A party's node: one charter, one party, one store, one journal, one guard, behind one lock.

It is put together by `wiring`; everything a desk, a command or a peer wants goes through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import RLock

from tripartite.core.dispatch.act import Blob
from tripartite.core.encoding.refusal import Held, Malformed, Misbehaved, Refused, Trouble
from tripartite.core.encoding.values import Party
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.core.register.chapters import kinds_of
from tripartite.core.register.charter import Charter, read_charter
from tripartite.core.register.charters import held_charters
from tripartite.node.acknowledge import Acknowledger
from tripartite.node.append import Appender, Request
from tripartite.node.attachments import Attachments
from tripartite.node.author import Author, Prepared, Wish, act_line
from tripartite.node.checking import DIRECT, Checker
from tripartite.node.complaints import Complaints
from tripartite.node.delivering import Deliverer
from tripartite.node.glances import Glances
from tripartite.node.heads import Heads, Own
from tripartite.node.held import HeldWorld
from tripartite.node.histories import Histories, History
from tripartite.node.inbox import NodeInbox
from tripartite.node.keeper import Keeper
from tripartite.node.mirror import NodeMirror
from tripartite.node.past import Past
from tripartite.node.ports import Chance, Cipher, Clock, Guard, Journal, Signer, Store
from tripartite.node.quota import Quota
from tripartite.node.seals import Envelope, Seals
from tripartite.node.start import Start
from tripartite.node.timekeeper import Timekeeper
from tripartite.node.witness import Witness

FOR_NOW = frozenset({"clock_skew", "over_quota"})
"""Refusals that time takes away."""
SETTLE_EVERY = 4096
"""Own leaves after which the store is settled and the journal's space reused."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What `wiring` chose for this node."""

    charter: Charter
    """The first one."""
    party: Party
    store: Store
    journal: Journal
    guard: Guard
    signer: Signer
    clock: Clock
    chance: Chance
    cipher: Cipher
    amendments: Sequence[bytes] = ()
    """Charters kept that follow from it."""
    keep: Callable[[Charter], object] = lambda _charter: None
    """Keeps one more durably; returns after that."""


class Node:
    """Append, receive, acknowledge, answer."""

    def __init__(self, parts: Parts, checker: Checker = DIRECT, unsure: bool = False) -> None:
        self.parts = parts
        self.party, self.store = parts.party, parts.store
        self.charters = held_charters(parts.charter, parts.amendments)
        self.own = Own(parts.party, self.charters, parts.signer, parts.guard, parts.clock)
        self.histories = Histories(self.charters, parts.store)
        self.past = Past(self.histories)
        self.world = HeldWorld(self.histories, self.past)
        self.keeper = Keeper(self.world)
        self.glances = Glances(self.histories, self.past, self.keeper)
        self.heads = Heads(self.own, self.histories)
        self.witness = Witness(self.histories, self.heads)
        self.mirror = NodeMirror(self.histories, self.heads)
        self.seals = Seals(self.own, parts.cipher)
        self.attachments = Attachments(parts.store, self.seals, parts.chance)
        self.complaints = Complaints(self.histories, self.seals)
        self.author = Author(self.own, parts.chance, self.seals)
        self.quota = Quota(parts.store, parts.clock)
        self.appender = Appender(
            self.own, self.histories, self.world, self.keeper, self.past, parts.journal, self.quota,
            self.seals, self._sign_of_life,
        )  # fmt: skip
        self.recovered = self.appender.recover()
        self.timekeeper = Timekeeper(parts.party, self.keeper)
        self.owes = Acknowledger(self.heads, self.histories, self.past)
        self.delivers = Deliverer(parts.party, self.world)
        self.inbox = NodeInbox(
            self.histories, self.heads, self.past, self.keeper, self.witness, self.quota, self.seals,
            self.owes.receipts, self.complaints, self.attachments, self.take_charter, self.lock, checker,
        )  # fmt: skip
        self.start = Start(
            self.own, self.histories, self.heads, parts.store, lambda: self.appender.lacks, unsure
        )
        self._settled = 0
        if not self.start.holding:
            self.append_held()

    @property
    def lock(self) -> RLock:
        return self.appender.lock

    @property
    def log(self) -> History:
        """The own log."""
        return self.histories.begin(self.own.origin)

    @property
    def charter(self) -> Charter:
        """The charter that binds our log now; before our log begins, the earliest that gives us a node."""
        state = self.log.state
        return state.charter if state.begun else self.charters.of(self.party) or self.charters.first

    # --- charters

    def take_charter(self, data: bytes) -> Charter:
        """Keeps an amendment that every party of both has signed; raises `Refused` (MEC-2)."""
        with self.lock:
            held = self.charters.get(read_charter(data)[0].ident)
            if held is not None:
                return held
            charter = self.charters.verify(data, self.left)
            kinds_of(charter)
            self.parts.keep(charter)
            self.charters.add(charter)
            return charter

    def left(self, party: Party) -> bool:
        """Whether the log held of a party has a `leave` of its roots."""
        history = self.histories.main(self.charters.origin(party))
        return history is not None and history.state.left is not None

    # --- writing

    def audience(self, wishes: Sequence[Wish], to: Iterable[str] | None = None) -> tuple[Party, ...]:
        """The parties that these acts are to be sealed for, ours among them; nobody where they are open.

        `to` None: as the records that they join. Raises `Refused` for who is no party, or has no key to seal to.
        """
        with self.lock:
            if to is None:
                joined = (self.world.fold(wish.record) for wish in wishes if wish.record)
                found = {record.founding.place.to for record in joined if record is not None}
                to = next(iter(found)) if len(found) == 1 else "parties"
            said = self.seals.audience(self.charter.parties if to == "parties" else to, self.charter)
        return () if isinstance(said, str) else said

    def prepare(
        self, role: str, wishes: Sequence[Wish], lax: bool = False, to: Sequence[Party] = ()
    ) -> Prepared:
        """A dispatch of these acts by one of our roles, ready to be signed; the last signed head counts as reviewed.

        `to`: an `audience`.
        """
        with self.lock:
            head = self.heads.newest(self.log)
            reviewed = (head.checkpoint.size, head.checkpoint.root) if head else (0, EMPTY_ROOT)
            envelope = self.seals.envelope(to) if to else None
            blobs = self._attached(wishes, envelope)
            lines = [act_line(wish, lax, said) for wish, said in zip(wishes, blobs, strict=True)]
            return self.author.prepare(role, lines, reviewed, self.parts.clock.now(), envelope or ())

    def _attached(self, wishes: Sequence[Wish], envelope: Envelope | None) -> list[tuple[Blob, ...]]:
        """Keeps what is to be attached, durably, before anything names it (BLO-6)."""
        if not any(wish.attach for wish in wishes):
            return [()] * len(wishes)
        with self.store.transaction():
            found = [self.attachments.keep(wish.attach, envelope) for wish in wishes]
        self.store.settle()
        return found

    def append(self, dispatch: bytes, payload: bytes, keep: bool = False) -> Request:
        """Appends a signed dispatch of ours; returns once it is durable.

        While the node is holding it is stored, not done, and `Held` is raised. `keep`: see `Request`.
        """
        if self.start.holding:
            with self.lock:
                self.start.hold(dispatch, payload)
                self.store.settle()
            raise Held("holding", "HOM-6")
        return self.appender.append(Request(dispatch, payload, keep))

    def do(
        self, role: str, wishes: Sequence[Wish], lax: bool = False, keep: bool = False,
        to: Sequence[Party] = (),
    ) -> Request:  # fmt: skip
        """Prepares, signs with a key of this home, and appends. `to`: an `audience`."""
        prepared = self.prepare(role, wishes, lax, to)
        try:
            return self.append(self.author.sign(prepared), prepared.payload, keep)
        except (Malformed, Refused):
            if any(wish.attach for wish in wishes):
                self.store.blobs.sweep()
            raise

    def _sign_of_life(self) -> tuple[bytes, bytes]:
        prepared = self.prepare("node", [Wish("heartbeat")])
        return self.author.sign(prepared), prepared.payload

    # --- housekeeping

    def tick(self) -> SignedHead | None:
        """Signs the own head if the log grew and nothing waits; now and then lets the journal's space go, and what was
        erased at once."""
        with self.lock:
            if self.start.holding or not self.appender.idle:
                return None
            head = self.heads.sign_own()
            if self.log.size - self._settled >= SETTLE_EVERY:
                self.settle()
            return self.heads.sign_own() if self.scrub() else head

    def settle(self) -> None:
        """Makes the store durable to its last transaction; the journal keeps only what is newer."""
        with self.lock:
            self.store.settle()
            self._settled = self.log.size
            self.parts.journal.drop_below(self._settled)

    def acknowledge(self) -> bool:
        """Cosigns, receipts and acknowledges what was received; true if anything was signed (SYN-6)."""
        with self.lock:
            if self.start.holding or not self.log.state.begun:
                return False
            self._say(self.timekeeper.first(self.parts.clock.now()))
            owed = self.owes.owed()
            signed = False
            if owed or self.owes.receipts.owed():
                self.settle()
                signed = bool([history for history in owed if self.owes.cosign(history)])
                signed |= self._acknowledge_all()
            return signed | self._deliver()

    def scrub(self) -> bool:
        """Leaves nothing of what was erased in any file of this home, and says so; true if there was any (ERA-8)."""
        with self.lock:
            due = self.histories.erasures.due()
            if not due or self.start.holding:
                return False
            self.settle()
            self.store.scrub()
            self.parts.journal.scrub(self.log.size)
            self._say([wish for name in due if (wish := self._gone(name)) is not None])
            with self.store.transaction():
                for name in due:
                    self.histories.erasures.reported(name)
            return True

    def _gone(self, erase: str) -> Wish | None:
        act = self.world.find_for(erase, (self.party,)) if "/" in erase else None
        if act is None or act.body is None:
            return None
        named = self.histories.erasures.dispatches(act) if act.party == self.party else []
        return Wish("erased", {"of": erase, "dispatches": named}, record=erase)

    def _deliver(self) -> bool:
        """Says which messages came (LIN-11)."""
        said = self._say(self.delivers.wishes())
        if said:
            self.tick()
        return said

    def _acknowledge_all(self) -> bool:
        """Appends what is owed; if our own quota of the day is used up it is owed still."""
        wishes = self.owes.wishes()
        if not self._say(wishes):
            return False
        self.owes.said(wishes)
        self.tick()
        return True

    def keep_time(self) -> bool:
        """Says what this node's clock has passed, after it acknowledged all it holds; true if anything was said."""
        with self.lock:
            now = self.parts.clock.now()
            if (
                self.start.holding
                or not self.log.state.begun
                or not self.timekeeper.stirs(now, self._sizes())
            ):
                return False
            self.acknowledge()
            said = self._say(self.timekeeper.due(now, self._sizes()))
            if said:
                self.tick()
            return said

    def _sizes(self) -> tuple[int, ...]:
        return tuple(history.size for history in self.histories.all())

    def _say(self, wishes: Sequence[Wish]) -> bool:
        """If our own quota of the day is used up it is still to be said."""
        if not wishes:
            return False
        try:
            self.do("node", wishes)
        except Refused as refused:
            if refused.code != "over_quota":
                raise
            return False
        return True

    def heartbeat(self) -> None:
        """A sign of life, so that nothing can later be dated before it unnoticed (SYN-8)."""
        self.do("node", [Wish("heartbeat")])
        self.tick()

    # --- starting

    def shown(self, head: SignedHead | None) -> str:
        """A peer has shown what it holds of our log; when the wait ends, what was held is appended."""
        with self.lock:
            self._catch_up()
            verdict = self.start.shown(head)
            if verdict == "released":
                self.append_held()
            return verdict

    def proceed_alone(self) -> None:
        """A person has confirmed that nobody can be asked."""
        with self.lock:
            self._catch_up()
            if self.start.override() == "released":
                self.append_held()

    def _catch_up(self) -> None:
        """While waiting: what mirrors gave back of our log may now reach to where the journal goes on."""
        if self.start.holding:
            self.appender.recover()
            self.owes.read_own()
            for origin, (size, root) in self.owes.acked.items():
                self.heads.acknowledged(origin, size, root)

    def append_held(self) -> list[Trouble]:
        """Appends what was stored while holding; returns what was refused after all.

        What is refused for now only stays held, and what follows it too. Raises `Unavailable` if nothing can be stored.
        """
        refused: list[Trouble] = []
        held = self.start.held()
        for name, dispatch, payload in held:
            try:
                self.appender.append(Request(dispatch, payload, keep=True))
            except (Malformed, Misbehaved, Refused) as trouble:
                refused.append(trouble)
                if trouble.code in FOR_NOW:
                    break
            self.start.taken(name)
        if held:
            self.tick()
        return refused
