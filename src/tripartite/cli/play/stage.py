# SPDX-License-Identifier: Apache-2.0
"""What a play needs of the place where it is performed: a node for each party, lines between them, one clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tripartite.cli.play.story import Amend


class Stage(Protocol):
    """Every party with a node has joined the charter; refusals are raised as `Trouble`."""

    def ask(self, party: str, call: str, said: Mapping[str, Any]) -> Any:
        """One of the calls of an office."""

    def make_key(self, party: str, role: str) -> str:
        """A new key in this party's home; its public half in base64."""

    def clock(self, moment: int) -> None:
        """Moves the clock of every node that runs."""

    def sync(self, parties: Sequence[str]) -> None:
        """These nodes pull from each other, over the lines that work, until nothing is new."""

    def line(self, one: str, other: str, whole: bool) -> None:
        """Breaks the line between two nodes, or mends it."""

    def bundle(self, source: str, target: str) -> None:
        """Carries a file with all that `source` holds to `target`."""

    def amend(self, step: Amend) -> None:
        """Every party signs it, but one it leaves out that has left; every node that runs puts it in force."""

    def join(self, party: str) -> None:
        """A home of this party opens its log under the charter in force, and asks all others for what they hold."""

    def kill(self, party: str) -> None: ...

    def restart(self, party: str) -> None: ...
