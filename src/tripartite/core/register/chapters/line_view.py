# SPDX-License-Identifier: Apache-2.0
"""How views show what was said on a line: with the hour at which its author's own log has it (LIN-2)."""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.placed import Placed


def timed(margin: Margin, act: Placed, *names: str) -> dict[str, Any]:
    """An act with its author, these members, its log time and what was done to it afterwards."""
    return {**margin.shown(act, *names), "time": instant_text(act.time)}


def all_timed(margin: Margin, kind: str, *names: str) -> list[dict[str, Any]]:
    """Every effective act of a kind, the oldest first."""
    return [timed(margin, act, *names) for act in margin.record.of(kind)]
