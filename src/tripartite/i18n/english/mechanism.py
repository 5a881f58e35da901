# SPDX-License-Identifier: Apache-2.0
"""Words of the mechanism itself: its charters, who joins and who leaves."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "kind.leave": "a party leaves",
    "refusal.unknown_charter.what": "A log follows a charter that is not held here.",
    "refusal.unknown_charter.why": "Which keys and rules hold behind it, only that charter says.",
    "refusal.unknown_charter.todo": "Ask a party that holds the charter, and synchronise again.",
}
