# SPDX-License-Identifier: Apache-2.0
"""What the command line says."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "cli.done": "Done.",
    "cli.error": "Not done.",
    "cli.what": "What happened",
    "cli.why": "Why",
    "cli.todo": "What to do",
    "cli.example": "Example",
}
