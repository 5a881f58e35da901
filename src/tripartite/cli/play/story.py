# SPDX-License-Identifier: Apache-2.0
"""A play as it was read: who takes part under which charter, and the steps in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tripartite.cli.play.plain import Spot


@dataclass(frozen=True, slots=True)
class Delegate:
    """Somebody a party accredits before the play begins, with a key of its own."""

    role: str
    functions: tuple[str, ...]
    powers: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"d/{self.role}"


Kind = Literal["node", "paper", "paper_first", "outside"]
"""How a party takes part: with a node; on paper for the whole play; on paper until it joins; not before it joins."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One party. One on paper for the whole play has neither node nor delegates."""

    id: str
    names: tuple[tuple[str, str], ...]
    language: str
    zone: str
    kind: Kind
    delegates: tuple[Delegate, ...]

    @property
    def on_paper(self) -> bool:
        """Whether the first charter names it without a node."""
        return self.kind in ("paper", "paper_first")

    @property
    def later(self) -> bool:
        """Whether it gets a node in the course of the play."""
        return self.kind in ("paper_first", "outside")


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a step; `$names` are not yet ids."""

    spot: Spot
    kind: str
    name: str
    record: str | None
    on: tuple[str, ...]
    refs: tuple[tuple[str, str], ...]
    body: dict[str, Any]
    attach: tuple[tuple[str, str], ...] = ()
    """(media type, content as text) of each file."""


@dataclass(frozen=True, slots=True)
class Step:
    """What every step has: its number, its place, and the play's clock when it begins."""

    number: int
    spot: Spot
    at: int


@dataclass(frozen=True, slots=True)
class Do(Step):
    """One dispatch: acts under one signature."""

    party: str
    role: str
    acts: tuple[Act, ...]
    refused: str
    keep: bool
    to: tuple[str, ...] = ()
    """The parties it is for; () where it is for all, or for those of the record it joins."""


@dataclass(frozen=True, slots=True)
class Sync(Step):
    """Every node of these pulls from every other until nothing is new."""

    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link(Step):
    """The lines between these nodes fail, or work again."""

    pairs: tuple[tuple[str, str], ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Fate(Step):
    """A node is stopped hard, or started again."""

    party: str
    what: Literal["kill", "restart"]


@dataclass(frozen=True, slots=True)
class Wait(Step):
    """Time passes."""


@dataclass(frozen=True, slots=True)
class Bundle(Step):
    """What one party holds travels to another as a file."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Amend(Step):
    """Every party signs an amendment of the charter, and every node that runs puts it in force in its log."""

    nodes: tuple[str, ...]
    """Parties on paper that get a node."""
    added: tuple[str, ...]
    without: tuple[str, ...]
    said: Mapping[str, Any]
    """Members of the charter, by name."""


@dataclass(frozen=True, slots=True)
class Join(Step):
    """A party that an amendment gave a node opens its log under it, asks all others, and accredits its delegates."""

    party: str


@dataclass(frozen=True, slots=True)
class Scene(Step):
    """A heading; the demo pauses here."""

    title: str


@dataclass(frozen=True, slots=True)
class Expect(Step):
    """A comparison with what the register shows on each of these nodes.

    `about`: `record`, `act`, `sealed`, or `chapter`; `test`: `is`, `not`, `has`, `count`, `absent`.
    """

    about: Literal["record", "act", "sealed", "chapter"]
    subject: str
    where: Mapping[str, str]
    field: str
    test: Literal["is", "not", "has", "count", "absent"]
    value: Any
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameRegister(Step):
    """Settles, then holds the digests of these nodes equal."""

    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """A whole file."""

    title: str
    start: int
    preset: str
    label: str
    charter: dict[str, Any]
    cast: tuple[Cast, ...]
    steps: tuple[Step, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """The parties with a node from the beginning, in the charter's order."""
        return tuple(party.id for party in self.cast if party.kind == "node")
