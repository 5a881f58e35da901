# SPDX-License-Identifier: Apache-2.0
"""Texts signed on paper: a version of form `paper`, its scan, and who confirmed the copy (LST-9 to LST-13)."""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import Case
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.naming import stands
from tripartite.core.register.counted import counted
from tripartite.core.register.kinds import Finding, Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


def has_text(version: Placed) -> bool:
    """Whether there is something to accept: texts, or the scan of a paper."""
    return bool(version.refs_as("text") or version.refs_as("scan"))


def scanned(case: Case) -> Finding | None:
    """LST-9: a version on paper, and no other, names the one scan that stands for it."""
    scans = case.act.refs_as("scan")
    if case.body.form != "paper":
        return Finding("guard", "scan_of_no_paper") if scans else None
    if len(scans) != 1:
        return Finding("guard", "paper_without_scan")
    return stands(case.world, scans[0], ("document.file",)) or _is_scan(case, scans[0])


def _is_scan(case: Case, ref: str) -> Finding | None:
    """What was erased since stays the scan it was: nothing agreed is undone by it (LST-13)."""
    scan = case.world.find(ref)
    if scan is None or scan.erased:
        return None
    if scan.body.form != "signed_scan":
        return Finding("guard", "no_scan_of_paper", (ref,))
    return None if scan.blobs else Finding("guard", "scan_not_attached", (ref,))


def received_scan(case: Case, version: Placed) -> bool:
    """Whether the author's party held the scan where its own act stands."""
    scans = [case.world.find(ref) for ref in version.refs_as("scan")]
    return all(scan is not None and case.world.covered(scan.place, case.place) for scan in scans)


# --- view ---------------------------------------------------------------------------------------------------------


def confirmed(record: Record, version: str, world: World) -> tuple[Party, ...]:
    """The parties whose own key accepted this version, in the charter's order; once agreed, all."""
    tally = consent.tally(record, world)
    if tally.agreed(version):
        return counted(version, world)
    given = tally.acceptances(version)
    return tuple(
        party
        for party in counted(version, world)
        if any(not option.taken_back for option in given.get(party, ()))
    )


def paper(record: Record, version: Placed, world: World) -> dict[str, Any] | None:
    """The scan, and who confirmed the copy by accepting it; None where the version is not on paper."""
    scans = version.refs_as("scan")
    if not scans:
        return None
    return {
        "scan": scans[0],
        "confirmed_by": list(confirmed(record, version.id, world)),
        "of": len(counted(version.id, world)),
    }


def over(record: Record) -> bool:
    """Whether nobody owes the proposal anything any more."""
    return set(record.states) <= {"withdrawn", "ended"}


def unconfirmed(record: Record, version: Placed, world: World) -> Pending | None:
    """LST-12: with whom the copy is; nobody where it is not on paper, confirmed by all, or declined by one."""
    if not version.refs_as("scan") or not world.charter_at(version.place).adopts or over(record):
        return None
    given = confirmed(record, version.id, world)
    whom = tuple(party for party in counted(version.id, world) if party not in given)
    declined = any(act.body.position == "declines" for act in consent.positions(record, version.id, world))
    if declined or not whom:
        return None
    return Pending("paper_copy", whom, version.time, default="not_agreed", act=version.id)
