# SPDX-License-Identifier: Apache-2.0
"""Why something is not accepted, as data.

Four families of trouble and one state, each with one right reaction: *malformed* is reported, *refused* explained,
*misbehaved* kept as evidence, *unavailable* retried, *held* waited for. The sentences are made at the edges.
"""

from __future__ import annotations

from dataclasses import dataclass

Fact = str | int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stable code, the number of the rule in `spec/`, the facts of the case, and the code of a hint."""

    code: str
    rule: str
    facts: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    def fact(self, name: str) -> str:
        return dict(self.facts).get(name, "")


class Trouble(Exception):
    """The base of every error of this project; `refusal` is all it says."""

    def __init__(self, code: str, rule: str, hint: str = "", **facts: Fact) -> None:
        self.refusal = Refusal(code, rule, tuple(sorted((k, str(v)) for k, v in facts.items())), hint)
        super().__init__(code, rule, self.refusal.facts)

    @property
    def code(self) -> str:
        return self.refusal.code


class Malformed(Trouble):
    """The bytes do not follow the grammar."""


class Refused(Trouble):
    """Well formed, but a rule says no."""


class Misbehaved(Trouble):
    """A peer did what an honest one does not."""


class Unavailable(Trouble):
    """The world did not answer: try again."""


class Held(Trouble):
    """Stored durably, but not done: the node is waiting to learn its own head."""
