# SPDX-License-Identifier: Apache-2.0
"""What an act names: parties of the charter, sources of other records, a decision that stands (CIT-1 to CIT-4).

What is not held yet makes an act pending, never wrong (REG-14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.silences import by_silence
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

DateText = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?\Z")]
"""A day, or an instant of it where that is known; named in `INSTANTS`."""
MEETING = ("meeting.propose", "meeting.record", "meeting.convene")
OF_MEETINGS = (
    "accept_date", "account", "agenda_item", "agenda_position", "attend", "begin", "break_off", "cancel", "close",
    "counter_date", "decline_date", "did_not_attend", "item_status", "postpone", "requested_by", "resume", "schedule",
    "scope", "suspend", "told",
)  # fmt: skip
"""The acts of a meeting after it was founded, without the chapter's name."""
VERSIONS = ("proposal.table", "proposal.version")
FOUNDED_BY: Mapping[str, tuple[str, ...]] = {
    "report.file": ("report.file",),
    "report.claim": ("report.file",),
    "statement.make": ("statement.make",),
    "statement.response": ("statement.make",),
    **dict.fromkeys((*MEETING, *(f"meeting.{name}" for name in OF_MEETINGS)), MEETING),
    "body.propose": ("body.propose",),
    "proposal.table": ("proposal.table",),
    "proposal.version": ("proposal.table",),
    "proposal.position": ("proposal.table",),
    "document.file": ("document.file",),
    "access.restriction": ("access.restriction",),
    "verification.report": ("verification.report",),
    "investigation.issue": ("investigation.mandate",),
    "incident.report": ("incident.report",),
    "incident.claim": ("incident.report",),
    "allegation.file": ("allegation.file",),
    "notice.send": ("notice.send",),
    "channel.open_channel": ("channel.open_channel",),
}
"""Kinds that later chapters look at, and the founding kinds of the records they stand in.

An act may name any record; only through these may one fold lead to another, so that no chain of folds is a circle.
"""
REPORTS = ("report.file", "report.claim")
CITED = (*REPORTS, "statement.make", "meeting.account")
"""What may be cited as a source: a third party's report, or some party's own account."""


def strangers(case: Case, names: Iterable[str | None]) -> Finding | None:
    """A finding that lists those of these names that are no party of the charter."""
    lacking = sorted({name for name in names if name is not None} - set(case.charter.parties))
    return Finding("guard", "not_a_party", tuple(lacking)) if lacking else None


def left_out(case: Case, names: Iterable[str]) -> Finding | None:
    """A finding that lists those of these names that could not read the act: it is sealed for others."""
    readers = case.act.place.to
    lacking = () if isinstance(readers, str) else tuple(sorted(set(names) - set(readers)))
    return Finding("wrong_audience", "would_not_read", lacking) if lacking else None


def parties_named(case: Case, names: Iterable[str]) -> frozenset[Party]:
    """Those of these names that are parties of the charter."""
    return frozenset(case.charter.parties) & frozenset(Party(name) for name in names)


def for_all(case: Case) -> bool:
    """Whether the act goes to all parties, or to everybody: no place for what is operational (CLS-3, INC-9)."""
    return case.act.place.to in ("parties", "public")


def kind_of(act: Placed | None) -> str:
    return act.kind.name if act is not None and act.kind is not None and not act.reason else ""


def earlier(world: World, ref: str, kinds: Iterable[str]) -> Record | Finding:
    """The record of an earlier chapter that holds this act, if the act is of one of these kinds."""
    act = world.find(ref)
    if act is None:
        return NOT_HELD
    kind = kind_of(act)
    founding = world.find(act.record_id)
    if founding is None and kind in kinds:
        return NOT_HELD
    record = world.record(ref) if kind in kinds and kind_of(founding) in FOUNDED_BY[kind] else None
    return record or Finding("guard", "not_a_source", (ref,))


def stands(world: World, ref: str, kinds: Iterable[str]) -> Finding | None:
    """None if this act of an earlier chapter is of one of these kinds and has effect there."""
    record = earlier(world, ref, kinds)
    if isinstance(record, Finding):
        return record
    if record.act(ref) is not None:
        return None
    return NOT_HELD if record.waiting else Finding("guard", "without_effect", (ref,))


def cites(case: Case, kinds: Iterable[str] = CITED) -> Finding | None:
    """None if everything the act cites is a source that stands, and there is at least one."""
    cited = case.act.refs_as("cites")
    findings = [stands(case.world, ref, kinds) for ref in cited]
    if not cited:
        return Finding("guard", "cites_nothing")
    return next((finding for finding in findings if finding), None)


def cites_rightly(case: Case, kinds: Iterable[str] = CITED) -> Finding | None:
    """As `cites`, where citing is no duty."""
    return cites(case, kinds) if case.act.refs_as("cites") else None


def held(case: Case, relation: str, kinds: Iterable[str]) -> Finding | None:
    """None if `refs` names in this relation an act of these kinds in another record; its effect is not looked at."""
    others = [ref for ref in case.act.refs_as(relation) if ref != case.founding.id]
    found = [case.world.find(ref) for ref in others]
    if any(kind_of(act) in kinds for act in found):
        return None
    return NOT_HELD if None in found else Finding("guard", "names_none", (relation,))


def names_decision(case: Case) -> Finding | None:
    """None if `refs` names, as `derived_from`, a version that is agreed, or adopted under its proposal's rule."""
    if not case.charter.adopts:
        return Finding("talks_record")
    findings = [_decided(case.world, ref) for ref in case.act.refs_as("derived_from")]
    if not findings:
        return Finding("guard", "names_no_decision")
    return None if None in findings else NOT_HELD if NOT_HELD in findings else findings[0]


def _decided(world: World, version: str) -> Finding | None:
    record = earlier(world, version, VERSIONS)
    if isinstance(record, Finding):
        return record
    return None if adopted(record, version, world) else NOT_HELD


def adopted(record: Record, version: str, world: World) -> bool:
    by_consensus = record.founding.body.adoption_rule == "consensus"
    found = consent.agreed(record, version, world) or by_silence(record, version, world)
    return bool(found or (by_consensus and consent.by_consensus(record, version, world)))
