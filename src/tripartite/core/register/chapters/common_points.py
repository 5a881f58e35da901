# SPDX-License-Identifier: Apache-2.0
"""Common points: what each party calls common, in its own words; never a position, never agreed (COM-1 to COM-5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ActRef, Body, Line, Texts
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.marks import shown, withdrawn
from tripartite.core.register.chapters.naming import cites_rightly
from tripartite.core.register.fold import of_act
from tripartite.core.register.kinds import Chapter, Finding, Kind, Who
from tripartite.core.register.placed import Placed
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
    of = of_act(case.act)
    sentence = case.decided.get(of)
    if sentence is None and case.world.find(of) is None:
        return NOT_HELD
    if sentence is None or not hasattr(sentence.body, "sentence"):
        return Finding("guard", "no_such_sentence")
    return Finding("guard", "own_sentence") if sentence.party == case.act.party else None


def sentences(record: Record) -> list[Placed]:
    """The sentences that stand: those their authors took back say nothing any more."""
    gone = withdrawn(record)
    return [act for act in record.of("common_point.say", "common_point.add") if act.id not in gone]


def behind(record: Record, sentence: Placed) -> frozenset[Party]:
    """Who said this sentence or affirmed it."""
    gone = withdrawn(record)
    affirmed = {
        act.party
        for act in record.of("common_point.affirm")
        if of_act(act) == sentence.id and act.id not in gone
    }
    return frozenset({sentence.party, *affirmed})


def display(record: Record, parties: Iterable[Party]) -> str:
    """COM-4: which of the fixed sentences a page shows; `none_says` once every sentence was taken back."""
    said = sentences(record)
    if any(behind(record, sentence) >= set(parties) for sentence in said):
        return "all_affirm"
    authors = {sentence.party for sentence in said}
    return "different_words" if len(authors) > 1 else "one_has_said" if authors else "none_says"


def _view(record: Record, world: World) -> dict[str, Any]:
    parties = world.charter.parties
    said = sentences(record)
    spoken = frozenset[Party]().union(*(behind(record, sentence) for sentence in said))
    every = record.of("common_point.say", "common_point.add")
    return {
        "topic": record.founding.body.topic,
        "display": display(record, parties),
        "sentences": [
            {
                **shown(record, act, "sentence"),
                "behind": [party for party in parties if party in behind(record, act)],
            }
            for act in every
        ],
        "said": [party for party in parties if any(act.party == party for act in said)],
        "affirmed": [party for party in parties if party in spoken - {act.party for act in said}],
        "not_said": [party for party in parties if party not in spoken],
    }


SPEAKERS = Who("H D")

CHAPTER = Chapter(
    name="common_points",
    kinds=(
        Kind("common_point.say", SayBody, "found", SPEAKERS, guard=cites_rightly, kept=False),
        Kind("common_point.add", AddBody, "add", SPEAKERS, guard=cites_rightly, kept=False),
        Kind("common_point.affirm", AffirmBody, "add", SPEAKERS, guard=_affirmed, kept=False),
    ),
    reads=("reports", "statements", "meetings"),
    view=_view,
)
