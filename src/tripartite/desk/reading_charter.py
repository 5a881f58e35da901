# SPDX-License-Identifier: Apache-2.0
"""A charter as people read it before they sign: in words, whole, in every language, with its fingerprint (OFF-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tripartite.core.register.charter import Charter
from tripartite.desk.telling import Node, Telling
from tripartite.export.charter_page import charter_lines, signed_by
from tripartite.i18n.languages import LANGUAGES, Language
from tripartite.i18n.words import Words

PLAIN = ("label", "parties", "kinds", "fold", "net", "before", "exercise")
"""Members that the sentences say, or that are the machine's own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The charter in one language: sentences, then all its other members."""

    language: Language
    all: str
    """What the others are called."""
    lines: Sequence[str]
    members: Sequence[Node]


@dataclass(frozen=True, slots=True)
class Told:
    """`signed`: by party, whether enough of its roots have signed; `ours`: whether we have; `complete`: whether all."""

    fingerprint: str
    readings: Sequence[Reading]
    signed: Sequence[tuple[str, bool]]
    ours: bool
    complete: bool


def told(words: Words, charter: Charter, own: str, before: Charter | None = None) -> Told:
    """The reader's language comes first."""
    counts = signed_by(charter, before)
    entries = {entry.id: entry for entry in (*(before.said.parties if before else ()), *charter.said.parties)}
    signed = [(party, count >= entries[party].threshold) for party, count in counts.items()]
    ordered = sorted(LANGUAGES, key=lambda one: one.code != words.language.code)
    return Told(
        charter.fingerprint,
        [_reading(charter, Words(one.code), before) for one in ordered],
        signed,
        dict(signed).get(own, False),
        all(done for _, done in signed),
    )


def _reading(charter: Charter, words: Words, before: Charter | None) -> Reading:
    names = {entry.id: [list(pair) for pair in entry.names] for entry in charter.said.parties}
    tell = Telling(words, names, "UTC")
    said = msgspec.json.decode(msgspec.json.encode(charter.said))
    members = {name: value for name, value in said.items() if name not in PLAIN}
    return Reading(
        words.language,
        words("charter.all"),
        list(charter_lines(charter, words, before)),
        tell.fields(members),
    )
