# SPDX-License-Identifier: Apache-2.0
"""Saying in one language what is held: names, dates, faces, other people's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tripartite.export.faces import further_faces
from tripartite.export.gathered import Gathered, Record, moment
from tripartite.export.page import Content, Said
from tripartite.i18n.calendars import day, time_of_day
from tripartite.i18n.words import FSI, PDI, Words

Pairs = Sequence[Sequence[str]]
"""A text by language, as the register holds it."""


class Composed(Words):
    """Sentences inside sentences: the isolates that the inner one made are no trick, and give way to the outer ones."""

    def shown(self, fact: str | int) -> str:
        return super().shown(fact if isinstance(fact, int) else fact.replace(FSI, "").replace(PDI, ""))


class Teller:
    """Everything a section needs to say its sentences."""

    def __init__(self, gathered: Gathered, words: Words) -> None:
        self.gathered = gathered
        self.words = Composed(words.language.code)
        self.language = words.language
        self.zone = gathered.charter.entry(gathered.party).zone
        self._names = {entry.id: self.pick(entry.names).text for entry in gathered.charter.said.parties}

    def pick(self, texts: Pairs | None) -> Said:
        """The text in this language, else in English, else in whichever it has."""
        known = {pair[0]: pair[1] for pair in texts or ()}
        for code in (self.language.code, "en", *known):
            if code in known:
                return Said(known[code], code)
        return Said("")

    def name(self, party: str) -> str:
        return self._names[party]

    def names(self, parties: Iterable[str]) -> str:
        return self.language.listed([self.name(party) for party in parties])

    def listed(self, prefix: str, codes: Iterable[str]) -> str:
        return self.language.listed([self.words(f"{prefix}.{code}") for code in codes])

    def per(self, what: str, party: str) -> str:
        return self.words("page.per", what=what, party=self.name(party))

    # --- faces

    def account(self, party: str) -> str:
        return self.words("face.account", party=self.name(party))

    def report(self, act: str) -> str:
        """Whose report a cited act belongs to; "" if it is none."""
        found = self.gathered.report_of(act)
        return self.words("face.report", outlet=found["fields"]["outlet"]) if found else ""

    def further(self, record: Record) -> list[str]:
        """What else has to stand on the face of a record."""
        return list(
            further_faces(record["fields"], self.words, self.name, lambda texts: self.pick(texts).text)
        )

    # --- dates

    def day(self, text: str) -> list[str]:
        """One day in three calendars, this language's usual one first."""
        found = day(moment(text), "UTC", self.words)
        order = [found.gregorian, found.solar_hijri, found.hijri]
        if self.language.code == "fa":
            order = [found.solar_hijri, found.gregorian, found.hijri]
        return [one for one in order if one]

    def time(self, instant: int) -> str:
        """Day and time of day in the zone of the party whose copy this is."""
        found = day(instant, self.zone, self.words)
        date = found.solar_hijri if self.language.code == "fa" else found.gregorian
        return self.words("page.day_time", day=date, time=time_of_day(instant, self.zone, self.language))

    def number(self, value: int) -> str:
        return self.language.number(value)


def notes(*found: Content | None) -> list[Content]:
    """Those that say something."""
    return [one for one in found if one is not None and one not in ("", Said(""))]


def fields(record: Record) -> dict[str, Any]:
    return dict(record["fields"])
