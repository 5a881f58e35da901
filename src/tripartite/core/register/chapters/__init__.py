# SPDX-License-Identifier: Apache-2.0
"""One file per kind of record. A new chapter is one new file and one line in `ALL`, after those it reads."""

from __future__ import annotations

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import (
    access,
    allegations,
    bodies,
    calls,
    channels,
    common,
    common_points,
    credentials,
    details,
    documents,
    erasures,
    explanations,
    housekeeping,
    incidents,
    investigations,
    journals,
    mechanism,
    meetings,
    messages,
    notices,
    proposals,
    protection,
    releases,
    reports,
    rota,
    statements,
    submissions,
    undertakings,
    verifications,
    watches,
)
from tripartite.core.register.charter import Charter
from tripartite.core.register.deadlines import ELAPSED
from tripartite.core.register.kinds import Chapter, Kind

ALL: tuple[Chapter, ...] = (
    credentials.CHAPTER,
    reports.CHAPTER,
    documents.CHAPTER,
    proposals.CHAPTER,
    mechanism.CHAPTER,
    statements.CHAPTER,
    bodies.CHAPTER,
    meetings.CHAPTER,
    common_points.CHAPTER,
    journals.CHAPTER,
    access.CHAPTER,
    verifications.CHAPTER,
    investigations.CHAPTER,
    undertakings.CHAPTER,
    incidents.CHAPTER,
    allegations.CHAPTER,
    protection.CHAPTER,
    releases.CHAPTER,
    submissions.CHAPTER,
    notices.CHAPTER,
    explanations.CHAPTER,
    channels.CHAPTER,
    messages.CHAPTER,
    rota.CHAPTER,
    calls.CHAPTER,
    watches.CHAPTER,
    details.CHAPTER,
    erasures.CHAPTER,
)

KINDS: dict[str, Kind] = {
    kind.spelled: kind
    for kinds in (housekeeping.KINDS, common.KINDS, (ELAPSED,), *(chapter.kinds for chapter in ALL))
    for kind in kinds
}
"""Every kind this software knows, by its spelling."""

CHAPTER_OF: dict[str, Chapter] = {
    kind.spelled: chapter for chapter in ALL for kind in chapter.kinds if kind.mode == "found"
}
"""The chapter that a founding kind founds a record of."""


def kinds_of(charter: Charter) -> dict[str, Kind]:
    """The kinds of act that count under a charter; raises `Refused` for one this software lacks (CHA-8)."""
    unknown = [name for name in charter.said.kinds if name not in KINDS]
    if unknown:
        raise Refused("unknown_kind", "CHA-8", found=", ".join(unknown)[:200])
    return {name: KINDS[name] for name in charter.said.kinds}
