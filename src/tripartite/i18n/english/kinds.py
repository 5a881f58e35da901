# SPDX-License-Identifier: Apache-2.0
"""What a message is: one sentence, or the two forms English needs for counting."""

from __future__ import annotations

Plural = tuple[str, str]
Sentence = str | Plural
