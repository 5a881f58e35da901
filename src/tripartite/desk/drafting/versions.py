# SPDX-License-Identifier: Apache-2.0
"""The page of a proposal: its versions in all languages, what is open in them, and who took which position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.desk.drafting import checking
from tripartite.desk.drafting.checking import Check
from tripartite.desk.drafting.order import in_order
from tripartite.desk.tags import tongue
from tripartite.desk.telling import Moment, Said, Telling
from tripartite.desk.wording import brackets
from tripartite.i18n.words import tame

SHOWN = frozenset({"versions", "positions", "title", "silence", "referral"})
TEMPLATE = "desk/drafting/proposal.html"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph in one language, in pieces."""

    language: str
    direction: str
    name: str
    pieces: list[brackets.Piece]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`cells`: one for each language of the version; None where it has no such paragraph."""

    number: int
    cells: list[Cell | None]
    differs: tuple[str, ...]
    """Messages of what differs between its languages."""
    days: list[Moment]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What stands in one bracket, in every language, and who sponsors it; "" where nobody is named."""

    number: int
    sponsors: str
    said: list[Said]


@dataclass(frozen=True, slots=True)
class Position:
    """What one party says of one version. `notes`: sentences on what is awaited, and what became of it."""

    code: str
    said: str
    notes: list[str]


class Version:
    """One version on the page. `number`: its place among the versions, from 1."""

    def __init__(self, page: Any, number: int, shown: Values, act: Values) -> None:
        tell: Telling = page.tell
        parties = page.desk.charter().parties
        texts: Sequence[tuple[str, Sequence[str]]] = shown["texts"]
        by_language = dict(texts)
        self.id: str = shown["id"]
        self.number = number
        self.by = tell.party(shown["by"])
        self.at: int | None = act.get("time")
        self.amends: str | None = shown["amends"]
        self.agreed, self.adopted = bool(shown["agreed"]), bool(shown["adopted"])
        self.ad_referendum = bool(shown["accepted_ad_referendum"]) and not self.adopted
        self.paper = shown.get("paper")
        self.note = tell.said(act.get("body", {}).get("note") or [])
        self.languages = [tongue(code, "") for code in by_language]
        self.check: Check = checking.check(by_language, page.desk.charter().said.languages)
        self.lacking = [tongue(code, "")["name"] for code in self.check.lacking]
        self.paragraphs = list(_paragraphs(tell, texts, self.check))
        marks = [(int(place), str(line)) for place, line in act.get("body", {}).get("brackets") or ()]
        self.open = list(_open(tell, texts, marks, parties))
        self.mismatches = [
            {
                "by": tell.party(one["by"]),
                "paragraph": one["paragraph"],
                "languages": ", ".join(tongue(code, "")["name"] for code in one["languages"]),
                "said": tell.said(one["text"]),
            }
            for one in shown["mismatches"]
        ]
        self.corrected_by: str | None = shown["corrected_by"]


def _paragraphs(
    tell: Telling, texts: Sequence[tuple[str, Sequence[str]]], check: Check
) -> Iterator[Paragraph]:
    longest = max((len(parts) for _, parts in texts), default=0)
    for place in range(longest):
        said = [tell.said([[code, parts[place]]])[0] if place < len(parts) else None for code, parts in texts]
        yield Paragraph(
            place + 1,
            [_cell(one) if one else None for one in said],
            tuple(f"guard.{code}" for code in check.at.get(place + 1, ())),
            checking.days(tell, [one.text for one in said if one]),
        )


def _cell(said: Said) -> Cell:
    name = tongue(said.language, "")["name"]
    return Cell(said.language, said.direction, name, brackets.pieces(said.text))


def _open(
    tell: Telling,
    texts: Sequence[tuple[str, Sequence[str]]],
    marks: Sequence[tuple[int, str]],
    parties: Sequence[str],
) -> Iterator[tuple[int, list[Alternative]]]:
    """Paragraph by paragraph the brackets next to each other, in every language, each with its sponsors (ROO-2)."""
    mine = tell.words.language.code
    ordered = sorted(texts, key=lambda pair: (pair[0] != mine, pair[0]))
    for place in range(max((len(parts) for _, parts in texts), default=0)):
        lines = brackets.of_paragraph(marks, place + 1)
        found = {code: _brackets(parts[place]) for code, parts in ordered if place < len(parts)}
        groups = max(
            (brackets.alternatives(parts[place]) for _, parts in ordered if place < len(parts)), key=len
        )
        for group in groups:
            yield place + 1, [
                Alternative(
                    piece.bracket,
                    _sponsors(tell, lines, piece.bracket, parties),
                    tell.said([[c, one[piece.bracket]] for c, one in found.items() if piece.bracket in one]),
                )
                for piece in group
            ]  # fmt: skip


