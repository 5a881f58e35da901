# SPDX-License-Identifier: Apache-2.0
"""The desk's own file, `desk.sqlite`: drafts and the signature folder. Nothing of it is an act, and nothing leaves.

It lies in the home beside the store, readable by its owner alone, and is opened by one process and one SQLite library.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.away import Away
from tripartite.desk.devices import Devices
from tripartite.desk.diary import Diary
from tripartite.desk.kept import Aspect, Draft, Item, State, Step, Wish
from tripartite.desk.note_box import Box
from tripartite.desk.shelf import Shelf
from tripartite.storage.sqlite.database import Database
from tripartite.storage.sqlite.schema import Schema

FILE = "desk.sqlite"
SCHEMA = Schema(
    0x74726B66,
    1,
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
        "CREATE TABLE draft (id TEXT PRIMARY KEY, author TEXT NOT NULL, at INTEGER NOT NULL, said BLOB NOT NULL)",
        "CREATE TABLE folder (id TEXT PRIMARY KEY, at INTEGER NOT NULL, said BLOB NOT NULL)",
    ),
)
"""Marked "trkf"."""


def fresh() -> str:
    """An id that nobody guesses."""
    return secrets.token_hex(16)


class Drawer:
    """Drafts by author and id; the folder's items by id.

    Whatever a method did is durable when it returns. `role` is always whose hand it is; instants are Unix seconds.
    Raises `Refused`: `not_found` for what is not there or is somebody else's, `folder_changed` if the item is no longer
    what the caller looked at, `own_hand` if whoever wrote something would judge it. Of the file: as `Database`.
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path, schema=SCHEMA)
        self.diary = Diary(self._db)
        self.field = Box(self._db)
        self.away = Away(self._db)
        self.saved = Shelf(self._db)
        self.devices = Devices(self._db)
        self._signing: set[str] = set()
        """Items that this process is signing now."""

    def close(self) -> None:
        self._db.close()

    # --- drafts

    def save(self, draft: Draft) -> None:
        """Saves it, over an earlier state of it."""
        with self._written():
            self._nobody_elses(draft.id, draft.author)
            self._db.run(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
                (draft.id, draft.author, draft.at, msgspec.json.encode(draft)),
            )

    def drafts(self, author: str) -> list[Draft]:
        """The author's own, the latest first."""
        rows = self._db.all("SELECT said FROM draft WHERE author=? ORDER BY at DESC, id", (author,))
        return [msgspec.json.decode(said, type=Draft) for (said,) in rows]

    def draft(self, ident: str, author: str) -> Draft | None:
        row = self._db.one("SELECT said FROM draft WHERE id=? AND author=?", (ident, author))
        return msgspec.json.decode(row[0], type=Draft) if row else None

    def throw_away(self, ident: str, author: str) -> None:
        """It need not be there."""
        with self._written():
            self._nobody_elses(ident, author)
            self._db.run("DELETE FROM draft WHERE id=?", (ident,))

    def _nobody_elses(self, ident: str, author: str) -> None:
        row = self._db.one("SELECT author FROM draft WHERE id=?", (ident,))
        if row is not None and row[0] != author:
            raise Refused("not_found", "DSK-20", what="draft", found=ident[:80])

    # --- the folder

    def items(self) -> list[Item]:
        """All that lies in the folder, what came last first."""
        rows = self._db.all("SELECT said FROM folder ORDER BY at DESC, id")
        return [msgspec.json.decode(said, type=Item) for (said,) in rows]

    def item(self, ident: str) -> Item:
        row = self._db.one("SELECT said FROM folder WHERE id=?", (ident,))
        if row is None:
            raise Refused("not_found", "DSK-22", what="folder", found=ident[:80])
        return msgspec.json.decode(row[0], type=Item)

    def put(self, wish: Wish, role: str, at: int) -> Item:
        """Lays it in."""
        item = Item(fresh(), wish, "waiting", [Step("drafted", role, at, 1)])
        with self._written():
            self._db.run("INSERT INTO folder VALUES (?, ?, ?)", (item.id, at, msgspec.json.encode(item)))
        return item

    def change(self, ident: str, wish: Wish, role: str, at: int) -> Item:
        """Another wording in its place, which nobody has cleared; the same one again changes nothing."""
        with self._changed(ident) as found:
            item = found[0]
            item.at_hand(item.edition, "waiting", "returned")
            step = Step("changed", role, at, item.edition + 1)
            if item.state == "returned" or replace(wish, form=item.wish.form) != item.wish:
                found[0] = replace(item, wish=wish, state="waiting", steps=[*item.steps, step])
        return found[0]

    def clear(
        self, ident: str, edition: int, role: str, at: int, aspect: Aspect = "other", words: str = ""
    ) -> None:
        with self._changed(ident) as found:
            item = found[0]
            item.at_hand(edition, "waiting")
            item.not_by(role)
            step = Step("cleared", role, at, edition, words, aspect)
            found[0] = replace(item, steps=[*item.steps, step])

    def send_back(self, ident: str, edition: int, role: str, at: int, words: str) -> None:
        """To whoever drafted it, with a reason."""
        with self._changed(ident) as found:
            item = found[0]
            item.at_hand(edition, "waiting")
            item.not_by(role)
            if not words:
                raise Refused("no_reason", "DSK-26")
            step = Step("returned", role, at, edition, words)
            found[0] = replace(item, state="returned", steps=[*item.steps, step])

    def take_out(self, ident: str, role: str) -> None:
        """By whoever drafted it, and never while it is being signed."""
        with self._written():
            item = self.item(ident)
            if role != item.drafter:
                raise Refused("not_found", "DSK-22", what="folder", found=ident[:80])
            item.at_hand(item.edition, "waiting", "returned", "signed")
            self._db.run("DELETE FROM folder WHERE id=?", (ident,))

    # --- signing: between the two, somebody is at it, or this desk was stopped and the node knows what came of it

    def begin_signing(self, ident: str, edition: int, role: str, at: int, dispatch: str) -> None:
        """For nobody else, from now on, and for this edition alone. `dispatch`: the id of what is being signed."""
        with self._changed(ident) as found:
            item = found[0]
            item.at_hand(edition, "waiting")
            step = Step("signed", role, at, edition)
            found[0] = replace(item, state="signing", dispatch=dispatch, steps=[*item.steps, step])
            self._signing.add(ident)

    def end_signing(self, ident: str, record: str) -> None:
        """It stands in this record now; "" if it does not stand anywhere, so that it may be signed again."""
        with self._changed(ident) as found:
            item = found[0]
            item.at_hand(item.edition, "signing")
            state: State = "signed" if record else "waiting"
            steps = item.steps if record else item.steps[:-1]
            found[0] = replace(item, state=state, done=record, dispatch="", steps=steps)
        self._signing.discard(ident)

    def interrupted(self, item: Item) -> bool:
        """Whether it was being signed when this desk was stopped."""
        return item.state == "signing" and item.id not in self._signing

    # --- writing

    @contextmanager
    def _written(self) -> Iterator[None]:
        with self._db.transaction():
            yield
        self._db.settle()

    @contextmanager
    def _changed(self, ident: str) -> Iterator[list[Item]]:
        """The item in a list of one; what stands in the list in the end is kept."""
        with self._written():
            found = [self.item(ident)]
            yield found
            self._db.run("UPDATE folder SET said=? WHERE id=?", (msgspec.json.encode(found[0]), ident))
