# SPDX-License-Identifier: Apache-2.0
"""Reports: what a third party published, filed word for word; never an account, never agreed (REP-1 to REP-4)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import HexText
from tripartite.core.register.bodies import (
    Body,
    Count,
    DayText,
    LanguageText,
    Line,
    Texts,
    Topics,
    day_start,
)
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.kinds import Chapter, Kind, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Words = Annotated[str, Meta(min_length=1, max_length=300)]
Voice = Literal["outlet", "agency", "correspondent", "reader"]


class FileBody(Body, frozen=True):
    """Files a published report: where it stands, and the words that matter, quoted briefly and as printed."""

    outlet: Line
    date: DayText
    language: LanguageText
    title: Line | None = None
    agencies: Topics = ()
    byline: Line | None = None
    address: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    sha256: HexText | None = None
    quoted_span: Annotated[tuple[tuple[Count, Count, Words], ...], Meta(max_length=64)] = ()
    """(first character, the one after the last, the words between)."""
    corrigendum: Annotated[tuple[tuple[Line, Line], ...], Meta(max_length=16)] = ()
    """(as printed, as it should read): evident errors stay as they are."""
    INSTANTS = "date"

    def check(self) -> None:
        last = 0
        for first, after, _ in self.quoted_span:
            if not last <= first < after:
                raise ValueError("`quoted_span` runs backwards, or over itself")
            last = after


class ClaimBody(Body, frozen=True):
    """One thing the report says, and who says it there."""

    who: Line
    what: Texts
    voice: Voice
    self_declared: Line | None = None
    """A reader's name and place, as that reader chose to show them."""
    PAIRS = "what"

    def check(self) -> None:
        if self.self_declared is not None and self.voice != "reader":
            raise ValueError("`self_declared` is a reader's alone")


class CorrigendumBody(Body, frozen=True):
    """An evident error of the report, found later."""

    printed: Line
    reads: Line
    note: Texts | None = None
    PAIRS = "note"


def _view(record: Record, _world: World) -> dict[str, Any]:
    body: FileBody = record.founding.body
    names = ("outlet", "agencies", "byline", "date", "language", "title", "address", "sha256", "quoted_span")
    later = [[act.body.printed, act.body.reads] for act in record.of("report.corrigendum")]
    margin = Margin(record)
    return {
        **fields(body, *names),
        "filed_by": record.founding.party,
        "corrigendum": [*fields(body, "corrigendum")["corrigendum"], *later],
        "claims": margin.all("report.claim", "who", "what", "voice", "self_declared"),
        **margin.beside(record.id),
    }


def _when(record: Record) -> int:
    body: FileBody = record.founding.body
    return day_start(body.date)


FILERS = Who("H D L S C", power="speak_in_meeting")

CHAPTER = Chapter(
    name="reports",
    kinds=(
        Kind("report.file", FileBody, "found", FILERS, kept=False, public="consent"),
        Kind("report.claim", ClaimBody, "add", FILERS, kept=False, public="consent"),
        Kind("report.corrigendum", CorrigendumBody, "add", FILERS, kept=False, public="consent"),
    ),
    view=_view,
    truth=lambda _record, _world: "report",
    when=_when,
)
