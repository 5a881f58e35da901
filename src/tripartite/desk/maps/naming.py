# SPDX-License-Identifier: Apache-2.0
"""What places are called on a map: as agreed lists say; no contested name without what each party calls it (MAP-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tripartite.desk.telling import Telling
from tripartite.i18n.languages import Language
from tripartite.maps.gazetteer import plain

Texts = Sequence[Sequence[str]]
MOST = 100
"""Lists that are looked through."""
READ = 1_000
"""Proposals that are read to find them."""


@dataclass(frozen=True, slots=True)
class Term:
    """A contested name: the label that takes no side, and by party each one's own."""

    neutral: Texts
    terms: Sequence[tuple[str, Texts]]


@dataclass(frozen=True)
class Names:
    """`agreed`: by P-code or name what an agreed list calls it."""

    tell: Telling
    agreed: Mapping[str, Texts]
    contested: Sequence[Term]

    @cached_property
    def _terms(self) -> Mapping[str, Term]:
        """By every name that anybody gives it."""
        return {
            plain(text): term
            for term in self.contested
            for texts in (term.neutral, *(texts for _, texts in term.terms))
            for _, text in texts
        }

    def of(self, names: Mapping[str, str], code: str = "") -> str:
        """What is printed for a thing with these names; "" for what has none."""
        if agreed := self.agreed.get(plain(code)) if code else None:
            return self.tell.chosen(agreed)
        term = next((found for name in names.values() if (found := self._terms.get(plain(name)))), None)
        return _read(names, self.tell.words.language) if term is None else self.said(term)

    def said(self, term: Term) -> str:
        """The label that takes no side, and in brackets each party's own term."""
        own = [f"{self.tell.party(party)}: {self.tell.chosen(texts)}" for party, texts in term.terms]
        label = self.tell.chosen(term.neutral)
        return f"{label} ({self.tell.words.language.listed(own)})" if own else label


def _read(names: Mapping[str, str], language: Language) -> str:
    """In the reader's language; else as the place itself writes it, else in English, else in any."""
    return names.get(language.code) or names.get("") or names.get("en") or next(iter(names.values()), "")


def names(page: Any) -> Names:
    """What the charter, and the lists that are agreed, call places."""
    charter = page.desk.charter().said
    contested = [_term(one.neutral, one.terms) for one in charter.contested]
    agreed: dict[str, Texts] = {}
    for kind in ("area_list", "contested_terms_list"):
        for entry in _entries(page, kind):
            if kind == "area_list" and entry.get("place"):
                agreed[plain(entry["place"])] = entry["words"]
            elif kind == "contested_terms_list":
                contested.append(_term(entry["words"], entry["terms"]))
    return Names(page.tell, agreed, contested)


def _term(neutral: Any, terms: Any) -> Term:
    return Term(
        [list(pair) for pair in neutral], [(party, [list(one) for one in texts]) for party, texts in terms]
    )


def _entries(page: Any, kind: str) -> list[Mapping[str, Any]]:
    """Of the lists of a kind, those that the last adopted version of each has."""
    found = page.ask("list", chapter="proposals", where={"kind": kind}, limit=MOST, most=READ)["items"]
    adopted = [
        [version for version in one["fields"].get("versions", ()) if version["adopted"]] for one in found
    ]
    return [entry for versions in adopted if versions for entry in versions[-1]["entries"]]
