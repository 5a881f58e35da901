# SPDX-License-Identifier: Apache-2.0
"""What was said at a meeting: each statement as the account of the party that signed it, with footnotes (ROO-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tripartite.desk.meeting.links import begin, by_language
from tripartite.desk.telling import Moment, Said

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Footnote:
    """What one party says of whether something belongs to the meeting."""

    number: int
    act: str
    party: str
    says: str
    """A message."""
    topics: list[str]
    said: list[Said]


@dataclass(slots=True)
class Statement:
    """`item`: the agenda item under which it was made, "" where none is named."""

    id: str
    item: str
    face: str
    party: str
    speaker: str
    kind: str
    voice: str
    said: list[Said]
    at: Moment
    interpretation_disputed: bool
    responses: list[tuple[str, str, list[Said]]]
    footnotes: list[Footnote] = field(default_factory=list)
    reply: str = ""
    scope: str = ""
    """Addresses of the forms for a reply and for an objection to its scope; "" for who may not."""


def statement(page: Any, shown: Values, items: Mapping[str, Any], meeting: str) -> Statement:
    tell, said = page.tell, shown["fields"]
    first = shown["acts"][0]
    named = [act for act, _ in first["refs"]]
    return Statement(
        shown["id"], next((act for act in named if act in items and act != meeting), ""),
        tell.face(shown), tell.party(said["by_party"]), said["speaker"],
        tell.words(f"statement.{said['kind']}"), tell.words(f"voice.{said['voice']}"),
        tell.said(said["text"]), tell.moment(first["time"]), said["interpretation_disputed"],
        [
            (tell.party(one["by"]), tell.words(f"response.{one['status']}"), tell.said(one["text"] or []))
            for one in said["responses"]
        ],
    )  # fmt: skip


def footnotes(page: Any, history: Sequence[Values]) -> list[tuple[list[str], Footnote]]:
    """What each party said of the scope, numbered in the order it was said, with the acts that it is about."""
    withdrawn = {
        act["body"]["of"] for act in history if act["kind"].startswith("withdraw@") and not act["reason"]
    }
    said = [
        act for act in history
        if act["kind"].startswith("meeting.scope@") and not act["reason"] and act["id"] not in withdrawn
    ]  # fmt: skip
    about = [
        (act, [*([act["body"]["of"]] if act["body"].get("of") else []), *(ref for ref, _ in act["refs"])])
        for act in said
    ]
    return [
        (acts, _footnote(page, number, act)) for number, (act, acts) in enumerate([one for one in about if one[1]], 1)
    ]  # fmt: skip


def _footnote(page: Any, number: int, act: Values) -> Footnote:
    body = act["body"]
    inside = body.get("in_scope")
    says = "room.scope_said" if inside is None else "room.in_scope" if inside else "room.out_of_scope"
    return Footnote(
        number, act["id"], page.tell.party(act["by"]), says, list(body.get("left_out") or ()),
        page.tell.said(body.get("text") or []),
    )  # fmt: skip


def objection(meeting: str, one: Statement, topic: str, own_scope: Values | None) -> str:
    """The form by which its reader says that a statement's topic does not belong to the meeting.

    Of a statement under an item it is about that item; of another, the party's own scope with its topic left out."""
    refs = [(one.id, "cites")]
    if one.item:
        return begin("meeting.scope", meeting, refs, {"of": one.item, "in_scope": "false"})
    said = own_scope or {}
    left = [*said.get("left_out", ()), *([topic] if topic else [])]
    answers = {
        "topics": "\n".join(said.get("topics", ())),
        "left_out": "\n".join(left),
        **by_language("text", said.get("text") or []),
    }
    return begin("meeting.scope", meeting, refs, answers)
