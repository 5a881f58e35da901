# SPDX-License-Identifier: Apache-2.0
"""A party that lies: it reads everybody's logs like an honest node, and writes and shows its own as it likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.world.keys import raw_key, signing_key
from tests.world.log import Entry
from tests.world.nodes import Office, WallClock, exchange_with, head_of
from tests.world.party import Forgery, Party
from tests.world.town import Town
from tests.world.wording import wording
from tripartite.core.dispatch.envelope import Draft, read_text, write_text
from tripartite.core.dispatch.payload import Commitment, make_payload
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64, sha256
from tripartite.core.keys.public import named_key
from tripartite.core.log.checkpoint import cosignature_line, cosigned_text, verify_head, with_lines
from tripartite.core.log.note import make_note, signed_line
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tree import nodes_of
from tripartite.node.exchange import Mirror, join_feed
from tripartite.sync.protocol import Memory, Side, drive, pull

SAID = {"form": "oral_no_text", "kind": "decision", "title": [["en", "X"]]}
LIES = (
    "fork", "withhold notes", "withhold payloads", "bad acks", "back-date", "regress", "garbage", "flood", "replay",
    "bad payload", "lag", "false evidence", "two at once",
)  # fmt: skip


class Liar:
    """`lies`: what it does beside being honest. Each story is a pen with a log of its own."""

    def __init__(self, town: Town, name: str, wall: WallClock, chance: Random, lies: Sequence[str]) -> None:
        self.town, self.name, self.wall, self.chance, self.lies = town, name, wall, chance, frozenset(lies)
        self.reader = Office(town, name, wall).open()
        self.stories = [town.parties[name]]
        self.told: dict[str, int] = {}
        self.older: dict[str, list[bytes]] = {}
        self.foreign = Town(tuple(town.parties), label="elsewhere", chair=None, languages=("en",))
        self.tired = False
        """Once tired it tells nothing new."""

    @property
    def origin(self) -> str:
        return self.reader.own.origin

    def read(self, mirror: Mirror, memory: Memory) -> None:
        """Pulls the others' logs like anybody."""
        origins = [
            origin
            for origin in map(self.town.charter.origin, self.town.charter.nodes)
            if origin != self.origin
        ]
        side = Side(lambda: origins, self.origin, self.reader.inbox, lambda head: None)
        drive(pull(side, memory), exchange_with(mirror))

    # --- writing

    def act(self, proposals: Sequence[str]) -> None:
        """Says something, true or not, in one of its stories."""
        if self.tired:
            return
        pen = self.chance.choice(self.stories)
        deeds: list[Callable[[Party], object]] = [
            self._ack,
            self._ack,
            lambda pen: pen.say("head", "proposal.table", SAID, at=self.wall.time),
        ]
        if proposals:
            version = self.chance.choice(proposals[: self.chance.choice([3, 8])])
            deeds += [
                lambda pen: self._say(
                    pen, "proposal.position", {"of": version, "position": "accepts"}, version
                )
            ] * 3
        deeds += [
            getattr(self, "_" + lie.replace(" ", "_").replace("-", "_"))
            for lie in sorted(self.lies & WRITTEN)
        ]
        self.chance.choice(deeds)(pen)

    def accept(self, version: str) -> None:
        """What even a liar does now and then."""
        pen = self.chance.choice(self.stories)
        self._ack(pen)
        self._say(pen, "proposal.position", {"of": version, "position": "accepts"}, version)

    def _say(self, pen: Party, kind: str, body: dict[str, Any], record: str | None = None) -> None:
        pen.say("head", kind, body, record, at=self.wall.time)

    def _ack(self, pen: Party) -> None:
        heads = []
        for history in self.reader.histories.all():
            head = self.reader.heads.newest(history)
            if head and history.branch.origin != pen.log.origin and history.branch.parent is None:
                said = head.checkpoint
                heads.append(
                    [said.origin, said.size, b64(said.root), b64(head.line.key_id + head.line.signature)]
                )
        if heads:
            pen.say("node", "ack", {"heads": sorted(heads)}, at=self.wall.time)

    def _fork(self, pen: Party) -> None:
        if len(self.stories) < 4 and pen.log.size > 1:
            self.stories.append(pen.branch(self.chance.randrange(1, pen.log.size + 1)))
            self._say(
                self.stories[-1], "proposal.table", {**SAID, "title": [["en", f"story {len(self.stories)}"]]}
            )

    def _bad_acks(self, pen: Party) -> None:
        origin = self.chance.choice([self.town.charter.origin(name) for name in self.town.charter.nodes])
        size = self.chance.randrange(1, 40)
        head = [origin, size, b64(self.chance.randbytes(32)), b64(self.chance.randbytes(68))]
        pen.say("node", "ack", {"heads": [head]}, at=self.wall.time)

    def _back_date(self, pen: Party) -> None:
        pen.say(
            "head",
            "proposal.table",
            SAID,
            at=self.wall.time + self.chance.choice([-100_000, -500, 200, 400, 5_000]),
        )

    def _garbage(self, pen: Party) -> None:
        pen.log.add(Entry(self.chance.randbytes(self.chance.randrange(200)), None))

    def _flood(self, pen: Party) -> None:
        for _ in range(30):
            self._garbage(pen)

    def _replay(self, pen: Party) -> None:
        self.foreign[self.name].say("head", "proposal.table", SAID, at=self.wall.time)
        pen.log.add(self.foreign[self.name].log.entries[-1])

    def _two_at_once(self, pen: Party) -> None:
        pen.log.add(self.chance.choice(pen.log.entries))

    def _bad_payload(self, pen: Party) -> None:
        """A note that truly names the length and hash of bytes that do not open to its root."""
        add_spoilt(
            pen, [wording("proposal.table", SAID).line], lambda data: data[:-2] + b"\n", self.wall.time
        )

    def _regress(self, pen: Party) -> None:
        """Cosigns what it holds of the others' logs, and shows an earlier head, cosigned later, instead."""
        for history in self.reader.histories.all():
            head, origin = self.reader.heads.newest(history), history.branch.origin
            if head is not None and origin != self.origin:
                self.older.setdefault(origin, []).append(self._cosigned(head.data, self.wall.time))
                self.older[origin].append(
                    self._cosigned(self.chance.choice(self.older[origin]), self.wall.time + 1)
                )

    def _cosigned(self, data: bytes, time: int) -> bytes:
        charter = self.town.charter
        origin = data.split(b"\n", 1)[0].decode()
        head = verify_head(data, charter.key(origin))
        key = charter.key(str(charter.name(self.name, "w")))
        signature = (
            signing_key(self.town.seed(self.name, "w")).sign(cosigned_text(head.note.text, time)).signature
        )
        return with_lines(head.note, [cosignature_line(key, time, signature)])

    # --- showing

    def mirror(self, asker: str) -> Mirror:
        return LyingMirror(self, asker)

    def story_for(self, asker: str) -> list[Party]:
        if "fork" not in self.lies:
            return self.stories[:1]
        if self.chance.random() < 0.2:
            return self.stories
        at = self.told.setdefault(asker, self.chance.randrange(4))
        return [self.stories[at % len(self.stories)]]


