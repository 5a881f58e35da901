# SPDX-License-Identifier: Apache-2.0
"""Proposals and decisions: texts, versions, positions, and what makes a text agreed or adopted (PRO-1 to PRO-9).

*Agreed* and *adopted* are thresholds over signed positions, never moves: no chair and no order of arrival makes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import (
    ActRef,
    Body,
    Count,
    InstantText,
    LanguageText,
    Line,
    Parties,
    Passage,
    Texts,
    Topics,
)
from tripartite.core.register.case import Case, missing
from tripartite.core.register.chapters import consent
from tripartite.core.register.fold import of_act
from tripartite.core.register.kinds import BEFORE, Chapter, Finding, Kind, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

ProposalKind = Literal[
    "decision", "agreement", "terms_of_reference", "rules_of_procedure", "cbm", "notifiable_activity_list",
    "definitions_list", "area_list", "joint_statement", "finding", "appointment", "finance_admin", "termination",
    "extension",
]  # fmt: skip
Position = Literal[
    "supports", "proposes_amendment", "awaiting_instructions", "referred_to_capital", "objects",
    "accepts_ad_referendum", "does_not_object", "abstains_without_blocking", "accepts",
    "accepts_with_interpretative_statement", "accepts_with_reservation", "declines",
]  # fmt: skip


class TableBody(Body, frozen=True):
    """Tables a proposal. `sponsors` are the parties that bring it; the author's is always one."""

    kind: ProposalKind
    form: Literal["text", "oral_no_text"]
    title: Texts
    held_by: str = "plenary"
    sponsors: Parties = ()
    adoption_rule: Literal["explicit_consent", "consensus"] = "explicit_consent"
    legal_character: (
        Literal["legally_binding", "politically_binding", "non_binding_understanding", "administrative"] | None
    ) = None
    gist: Texts | None = None
    """What an oral proposal is about, in the proposer's words."""
    related_instruments: Topics = ()
    basis: Line | None = None
    PAIRS = "title gist"
    SORTED = "sponsors"


class TextBody(Body, frozen=True):
    """One language of a version, by paragraphs."""

    lang: LanguageText
    paragraphs: Annotated[tuple[Passage, ...], Meta(min_length=1, max_length=1024)]


class VersionBody(Body, frozen=True):
    """Another version; its texts stand beside it, named in `refs` as `text`."""

    amends: ActRef | None = None
    brackets: Annotated[tuple[tuple[Count, Line], ...], Meta(max_length=256)] = ()
    """(paragraph, what is still open in it)."""
    note: Texts | None = None
    PAIRS = "note"


class PositionBody(Body, frozen=True):
    """A position on one version, in all its languages at once."""

    of: ActRef
    position: Position
    due: InstantText | None = None
    until: InstantText | None = None
    """An acceptance's own word: it may not be withdrawn before."""
    reason: Texts | None = None
    conditions: Topics = ()
    statement: Texts | None = None
    """The interpretative statement or the reservation, where the position is one."""
    referred_to: Line | None = None
    authority_ref: Line | None = None
    PAIRS = "reason statement"
    INSTANTS = "due until"

    def check(self) -> None:
        if self.position in ("accepts_with_interpretative_statement", "accepts_with_reservation") and not self.statement:
            raise ValueError("`statement` is missing")


class ReactionBody(Body, frozen=True):
    """What a party makes of another's reservation; silence never accepts one."""

    of: ActRef
    reaction: Literal["accepted", "objected", "objected_and_opposes_entry"]


class LeaveBody(Body, frozen=True):
    """A sponsor agrees that the proposal be withdrawn."""


class InitialBody(Body, frozen=True):
    """Fixes a version's text as the one negotiated; no consent."""

    of: ActRef


class MoveBody(Body, frozen=True):
    """A move that needs no words."""

    reason: Texts | None = None
    PAIRS = "reason"


class FixBody(Body, frozen=True):
    """Declares one version definitive."""

    version: ActRef


# --- guards -------------------------------------------------------------------------------------------------------


def sponsors(case: Case) -> frozenset[Party]:
    body: TableBody = case.founding.body
    return frozenset({case.founding.party, *(Party(name) for name in body.sponsors)})


def _with_texts(case: Case) -> Finding | None:
    """PRO-2: every text named stands in the same dispatch; a version has at least one."""
    refs = case.act.refs_as("text")
    for ref in refs:
        text = case.world.find(ref)
        if text is None or text.reason or text.kind_name != "proposal.text@1":
            return Finding("no_text", ref)
        if text.place.dispatch != case.act.place.dispatch:
            return Finding("no_text", ref)
    oral = getattr(case.body, "form", "text") == "oral_no_text"
    return Finding("no_text") if not refs and not oral else None


