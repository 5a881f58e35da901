# SPDX-License-Identifier: Apache-2.0
"""Agreed lists, papers signed by hand, and what a party on paper finds."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "proposal.contested_terms_list": "list of contested terms",
    "guard.no_list_has_entries": "Only a list has entries.",
    "guard.terms_elsewhere": "Each party's own term stands in a list of contested terms.",
    "guard.no_such_list": "What it points to is no list of that kind.",
    "guard.no_such_entry": "The list has no entry of that name.",
    "guard.list_not_adopted": "The list that it points to is not adopted, as far as this office knows.",
}
