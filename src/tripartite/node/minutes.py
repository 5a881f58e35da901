# SPDX-License-Identifier: Apache-2.0
"""The journal of one meeting, in plain values: every issue that was made of it, or a draft where none was (JOU-9).

The same acts give the same values on every node. Accounts are told of, and stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.case import absolute
from tripartite.core.register.chapters.journal_text import RESTS_ON, Sheet, text_of
from tripartite.core.register.chapters.naming import MEETING, VERSIONS, kind_of
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.node.query import Register, plain


class Minutes:
    """Reads only."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._world = register.world

    def of(self, ident: str) -> dict[str, Any]:
        """`ident`: a meeting, or a journal of one; an id or the first digits of one. Raises `Refused`."""
        meeting = self._meeting(self._register.record(ident))
        journals = [record for record in self._beside(meeting, "journals") if _is_of(record, meeting)]
        found: dict[str, Any] = plain(
            {
                "meeting": meeting.id,
                "state": list(meeting.states),
                "accounts": len(list(meeting.of("meeting.account"))),
                "journals": [self._issued(record) for record in journals],
                "draft": None if journals else self._draft(meeting),
            }
        )
        return found

    def _meeting(self, found: Record) -> Record:
        if found.chapter.name == "journals":
            found = self._register.record(absolute(found.founding, found.founding.body.meeting))
        if kind_of(found.founding) not in MEETING or not found.effective:
            raise Refused("not_found", "JOU-9", what="meeting", found=found.id)
        return found

    def _issued(self, record: Record) -> dict[str, Any]:
        said = record.chapter.view(record, self._world.under(record))
        return {
            "id": record.id,
            "state": list(record.states),
            "text": said["journal"],
            "issues": said["issues"],
        }

    def _draft(self, meeting: Record) -> dict[str, Any]:
        """What an issue would say that rested on all it may rest on, and the acts it would name."""
        acts = [act for act in self._acts(meeting) if kind_of(act) in RESTS_ON]
        text = text_of(Sheet(acts, self._world), meeting.founding)
        return {"text": text, "rests_on": sorted(act.id for act in acts)}

    def _acts(self, meeting: Record) -> Iterator[Placed]:
        """Those of the meeting, what was said at its table and answered there, and texts that were before it."""
        yield from meeting.effective
        for statement in self._part_of(meeting, "statements"):
            if statement.founding.body.voice == "table":
                yield from statement.of("statement.make", "statement.response")
        for proposal in self._part_of(meeting, "proposals"):
            yield from proposal.of(*VERSIONS)

    def _part_of(self, meeting: Record, chapter: str) -> Iterator[Record]:
        found = self._beside(meeting, chapter)
        return (record for record in found if meeting.id in record.founding.refs_as("part_of"))

    def _beside(self, meeting: Record, chapter: str) -> Iterator[Record]:
        """Records of the same audience: what is sealed for fewer is in no journal that more can read."""
        to = meeting.founding.place.to
        return (one for one in self._register.each(chapter) if one.readable and one.founding.place.to == to)


def _is_of(record: Record, meeting: Record) -> bool:
    return absolute(record.founding, record.founding.body.meeting) == meeting.id
