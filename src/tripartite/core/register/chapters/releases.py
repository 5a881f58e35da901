# SPDX-License-Identifier: Apache-2.0
"""Releases: what goes out, by whose leave, in which words, and what was said of it (REL-1 to REL-8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant
from tripartite.core.register.bodies import ReasonBody, StepBody, WordsBody
from tripartite.core.register.case import NOT_HELD, Case, author, missing
from tripartite.core.register.chapters.allegation_reply import beside
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import strangers
from tripartite.core.register.chapters.publicity import consented, owners, withheld
from tripartite.core.register.chapters.release_bodies import (
    ConsentBody,
    ProposeReleaseBody,
    PublishBody,
    WordingBody,
)
from tripartite.core.register.kinds import Chapter, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

OPEN = ("proposed", "noticed")
OUT = ("published", "corrected")


def _worded(case: Case) -> Finding | None:
    """REL-2: in every language it is announced in; whom it quotes is a party."""
    body: WordingBody = case.body
    lacking = set(case.founding.body.languages) - {language for language, _ in body.text}
    if lacking:
        return Finding("guard", "no_text_in", tuple(sorted(lacking)))
    return strangers(case, body.quotes)


def _publishable(case: Case) -> Finding | None:
    """REL-3 to REL-7, in the order in which they cannot be mended."""
    if not case.world.past_held(case.place):
        return NOT_HELD
    return _worded(case) or withheld(case) or _embargoed(case) or _allowed(case) or _noticed(case)


def _embargoed(case: Case) -> Finding | None:
    until = case.founding.body.embargo_until
    early = until is not None and case.place.time < instant(until)
    return Finding("too_early", "not_before", (until,)) if early else None


def _allowed(case: Case) -> Finding | None:
    """REL-5: its own words, or the consent of every owner; of all parties where it speaks for all."""
    asked = set(owners(case))
    if case.founding.body.authority == "agreed_by_all":
        asked |= set(case.charter.parties)
    lacking = asked - consented(case) - {case.act.party}
    return missing("consents_of", case, *sorted(lacking)) if lacking else None


def _noticed(case: Case) -> Finding | None:
    """REL-6: whom it quotes has had this very text for as long as the charter says."""
    quoted = (set(case.body.quotes) | owners(case)) - {case.act.party}
    if not quoted:
        return None
    wait = case.charter.said.deadlines.release_notice
    given = [act for act in case.named("release.give_notice") if _same(act, case, quoted)]
    if not given:
        return missing("notice_first", case, *sorted(quoted))
    early = all(case.place.time < act.time + wait for act in given)
    return Finding("too_early", "notice_runs") if early else None


def _same(act: Placed, case: Case, quoted: set[Party]) -> bool:
    return act.body.text == case.body.text and quoted - {act.party} <= set(act.body.quotes)


def _replies(case: Case) -> Finding | None:
    """By a party that a notice of this release quotes; whether that notice had effect does not matter to a reply."""
    named = (case.world.find(ref) for ref, _ in case.act.refs)
    given = (act for act in named if act is not None and act.kind_name == "release.give_notice@1")
    quoted = any(act.record_id == case.founding.id and case.act.party in act.body.quotes for act in given)
    return None if quoted else missing("not_quoted", case)


def _view(record: Record, world: World) -> dict[str, Any]:
    margin, body = Margin(record), record.founding.body
    texts = sorted(record.of("release.publish", "release.correct"), key=lambda act: act.time)
    consents = margin.last("release.consent")
    contents = [ref for act in (record.founding, *texts) for ref in act.refs_as("cites")]
    return {
        **fields(body, "kind", "authority", "title", "languages", "redactions", "embargo_until"),
        "issued_by": record.founding.party,
        "contents": list(record.founding.refs_as("cites")),
        "allegations": list(beside(contents, world)),
        "text": fields(texts[-1].body, "text")["text"] if texts else [],
        "quotes": fields(texts[-1].body, "quotes")["quotes"] if texts else [],
        "published": [act.time for act in texts],
        "cannot_be_taken_back": bool(texts),
        "notices": margin.all("release.give_notice", "text", "quotes"),
        "consents": margin.per_party(world.charter.parties, consents),
        "replies": margin.all("release.reply", "text"),
        "retracted": margin.all("release.retract", "reason"),
        **margin.beside(record.id),
    }


def _pending(record: Record, world: World) -> Iterator[Pending]:
    """The consents that a release which speaks for all still lacks."""
    if not set(record.states) & set(OPEN) or record.founding.body.authority != "agreed_by_all":
        return
    given = set(Margin(record).last("release.consent"))
    lacking = tuple(p for p in world.charter.parties if p not in given and p != record.founding.party)
    if lacking:
        yield Pending("release_consent", lacking, record.founding.time, default="not_released", act=record.id)


RELEASING = Who(
    "H", power="release_public", also="Me", right="mediators_release", owners=author, of="its author"
)
SIGNING = Who(
    "H",
    power="release_public",
    also="Me",
    right="mediators_release",
    owners=author,
    of="its author",
    second=True,
)
WORDS = "the same words to each party that is quoted, for the charter's time; every owner's consent; nothing withheld"

CHAPTER = Chapter(
    name="releases",
    kinds=(
        Kind("release.propose", ProposeReleaseBody, "found", public="consent"),
        Kind("release.give_notice", WordingBody, "move"),
        Kind("release.publish", PublishBody, "move", public="consent"),
        Kind("release.correct", PublishBody, "move", public="consent"),
        Kind("release.retract", ReasonBody, "move", public="consent"),
        Kind("release.drop", StepBody, "move"),
        Kind("release.consent", ConsentBody, "add", Who("H", power="release_public")),
        Kind("release.reply", WordsBody, "add", Who("H D"), guard=_replies, kept=False, public="consent"),
    ),
    table=(
        Row((), "release.propose", Who("H S", power=""), "proposed"),
        Row(OPEN, "release.give_notice", RELEASING, "noticed", _worded, "the full text in every language"),
        Row(OPEN, "release.publish", SIGNING, "published", _publishable, WORDS),
        Row(OUT, "release.correct", SIGNING, "corrected", _publishable, WORDS),
        Row(
            OUT,
            "release.retract",
            SIGNING,
            "retracted",
            says="the reason; what was out stays readable, marked",
        ),
        Row(OPEN, "release.drop", Who("H S", owners=author, of="its author"), "dropped"),
    ),
    reads=("allegations",),
    view=_view,
    pending=_pending,
)