def version_of(case: Case, ident: str) -> Placed | None:
    """The act that carries a version: the founding act, or a later version."""
    found = case.decided.get(ident)
    if found is None or found.kind is None or found.kind.name not in ("proposal.table", "proposal.version"):
        return None
    return found


def _position(case: Case) -> Finding | None:
    body: PositionBody = case.body
    version = version_of(case, of_act(case.act))
    if version is None:
        return Finding("guard", "no such version in this record")
    counts = body.position in consent.MAY_COUNT
    if counts and not case.charter.adopts:
        return Finding("talks_record")
    if counts and not version.refs_as("text"):
        return Finding("guard", "an oral proposal has no text to accept")
    if counts and not case.world.received(version, case.act.party, case.act.place):
        return Finding("no_receipt")
    grant = case.act.place.grant
    if body.position in consent.FULL and grant is not None and grant.ad_referendum_only:
        return Finding("no_power", "ad referendum only")
    return None


def _reaction(case: Case) -> Finding | None:
    taken = case.decided.get(of_act(case.act))
    reservation = taken is not None and getattr(taken.body, "position", "") == "accepts_with_reservation"
    return None if reservation else Finding("guard", "no reservation")


def _initial(case: Case) -> Finding | None:
    if not case.charter.adopts:
        return Finding("talks_record")
    version = version_of(case, of_act(case.act))
    return None if version and version.refs_as("text") else Finding("guard", "no such text in this record")


def _leaves(case: Case) -> Finding | None:
    """PRO-3: a proposal is withdrawn with the leave of every other sponsor."""
    given = {act.party for act in case.named("proposal.leave")}
    lacking = sponsors(case) - given - {case.act.party}
    return missing("leave of " + ", ".join(sorted(lacking)), case) if lacking else None


def _fixable(case: Case) -> Finding | None:
    """PRO-4: every authentic language, nothing in brackets, the same count of paragraphs and the same numbers."""
    if not case.charter.adopts:
        return Finding("talks_record")
    version = version_of(case, _version_named(case))
    if version is None:
        return Finding("guard", "no such version in this record")
    if getattr(version.body, "brackets", ()):
        return Finding("guard", "brackets open")
    texts = texts_of(version, case.world)
    lacking = set(case.charter.said.languages) - set(texts)
    if lacking:
        return Finding("guard", "no text in " + ", ".join(sorted(lacking)))
    if len({len(paragraphs) for paragraphs in texts.values()}) > 1:
        return Finding("guard", "paragraph counts differ")
    if len({tuple(_numbers(paragraphs)) for paragraphs in texts.values()}) > 1:
        return Finding("guard", "numbers differ between languages")
    return None


def _version_named(case: Case) -> str:
    ref: str = case.body.version
    return f"{case.act.place.dispatch}{ref[1:]}" if ref.startswith("./") else ref


def _silence_rule(case: Case) -> Finding | None:
    return None if case.charter.adopts else Finding("talks_record")


def _reopens(case: Case) -> Finding | None:
    """PRO-5: names an objection or a refusal."""
    named = [act for act in case.named("proposal.position") if act.body.position in ("objects", "declines")]
    return None if named else missing("an objection or a refusal", case)


def _after_adoption(case: Case) -> Finding | None:
    """PRO-6: names, party by party, the positions that prove adoption."""
    if not case.charter.adopts:
        return Finding("talks_record")
    named = {act.party for act in case.named("proposal.position") if act.body.position in consent.MAY_COUNT}
    lacking = set(case.charter.parties) - named
    return missing("positions of " + ", ".join(sorted(lacking)), case) if lacking else None


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _numbers(paragraphs: tuple[str, ...]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        for found in sorted(re.findall(r"[0-9]+", paragraph.translate(_DIGITS))):
            yield f"{number}:{found}"


def texts_of(version: Placed, world: World) -> dict[str, tuple[str, ...]]:
    """A version's paragraphs by language; several texts of one language are read in the order listed."""
    texts: dict[str, tuple[str, ...]] = {}
    for ref in version.refs_as("text"):
        act = world.find(ref)
        if act is not None and not act.reason:
            texts[act.body.lang] = texts.get(act.body.lang, ()) + act.body.paragraphs
    return texts


# --- view ---------------------------------------------------------------------------------------------------------


def versions(record: Record) -> list[Placed]:
    return [record.founding, *record.of("proposal.version")]


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
        "referral": _referrals(record, world.charter.parties),
    }


