# SPDX-License-Identifier: Apache-2.0
"""Proposals and decisions: texts, versions, positions, and what makes a text agreed or adopted (PRO-1 to PRO-9).

*Agreed* and *adopted* are thresholds over signed positions, never moves: no chair and no order of arrival makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ReasonBody
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters import (
    consent,
    corrections,
    instruments,
    lists,
    renewals,
    scans,
    silences,
)
from tripartite.core.register.chapters.corrections import MismatchBody
from tripartite.core.register.chapters.instruments import Instrument
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.chapters.proposal_bodies import (
    FixBody,
    InitialBody,
    LeaveBody,
    MoveBody,
    PositionBody,
    ReactionBody,
    TableBody,
    TextBody,
    VersionBody,
)
from tripartite.core.register.chapters.proposal_rules import (
    adopts,
    after_adoption,
    fixable,
    initials,
    leaves,
    mismatched,
    position_counts,
    reacts,
    reopens,
    sponsors,
    texts_of,
    versioned,
    with_texts,
)
from tripartite.core.register.chapters.silence import NODE_KINDS, PLACE, WaiveRestBody, placeable
from tripartite.core.register.kinds import BEFORE, Chapter, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

# --- view ---------------------------------------------------------------------------------------------------------


def versions(record: Record) -> list[Placed]:
    return [record.founding, *record.counted.of("proposal.version")]


def _view(record: Record, world: World) -> dict[str, Any]:
    body: TableBody = record.founding.body
    found = [_version_view(record, world, version) for version in versions(record)]
    return {
        "kind": body.kind,
        "form": body.form,
        "title": list(body.title),
        "gist": list(body.gist or ()),
        "body": body.held_by,
        "raised_by": record.founding.party,
        "sponsors": sorted({record.founding.party, *body.sponsors}),
        "adoption_rule": body.adoption_rule,
        "legal_character": body.legal_character,
        "versions": found,
        "agreed": next((version["id"] for version in found if version["agreed"]), None),
        "adopted": next((version["id"] for version in found if version["adopted"]), None),
        "positions": _positions(record, world.charter.parties),
        "referral": {**_referrals(record, world.charter.parties), **_lapsed(record, world)},
        "silence": [one.shown() for one in silences.silences(record, world)],
        "reopening_asked": Margin(record).all("proposal.ask_reopening", "reason"),
        "forked": sorted({act.party for act in record.counted.effective if act.place.forked}),
    }


def _version_view(record: Record, world: World, version: Placed) -> dict[str, Any]:
    texts = texts_of(version, world)
    given = sorted(consent.positions(record, version.id, world), key=lambda act: (act.place.leaf, act.index))
    rule = record.founding.body.adoption_rule
    agreed = consent.agreed(record, version.id, world)
    adopted = agreed or silences.by_silence(record, version.id, world)
    adopted = adopted or (consent.by_consensus(record, version.id, world) if rule == "consensus" else ())
    return {
        "id": version.id,
        "by": version.party,
        "amends": getattr(version.body, "amends", None),
        "form": version.body.form,
        "texts": [[lang, list(paragraphs)] for lang, paragraphs in sorted(texts.items())],
        "entries": [lists.shown(entry) for entry in version.body.entries],
        "paper": scans.paper(record, version, world),
        **corrections.compared(record, version, world, texts_of),
        **instruments.beside(version.body.related_instruments, _named_before(record, version)),
        **renewals.beside(record, version, world.charter_at(version.place).parties),
        "positions": {act.party: act.body.position for act in given},
        "initialled": consent.initialled(record, version.id, world),
        "agreed": list(agreed),
        "adopted": list(adopted),
        "accepted_ad_referendum": list(consent.ad_referendum(record, version.id, world)),
        "declined": [act.id for act in given if act.body.position == "declines"],
    }


def _named_before(record: Record, version: Placed) -> Iterator[Instrument]:
    """LST-8: what the versions before this one said stands beside them."""
    for earlier in takewhile(lambda one: one.id != version.id, versions(record)):
        yield from earlier.body.related_instruments or ()


def _pending(record: Record, world: World) -> Iterator[Pending]:
    yield from silences.pending(record, world)
    parties = world.charter.parties
    for version in versions(record):
        found = scans.unconfirmed(record, version, world), renewals.disputed(record, version, parties)
        yield from (item for item in found if item is not None)
    adopted = _adopted(record, world)
    signed = [version for version in versions(record) if version.id in adopted]
    yield from corrections.open_corrections(record, signed, world, texts_of)


def _positions(record: Record, parties: tuple[Party, ...]) -> list[dict[str, Any]]:
    """Each party's last position, in the charter's order; a party without one is said to have none recorded."""
    last = record.latest("proposal.position")
    gone = {of_act(act) for act in record.of("withdraw")}
    disowned = {of_act(act) for act in record.of("repudiate")}
    return [
        {
            "party": party,
            "position": last[party].body.position if party in last else None,
            "on": of_act(last[party]) if party in last else None,
            "act": last[party].id if party in last else None,
            "withdrawn": party in last and last[party].id in gone,
            "repudiated": party in last and last[party].id in disowned,
            "referred_to": last[party].body.referred_to if party in last else None,
            "due": last[party].body.due if party in last else None,
        }
        for party in parties
    ]


def _referrals(record: Record, parties: tuple[Party, ...]) -> dict[str, str]:
    """Per party: none, referred, confirmed or declined (what came after its last referral)."""
    found: dict[str, str] = dict.fromkeys(parties, "none")
    for act in sorted(record.of("proposal.position"), key=lambda act: (act.place.leaf, act.index)):
        position = act.body.position
        if position in ("referred_to_capital", "accepts_ad_referendum"):
            found[act.party] = "referred"
        elif found.get(act.party) == "referred" and position in (*consent.FULL, "declines"):
            found[act.party] = "declined" if position == "declines" else "confirmed"
    for act in record.of("confirm"):
        about = record.act(of_act(act))
        if found.get(act.party) == "referred" and about is not None and about.party == act.party:
            found[act.party] = "confirmed"
    return found


def _lapsed(record: Record, world: World) -> dict[str, str]:
    """The parties whose last word is a referral, the date of which they missed."""
    last = record.latest("proposal.position")
    return {
        act.party: "lapsed"
        for act, limit in silences.referrals(record, world)
        if last[act.party].id == act.id and silences.lapsed(record, act, limit, world)
    }


def _adopted(record: Record, world: World) -> frozenset[str]:
    """The versions that are agreed, or adopted under the proposal's rule."""
    by_consensus = record.founding.body.adoption_rule == "consensus"
    return frozenset(
        version.id
        for version in versions(record)
        if consent.agreed(record, version.id, world)
        or silences.by_silence(record, version.id, world)
        or (by_consensus and consent.by_consensus(record, version.id, world))
    )


