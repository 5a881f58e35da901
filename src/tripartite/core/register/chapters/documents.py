# SPDX-License-Identifier: Apache-2.0
"""Documents and evidence: what a paper or file is, through whose hands it went, who may see it (DOC-1 to DOC-7).

The file itself is an attachment, or stays where it is and is named by its hash. Nobody's name and no source has room
here; a break in the chain of custody is computed, never declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Count, HexText
from tripartite.core.register.bodies import (
    Body,
    DayText,
    InstantText,
    LanguageText,
    Line,
    Parties,
    PartyText,
    Texts,
    day_start,
)
from tripartite.core.register.case import Case, author
from tripartite.core.register.chapters.entries import entry, unanswered
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import held, strangers
from tripartite.core.register.grants import Function
from tripartite.core.register.kinds import Chapter, Finding, Kind, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Form = Literal[
    "note_verbale", "letter", "aide_memoire", "memorandum", "bout_de_papier", "non_paper", "draft", "report", "map",
    "photo", "video", "audio", "dataset", "list", "certificate", "press_item", "web_capture", "signed_scan",
]  # fmt: skip
Holder = tuple[PartyText, Function]
"""Whose hands, by party and function."""


class FileBody(Body, frozen=True):
    """What a document is. Its file is attached, or held elsewhere and known by hash and size."""

    form: Form
    of_party: PartyText | None = None
    """The party whose paper it is, where another files it."""
    authentication: Literal["signed", "initialled", "stamped", "unsigned", "copy_certified"] = "unsigned"
    copy_kind: Literal["evidentiary", "working", "redacted"] = "working"
    title: Texts | None = None
    language: LanguageText | None = None
    dated: DayText | None = None
    sha256: HexText | None = None
    size: Count | None = None
    captured_at: InstantText | None = None
    method: Line | None = None
    address: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    """Where a page was captured, or an item printed."""
    graphic: bool = False
    PAIRS = "title"
    INSTANTS = "dated captured_at"

    def check(self) -> None:
        if self.copy_kind == "evidentiary" and self.sha256 is None:
            raise ValueError("an evidentiary copy states its `sha256`")


class CustodyBody(Body, frozen=True):
    """A hand-over: from whom, to whom, when, what for, and the hash of the content before it and after."""

    given_by: Holder
    taken_by: Holder
    at: InstantText
    purpose: Line
    hash_before: HexText
    hash_after: HexText
    INSTANTS = "at"


class ConsentBody(Body, frozen=True):
    """What those whose words or face it is agreed to, as they told the party that filed it."""

    level: Literal["none", "mechanism_only", "named_parties", "public"]
    may_share_with: Parties = ()
    may_publish: bool = False
    SORTED = "may_share_with"

    def check(self) -> None:
        if (self.level == "named_parties") != bool(self.may_share_with):
            raise ValueError("`may_share_with` goes with the level `named_parties`")
        if self.may_publish and self.level != "public":
            raise ValueError("`may_publish` goes with the level `public`")


class ReleasabilityBody(Body, frozen=True):
    """Who decides whether it goes out."""

    rule: Literal["originator_only", "all_parties_consent", "after_date", "public"]
    after: DayText | None = None
    INSTANTS = "after"

    def check(self) -> None:
        if (self.rule == "after_date") != (self.after is not None):
            raise ValueError("`after` goes with the rule `after_date`")


class ConfirmCopyBody(Body, frozen=True):
    """The scan is of the paper that one's own party signed; `sha256` is that of the content looked at."""

    sha256: HexText


# --- guards -------------------------------------------------------------------------------------------------------


def _filed(case: Case) -> Finding | None:
    """DOC-1, DOC-2, LST-14: the file is attached or known by its hash; a redacted copy names what it was made from."""
    if not case.act.blobs and case.body.sha256 is None:
        return Finding("guard", "no_file")
    derived = case.act.refs_as("derived_from")
    if case.body.copy_kind == "redacted" and not derived:
        return Finding("guard", "redacted_from_nothing")
    finding = held(case, "derived_from", ("document.file",)) if derived else None
    return finding or strangers(case, (case.body.of_party,))


def _handed(case: Case) -> Finding | None:
    """DOC-3: parties of the charter, one of them the author's."""
    parties = (case.body.given_by[0], case.body.taken_by[0])
    if case.act.party not in parties:
        return Finding("guard", "not_ones_hands")
    return strangers(case, parties)