def _version_view(record: Record, world: World, version: Placed) -> dict[str, Any]:
    texts = texts_of(version, world)
    rule = record.founding.body.adoption_rule
    agreed = consent.agreed(record, version.id, world)
    adopted = agreed or (consent.by_consensus(record, version.id, world) if rule == "consensus" else ())
    return {
        "id": version.id,
        "by": version.party,
        "amends": getattr(version.body, "amends", None),
        "texts": [[lang, list(paragraphs)] for lang, paragraphs in sorted(texts.items())],
        "positions": {act.party: act.body.position for act in consent.positions(record, version.id)},
        "initialled": consent.initialled(record, version.id, world),
        "agreed": list(agreed),
        "adopted": list(adopted),
        "accepted_ad_referendum": list(consent.ad_referendum(record, version.id, world)),
        "declined": [act.id for act in consent.positions(record, version.id) if act.body.position == "declines"],
    }


def _positions(record: Record, parties: tuple[Party, ...]) -> list[dict[str, Any]]:
    """Each party's last position, in the charter's order; a party without one is said to have none recorded."""
    last = record.latest("proposal.position")
    return [
        {
            "party": party,
            "position": last[party].body.position if party in last else None,
            "on": of_act(last[party]) if party in last else None,
            "act": last[party].id if party in last else None,
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
        if found.get(act.party) == "referred":
            found[act.party] = "confirmed"
    return found


def _truth(record: Record, world: World) -> str:
    for version in versions(record):
        if consent.agreed(record, version.id, world):
            return "agreed"
        if record.founding.body.adoption_rule == "consensus" and consent.by_consensus(record, version.id, world):
            return "adopted"
    return "account"


# --- chapter ------------------------------------------------------------------------------------------------------

_ANY_LIVE = ("tabled", "under_negotiation", "fixed", "put")

CHAPTER = Chapter(
    name="proposals",
    kinds=(
        Kind("proposal.table", TableBody, "found"),
        Kind("proposal.text", TextBody, "add", Who("H D C Me", power="negotiate")),
        Kind("proposal.version", VersionBody, "add", Who("H D C"), guard=_with_texts),
        Kind(
            "proposal.position", PositionBody, "add", Who("H D", needs=consent.power_for),
            guard=_position, waits=True, carried=True,
        ),
        Kind("proposal.reaction", ReactionBody, "add", Who("H D", power="express_consent"), guard=_reaction),
        Kind("proposal.leave", LeaveBody, "add", Who("H D", owners=sponsors, of="a sponsor")),
        Kind("proposal.initial", InitialBody, "add", Who("H D", power="authenticate_text"), guard=_initial),
        Kind("proposal.open", MoveBody, "move"),
        Kind("proposal.withdraw", MoveBody, "move"),
        Kind("proposal.fix", FixBody, "move"),
        Kind("proposal.put", MoveBody, "move"),
        Kind("proposal.reopen", MoveBody, "move"),
        Kind("proposal.suspend", MoveBody, "move"),
        Kind("proposal.resume", MoveBody, "move"),
        Kind("proposal.end", MoveBody, "move"),
    ),
    table=(
        Row((), "proposal.table", Who("H D C Me", power="negotiate"), "tabled", _with_texts, "a text comes with its texts"),
        Row(("tabled",), "proposal.open", Who("C"), "under_negotiation"),
        Row(
            ("tabled", "under_negotiation"), "proposal.withdraw", Who("H", owners=sponsors, of="a sponsor"), "withdrawn",
            _leaves, "names the leave of every other sponsor",
        ),
        Row(
            ("under_negotiation",), "proposal.fix", Who("C"), "fixed", _fixable,
            "in a mechanism; one version in every language, no brackets, paragraphs and numbers equal",
        ),
        Row(("fixed",), "proposal.put", Who("C"), "put", _silence_rule, "in a mechanism"),
        Row(("fixed", "put"), "proposal.reopen", Who("C"), "under_negotiation", _reopens, "names an objection or refusal"),
        Row(
            _ANY_LIVE, "proposal.suspend", Who("H", power="express_consent"), "suspended", _after_adoption,
            "names the positions that prove adoption",
        ),
        Row(("suspended",), "proposal.resume", Who("H", power="express_consent"), BEFORE),
        Row(
            (*_ANY_LIVE, "suspended"), "proposal.end", Who("C"), "ended", _after_adoption,
            "names the positions that prove adoption",
        ),
    ),
    view=_view,
    truth=_truth,
)  # fmt: skip