WRITTEN = frozenset(
    {"fork", "bad acks", "back-date", "regress", "garbage", "flood", "replay", "bad payload", "two at once"}
)


class LyingMirror:
    """What a liar shows to one of the others: of strangers' logs what it holds, of its own what it likes."""

    def __init__(self, liar: Liar, asker: str) -> None:
        self._liar, self._asker, self._honest = liar, asker, liar.reader.mirror

    def _does(self, lie: str, often: float) -> bool:
        return lie in self._liar.lies and self._liar.chance.random() < often

    def origins(self) -> Sequence[str]:
        return [*self._honest.origins(), self._liar.origin]

    def heads(self, origin: str) -> Sequence[bytes]:
        liar = self._liar
        if self._does("garbage", 0.2):
            return [liar.chance.randbytes(100), b"x\n1\ny\n\n"]
        if origin != liar.origin:
            if origin in liar.older and self._does("regress", 0.5):
                return [liar.chance.choice(liar.older[origin])]
            return self._honest.heads(origin)
        stories = liar.story_for(self._asker)
        sizes = [
            liar.chance.randrange(1, s.log.size + 1) if self._does("lag", 0.5) else s.log.size
            for s in stories
        ]
        return [head_of(story, size) for story, size in zip(stories, sizes, strict=True)]

    def _story(self, start: int, root: bytes | None) -> Party:
        stories = self._liar.stories
        if root is not None:
            return next(
                (s for s in stories for size in range(s.log.size + 1) if s.log.root(size) == root), stories[0]
            )
        at = self._liar.told.get(self._asker, 0)
        return stories[at % len(stories)] if "fork" in self._liar.lies else stories[0]

    def feed(self, origin: str, start: int, root: bytes | None, limit: int) -> bytes:
        if self._does("withhold notes", 0.5):
            raise Refused("not_found", "SYN-2")
        if self._does("garbage", 0.1):
            return self._liar.chance.randbytes(300)
        if origin != self._liar.origin:
            return self._honest.feed(origin, start, root, limit)
        entries = self._story(start, root).log.entries[start:]
        return b"".join(join_feed(entry.dispatch, self._payload(entry)) for entry in entries)

    def _payload(self, entry: Entry) -> bytes:
        return b"" if self._withheld(entry.payload or b"") else entry.payload or b""

    def _withheld(self, payload: bytes) -> bool:
        """Some payloads it never serves, some now and then, most always."""
        if "withhold payloads" not in self._liar.lies:
            return False
        lot = sha256(payload)[0]
        return lot < 64 or (lot < 128 and self._liar.chance.random() < 0.5)

    def proof(self, origin: str, old: int, new: int, root: bytes | None) -> Sequence[bytes]:
        if self._does("garbage", 0.1):
            return [self._liar.chance.randbytes(32)] * 3
        if origin != self._liar.origin:
            return self._honest.proof(origin, old, new, root)
        log = self._story(old, root).log
        if not 0 < old <= new <= log.size:
            raise Refused("not_found", "SYN-2")
        return consistency_path(old, new, nodes_of(log.hashes))

    def payload(self, stored: bytes) -> bytes | None:
        for story in self._liar.stories:
            for entry in story.log.entries:
                if entry.payload and sha256(entry.payload) == stored:
                    return None if self._withheld(entry.payload) else entry.payload
        return self._honest.payload(stored)

    def wrap(self, named: bytes) -> bytes | None:
        return self._honest.wrap(named)

    def thin(self, dispatch: str, reader: str) -> bytes | None:
        return self._honest.thin(dispatch, reader)

    def evidence(self) -> Sequence[str]:
        false = [sha256(data).hex() for data in _FALSE] if "false evidence" in self._liar.lies else []
        return [*self._honest.evidence(), *false]

    def evidence_file(self, name: str) -> bytes | None:
        false = {sha256(data).hex(): data for data in _FALSE}
        return false.get(name) or self._honest.evidence_file(name)

    def charters(self) -> Sequence[str]:
        return self._honest.charters()

    def charter(self, name: str) -> bytes | None:
        return self._honest.charter(name)


_FALSE = (b"", b"tripartite/evidence@v1\nE1\nsomebody\n", b"\xff" * 50)


def add_spoilt(pen: Party, lines: list[bytes], spoil: Callable[[bytes], bytes], at: int) -> str:
    """A dispatch whose note truly names the length and hash of bytes that do not open to its root; the act's id."""
    town, log, by = pen.town, pen.log, pen.key_name("d/head")
    payload, said = make_payload(town.dice.draw(32), lines)
    wrong = spoil(payload)
    text = write_text(
        Draft(
            by=by,
            origin=log.origin,
            net=town.charter.net,
            at=at,
            nonce=town.dice.draw(16),
            prev_size=log.size,
            prev_root=log.root(),
            commitment=Commitment(said.count, said.root, len(wrong), sha256(wrong)),
        )
    )
    seed = pen.seed("d/head")
    line = signed_line(named_key(by, raw_key(seed)), signing_key(seed).sign(text).signature)
    log.add(Entry(make_note(text, [line]), wrong))
    return f"{read_text(text).id}/0"


__all__ = ["LIES", "Forgery", "Liar", "LyingMirror", "add_spoilt"]