def _truth(record: Record, world: World) -> str:
    for version in versions(record):
        if consent.agreed(record, version.id, world):
            return "agreed"
        if silences.by_silence(record, version.id, world):
            return "adopted"
        if record.founding.body.adoption_rule == "consensus" and consent.by_consensus(
            record, version.id, world
        ):
            return "adopted"
    return "account"


# --- chapter ------------------------------------------------------------------------------------------------------

_ANY_LIVE = ("tabled", "under_negotiation", "fixed", "put", "under_silence")

CHAPTER = Chapter(
    name="proposals",
    kinds=(
        Kind("proposal.table", TableBody, "found", public="consent"),
        Kind("proposal.text", TextBody, "add", public="consent"),
        Kind("proposal.version", VersionBody, "add", Who("H D C"), guard=versioned, public="consent"),
        Kind("proposal.mismatch", MismatchBody, "add", Who("H D S"), guard=mismatched),
        Kind(
            "proposal.position", PositionBody, "add", Who("H D", needs=consent.power_for),
            guard=position_counts, waits=True, carried=True, confirmed_with=consent.confirmed_with, limit=8_192,
        ),
        Kind("proposal.reaction", ReactionBody, "add", Who("H D", power="express_consent"), guard=reacts),
        Kind("proposal.leave", LeaveBody, "add", Who("H D", owners=sponsors, of="a sponsor")),
        Kind("proposal.initial", InitialBody, "add", Who("H D", power="authenticate_text"), guard=initials),
        Kind("proposal.open", MoveBody, "move"),
        Kind("proposal.withdraw", MoveBody, "move"),
        Kind("proposal.fix", FixBody, "move"),
        Kind("proposal.put", MoveBody, "move"),
        PLACE,
        Kind("proposal.waive_rest", WaiveRestBody, "add", Who("H")),
        Kind("proposal.ask_reopening", ReasonBody, "add", Who("H")),
        Kind(
            renewals.TEXT_NOTICE, renewals.TextNoticeBody, "add", Who("H", power="express_consent"),
            guard=renewals.notices,
        ),
        *NODE_KINDS,
        Kind("proposal.reopen", MoveBody, "move"),
        Kind("proposal.suspend", MoveBody, "move"),
        Kind("proposal.resume", MoveBody, "move"),
        Kind("proposal.end", MoveBody, "move"),
    ),
    table=(
        Row(
            (), "proposal.table", Who("H D C Me", power="negotiate"), "tabled", with_texts,
            "a text comes with its texts, a paper with its scan",
        ),
        Row(("tabled",), "proposal.open", Who("C"), "under_negotiation"),
        Row(
            ("tabled", "under_negotiation"), "proposal.withdraw", Who("H", owners=sponsors, of="a sponsor"),
            "withdrawn", leaves, "names the leave of every other sponsor",
        ),
        Row(
            ("under_negotiation",), "proposal.fix", Who("C"), "fixed", fixable,
            "in a mechanism; one version in every language, no brackets, paragraphs and numbers equal",
        ),
        Row(("fixed",), "proposal.put", Who("C"), "put", adopts, "in a mechanism"),
        Row(
            ("fixed",), "proposal.place", Who("C"), "under_silence", placeable,
            "under the rule of silence, every party with a node, in a meeting; the window long enough, no rest day",
        ),
        Row(
            ("fixed", "put", "under_silence"), "proposal.reopen", Who("C"), "under_negotiation", reopens,
            "names an objection, a refusal or a head's request, or that a party was absent",
        ),
        Row(
            _ANY_LIVE, "proposal.suspend", Who("H", power="express_consent"), "suspended", after_adoption,
            "names the positions that prove adoption",
        ),
        Row(("suspended",), "proposal.resume", Who("H", power="express_consent"), BEFORE),
        Row(
            (*_ANY_LIVE, "suspended"), "proposal.end", Who("C"), "ended", after_adoption,
            "names the positions that prove adoption",
        ),
    ),
    view=_view,
    truth=_truth,
    facts=_adopted,
    reads=("documents",),
    deadlines=silences.deadlines,
    pending=_pending,
    says=silences.says,
)  # fmt: skip
