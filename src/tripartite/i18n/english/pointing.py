# SPDX-License-Identifier: Apache-2.0
"""What the desk says where one thing refers to another."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "point.to": "Refer to this in something new",
    "point.about": "What you write will refer to",
}
