# SPDX-License-Identifier: Apache-2.0
"""The first page of a desk: what waits for me, for us and for the others, and how the parties and this office stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.refusal import Refusal
from tripartite.core.encoding.values import instant
from tripartite.desk.clocks import due_of
from tripartite.desk.line.telling import line_names, tested
from tripartite.desk.pages import drawn
from tripartite.i18n.explain import explain

AWAY = frozenset({"unreachable", "timeout", "link_cut", "rate_limited", "internal"})
"""What says of a party's office only that it does not answer now."""
LITTLE = 512 * 1024 * 1024
"""Bytes of room below which the page speaks of it."""


@require_GET
def today(request: Any) -> HttpResponse:
    page = request.page
    status, reach, now = page.ask("status"), page.ask("reach"), page.now
    lists = page.ask("today", **{"as": page.seat.role})
    line = page.ask("hotline")
    return drawn(
        request, "today/today", here="today", office=status,
        lists=[_listed(page, name, lists[name], now) for name in ("mine", "ours", "theirs")],
        messages=list(_messages(page)), heard=heard(page, status, reach), outages=_outages(page, line, now),
        watch=_watch(page), alerts=page.ask("alerts"), standing=_standing(page, status, reach),
        suspected=_suspected(page, reach),
    )  # fmt: skip


def _listed(page: Any, name: str, found: Mapping[str, Any], now: int) -> dict[str, Any]:
    return {"name": name, "count": found["count"], "items": [_item(page, one, now) for one in found["items"]]}


def _item(page: Any, item: Mapping[str, Any], now: int) -> dict[str, Any]:
    """An open item in words: what, about what, with whom, since when, until when, and what follows."""
    return {
        "act": item["act"], "message": f"pending.{item['what']}", "title": page.tell.title(item["says"]),
        **(_numbered(item["says"]) if item["chapter"] == "messages" else {}),
        "names": page.tell.parties(item["whom"]), "since": item["since"], "due": due_of(item["due"], now, page),
        "follows": f"default.{item['default']}" if item["default"] != "none" else "",
        "address": _address(item),
    }  # fmt: skip


def _numbered(says: Mapping[str, Any]) -> dict[str, Any]:
    """What a message is called by: its words are read when it is opened."""
    return (
        {"precedence": f"precedence.{says['precedence']}", "number": says["number"]}
        if "number" in says
        else {}
    )


def _address(item: Mapping[str, Any]) -> str:
    """Where it is answered."""
    if item["what"] == "take_over":
        return reverse("watch")
    view = "message" if item["chapter"] == "messages" else "record"
    return reverse(view, kwargs={"record": item["record"]})


def _messages(page: Any) -> Iterator[dict[str, Any]]:
    """Messages to or from us on which somebody's word is awaited, and what is known of those that did not answer."""
    for one in page.ask("messages", waiting=True)["items"]:
        for party in one["waits"]:
            if page.desk.party in (party, one["by"]):
                receipts = one["recipients"][party]
                yield {
                    "record": one["id"], "number": one["number"], "precedence": f"precedence.{one['precedence']}",
                    "by": one["by"], "to": party, "at": one["time"], "timers": one["waits"][party],
                    "standing": f"standing.{receipts['standing']}",
                    "tested": [tested(page, said) for said in one["not_answered"] if said["party"] == party],
                }  # fmt: skip


# --- the others -----------------------------------------------------------------------------------------------------


def heard(page: Any, status: Mapping[str, Any], reach: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of each other party when it was heard last; where it does not answer what is known of that (TOD-5)."""
    own = page.desk.party
    ours = next((log for log in status["logs"] if log["party"] == own), None)
    times: dict[str, int] = {}
    for log in status["logs"]:
        times[log["party"]] = max(log["time"] or 0, times.get(log["party"], 0))
    asked = {one["party"]: one for one in reach["items"]}
    return [
        {
            "party": party, "at": times.get(party), "holds": ours["cosigned"].get(party) if ours else None,
            "paper": party not in status["nodes"], **answering(asked, party),
        }
        for party in status["parties"] if party != own
    ]  # fmt: skip


def answering(asked: Mapping[str, Any], party: str) -> dict[str, Any]:
    """Whether its office answers; where it does not, whether our own line was tested since by another's answer."""
    found = asked.get(party)
    if found is None:
        return {"answered": None, "sentence": ""}
    if found["wrong"] is None or found["wrong"]["code"] not in AWAY:
        return {"answered": found["answered"], "sentence": ""}
    others = (one for name, one in asked.items() if name != party)
    ours_works = [one["answered"] for one in others if one["wrong"] is None and one["answered"]]
    sentence = "today.not_answered" if ours_works else "today.nobody_answers"
    return {"answered": found["answered"], "sentence": sentence, "tested": max(ours_works, default=None)}


def _suspected(page: Any, reach: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What came from a party's office and does not fit; it proves nothing against anybody (TOD-6)."""
    found = []
    for one in reach["items"]:
        if one["wrong"] is not None and one["wrong"]["code"] not in AWAY:
            wrong = one["wrong"]
            said = Refusal(wrong["code"], wrong["rule"], tuple(wrong["facts"].items()))
            found.append({"party": one["party"], "what": explain(said, page.words).what})
    return found


def _watch(page: Any) -> dict[str, Any]:
    found = page.ask("watch")
    return {**found, "who": page.who(found["on_watch"]) if found["on_watch"] else ""}


# --- ourselves ------------------------------------------------------------------------------------------------------


def _outages(page: Any, line: Mapping[str, Any], now: int) -> dict[str, list[dict[str, Any]]]:
    """What is out now or will be, the next first; and the last few that are over."""
    names = line_names(page, line["channels"])
    found = [
        {
            **one,
            "line": names[one["line"]],
            "reason": page.tell.chosen(one["reason"]),
            "over": _ended(one, now),
        }
        for one in line["outages"]
    ]
    return {
        "coming": [one for one in reversed(found) if not one["over"]],
        "past": [one for one in found if one["over"]][:3],
    }


def _ended(outage: Mapping[str, Any], now: int) -> bool:
    return bool(outage.get("end")) and instant(outage["end"]) < now


def _standing(page: Any, status: Mapping[str, Any], reach: Mapping[str, Any]) -> dict[str, Any]:
    """What this office itself has to look after (TOD-7)."""
    backup = page.desk.drawer.diary.last("backup")
    nodes = [party for party in status["nodes"] if party != page.desk.party]
    answering = [one for one in reach["items"] if one["answered"] and one["wrong"] is None]
    return {
        "holding": status["holding"], "held": status["held"], "apart": status["apart"],
        "alone": bool(nodes) and not answering, "no_peers": not nodes,
        "room": reach["room"] // (1024 * 1024), "little": reach["room"] < LITTLE,
        "backup": backup.at if backup else None,
    }  # fmt: skip
