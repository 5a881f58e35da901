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


@dataclass(frozen=True, slots=True)
class Cast:
    """One party. A paper party has neither node nor delegates."""

    id: str
    names: tuple[tuple[str, str], ...]
    language: str
    zone: str
    on_paper: bool
    delegates: tuple[Delegate, ...]


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
        """The parties with a node, in the charter's order."""
        return tuple(party.id for party in self.cast if not party.on_paper)
