# SPDX-License-Identifier: Apache-2.0
"""What a page is made from: every record of the chapters it needs, in an order that is the same on every node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tripartite.core.encoding.values import instant
from tripartite.core.keys.public import fingerprint

if TYPE_CHECKING:
    from tripartite.core.register.charter import Charter

Ask = Callable[[str, Mapping[str, Any]], Any]
"""One of the calls of an office, by name."""
Record = dict[str, Any]
CHAPTERS = (
    "reports", "statements", "proposals", "meetings", "common_points", "undertakings", "incidents", "investigations",
)  # fmt: skip
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """What one party has signed, and since when each other holds all of it, as far as this copy knows."""

    party: str
    size: int
    held: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    charter: Charter
    party: str
    """Whose copy this is."""
    now: int
    number: str
    """The same on every copy that holds the same."""
    chapters: Mapping[str, Sequence[Record]]
    copies: Sequence[Copy]

    def __getitem__(self, chapter: str) -> Sequence[Record]:
        return self.chapters[chapter]

    @property
    def parties(self) -> tuple[str, ...]:
        return tuple(self.charter.parties)

    def report_of(self, act: str) -> Record | None:
        """The report that this act founds or belongs to."""
        return next((one for one in self["reports"] if any(act == part["id"] for part in one["acts"])), None)

    def of(self, chapter: str, party: str) -> list[Record]:
        return [record for record in self[chapter] if record["by"] == party]


def gather(ask: Ask, charter: Charter) -> Gathered:
    status = ask("status", {})
    return Gathered(
        charter=charter,
        party=status["party"],
        now=status["now"],
        number=fingerprint(ask("digest", {})["digest"].encode()),
        chapters={chapter: listed(ask, chapter) for chapter in CHAPTERS},
        copies=sorted(_copies(status), key=lambda copy: charter.parties.index(copy.party)),
    )


def listed(ask: Ask, chapter: str) -> list[Record]:
    """Every record of a chapter, in that order."""
    items: list[Record] = []
    cursor = None
    while True:
        page = ask("list", {"chapter": chapter, "after": cursor, "limit": _PAGE})
        items += page["items"]
        cursor = page["next"]
        if not cursor:
            return sorted(items, key=_place)


def _place(record: Record) -> tuple[int, str, int]:
    """When it was signed; what one signature covers, in its own order."""
    dispatch, _, index = str(record["id"]).partition("/")
    return record["acts"][0]["time"], dispatch, int(index)


def _copies(status: Mapping[str, Any]) -> Iterable[Copy]:
    """Of the logs held, the one each party stands by: the first heard of."""
    seen: set[str] = set()
    for log in status["logs"]:
        if log["party"] not in seen:
            seen.add(log["party"])
            yield Copy(log["party"], log["size"], log["cosigned"])


def act_order(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Entries of one record by the order in which one signature covers them, else as they are."""
    found = list(entries)
    first: dict[str, int] = {}
    for place, entry in enumerate(found):
        first.setdefault(str(entry["act"]).partition("/")[0], place)

    def key(entry: Mapping[str, Any]) -> tuple[int, int]:
        dispatch, _, index = str(entry["act"]).partition("/")
        return first[dispatch], int(index)

    return sorted(found, key=key)


def moment(day: str) -> int:
    """The noon of a day, so that no zone makes it another."""
    return instant(day if "T" in day else f"{day}T12:00:00Z")