def _brackets(text: str) -> dict[int, str]:
    return {piece.bracket: piece.text for piece in brackets.pieces(text) if piece.bracket}


def _sponsors(tell: Telling, lines: Sequence[str], number: int, parties: Sequence[str]) -> str:
    if number > len(lines):
        return ""
    named = brackets.sponsors(lines[number - 1], parties)
    return tell.parties(named) if named else tame(lines[number - 1])


# --- positions ----------------------------------------------------------------------------------------------------


def positions(page: Any, shown: Values, history: Sequence[Values]) -> list[tuple[str, list[Position]]]:
    """Party by party what it says of each version, the latest version first; nobody's silence is taken for a word."""
    parties = page.desk.charter().parties
    given = _given(history)
    last = {one["party"]: one for one in shown["fields"]["positions"]}
    referral = shown["fields"]["referral"]
    found = []
    for party in parties:
        cells = []
        for version in reversed(in_order(shown["fields"]["versions"])):
            code = version["positions"].get(party)
            act = given.get((party, version["id"], code))
            cells.append(_position(page, code, act, last[party], referral.get(party, "none")))
        found.append((page.tell.party(party), cells))
    return found


def _given(history: Sequence[Values]) -> dict[tuple[str, str, str], Values]:
    """The positions that have effect, as they were signed: by party, version and position, the last of the same."""
    return {
        (act["by"], _whole(act["body"]["of"], act["id"]), act["body"]["position"]): act
        for act in history
        if act["kind"].startswith("proposal.position@") and not act["reason"]
    }


def _whole(ref: str, act: str) -> str:
    """An act id, of one that may name an act of its own dispatch."""
    return f"{act.partition('/')[0]}/{ref.removeprefix('./')}" if ref.startswith("./") else ref


def _position(page: Any, code: str | None, act: Values | None, last: Values, referral: str) -> Position:
    words = page.words
    if code is None:
        return Position("none", words("fixed.no_position"), [])
    notes = []
    body = act["body"] if act else {}
    is_last = act is not None and last["act"] == act["id"]
    if code in ("accepts_ad_referendum", "referred_to_capital"):
        notes.append(words(f"room.awaited.{code}"))
        due = body.get("due")
        notes.append(words("room.due", due=page.tell.moment(due).here) if due else words("room.no_due"))
    if is_last and referral in ("confirmed", "declined", "lapsed"):
        notes.append(words(f"referral.{referral}"))
    if is_last and last["withdrawn"]:
        notes.append(words("room.withdrawn"))
    notes += [f"– {condition}" for condition in body.get("conditions") or ()]
    return Position(code, words(f"position.{code}"), notes)


# --- silence ------------------------------------------------------------------------------------------------------


def silences(page: Any, shown: Values, history: Sequence[Values]) -> list[dict[str, Any]]:
    """Each placing under silence: until when one may object, who has spoken, and what came of it."""
    by = {act["id"]: act for act in history}
    return [
        {
            **one,
            "state": f"state.proposals.{one['state']}",
            "over": one["state"] != "under_silence",
            "answered": page.tell.parties(one["answered"]),
            "absent": page.tell.parties(one["absent"]),
            "objections": [
                (page.tell.party(by[act]["by"]), by[act]["time"]) for act in one["objections"] if act in by
            ],
        }
        for one in shown["fields"]["silence"]
    ]


def page(page: Any, shown: Values, history: Sequence[Values]) -> dict[str, Any]:
    """What the page of a proposal shows besides its other fields."""
    acts = {act["id"]: act for act in history}
    found = [
        Version(page, number, version, acts.get(version["id"], {}))
        for number, version in enumerate(in_order(shown["fields"]["versions"]), 1)
    ]
    return {
        "sheets": ["drafting"],
        "versions": list(reversed(found)),
        "numbers": {version.id: version.number for version in found},
        "several": len(found) > 1,
        "positions": positions(page, shown, history),
        "silences": silences(page, shown, history),
    }
