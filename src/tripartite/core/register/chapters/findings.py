# SPDX-License-Identifier: Apache-2.0
"""What other records may rest on an agreed finding: who did it, and how many there were (INV-14).

Nobody makes more of a finding than all agreed to: a figure stands in its text, an actor is the one it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.naming import earlier, stands
from tripartite.core.register.chapters.proposal_rules import texts_of
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.core.register.world import World

ISSUED = ("investigation.issue",)
_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\d)")


def agreed_finding(case: Case, relation: str) -> Placed | Finding:
    """The agreed finding about this record that an act names in this relation; else why there is none."""
    found = [_found(case, ref) for ref in case.act.refs_as(relation)]
    wrong = [one for one in found if isinstance(one, Finding)]
    right = [one for one in found if isinstance(one, Placed)]
    if right:
        return right[0]
    return NOT_HELD if NOT_HELD in wrong else Finding("guard", "needs_finding")


def _found(case: Case, ref: str) -> Placed | Finding:
    record = earlier(case.world, ref, ISSUED)
    if isinstance(record, Finding):
        return record
    finding = stands(case.world, ref, ISSUED)
    if finding:
        return finding
    issue = record.decided[ref]
    about = case.founding.id in record.founding.refs_as("part_of")
    agreed = about and issue.body.outcome_form == "agreed_finding"
    return issue if agreed else Finding("guard", "needs_finding")


def names_actor(issue: Placed, names: Iterable[str | None]) -> bool:
    """Whether the finding attributes to one of these; one that attributes to nobody names none."""
    return issue.body.actor is not None and issue.body.actor in names


def says_numbers(issue: Placed, numbers: Iterable[int], world: World) -> bool:
    """Whether all of these stand in the agreed text, in whichever language and digits."""
    version = world.find(issue.refs_as("derived_from")[0])
    texts = texts_of(version, world) if version is not None else {}
    said = {int(one) for paragraphs in texts.values() for text in paragraphs for one in _NUMBER.findall(text)}
    return set(numbers) <= said
