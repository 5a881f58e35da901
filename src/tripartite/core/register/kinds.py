# SPDX-License-Identifier: Apache-2.0
"""What a chapter is made of: kinds of act, a life-cycle table, and who may do what (REG-9 to REG-12).

A chapter is one file that fills these forms. The fold knows no chapter by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from tripartite.core.dispatch.act import MAX_ACT
from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Blank, Body

if TYPE_CHECKING:
    from tripartite.core.register.case import Case
    from tripartite.core.register.record import Record
    from tripartite.core.register.world import World

Mode = Literal["found", "move", "add"]
Publicity = Literal["never", "aged", "author", "consent"]
"""Who may make an act of a kind public: nobody; whoever may, once what it is about lies back far enough; its author
alone; its author, and others with the author's consent (REL-3). A kind that does not say is never public."""
FieldClass = Literal["core", "exact_place_time", "operational", "persons"]
"""What all fields of a kind's body are (CLS-1). What a source is has no field anywhere."""
SAME = "(same)"
"""As a row's target: the state continued."""
BEFORE = "(as before)"
"""As a row's target: the state that the continued move itself continued."""

LETTERS: Mapping[str, tuple[frozenset[str], str]] = {
    "H": (frozenset({"head_of_delegation", "deputy_head"}), "negotiate"),
    "D": (frozenset({"member", "adviser_expert"}), "negotiate"),
    "L": (frozenset({"liaison_officer", "watch_officer"}), "send_notification"),
    "M": (frozenset({"monitor"}), "sign_report"),
    "S": (frozenset({"secretariat", "rapporteur"}), "keep_record"),
    "C": (frozenset({"chair"}), "preside"),
    "Me": (frozenset({"facilitator", "mediator"}), "preside"),
    "O": (frozenset({"observer", "witness"}), "sign_report"),
}
"""The letters of `spec/`: functions, and the power that goes with them unless another is stated."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why an act has no effect: a reason of REG-15, a code for what exactly was missing, and the facts of the case."""

    reason: str
    detail: str = ""
    facts: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether what is not held yet may turn it (REG-14)."""
        return self.reason == "not_held"


Guard = Callable[["Case"], Finding | None]
"""Judges an act at its place; None lets it pass. Reads no clock and never the absence of an act."""
Owners = Callable[["Case"], frozenset[Party]]
"""The parties one of whose delegates may do it."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who may do something: letters, the power instead of the usual one, whose delegate, how many sign.

    `C` is a chair's delegate of the party that presides; where the charter's rule names none, any H.
    """

    letters: str
    power: str = ""
    owners: Owners | None = None
    of: str = ""
    """`owners` in words, for the tables in the documentation."""
    second: bool = False
    needs: Callable[[Any], str] | None = None
    """The power, where it depends on the act's body."""
    also: str = ""
    """Letters that count too where the charter grants `right`."""
    right: str = ""

    alternatives: tuple[tuple[str, frozenset[str], str], ...] = field(init=False, repr=False, compare=False)
    """Letter, functions and power of each way to be the one, by the letters alone."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "alternatives", tuple(self._alternatives(self.letters, self.power)))

    def powers(
        self, body: object, allows: Callable[[str], bool]
    ) -> Iterable[tuple[str, frozenset[str], str]]:
        """As `alternatives`, for this body and where the charter `allows` what it does."""
        needs = None if isinstance(body, Blank) else self.needs
        needed = needs(body) if needs else self.power
        yield from self._alternatives(self.letters, needed) if needs else self.alternatives
        if self.also and allows(self.right):
            yield from self._alternatives(self.also, needed)

    def _alternatives(self, letters: str, needed: str) -> Iterable[tuple[str, frozenset[str], str]]:
        for letter in letters.split():
            functions, power = LETTERS[letter]
            yield letter, functions, needed or power


ANYONE = Who("")
"""Any delegate of the party, whatever the function."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: its body's schema, and for adds and founding acts outside a table who may do it."""

    name: str
    body: type[Body]
    mode: Mode
    who: Who = ANYONE
    guard: Guard | None = None
    version: int = 1
    kept: bool = True
    """No erasure may touch it."""
    waits: bool = False
    """It folds only once everything its log acknowledged before it is held (REG-14)."""
    carried: bool = False
    """It counts only in a payload that travels with its dispatch."""
    structural: bool = False
    """Signed by roots, office or node, not by a delegate."""
    public: Publicity = "never"
    cls: FieldClass = "core"
    in_record: bool = False
    """Of a node's acts: it names the record it stands in, and in `of` the act there that it is about (DUE-1)."""
    confirmed_with: Callable[[Any], str] | None = None
    """The power that a confirmation adds to an act of this kind that has effect already; "" where none is missing."""
    limit: int = MAX_ACT
    """Bytes of one such act's line."""
    spelled: str = field(init=False)
    """Name and version, as an act's line has it."""
    decoder: msgspec.json.Decoder[Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelled", f"{self.name}@{self.version}")
        object.__setattr__(self, "decoder", msgspec.json.Decoder(self.body))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a life-cycle table: from these states (none: founding) this move, by whom, leads there."""

    sources: tuple[str, ...]
    move: str
    who: Who
    target: str
    guard: Guard | None = None
    says: str = ""
    """The guard in words, for the tables in the documentation."""
    when: Callable[[Any], bool] | None = None
    """The bodies it is for, where a body chooses between targets."""

    def fits(self, body: object) -> bool:
        return self.when is None or isinstance(body, Blank) or self.when(body)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is due under one act, and by when; it is set by that act or by its receipt, never by a clock (DUE-2)."""

    of: str
    """The act that sets it."""
    due: int
    """Unix seconds, as `elapsed` acts name it."""
    grace: int
    """Seconds after `due` before a node may say that it passed: the charter's delay, or 0 for a service timer."""
    owing: frozenset[Party]
    """The parties one of which is to act; whether it passed is for the others to say."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An open item of a record."""

    what: str
    """A code: `pending.<what>` has its words."""
    whom: tuple[Party, ...]
    """With whom it is, in the charter's order."""
    since: int
    """Log time of the act that opened it, Unix seconds."""
    due: int | None = None
    """When it falls due, Unix seconds; None where nothing says so."""
    default: str = "none"
    """What becomes of it if nobody acts, a code: `default.<code>` has its words."""
    act: str = ""
    """The act that opened it."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a node is to say in a record by itself (SIL-5 to SIL-7)."""

    kind: str
    body: Mapping[str, Any]
    at: int
    """The instant, Unix seconds, from which on it is to be said."""
    first: bool = False
    """Whether it comes before the acknowledgement of what it is about."""
    refs: tuple[tuple[str, str], ...] = ()


def no_deadlines(_record: Record, _world: World) -> Iterable[Deadline]:
    return ()


def no_sayings(_record: Record, _world: World, _party: Party, _now: int) -> Iterable[Saying]:
    return ()


def nothing_open(_record: Record, _world: World) -> Iterable[Pending]:
    return ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One kind of record."""

    name: str
    kinds: tuple[Kind, ...]
    table: tuple[Row, ...] = ()
    reads: tuple[str, ...] = ()
    """Earlier chapters whose records its guards and views look at."""
    view: Callable[[Record, World], dict[str, Any]] = field(default=lambda _record, _world: {})
    """The fields of `show`."""
    truth: Callable[[Record, World], str] = field(default=lambda _record, _world: "account")
    facts: Callable[[Record, World], frozenset[str]] = field(default=lambda _record, _world: frozenset())
    """Acts of which something holds, beside having effect, that later chapters look at."""
    when: Callable[[Record], int] = field(default=lambda record: record.founding.time)
    """The instant the record is about, for lists."""
    deadlines: Callable[[Record, World], Iterable[Deadline]] = field(default=no_deadlines)
    """The deadlines that run or ran in a record, whether or not they passed (DUE-2)."""
    says: Callable[[Record, World, Party, int], Iterable[Saying]] = field(default=no_sayings)
    """What the node of a party is still to say in a record, as of an instant by its clock."""
    pending: Callable[[Record, World], Iterable[Pending]] = field(default=nothing_open)
    """What is open in a record, with whom (DUE-6)."""
    beside: bool = False
    """Its records are shown beside what they name as `part_of` (CLS-3)."""
    founded: str = "recorded"
    """The state of a record founded by a kind that no row of the table lists."""
    spelled: frozenset[str] = field(init=False)
    """Its kinds, as acts' lines have them."""
    founding_rows: Mapping[str, tuple[Row, ...]] = field(init=False, repr=False, compare=False)
    """The rows without sources, by the kind that founds."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelled", frozenset(kind.spelled for kind in self.kinds))
        founding = [row for row in self.table if not row.sources]
        rows = {row.move: tuple(other for other in founding if other.move == row.move) for row in founding}
        object.__setattr__(self, "founding_rows", rows)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state the table knows, in order of appearance."""
        seen: dict[str, None] = {}
        for row in self.table:
            seen.update(
                dict.fromkeys((*row.sources, *((row.target,) if row.target not in (SAME, BEFORE) else ())))
            )
        return tuple(seen) or (self.founded,)

    @property
    def timed(self) -> bool:
        """Whether time passes in its records."""
        return self.deadlines is not no_deadlines or self.says is not no_sayings

    def rows(self, move: str) -> list[Row]:
        return [row for row in self.table if row.move == move]
