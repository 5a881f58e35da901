# SPDX-License-Identifier: Apache-2.0
"""What a desk keeps for itself: drafts of forms, and what lies in the signature folder with all that was done to it."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from tripartite.core.encoding.refusal import Refused

Form = dict[str, list[str]]
"""A form as it was typed: values by the names of its inputs."""
Aspect = Literal["legal", "military", "capital", "other"]
State = Literal["waiting", "returned", "signing", "signed"]


class Draft(Struct, frozen=True):
    """A form that its author has not done with. `at`: when it was saved, Unix seconds by the node's clock."""

    id: str
    author: str
    kind: str
    record: str
    """The record it is about; "" if it begins one."""
    item: str
    """What it changes in the folder; "" if nothing."""
    at: int
    form: Form


class Wish(Struct, frozen=True):
    """Acts that somebody would like to be signed, in plain values: prepared anew for whoever signs."""

    kind: str
    record: str
    acts: list[dict[str, Any]]
    to: list[str] | None
    """The parties it is sealed for; None as the record that it joins."""
    form: Form


class Step(Struct, frozen=True):
    """One thing that was done to it, by a role of this delegation."""

    what: Literal["drafted", "changed", "cleared", "returned", "signed"]
    role: str
    at: int
    edition: int
    """Which edition it was done to: a clearance is good for that one alone (DSK-24)."""
    words: str = ""
    aspect: Aspect | Literal[""] = ""


class Item(Struct, frozen=True):
    """What lies in the folder. `dispatch`: what was prepared last for a signature; `done`: the record it came to."""

    id: str
    wish: Wish
    state: State
    steps: list[Step]
    dispatch: str = ""
    done: str = ""

    @property
    def edition(self) -> int:
        return self.steps[-1].edition

    @property
    def drafter(self) -> str:
        return self.steps[0].role

    @property
    def hand(self) -> str:
        """Who wrote the edition that lies there."""
        written = [step.role for step in self.steps if step.what in ("drafted", "changed")]
        return written[-1]

    @property
    def returned(self) -> Step | None:
        """With which words it was sent back, if it was."""
        return self.steps[-1] if self.state == "returned" else None

    @property
    def clearances(self) -> list[tuple[Step, bool]]:
        """Every clearance, and whether it is good for what lies there now."""
        return [(step, step.edition == self.edition) for step in self.steps if step.what == "cleared"]

    def at_hand(self, edition: int, *states: State) -> None:
        """Passes if it is still what somebody looked at."""
        if edition != self.edition or self.state not in states:
            raise Refused("folder_changed", "DSK-24", found=self.state)

    def not_by(self, role: str) -> None:
        """Passes if this edition was written by somebody else."""
        if role == self.hand:
            raise Refused("own_hand", "DSK-23", role=role)
