# SPDX-License-Identifier: Apache-2.0
"""Leaves and trees in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tripartite.core.encoding.refusal import Refused
from tripartite.core.log.tiles import Tile
from tripartite.node.ports import Branch, Leaf
from tripartite.storage.history import stretches
from tripartite.storage.sqlite.database import Database, Row

LEAF = """SELECT number, branch, place, data, id, role, grant_, time, at, reason, count, hash, length, keyed,
    audience FROM leaf"""
_INSERT = "INSERT INTO leaf VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_TILE_LEVELS = 8
_TILE_NUMBERS = 1 << 40
SHORTEST_PREFIX = 4
_TOGETHER = 256
"""Ids looked up in one statement."""


def _tile_key(branch: int, level: int, number: int) -> int:
    return (branch * _TILE_LEVELS + level) * _TILE_NUMBERS + number


def leaf_of(row: Row) -> Leaf:
    number, branch, place, data, ident, role, grant, time, at, reason, count, hash_, length, keyed, to = row
    return Leaf(
        branch=branch,
        index=place,
        data=data,
        id=ident.hex() if ident else "",
        role=role,
        grant=grant,
        time=time,
        at=at,
        reason=reason,
        count=count,
        payload_hash=hash_ or b"",
        payload_length=length,
        keyed=bool(keyed),
        number=number,
        to=tuple(to.split(",")) if to else (),
    )


def _row(number: int, branch: int, leaf: Leaf) -> Row:
    return (
        number,
        branch,
        leaf.index,
        leaf.data,
        bytes.fromhex(leaf.id) or None,
        leaf.role,
        leaf.grant,
        leaf.time,
        leaf.at,
        leaf.reason,
        leaf.count,
        leaf.payload_hash or None,
        leaf.payload_length,
        leaf.keyed,
        ",".join(leaf.to) or None,
    )


class SqliteLogs:
    def __init__(self, db: Database) -> None:
        self._db = db

    def branches(self) -> Sequence[Branch]:
        rows = self._db.all("SELECT number, origin, parent, fork_at, size FROM branch ORDER BY number")
        return [Branch(*row) for row in rows]

    def branch(self, number: int) -> Branch:
        row = self._db.one(
            "SELECT number, origin, parent, fork_at, size FROM branch WHERE number=?", (number,)
        )
        if row is None:
            raise Refused("store_order", "HOM-1", branch=number)
        return Branch(*row)

    def open_branch(self, origin: str, parent: int | None, fork_at: int) -> Branch:
        with self._db.write():
            row = self._db.one(
                "INSERT INTO branch (origin, parent, fork_at, size) VALUES (?,?,?,?) RETURNING number",
                (origin, parent, fork_at, fork_at),
            )
        number = row[0] if row else 0
        return Branch(number, origin, parent, fork_at, fork_at)

    def add(self, branch: int, leaves: Sequence[Leaf], tiles: Sequence[Tile]) -> int:
        with self._db.write():
            size = self.branch(branch).size
            for place, leaf in enumerate(leaves, size):
                if leaf.index != place:
                    raise Refused("store_order", "HOM-1", expected=place, found=leaf.index)
            last = self._db.one("SELECT max(number) FROM leaf")
            first: int = ((last and last[0]) or 0) + 1
            self._db.many(_INSERT, (_row(number, branch, leaf) for number, leaf in enumerate(leaves, first)))
            wanted = [(number,) for number, leaf in enumerate(leaves, first) if leaf.payload_hash]
            self._db.many("INSERT INTO wanted VALUES (?)", wanted)
            self._db.many(
                "INSERT OR REPLACE INTO tile VALUES (?,?)",
                ((_tile_key(branch, level, number), data) for level, number, data in tiles),
            )
            self._db.run("UPDATE branch SET size=? WHERE number=?", (size + len(leaves), branch))
        return first

    def leaves(self, branch: int, start: int, limit: int) -> Sequence[Leaf]:
        found: list[Leaf] = []
        for part in stretches(branch, self.branch):
            if limit > len(found) and part.end > start:
                rows = self._db.all(
                    f"{LEAF} WHERE branch=? AND place>=? AND place<? ORDER BY place LIMIT ?",
                    (part.branch, max(start, part.start), part.end, limit - len(found)),
                )
                found.extend(map(leaf_of, rows))
        return found

    def tile(self, branch: int, level: int, number: int) -> bytes:
        row = self._db.one("SELECT data FROM tile WHERE key=?", (_tile_key(branch, level, number),))
        return row[0] if row else b""

    def by_id(self, dispatch: str) -> Sequence[Leaf]:
        if len(dispatch) < SHORTEST_PREFIX:
            return []
        low, high = bytes.fromhex(dispatch.ljust(64, "0")), bytes.fromhex(dispatch.ljust(64, "f"))
        rows = self._db.all(
            f"{LEAF} WHERE substr(id, 1, 8) BETWEEN ? AND ? AND id BETWEEN ? AND ? ORDER BY number",
            (low[:8], high[:8], low, high),
        )
        return [leaf_of(row) for row in rows]

    def known(self, dispatches: Collection[str]) -> set[str]:
        found: set[str] = set()
        ids = sorted(bytes.fromhex(dispatch) for dispatch in dispatches)
        for start in range(0, len(ids), _TOGETHER):
            some = ids[start : start + _TOGETHER]
            marks = ",".join("?" * len(some))
            rows = self._db.all(
                f"SELECT id FROM leaf WHERE substr(id, 1, 8) IN ({marks}) AND id IN ({marks})",  # noqa: S608 - marks only
                (*(ident[:8] for ident in some), *some),
            )
            found.update(row[0].hex() for row in rows)
        return found

    def by_number(self, number: int) -> Leaf | None:
        row = self._db.one(f"{LEAF} WHERE number=?", (number,))
        return leaf_of(row) if row else None

    def sealed(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        rows = self._db.all(
            f"{LEAF} WHERE audience IS NOT NULL AND number>? ORDER BY number LIMIT ?", (after, limit)
        )
        return [leaf_of(row) for row in rows]

    def keyed(self, branch: int) -> Sequence[Leaf]:
        found: list[Leaf] = []
        for part in stretches(branch, self.branch):
            rows = self._db.all(
                f"{LEAF} WHERE keyed AND branch=? AND place>=? AND place<? ORDER BY place", part
            )
            found.extend(map(leaf_of, rows))
        return found
