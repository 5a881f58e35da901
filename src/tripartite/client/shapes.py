# SPDX-License-Identifier: Apache-2.0
"""What a node answers, typed: the shapes that commands give with `--json`.

Members that a newer node adds are passed over. Instants that are numbers are Unix seconds; those that are text are
spelled `2007-05-28T06:00:00Z`.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType

from tripartite.client.troubles import Family

T = TypeVar("T")
Weight = Literal["routine", "consequential", "binding"]
Parties = str | list[str]
"""`parties` for all of them, or those it is sealed for."""
Texts = list[tuple[str, str]]
"""A text by language."""


class Problem(Struct, frozen=True):
    """RFC 9457: what is wrong, why, and what to do, in one of the languages asked for; and the same as data."""

    type: str
    title: str
    status: int
    detail: str
    family: Family
    code: str
    rule: str
    facts: dict[str, str]
    hint: str


class Items(Struct, Generic[T], frozen=True):
    """A list, or a page of one: `next` asks for more."""

    items: list[T]
    next: str | None = None


class File(Struct, frozen=True):
    """An attachment as an act names it. `held`: whether its content is here."""

    c: str
    type: str
    held: bool


class Act(Struct, frozen=True):
    """`time`: log time; `at`: what its signer said."""

    id: str
    kind: str
    by: str
    role: str
    time: int
    at: int
    body: dict[str, Any] | None
    on: list[str]
    refs: list[tuple[str, str]]
    attachments: list[File] | UnsetType = UNSET


class Said(Act, frozen=True):
    """An act of a history. `state`: what it brought about; `reason`: why it has no effect; `held_by`: since when."""

    state: str | None = None
    reason: str | None = None
    held_by: dict[str, int] = {}


class Inert(Struct, frozen=True):
    act: str
    reason: str
    detail: str


class Record(Struct, frozen=True):
    id: str
    chapter: str
    state: list[str]
    truth: Literal["account", "agreed", "adopted", "report"]
    by: str
    audience: Parties
    fields: dict[str, Any]
    acts: list[Act]
    inert: list[Inert]
    details: list[Record] | UnsetType = UNSET


class ChapterOf(Struct, frozen=True):
    """A kind of record: its states, and the kinds of its acts."""

    chapter: str
    states: list[str]
    kinds: list[str]


class Attached(Struct, frozen=True):
    """A file of an act; `fault`: what is wrong with what is held."""

    act: str
    c: str
    type: str
    held: bool
    fault: str | None
    size: int | None
    sha256: str | None


class Log(Struct, frozen=True):
    """`head`: how far it is signed; `cosigned`: by whom else, and when."""

    party: str
    branch: int
    size: int
    head: int
    time: int
    cosigned: dict[str, int]


class Status(Struct, frozen=True):
    party: str
    parties: list[str]
    nodes: list[str]
    charter: str
    fingerprint: str
    exercise: Texts
    purpose: str
    holding: bool
    apart: bool
    now: int
    held: int
    logs: list[Log]
    evidence: int
    complaints: list[dict[str, Any]]


class Open(Struct, frozen=True):
    """Something that waits: with whom, since when, until when, and what follows if nobody acts."""

    what: str
    whom: list[str]
    since: str
    due: str | None
    default: str
    act: str
    record: str
    chapter: str


class Digest(Struct, frozen=True):
    """Equal wherever the same is held; compared at equal vectors only."""

    charter: str
    fold: int
    vector: list[tuple[str, int, str]]
    records: int
    digest: str
    audience: str | UnsetType = UNSET


class Row(Struct, frozen=True):
    """A commitment; the rest of its members is as the matrix has them."""

    id: str
    state: list[str]
    text: Texts
    obligor: list[str]
    due: str | int | None
    verifiable: bool


class Matrix(Struct, frozen=True):
    rows: list[Row]


class Possible(Struct, frozen=True):
    """An act that may be begun, or added to a record."""

    kind: str
    chapter: str
    mode: str


class Line(Struct, frozen=True):
    channels: list[dict[str, Any]]
    waiting: list[dict[str, Any]]
    no_answer: list[dict[str, Any]]
    ring: list[dict[str, Any]]
    on_watch: str | None
    responses: list[dict[str, Any]]


class Watch(Struct, frozen=True):
    on_watch: str | None
    act: dict[str, Any]


class Told(Struct, frozen=True):
    """A member of an act in words: its label, and lines of it."""

    label: str
    lines: list[str]


class ToldAct(Struct, frozen=True):
    kind: str
    says: str
    """What kind of act it is, in words."""
    fields: list[Told]
    refs: list[tuple[str, str]]


class Prepared(Struct, frozen=True):
    """`text` and `payload` are what a signature covers; `id` signs it here if it is routine, until `until`."""

    id: str
    text: str
    payload: str
    to: Parties
    audience: str
    weight: Weight
    power: str
    second: bool
    words: list[ToldAct]
    until: int
    identity: str | UnsetType = UNSET


class Done(Struct, frozen=True):
    """The acts that were appended, and the reasons of those without effect yet."""

    acts: list[str]
    inert: dict[str, str]


class Draft(Struct, frozen=True):
    """`acts`: what it says so far; its form may say more, which is nothing yet."""

    id: str
    kind: str
    record: str
    item: str
    at: int
    acts: list[dict[str, Any]]
    to: list[str] | None


class Step(Struct, frozen=True):
    """One thing that was done to an item, by whom, to which edition of it."""

    what: Literal["drafted", "changed", "cleared", "returned", "signed"]
    role: str
    at: int
    edition: int
    words: str
    aspect: str


class Item(Struct, frozen=True):
    """What lies in the signature folder; `done`: the record it came to."""

    id: str
    kind: str
    record: str
    state: Literal["waiting", "returned", "signing", "signed"]
    edition: int
    acts: list[dict[str, Any]]
    to: list[str] | None
    steps: list[Step]
    done: str


class Token(Struct, frozen=True):
    """What a token may do. `role`: in whose name it speaks, "" for nobody's."""

    id: str
    name: str
    scopes: list[str]
    role: str
    until: int


class Change(Struct, frozen=True):
    """What came since a position. `records`: what it is about, as far as it is known; `more`: there is more at once."""

    position: str
    moved: bool
    more: bool
    records: list[str]
