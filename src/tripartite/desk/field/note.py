# SPDX-License-Identifier: Apache-2.0
"""What a note from the field says (FLD-7): answers as the form gave them, bounded; no source and no name has room.

The same members are the names of the form's inputs, so that a page without scripts posts what a script would seal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters.access import Restriction
from tripartite.core.register.chapters.casualties import Qualifier
from tripartite.core.register.chapters.incident_bodies import (
    Category,
    Means,
    SourceCategory,
    Target,
    TimePrecision,
)

Nothing = Literal[""]
Day = Annotated[str, Meta(pattern=r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")]
Hour = Annotated[str, Meta(pattern=r"^([0-9]{2}:[0-9]{2}(:[0-9]{2})?)?\Z")]
Count = Annotated[str, Meta(pattern=r"^[0-9]{0,6}\Z")]
Degrees = Annotated[str, Meta(pattern=r"^((?!-0\Z)-?(0|[1-9][0-9]{0,2})(\.[0-9]{0,4}[1-9])?)?\Z")]
Code = Annotated[str, Meta(pattern=r"^([A-Z]{2}-?[A-Z0-9]{1,12})?\Z")]
Line = Annotated[str, Meta(max_length=200)]
Passage = Annotated[str, Meta(max_length=1_500)]
Seconds = Annotated[int, Meta(ge=0, le=253_402_300_799)]
Offset = Annotated[int, Meta(ge=-900, le=900)]

Kind = Literal["happened", "turned"]
Known = Literal["saw", "heard", "was_told_by"]
Counted = Literal["here", "told", "estimate"]
"""FLD-8: the counting rule of a figure: counted on the spot, as told on the spot, or an estimate."""
Force = Literal["army", "police", "border_guard", "armed_group", "officials", "residents", "unknown"]
"""Who turned somebody back, by function and never by name."""


class Note(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One note. `saved_at`: Unix seconds by the phone; `offset`: minutes by which its hours are ahead of UTC."""

    kind: Kind
    language: Literal["en", "ar", "fa"]
    saved_at: Seconds
    offset: Offset
    day: Day
    time: Hour = ""
    precision: TimePrecision | Nothing = ""
    place: Line = ""
    district: Code = ""
    lat: Degrees = ""
    lon: Degrees = ""
    # what happened
    category: Category | Nothing = ""
    means: Means | Nothing = ""
    target: Target | Nothing = ""
    killed_qualifier: Qualifier | Nothing = ""
    killed: Count = ""
    killed_high: Count = ""
    injured_qualifier: Qualifier | Nothing = ""
    injured: Count = ""
    injured_high: Count = ""
    counted: Counted | Nothing = ""
    damage: Line = ""
    protected: Literal["religious", "cultural", "medical", "none", ""] = ""
    known: Known | Nothing = ""
    told_by: SourceCategory | Nothing = ""
    text: Passage = ""
    # who was turned back
    type: Restriction | Nothing = ""
    by: Force | Nothing = ""
    force: Line = ""
    words: Passage = ""
    delay: Count = ""
    notified: Literal["true", "false", ""] = ""

    @property
    def instant(self) -> str:
        """When it happened, in UTC; "" if only the day is known."""
        if not self.time:
            return ""
        here = datetime.fromisoformat(f"{self.day}T{self.time}").replace(tzinfo=UTC)
        return instant_text(int((here - timedelta(minutes=self.offset)).timestamp()))

    @property
    def saved(self) -> str:
        """When it was saved, in UTC."""
        return instant_text(self.saved_at)


MEMBERS = frozenset(Note.__struct_fields__)


def read(said: bytes) -> Note:
    """A note that was opened; raises `Malformed("note_unreadable")` for anything else than the form makes."""
    try:
        note = msgspec.json.decode(said, type=Note)
        datetime.fromisoformat(f"{note.day}T{note.time or '00:00'}")
    except (msgspec.MsgspecError, ValueError) as error:
        raise Malformed("note_unreadable", "FLD-7", detail=str(error)[:200]) from None
    return note


def write(posted: Mapping[str, str], saved_at: int, offset: int) -> bytes:
    """What a page without scripts posted, as a phone's script would have it; raises as `read`."""
    said = {name: value for name, value in posted.items() if name in MEMBERS and value}
    data = msgspec.json.encode({**said, "saved_at": saved_at, "offset": offset})
    read(data)
    return data
