# SPDX-License-Identifier: Apache-2.0
"""What may go out, judged once for every release (REL-3 to REL-6): what could get somebody killed does not leave.

The rules look at what a release names and at signed consents. No consent opens what is never public.
"""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import day_start
from tripartite.core.register.case import NOT_HELD, Case, of_act
from tripartite.core.register.charter_text import DAY
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed


def contents(case: Case) -> tuple[str, ...]:
    """The acts that go out: those the founding act and this one cite."""
    return tuple(dict.fromkeys((*case.founding.refs_as("cites"), *case.act.refs_as("cites"))))


def withheld(case: Case) -> Finding | None:
    """REL-3, REL-4: why something among the contents cannot go out, whoever consents."""
    for ref in contents(case):
        act = case.world.find(ref)
        finding = NOT_HELD if act is None else _withheld(case, act)
        if finding is not None:
            return finding
    return None


def _withheld(case: Case, act: Placed) -> Finding | None:
    if act.reason or act.kind is None or act.kind.public == "never":
        return Finding("guard", "never_public", (act.id,))
    if act.kind.public == "author" and act.party != case.act.party:
        return Finding("guard", "authors_alone", (act.id,))
    return _fresh(case, act) if act.kind.public == "aged" else None


def _fresh(case: Case, act: Placed) -> Finding | None:
    """What happened lies back by the charter's public delay, counted from the end of its day."""
    founding = case.world.find(act.record_id)
    if founding is None:
        return NOT_HELD
    day = getattr(founding.body, "day", None)
    since = day_start(day) + DAY if day is not None else founding.time
    opens = since + case.charter.said.deadlines.public_delay
    return Finding("too_early", "not_before", (instant_text(opens),)) if case.place.time < opens else None


def owners(case: Case) -> frozenset[Party]:
    """REL-5: the parties whose words or data go out; of what is sealed, everyone it was sealed for."""
    return frozenset(party for ref in contents(case) for party in _owners(case.world.find(ref)))


def _owners(act: Placed | None) -> Iterator[Party]:
    if act is not None:
        yield act.party
        yield from sealed_for(act.place.to)


def sealed_for(to: str | tuple[Party, ...]) -> tuple[Party, ...]:
    """The parties that a payload was sealed for; none where all read it."""
    return () if isinstance(to, str) else to


def consented(case: Case) -> frozenset[Party]:
    """The parties whose consent is named and was not known to be taken back where this act stands."""
    known = {
        of_act(act) for act in case.decided.values() if act.kind_name == "withdraw@1" and case.received(act)
    }
    return frozenset(act.party for act in case.named("release.consent") if act.id not in known)