def _shared(case: Case) -> Finding | None:
    return strangers(case, case.body.may_share_with)


def _confirmed(case: Case) -> Finding | None:
    """DOC-5: of a scan of a signed paper, by the others, and of that content."""
    body = case.founding.body
    if body.form != "signed_scan":
        return Finding("guard", "no_signed_scan")
    if case.act.party == case.founding.party:
        return Finding("guard", "own_scan")
    other = body.sha256 is not None and body.sha256 != case.body.sha256
    return Finding("guard", "another_content") if other else None


# --- view ---------------------------------------------------------------------------------------------------------

_SAID = (
    "form", "of_party", "authentication", "copy_kind", "title", "language", "dated", "sha256", "size",
    "captured_at", "method", "address", "graphic",
)  # fmt: skip
_CUSTODY = ("given_by", "taken_by", "at", "purpose", "hash_before", "hash_after")


def breaks(content: str | None, chain: Sequence[Placed]) -> Iterator[tuple[str, str]]:
    """Where the chain of custody does not hold: the hand-over, and what is wrong there (DOC-4)."""
    holder: Holder | None = None
    for act in chain:
        body: CustodyBody = act.body
        if content is not None and body.hash_before != content:
            yield act.id, "hash_differs"
        if body.hash_before != body.hash_after:
            yield act.id, "content_changed"
        if holder is not None and body.given_by != holder:
            yield act.id, "holder_differs"
        content, holder = body.hash_after, body.taken_by


def _chain(margin: Margin) -> list[Placed]:
    """The hand-overs that stand, in the order in which they are said to have happened."""
    acts = margin.standing("document.custody")
    return sorted(acts, key=lambda act: (day_start(act.body.at), act.time, act.id))


def _view(record: Record, world: World) -> dict[str, Any]:
    founding, margin = record.founding, Margin(record)
    chain = _chain(margin)
    found = [list(pair) for pair in breaks(founding.body.sha256, chain)]
    confirmed = [party for party in world.charter.parties if party in _confirmers(record, margin)]
    return {
        **fields(founding.body, *_SAID),
        "filed_by": founding.party,
        **entry(record, world),
        "derived_from": list(founding.refs_as("derived_from")),
        "cites": list(founding.refs_as("cites")),
        "custody": [margin.shown(act, *_CUSTODY) for act in chain],
        "custody_breaks": found,
        "custody_broken": bool(found),
        "consent": _last(margin, "document.consent", "level", "may_share_with", "may_publish"),
        "releasability": _last(margin, "document.releasability", "rule", "after"),
        "copy_confirmed_by": confirmed,
        "copy_confirmed": f"{len(confirmed)}/{len(world.charter.parties)}" if _is_scan(record) else None,
        **margin.beside(record.id),
    }


def _is_scan(record: Record) -> bool:
    return bool(record.founding.body.form == "signed_scan")


def _confirmers(record: Record, margin: Margin) -> set[str]:
    """Who says that the scan is of the paper it signed: whoever filed it, and those who confirmed."""
    said = {act.party for act in margin.standing("document.confirm_copy")}
    return {record.founding.party, *said} if _is_scan(record) else set()


def _last(margin: Margin, kind: str, *names: str) -> dict[str, Any] | None:
    said = margin.last(kind).get(margin.record.founding.party)
    return margin.shown(said, *names) if said is not None else None


def _when(record: Record) -> int:
    body: FileBody = record.founding.body
    said = body.captured_at or body.dated
    return day_start(said) if said else record.founding.time


FILERS = Who("H D L S C M", power="speak_in_meeting", also="Me O", right="observers_report")
CUSTODIANS = Who("H D L S M", power="speak_in_meeting", also="Me O", right="observers_report")
OWN = Who("H D L S C M", power="speak_in_meeting", owners=author, of="the party that filed it")

CHAPTER = Chapter(
    name="documents",
    kinds=(
        Kind("document.file", FileBody, "found", FILERS, guard=_filed, kept=False),
        Kind("document.custody", CustodyBody, "add", CUSTODIANS, guard=_handed, kept=False),
        Kind("document.consent", ConsentBody, "add", OWN, guard=_shared),
        Kind("document.releasability", ReleasabilityBody, "add", OWN),
        Kind("document.confirm_copy", ConfirmCopyBody, "add", Who("H D"), guard=_confirmed),
    ),
    view=_view,
    when=_when,
    pending=unanswered,
)
