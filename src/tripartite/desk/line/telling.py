# SPDX-License-Identifier: Apache-2.0
"""What was said on a line, in words: who has what of a message, what a sender tried, what a line is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tripartite.desk.clocks import due_of

STEPS = ("delivered", "opened", "acknowledged", "answered")
"""Separate facts of one message, in the order in which they usually come; each has words, `line.step.<name>`."""


def line_names(page: Any, channels: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By line what it is called: by its title, else by its ends."""
    return {
        one["id"]: page.tell.chosen(one["title"]) if one["title"] else page.tell.parties(one["ends"])
        for one in channels
    }


def tested(page: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a sender says it tried (LIN-14): nothing reads as a refusal unless somebody stated one."""
    return {
        "by": said.get("by", ""), "party": said["party"], "test": f"line.tested.{said['own_line_tested']}",
        "at": said["at"], "cause": f"line_cause.{said['cause']}", "other_path": said["alternate_path_tried"],
        "quoted": page.tell.said(said["quoted"]) if said.get("quoted") else [],
    }  # fmt: skip


def receipts(page: Any, message: Mapping[str, Any], now: int) -> list[dict[str, Any]]:
    """Of each recipient what its own office says, each fact apart: by whom and when; None where there is none."""
    return [
        {
            "party": party, "informed": said["standing"] is None,
            "steps": [(f"line.step.{name}", _told(page, party, said[name], name)) for name in STEPS],
            "forwarded": [(f"function.{one['function']}", one["time"]) for one in said["forwarded_to"]],
            "standing": f"standing.{said['standing']}" if said["standing"] else "",
            "due": due_of(said["due"], now, page) if party in message["waits"] else None,
            "timers": message["waits"].get(party, 0),
        }
        for party, said in message["recipients"].items()
    ]  # fmt: skip


def _told(page: Any, party: str, said: Iterable[Mapping[str, Any]], step: str) -> list[tuple[str, str]]:
    """Whose hand and when; of what a machine says of itself, when alone."""
    return [("" if step == "delivered" else who(page, party, one["role"]), one["time"]) for one in said]


def who(page: Any, party: str, role: str) -> str:
    """An office: of our own delegation by function, of another by what it calls it."""
    return str(page.who(role)) if party == page.desk.party else role.removeprefix("d/")


def row(page: Any, message: Mapping[str, Any], names: Mapping[str, str], now: int) -> dict[str, Any]:
    """A message as lists and its own page show it."""
    return {
        "id": message["id"], "number": message["number"], "precedence": message["precedence"],
        "precedence_words": f"precedence.{message['precedence']}", "type": f"message_type.{message['type']}",
        "by": message["by"], "to": page.tell.parties(message["addressees"]), "at": message["time"],
        "line": names.get(message["line"], ""), "waits": message["waits"], "own": page.desk.party in message["waits"],
        "sealed": message["audience"], "recipients": receipts(page, message, now), "done": "done" in message["states"],
        "used": message["used"], "mine": message["by"] == page.desk.party,
    }  # fmt: skip
