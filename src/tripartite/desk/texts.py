# SPDX-License-Identifier: Apache-2.0
"""Texts and the acts that name them: in one dispatch, a text for each language (PRO-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.shapes import Posted
from tripartite.desk.wording.sheet import sheet_of

TEXTED = {"proposal.table": "proposal.text", "proposal.version": "proposal.text"}
"""Kinds whose texts stand beside them in the same dispatch, and the kind of those (PRO-2)."""


def paragraphs(posted: Posted) -> dict[str, list[str]]:
    """By language the paragraphs that were written."""
    return sheet_of(posted).without_gaps().texts()


def with_texts(act: dict[str, Any], texts: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """An act and the texts that it names, as one dispatch has them."""
    kind = TEXTED.get(act["kind"])
    if kind is None or not texts:
        return [act]
    record = act.get("record") or "./0"
    beside = [
        {"kind": kind, "body": {"lang": language, "paragraphs": list(parts)}, "record": record}
        for language, parts in texts.items()
    ]
    named = [[f"./{place}", "text"] for place in range(1, len(beside) + 1)]
    return [{**act, "refs": [*act["refs"], *named]}, *beside]
