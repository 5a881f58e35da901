# SPDX-License-Identifier: Apache-2.0
"""Common points: what each party calls common, in its own words; never a position, never agreed (COM-1 to COM-5)."""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ActRef, Body, Line, Texts
from tripartite.core.register.case import Case, of_act
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.chapters.naming import cites_rightly
from tripartite.core.register.kinds import Chapter, Finding, Kind, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


class SayBody(Body, frozen=True):
    """The first sentence on a topic."""

    topic: Line
    sentence: Texts
    PAIRS = "sentence"


class AddBody(Body, frozen=True):
    """Another sentence on the topic, in its author's own words."""

    sentence: Texts
    PAIRS = "sentence"


class AffirmBody(Body, frozen=True):
    """Affirms another party's sentence in principle; no text, no consent."""

    of: ActRef


def _affirmed(case: Case) -> Finding | None:
    """COM-2: another party's sentence of this record."""
    sentence = case.decided.get(of_act(case.act))
    if sentence is None or not hasattr(sentence.body, "sentence"):
        return Finding("guard", "no_such_sentence")
    return Finding("guard", "own_sentence") if sentence.party == case.act.party else None


def behind(margin: Margin) -> dict[str, frozenset[Party]]:
    """Who said or affirmed each sentence that stands; what its author took back says nothing any more (COM-3)."""
    found: dict[str, set[Party]] = {
        act.id: {act.party} for act in margin.standing("common_point.say", "common_point.add")
    }
    for act in margin.standing("common_point.affirm"):
        found.get(of_act(act), set()).add(act.party)
    return {ident: frozenset(parties) for ident, parties in found.items()}


def _view(record: Record, world: World) -> dict[str, Any]:
    parties = world.charter.parties
    margin = Margin(record)
    spoken = behind(margin)
    said = {act.party for act in margin.standing("common_point.say", "common_point.add")}
    heard = frozenset[Party]().union(*spoken.values())
    return {
        "topic": record.founding.body.topic,
        "display": _display(spoken, said, parties),
        "sentences": [
            {
                **margin.shown(act, "sentence"),
                "behind": [party for party in parties if party in spoken.get(act.id, ())],
            }
            for act in record.of("common_point.say", "common_point.add")
        ],
        "said": [party for party in parties if party in said],
        "affirmed": [party for party in parties if party in heard - said],
        "not_said": [party for party in parties if party not in heard],
    }


def _display(spoken: dict[str, frozenset[Party]], said: set[Party], parties: tuple[Party, ...]) -> str:
    """COM-4: which of the fixed sentences a page shows."""
    if any(everyone >= set(parties) for everyone in spoken.values()):
        return "all_affirm"
    return "different_words" if len(said) > 1 else "one_has_said" if said else "none_says"


SPEAKERS = Who("H D")

CHAPTER = Chapter(
    name="common_points",
    kinds=(
        Kind(
            "common_point.say", SayBody, "found", SPEAKERS, guard=cites_rightly, kept=False, public="consent"
        ),
        Kind("common_point.add", AddBody, "add", SPEAKERS, guard=cites_rightly, kept=False, public="consent"),
        Kind(
            "common_point.affirm", AffirmBody, "add", SPEAKERS, guard=_affirmed, kept=False, public="consent"
        ),
    ),
    reads=("reports", "statements", "meetings"),
    view=_view,
)
