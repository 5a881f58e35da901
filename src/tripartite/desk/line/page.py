# SPDX-License-Identifier: Apache-2.0
"""The line: its lines and their checks, messages and calls, who is on call, and how fast everybody answers (TOD-10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.values import instant, instant_text
from tripartite.core.register.chapters.message_bodies import PRECEDENCES
from tripartite.core.register.grants import Function
from tripartite.desk.drafts import address, of
from tripartite.desk.line.signing import may
from tripartite.desk.line.telling import line_names, row
from tripartite.desk.lists import listing
from tripartite.desk.pages import drawn
from tripartite.i18n.languages import BY_CODE

CHECKS = 4
"""The last checks that stand under a line."""
OFFICES: Sequence[str] = sorted(
    get_args(Function), key=lambda one: one not in ("watch_officer", "liaison_officer")
)
"""Offices that speak to each other; those of the line first."""
FORMS = ("channel.open_channel", "rota.draw_up")


@require_GET
def line(request: Any) -> HttpResponse:
    page = request.page
    if request.GET.get("chapter"):
        listed: HttpResponse = listing.screen(request, "line")
        return listed
    found, now = page.ask("hotline"), page.now
    names = line_names(page, found["channels"])
    said = request.GET.get("from", "")
    messages = page.ask("messages", **{"from": int(said) if said.isdecimal() and len(said) < 9 else 0})
    offered = {one["kind"] for one in page.ask("possible", **{"as": page.seat.role})["items"]}
    return drawn(
        request, "line/line", here="line", now=found["now"],
        channels=[_channel(page, one, now) for one in found["channels"]],
        messages=[row(page, one, names, now) for one in messages["items"]], next=messages["next"],
        calls=[_call(page, one) for one in found["calls"]],
        outages=[
            {**one, "line": names[one["line"]], "reason": page.tell.chosen(one["reason"])} for one in found["outages"]
        ],
        rotas=[(party, _shifts(page, rota), rota["id"]) for party, rota in found["rotas"].items()],
        on_call=found["on_call"] and f"function.{found['on_call']}",
        on_watch=page.who(found["on_watch"]) if found["on_watch"] else "",
        timers=[(f"precedence.{name}", found["timers"][name] // 60) for name in PRECEDENCES],
        responses=[_response(one) for one in found["responses"]],
        may_send="message.send" in offered, may_note="call.note" in offered,
        forms=[kind for kind in FORMS if kind in offered],
    )  # fmt: skip


def _channel(page: Any, channel: Mapping[str, Any], now: int) -> dict[str, Any]:
    own = page.desk.party in channel["ends"]
    checks = [
        {
            **one,
            "standing": f"standing.{one['standing']}",
            "cause": one["cause"] and f"line_cause.{one['cause']}",
        }
        for one in channel["checks"][-CHECKS:]
    ]
    return {
        **channel, "name": line_names(page, [channel])[channel["id"]], "own": own,
        "states": [f"state.channels.{state}" for state in channel["state"]], "checks": list(reversed(checks)),
        "reasons": [page.tell.chosen(one["reason"]) for one in channel["suspended_by"]],
        "next": _next_check(channel["hours"], now),
        "deeds": [kind for kind in ("channel.check", "channel.outage") if own and may(page, kind, channel["id"])],
        "to_answer": [
            one["checks"][0]["act"] for one in channel["checks"]
            if own and one["standing"] == "running" and one["checks"][0]["by"] != page.desk.party
        ],
    }  # fmt: skip


def _next_check(hours: list[str], now: int) -> str:
    """The next agreed hour at or after this instant."""
    today = instant_text(now)[:10]
    slots = [instant(f"{today}T{hour}:00Z") for hour in hours]
    return instant_text(min((one for one in slots if one >= now), default=slots[0] + 86_400))


def _call(page: Any, call: Mapping[str, Any]) -> dict[str, Any]:
    """A call as one side has it, and beside it the other side's word."""
    others = [party for party in (call["who"][0], call["whom"][0]) if party != call["noted_by"]]
    mine = page.desk.party in others
    return {
        **call,
        "from": (call["who"][0], f"function.{call['who'][1]}"), "to": (call["whom"][0], f"function.{call['whom'][1]}"),
        "means": f"call_by.{call['by']}", "said": page.tell.said(call["gist"]), "other": others[0],
        "state": f"standing.{call['standing']}",
        "confirmed": [{"by": one["by"], "at": one["time"]} for one in call["confirmed_by"]],
        "versions": list(_versions(page, call)), "noted_words": page.tell.party(call["noted_by"]),
        "other_words": page.tell.party(others[0]),
        "may": mine and may(page, "call.confirm_call", call["id"]),
    }  # fmt: skip


def _versions(page: Any, call: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for party, version in call["own_versions"].items():
        if version:
            yield {"by": party, "said": page.tell.said(version["gist"]), "answered": version["answered"]}


def _shifts(page: Any, rota: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The shifts, and for each the offices in the order in which they are rung."""
    return [
        {"begin": begin, "end": end, "offices": [f"function.{one}" for one in offices]}
        for begin, end, offices in rota["shifts"]
    ]


def _response(said: Mapping[str, Any]) -> dict[str, Any]:
    return {**said, "precedence": f"precedence.{said['precedence']}"}


# --- what is written here -------------------------------------------------------------------------------------------


@require_GET
def send(request: Any) -> HttpResponse:
    """A form for a message: the line is chosen, number and other end follow from it."""
    page = request.page
    found = page.ask("hotline")
    own = [
        one for one in found["channels"] if page.desk.party in one["ends"] and "closed" not in one["state"]
    ]
    chosen = next((one for one in own if one["id"] == request.GET.get("line")), own[0] if own else None)
    draft = of(request, "message.send")
    return drawn(
        request, "line/send", here="line", lines=[(one["id"], line_names(page, [one])[one["id"]]) for one in own],
        chosen=chosen, to=[end for end in chosen["ends"] if end != page.desk.party] if chosen else [],
        number=chosen["next_number"][page.desk.party] if chosen else 0, address=address(draft),
        save=address(draft, "save"), tongues=[_tongue(page, code) for code in page.desk.charter().said.languages],
        timers=[(name, f"precedence.{name}", found["timers"][name] // 60) for name in reversed(PRECEDENCES)],
        suspended=chosen is not None and "suspended" in chosen["state"],
    )  # fmt: skip


@require_GET
def note(request: Any) -> HttpResponse:
    """A form for a call: who spoke to whom, as offices, when, by what, and the gist in any language."""
    page = request.page
    draft = of(request, "call.note")
    parties = [one for one in page.desk.charter().parties if one != page.desk.party]
    return drawn(
        request, "line/note", here="line", others=parties, address=address(draft), save=address(draft, "save"),
        at=instant_text(page.now)[:16], offices=OFFICES,
        sides=(("who", "line.who_called"), ("whom", "line.who_was_called")),
        tongues=[_tongue(page, code) for code in page.desk.charter().said.languages],
    )  # fmt: skip


def _tongue(page: Any, code: str) -> dict[str, Any]:
    known = BY_CODE.get(code)
    return {
        "code": code, "name": known.own_name if known else code, "direction": known.direction if known else "auto",
        "mine": code == page.words.language.code,
    }  # fmt: skip
