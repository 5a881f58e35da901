# SPDX-License-Identifier: Apache-2.0
"""Proposals at the desk: their texts written by paragraphs in every language, and shown beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tripartite.desk.shapes import Posted
from tripartite.desk.telling import Said, Telling

TEXTED = {"proposal.table": "proposal.text", "proposal.version": "proposal.text"}
"""Kinds whose texts stand beside them in the same dispatch, and the kind of those (PRO-2)."""
SHOWN = frozenset({"versions", "positions", "title"})
"""Fields that the page of a proposal shows in its own way."""


def paragraphs(posted: Posted) -> dict[str, list[str]]:
    """By language the paragraphs that were written; an empty line parts them."""
    start = "paragraphs:"
    found = {
        name.removeprefix(start): [
            part.strip() for part in re.split(r"\n\s*\n", _plain(values)) if part.strip()
        ]
        for name, values in posted.items()
        if name.startswith(start)
    }
    return {language: parts for language, parts in sorted(found.items()) if parts}


def _plain(values: Sequence[str]) -> str:
    return (values[0] if values else "").replace("\r\n", "\n")


def with_texts(act: dict[str, Any], texts: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """An act and the texts that it names, as one dispatch has them."""
    kind = TEXTED.get(act["kind"])
    if kind is None or not texts:
        return [act]
    record = act.get("record") or "./0"
    beside = [
        {"kind": kind, "body": {"lang": language, "paragraphs": list(parts)}, "record": record}
        for language, parts in texts.items()
    ]
    named = [[f"./{place}", "text"] for place in range(1, len(beside) + 1)]
    return [{**act, "refs": [*act["refs"], *named]}, *beside]


class Version:
    """One version on the page: rows of paragraphs across languages, and each party's position."""

    def __init__(self, tell: Telling, shown: Mapping[str, Any], parties: Sequence[str]) -> None:
        self.id: str = shown["id"]
        self.by = tell.party(shown["by"])
        self.agreed = bool(shown["agreed"])
        self.adopted = bool(shown["adopted"])
        self.paper = shown.get("paper")
        self.languages = [language for language, _ in shown["texts"]]
        self.rows = list(_rows(shown["texts"], tell))
        self.positions = [
            (
                tell.party(party),
                _position(tell, shown["positions"].get(party)),
                shown["positions"].get(party) or "none",
            )
            for party in parties
        ]


def _position(tell: Telling, position: str | None) -> str:
    return tell.words("fixed.no_position") if position is None else tell.words(f"position.{position}")


def _rows(
    texts: Sequence[tuple[str, Sequence[str]]], tell: Telling
) -> Iterator[tuple[str, list[Said | None]]]:
    """Paragraph by paragraph, its number and its words in each language; None where one has fewer."""
    longest = max((len(parts) for _, parts in texts), default=0)
    for place in range(longest):
        cells = [
            tell.said([[language, parts[place]]])[0] if place < len(parts) else None
            for language, parts in texts
        ]
        yield tell.words.language.number(place + 1), cells


def page(page: Any, shown: Mapping[str, Any], _history: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the page of a proposal shows besides its other fields."""
    parties = page.desk.charter().parties
    found = [Version(page.tell, version, parties) for version in shown["fields"]["versions"]]
    return {"versions": list(reversed(found)), "count": len(found)}
