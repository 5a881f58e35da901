# SPDX-License-Identifier: Apache-2.0
"""What commands ask of a node, by name, in plain values: the same whether the node runs here or behind the socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tripartite.cli.ids import REFERENCES, is_short
from tripartite.cli.lists import Lists
from tripartite.cli.mechanism import Mechanism
from tripartite.cli.papers import Papers, attachment
from tripartite.cli.seats import Seats
from tripartite.cli.sittings import Sittings
from tripartite.cli.today import TodayCalls
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Party, b64, instant, number, unb64
from tripartite.core.log.evidence import Conviction
from tripartite.core.register.chapters.access import statistics
from tripartite.core.register.chapters.overlaps import extent, overlaps, standing
from tripartite.node import line
from tripartite.node.author import Wish, kind_named
from tripartite.node.knowing import knew, register_of
from tripartite.node.minutes import Minutes
from tripartite.node.node import Node
from tripartite.node.open_items import open_items
from tripartite.node.query import CHAPTERS, Register, at_path, cut_at_time, cut_at_vector
from tripartite.node.relayed import Relayed
from tripartite.node.system import SteppedClock

Values = Mapping[str, Any]


class Office:
    """The calls. Each takes and returns plain JSON values; refusals are raised as `Trouble`."""

    def __init__(self, node: Node, appended: Callable[[], object] | None = None) -> None:
        """`appended`: what signs the head after an append, here and now if nobody else does it in a moment."""
        self.node = node
        self._appended = appended or node.tick
        self._today = TodayCalls(node)
        self.calls: dict[str, Callable[[Values], Any]] = {
            "do": self.do,
            "audience": self.audience,
            "prepare": self.prepare,
            "append": self.append,
            "show": self.show,
            "history": self.history,
            "knew": self.knew,
            "digest": self.digest,
            "sealed": self.sealed,
            "journal": self.journal,
            "face": self.face,
            "line": self.line,
            "pending": self.pending,
            "overlaps": self.overlaps,
            "access": self.access,
            "status": self.status,
            "evidence": self.evidence,
            "clock": self.clock,
            "alone": self.alone,
            **Lists(node, self._register, self._audience, self._wishes).calls,
            **Papers(node).calls,
            **Seats(node, self._register).calls,
            **Sittings(node, self._register).calls,
            **Mechanism(node).calls,
            **self._today.calls,
        }

    # --- writing

    def do(self, said: Values) -> dict[str, Any]:
        """`acts`: list of acts; `as`: role; `lax`: scalars are text; `keep`: even if a colleague must cure it.

        `to`: the parties they are sealed for, ours understood; without it as the records that they join."""
        wishes, lax, keep = self._wishes(said["acts"]), said.get("lax", False), said.get("keep", False)
        done = self.node.do(said["as"], wishes, lax, keep, self.node.audience(wishes, said.get("to")))
        return self._done(done.acts, done.inert)

    def audience(self, said: Values) -> dict[str, Any]:
        """For whom these acts would be: `to` as in `do`, or as the records that they join."""
        to = self.node.audience(self._wishes(said["acts"]), said.get("to"))
        return {"to": list(to) or "parties"}

    def prepare(self, said: Values) -> dict[str, Any]:
        """The same acts as text and payload, for a key that is elsewhere."""
        wishes = self._wishes(said["acts"])
        to = self.node.audience(wishes, said.get("to"))
        prepared = self.node.prepare(said["as"], wishes, said.get("lax", False), to)
        shown = {"text": prepared.text.decode(), "payload": b64(prepared.payload), "id": prepared.id}
        return {**shown, "identity": prepared.identity} if prepared.identity else shown

    def append(self, said: Values) -> dict[str, Any]:
        """A dispatch signed elsewhere."""
        done = self.node.append(said["dispatch"].encode(), unb64(said["payload"]), said.get("keep", False))
        return self._done(done.acts, done.inert)

    def _done(self, acts: Sequence[str], inert: Mapping[str, Any]) -> dict[str, Any]:
        self._appended()
        return {"acts": list(acts), "inert": {act: finding.reason for act, finding in inert.items()}}

    def _wishes(self, acts: Sequence[Values]) -> list[Wish]:
        return [self._wish(act) for act in acts]

    def _wish(self, act: Values) -> Wish:
        body = {
            key: self._resolved(value) if key in REFERENCES else value
            for key, value in act.get("body", {}).items()
        }
        record = self._resolved(act.get("record"))
        on = tuple(self._resolved(ref) for ref in act.get("on") or ())
        if record and not on and kind_named(act["kind"]).mode == "move":
            on = self._register({}).record(record).heads
        refs = tuple((self._resolved(ref), relation) for ref, relation in act.get("refs") or ())
        attach = tuple(attachment(one) for one in act.get("attach") or ())
        return Wish(act["kind"], body, record, on, refs, attach)

    def _resolved(self, ref: Any) -> Any:
        """A unique prefix of an id made whole; anything else as it is."""
        if not is_short(ref):
            return ref
        return self._register({}).full_id(ref)

    # --- reading

    def _register(self, said: Values) -> Register:
        """`as_of`: an instant; `vector`: an earlier vector; neither: now. `known_to`: as this party's log shows it."""
        histories = self.node.histories
        with self.node.lock:
            if said.get("known_to"):
                party = Party(self.node.charters.entry(said["known_to"]).id)
                return register_of(histories, self.node.past, party, self._cut(said))
            return Register(histories, self.node.past, self._cut(said))

    def _cut(self, said: Values) -> dict[int, int] | None:
        histories = self.node.histories
        if said.get("as_of"):
            return cut_at_time(histories, instant(said["as_of"]))
        if said.get("vector") is not None:
            return cut_at_vector(histories, [(o, s, r) for o, s, r in said["vector"]])
        return None

    def show(self, said: Values) -> dict[str, Any]:
        """`record`: id or prefix; `field`: only what is at that path."""
        with self.node.lock:
            register = self._register(said)
            record = register.record(said["record"])
            shown = register.shown(record)
            if beside := register.details(record):
                shown["details"] = beside
            return {"value": at_path(shown, said["field"])} if said.get("field") else shown

    def history(self, said: Values) -> dict[str, Any]:
        with self.node.lock:
            register = self._register(said)
            return {"items": register.history(register.record(said["record"])), "next": None}

    def knew(self, said: Values) -> dict[str, Any]:
        """`record`; `as_of` as in `show`: who demonstrably held what of it by then."""
        with self.node.lock:
            return knew(self.node.histories, self.node.past, said["record"], self._cut(said))

    def digest(self, said: Values) -> dict[str, Any]:
        """`audience`: of the records sealed for these parties, without it of the open ones; `as_of`, `vector`."""
        audience = self._audience(said) or ""
        with self.node.lock:
            found = asdict(self._register(said).digest(audience))
        whose = {"audience": audience} if audience else {}
        return {**found, "vector": [list(row) for row in found["vector"]], **whose}

    def _audience(self, said: Values) -> str | None:
        """As the index spells it; raises `Refused` for who is no party."""
        audience = audience_spelled(said.get("audience"))
        for party in audience.split(",") if audience else ():
            self.node.charters.entry(party)
        return audience

    def journal(self, said: Values) -> dict[str, Any]:
        """`meeting`: its journal, or a draft where none was issued; `as_of` as in `show`."""
        with self.node.lock:
            return Minutes(self._register(said)).of(said["meeting"])

    def sealed(self, said: Values) -> dict[str, Any]:
        """What is sealed for some, read here or not: one (`id`), or by `after` and `limit`."""
        relayed = Relayed(self.node.histories)
        with self.node.lock:
            if said.get("id"):
                found = relayed.one(said["id"])
                return {"items": [] if found is None else [found], "next": None}
            items, cursor = relayed.all(said.get("limit", 100), number(str(said.get("after") or 0)))
        return {"items": items, "next": str(cursor) if cursor else None}

    def line(self, _said: Values) -> dict[str, Any]:
        """The lines, what waits for whom, whom to ring, and response times."""
        with self.node.lock:
            return line.overview(self._register({}), self.node.party, self.node.parts.clock.now())

    def pending(self, said: Values) -> dict[str, Any]:
        """`whom`: only what is with this party; `as_of` as in `show`. Ordered by when it falls due."""
        with self.node.lock:
            whom = said.get("whom")
            if whom is not None:
                self.node.charter.entry(whom)
            if self._cut(said) is None and not said.get("known_to"):
                return self._today.pending(whom)
            return {"items": open_items(self._register(said), CHAPTERS, whom)}

    def access(self, said: Values) -> dict[str, Any]:
        """How many access restrictions each party recorded; `as_of` as in `show`."""
        with self.node.lock:
            return statistics(self._register(said).each("access"), self.node.charter.parties)

    def overlaps(self, said: Values) -> dict[str, Any]:
        """`as_of` as in `show`: which notices meet, of those that can be read here (NTC-9)."""
        with self.node.lock:
            register = self._register(said)
            held = standing(register.each("notices"))
            return overlaps([extent(one, register.beside(one)) for one in held])

    def face(self, _said: Values) -> dict[str, Any]:
        """What must stand on the face of everything shown."""
        said = self.node.charter.said
        zones = [[entry.id, entry.zone] for entry in said.parties]
        exercise = [list(pair) for pair in said.exercise or ()]
        return {"exercise": exercise, "purpose": said.purpose, "zones": zones}

    def status(self, _said: Values) -> dict[str, Any]:
        """Who this node is, what it holds of whom, who cosigned it, whether it waits."""
        node = self.node
        with node.lock:
            logs = []
            for history in node.histories.all():
                head = node.heads.newest(history)
                signed = node.heads.cosignatures(head) if head else {}
                logs.append(
                    {
                        "party": history.party, "branch": history.number, "size": history.size,
                        "head": head.checkpoint.size if head else 0, "time": history.state.time,
                        "cosigned": {party: line.time for party, line in signed.items()},
                    }
                )  # fmt: skip
            return {
                "party": node.party, "parties": list(node.charter.parties), "nodes": list(node.charter.nodes),
                "charter": node.charter.net, "fingerprint": node.charter.fingerprint,
                "exercise": [list(pair) for pair in node.charter.said.exercise or ()],
                "purpose": node.charter.said.purpose, "holding": node.start.holding, "apart": node.start.apart,
                "now": node.parts.clock.now(), "held": len(node.start.held()), "logs": logs,
                "evidence": len(node.witness.held()),
                "complaints": [asdict(complaint) for complaint in node.complaints.all()],
            }  # fmt: skip

    def evidence(self, _said: Values) -> dict[str, Any]:
        """Every conviction held: whose key signed which two heads, and the file that proves it."""
        with self.node.lock:
            return {"items": [conviction(found) for found in self.node.witness.held()], "next": None}

    # --- running

    def clock(self, said: Values) -> dict[str, Any]:
        """Moves an exercise's clock."""
        clock = self.node.parts.clock
        if not isinstance(clock, SteppedClock):
            raise Refused("clock_skew", "HOM-7", detail="not an exercise on a set clock")
        clock.move(instant(said["to"]))
        self.node.keep_time()
        return {"now": clock.now()}

    def alone(self, _said: Values) -> dict[str, Any]:
        """A person confirmed that no other party can be asked."""
        self.node.proceed_alone()
        return {"holding": self.node.start.holding}


def audience_spelled(said: str | None) -> str | None:
    """An audience as people write it, `a,b` in any order or `parties`, as the index spells it."""
    if said is None:
        return None
    return "" if said == "parties" else ",".join(sorted(set(said.split(","))))


def conviction(found: Conviction) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "origin": found.origin,
        "key": found.key,
        "heads": [{"size": h.checkpoint.size, "root": h.checkpoint.root.hex()} for h in found.heads],
        "file": b64(found.file),
    }
