# SPDX-License-Identifier: Apache-2.0
"""The door above which an office writes nothing: its ceiling of field classes (OFF-51)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import KINDS
from tripartite.storage.house import house_of

Values = Mapping[str, Any]


def below(home: Path, call: Callable[[Values], Any]) -> Callable[[Values], Any]:
    """A call with `acts`, that refuses those with fields of a class above what may be held here."""

    def checked(said: Values) -> Any:
        house = house_of(home)
        for act in said["acts"]:
            kind = KINDS.get(f"{str(act['kind']).partition('@')[0]}@1")
            if kind is not None and not house.admits(kind.cls):
                raise Refused("above_ceiling", "OFF-51", kind=kind.name, allowed=house.ceiling)
        return call(said)

    return checked
