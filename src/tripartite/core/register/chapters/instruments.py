# SPDX-License-Identifier: Apache-2.0
"""What stands beside a text: other instruments, those too that exist and are not shared (LST-6 to LST-8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.register.bodies import ActRef, Body, DayText, Parties, Texts
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.marks import fields
from tripartite.core.register.chapters.naming import VERSIONS, kind_of, strangers
from tripartite.core.register.kinds import Finding


class Instrument(Body, frozen=True):
    """Another text that bears on this one: in the record, elsewhere for everybody to read, or not shared."""

    title: Texts
    """How the author of the version calls it; of a side letter no more need be said."""
    status: Literal["in_record", "public_elsewhere", "declared_not_shared"]
    act: ActRef | None = None
    """The document or version, where it is in the record."""
    between: Parties = ()
    dated: DayText | None = None
    PAIRS = "title"
    SORTED = "between"
    INSTANTS = "dated"

    def check(self) -> None:
        if (self.status == "in_record") != (self.act is not None):
            raise ValueError("`act` goes with the status `in_record`")


Instruments = Annotated[tuple[Instrument, ...], Meta(max_length=64)]
IN_RECORD = ("document.file", *VERSIONS)


def related(case: Case) -> Finding | None:
    """LST-6: what is said to be in the record is held; side letters are between parties of the charter."""
    for one in case.body.related_instruments or ():
        finding = strangers(case, one.between) or _in_record(case, one)
        if finding:
            return finding
    return None


def _in_record(case: Case, one: Instrument) -> Finding | None:
    if one.act is None:
        return None
    found = case.world.find(one.act)
    if found is None:
        return NOT_HELD
    return None if kind_of(found) in IN_RECORD else Finding("guard", "no_instrument", (one.act,))


# --- view ---------------------------------------------------------------------------------------------------------


def beside(said: Instruments | None, before: Iterable[Instrument] = ()) -> dict[str, Any]:
    """What a version says stands beside it, and what earlier ones said that it does not; nothing said is said."""
    now = said or ()
    kept = {one.title for one in now}
    return {
        "instruments": _stated(said),
        "related_instruments": [_shown(one) for one in now],
        "no_longer_named": [_shown(one) for one in dict.fromkeys(before) if one.title not in kept],
    }


def _stated(said: Instruments | None) -> str:
    if said is None:
        return "not_stated"
    if any(one.status == "declared_not_shared" for one in said):
        return "declared_not_shared"
    return "stated" if said else "none"


def _shown(one: Instrument) -> dict[str, Any]:
    return fields(one, "title", "status", "act", "between", "dated")
