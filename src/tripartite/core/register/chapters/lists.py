# SPDX-License-Identifier: Apache-2.0
"""Entries of agreed lists, and acts that point to one (LST-1 to LST-5).

A list is a proposal of its kind; its versions carry the entries, and only of an adopted one an entry means anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from tripartite.core.register.bodies import ActRef, Body
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.marks import fields
from tripartite.core.register.chapters.naming import VERSIONS, adopted, earlier
from tripartite.core.register.chapters.proposal_bodies import LISTS, Entry, EntryName
from tripartite.core.register.kinds import Finding
from tripartite.core.register.world import World


class ListRef(Body, frozen=True):
    """An entry of a list: the version that carries it, by the act's id, and the entry's name there."""

    act: ActRef
    entry: EntryName


def listed(case: Case, ref: ListRef, kinds: Collection[str] = LISTS) -> Finding | None:
    """None if the entry stands in an adopted version of a list of one of these kinds (LST-3, LST-4).

    For chapters after `proposals`, which they name in `reads`.
    """
    record = earlier(case.world, ref.act, VERSIONS)
    if isinstance(record, Finding):
        return record
    if record.founding.body.kind not in kinds:
        return Finding("guard", "no_such_list", (ref.act,))
    version = record.act(ref.act)
    if version is None:
        return NOT_HELD if record.waiting else Finding("guard", "without_effect", (ref.act,))
    if ref.entry not in (entry.name for entry in version.body.entries):
        return Finding("guard", "no_such_entry", (ref.entry,))
    if not adopted(record, ref.act, case.world):
        return Finding("not_held", "list_not_adopted", (ref.act,))
    return None


def all_listed(case: Case, refs: Iterable[ListRef], kinds: Collection[str] = LISTS) -> Finding | None:
    """As `listed`, for several: the first finding, None if there is none."""
    findings = (listed(case, ref, kinds) for ref in refs)
    return next((finding for finding in findings if finding is not None), None)


# --- view ---------------------------------------------------------------------------------------------------------

SAID = ("words", "terms", "place", "precision")


def shown(entry: Entry) -> dict[str, Any]:
    return {"name": entry.name, **fields(entry, *SAID)}


def pointed(world: World, ref: ListRef) -> dict[str, Any]:
    """The reference with what the entry says; null where its version is not held."""
    version = world.find(ref.act)
    entries: tuple[Entry, ...] = getattr(version and version.body, "entries", ())
    said = next((shown(entry) for entry in entries if entry.name == ref.entry), {})
    return {"act": ref.act, "entry": ref.entry, **{name: said.get(name) for name in SAID}}
