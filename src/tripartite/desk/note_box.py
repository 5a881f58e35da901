# SPDX-License-Identifier: Apache-2.0
"""The field box in the desk's own file: invitations, the phones that were let in, and the notes they sent, sealed.

Of an invitation and of a phone's word it keeps hashes. A note that is done with loses what was sealed in it; its id
stays, so that a phone that sends it again is told that it is here.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.keyring.note_box import MARK, SEALED
from tripartite.storage.sqlite.database import Database

INVITED = 86_400
"""Seconds for which an invitation is good, once."""
MOST_PHONES = 200
MOST_WAITING = 200
"""Notes of one phone that nobody has done with."""
MOST_NOTES = 20_000
"""Ids kept of one phone, whatever became of the notes."""
LABEL = 80
NOTE = re.compile(r"[0-9a-f]{32}\Z")
TABLES = (
    """CREATE TABLE IF NOT EXISTS field_invitation (
    hash TEXT PRIMARY KEY, label TEXT NOT NULL, made_by TEXT NOT NULL, until INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS field_phone (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, made_by TEXT NOT NULL, since INTEGER NOT NULL, hash TEXT NOT NULL,
    revoked INTEGER NOT NULL, revoked_by TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS field_note (
    phone TEXT NOT NULL, id TEXT NOT NULL, arrived INTEGER NOT NULL, clock INTEGER NOT NULL, sealed BLOB NOT NULL,
    said BLOB NOT NULL, PRIMARY KEY (phone, id))""",
)

State = Literal["waiting", "done", "aside"]


@dataclass(frozen=True, slots=True)
class Phone:
    """`label`: function and number, no name. `since`, `revoked`: Unix seconds, 0 if not revoked."""

    id: str
    label: str
    made_by: str
    since: int
    hash: str
    revoked: int
    revoked_by: str


class Handled(Struct, frozen=True):
    """What became of a note. `acts`: by part the act it came to; `record`: where they stand."""

    state: State = "waiting"
    by: str = ""
    at: int = 0
    record: str = ""
    acts: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Sent:
    """A note as it came. `clock`: by the phone, when it was sent; `sealed` is empty once somebody is done with it."""

    phone: str
    id: str
    arrived: int
    clock: int
    sealed: bytes
    handled: Handled

    @property
    def bound(self) -> str:
        """What the seal binds it to."""
        return bound(self.phone, self.id)

    @property
    def skew(self) -> int:
        """Seconds by which the phone's clock went ahead of the node's; below 0 if it was behind."""
        return self.clock - self.arrived


def bound(phone: str, note: str) -> str:
    return f"{phone}.{note}"


class Box:
    """Whatever a method did is durable when it returns. `at`, `role`: when, Unix seconds, and by whose hand."""

    def __init__(self, database: Database) -> None:
        self._db = database
        with database.write():
            for table in TABLES:
                database.run(table)

    # --- phones

    def invite(self, label: str, role: str, at: int) -> str:
        """The word by which one phone may come in, once; it is told here and kept nowhere."""
        word = secrets.token_urlsafe(24)
        with self._written():
            self._db.run("DELETE FROM field_invitation WHERE until <= ?", (at,))
            waiting = self._db.all("SELECT hash FROM field_invitation")
            if len(waiting) + len(self.phones()) >= MOST_PHONES:
                raise Refused("box_full", "FLD-1", expected=MOST_PHONES)
            row = (_hash(word), label[:LABEL], role, at + INVITED)
            self._db.run("INSERT INTO field_invitation VALUES (?, ?, ?, ?)", row)
        return word

    def invited(self, word: str, at: int) -> bool:
        """Whether a phone may still come in by this word."""
        return self._db.one(*_invitation(word, at)) is not None

    def let_in(self, word: str, at: int) -> tuple[str, str]:
        """The phone's id and its own word; raises `Refused("not_invited")`."""
        phone, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
        with self._written():
            found = self._db.one(*_invitation(word, at))
            if found is None:
                raise Refused("not_invited", "FLD-1")
            self._db.run("DELETE FROM field_invitation WHERE hash=?", (_hash(word),))
            row = (phone, found[0], found[1], at, _hash(secret), 0, "")
            self._db.run("INSERT INTO field_phone VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return phone, secret

    def phones(self) -> list[Phone]:
        """All that were let in, the newest first."""
        return [Phone(*row) for row in self._db.all("SELECT * FROM field_phone ORDER BY since DESC, id")]

    def phone(self, ident: str) -> Phone:
        row = self._db.one("SELECT * FROM field_phone WHERE id=?", (ident,))
        if row is None:
            raise Refused("not_found", "FLD-2", what="phone", found=ident[:80])
        return Phone(*row)

    def revoke(self, ident: str, role: str, at: int) -> None:
        """It sends nothing any more, for good."""
        with self._written():
            if not self.phone(ident).revoked:
                said = "UPDATE field_phone SET revoked=?, revoked_by=? WHERE id=?"
                self._db.run(said, (at, role, ident))

    def known(self, ident: str, secret: str) -> Phone:
        """Whose word it is; raises `Refused`: `not_invited`, or `phone_revoked` to who has the right word."""
        row = self._db.one("SELECT * FROM field_phone WHERE id=?", (ident,))
        if row is None or not hmac.compare_digest(Phone(*row).hash, _hash(secret)):
            raise Refused("not_invited", "FLD-2")
        found = Phone(*row)
        if found.revoked:
            raise Refused("phone_revoked", "FLD-2")
        return found

    # --- notes

    def take(self, phone: Phone, ident: str, sealed: bytes, clock: int, at: int) -> bool:
        """Keeps a note; False if it is here already. Raises `note_unreadable` by its form alone, `box_full`."""
        if not NOTE.match(ident) or len(sealed) != SEALED or not sealed.startswith(MARK):
            raise Malformed("note_unreadable", "FLD-5", detail="form")
        with self._written():
            key = (phone.id, ident)
            if self._db.one("SELECT id FROM field_note WHERE phone=? AND id=?", key):
                return False
            self._room(phone)
            said = msgspec.json.encode(Handled())
            self._db.run("INSERT INTO field_note VALUES (?, ?, ?, ?, ?, ?)", (*key, at, clock, sealed, said))
        return True

    def _room(self, phone: Phone) -> None:
        sql = "SELECT count(*), coalesce(sum(length(sealed) > 0), 0) FROM field_note WHERE phone=?"
        kept, waiting = self._db.all(sql, (phone.id,))[0]
        if kept >= MOST_NOTES or waiting >= MOST_WAITING:
            raise Refused("box_full", "FLD-5", expected=MOST_WAITING)

    def waiting(self) -> int:
        """How many nobody has done with."""
        return int(self._db.all("SELECT count(*) FROM field_note WHERE length(sealed) > 0")[0][0])

    def notes(self, waiting: bool = True) -> list[Sent]:
        """Those that wait, or those that are done with; what came last first."""
        sql = "SELECT * FROM field_note WHERE (length(sealed) > 0)=? ORDER BY arrived DESC, id LIMIT 500"
        return [_sent(*row) for row in self._db.all(sql, (int(waiting),))]

    def note(self, phone: str, ident: str) -> Sent:
        row = self._db.one("SELECT * FROM field_note WHERE phone=? AND id=?", (phone, ident))
        if row is None:
            raise Refused("not_found", "FLD-6", what="note", found=ident[:80])
        return _sent(*row)

    def belongs(self, phone: str, ident: str, record: str) -> None:
        """What it says belongs to a record that stands already."""
        with self._changed(phone, ident) as found:
            found[0] = replace(found[0], record=record)

    def signed(self, marks: list[str], record: str, act: str) -> None:
        """A draft that was made of a note is signed; `marks`: what the draft's form says it was made of."""
        phone, _, rest = (marks[0] if marks else "").partition(".")
        ident, _, part = rest.partition(".")
        if not self._db.one("SELECT id FROM field_note WHERE phone=? AND id=?", (phone, ident)):
            return
        with self._changed(phone, ident) as found:
            acts = {**found[0].acts, part[:40]: act}
            found[0] = replace(found[0], acts=acts, record=found[0].record or record)

    def close(self, phone: str, ident: str, state: State, role: str, at: int) -> None:
        """Nobody needs it any more: what was sealed goes."""
        with self._changed(phone, ident) as found:
            found[0] = replace(found[0], state=state, by=role, at=at)
            self._db.run("UPDATE field_note SET sealed=x'' WHERE phone=? AND id=?", (phone, ident))

    # --- writing

    @contextmanager
    def _written(self) -> Iterator[None]:
        with self._db.transaction():
            yield
        self._db.settle()

    @contextmanager
    def _changed(self, phone: str, ident: str) -> Iterator[list[Handled]]:
        with self._written():
            found = [self.note(phone, ident).handled]
            yield found
            said = msgspec.json.encode(found[0])
            self._db.run("UPDATE field_note SET said=? WHERE phone=? AND id=?", (said, phone, ident))


def _sent(phone: str, ident: str, arrived: int, clock: int, sealed: bytes, said: bytes) -> Sent:
    return Sent(phone, ident, arrived, clock, sealed, msgspec.json.decode(said, type=Handled))


def _invitation(word: str, at: int) -> tuple[str, tuple[str, int]]:
    sql = "SELECT label, made_by FROM field_invitation WHERE hash=? AND until > ?"
    return sql, (_hash(word), at)


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
