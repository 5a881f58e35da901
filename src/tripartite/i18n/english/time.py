# SPDX-License-Identifier: Apache-2.0
"""What is open, and with whom."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "help.pending": "Show every open item: with whom it is, since when, and what follows if nobody acts.",
    "cli.pending.none": "Nothing is open.",
    "cli.pending.default": "If nobody acts: {default}",
    "option.whom": "Only what is with this party.",
}
