# SPDX-License-Identifier: Apache-2.0
"""The acts that are measured: a tabled proposal whose payload is 300 bytes, a filed press report of 600 bytes."""

from __future__ import annotations

from typing import Any

from tripartite.core.dispatch.payload import MAGIC, SEED
from tripartite.node.author import Wish, act_line

PAYLOAD = 300
"""Bytes of the payload of a dispatch of one act."""
LINE = 600
"""Bytes of one act of a bulk dispatch."""
SINGLE, BULK = "proposals", "reports"
"""The chapters of the two."""
DELEGATE = "d/head"
FUNCTIONS = ["head_of_delegation"]
POWERS = ["negotiate", "speak_in_meeting"]
FIRST_DAY = "2007-05-28"


def _single(title: str) -> dict[str, Any]:
    return {
        "kind": "proposal.table",
        "body": {"kind": "decision", "form": "oral_no_text", "title": [["en", title]]},
    }


def _report(number: int, words: str) -> dict[str, Any]:
    body = {
        "outlet": "Daily Example",
        "date": FIRST_DAY,
        "language": "en",
        "title": f"Report {number:08d}",
        "agencies": ["AFP", "AP", "Reuters"],
        "address": f"https://example.org/2007/05/28/{number:08d}",
        "quoted_span": [[0, 200, "w" * 200], [300, 300 + len(words), words]],
    }
    return {"kind": "report.file", "body": body}


def _length(act: dict[str, Any]) -> int:
    return len(act_line(Wish(act["kind"], act["body"])))


def single() -> dict[str, Any]:
    """One act whose dispatch has a payload of 300 bytes."""
    room = PAYLOAD - len(MAGIC) - SEED - 1
    return _single("T" * (room - _length(_single("T")) + 1))


def bulk(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Acts of 600 bytes each."""
    least = _length(_report(10_000_000, "w"))
    return [_report(number, "w" * (LINE - least + 1)) for number in range(first, first + count)]


def as_wishes(acts: list[dict[str, Any]]) -> list[Wish]:
    return [Wish(act["kind"], act["body"]) for act in acts]
