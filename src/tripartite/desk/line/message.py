# SPDX-License-Identifier: Apache-2.0
"""One message: its text in the language it was written in, who has what of it, and a button to acknowledge it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Refused
from tripartite.desk import pointing
from tripartite.desk.line.signing import empty, may, prepared, signed_now
from tripartite.desk.line.telling import line_names, row, tested
from tripartite.desk.pages import drawn

OPENED, ACKNOWLEDGED = "message.opened", "message.acknowledged"
DEEDS = (
    "message.answered", "message.forwarded_to", "message.translated", "message.not_answered", "message.close",
)  # fmt: skip
"""What else can be done with a message, each on a form of its own."""


@require_GET
def message(request: Any, record: str) -> HttpResponse:
    page = request.page
    shown, found = _shown(page, record)
    called = page.words("line.called", number=found["number"], party=page.tell.party(found["by"]))
    pointing.visit(request, shown["id"], called)
    channels = page.ask("hotline")["channels"]
    said, own = shown["fields"], found["recipients"].get(page.desk.party)
    waits = page.desk.party in found["waits"]
    wish = empty(ACKNOWLEDGED, shown["id"])
    return drawn(
        request, "line/message", here="line", one=row(page, found, line_names(page, channels), page.now),
        text=_said(page, said),
        machine=page.tell.said(said.get("machine_translation") or []),
        translations=[
            {**one, "status": f"text_standing.{one['status']}", "said": _said(page, one)}
            for one in said["translations"]
        ],
        answers=_answers(page, said), tested=[tested(page, one) for one in found["not_answered"]],
        acknowledge=prepared(request, wish) if waits else None,
        unopened=own is not None and not _opened(own, page.seat.role) and may(page, OPENED, shown["id"]),
        deeds=_deeds(page, shown["id"]),
        urgent=[one for one in page.ask("loud")["items"] if one["record"] == shown["id"]],
    )  # fmt: skip


@require_POST
def opened(request: Any, record: str) -> HttpResponse:
    """Signs that whoever pressed *Open* opened it, and shows it."""
    page = request.page
    shown, found = _shown(page, record)
    own = found["recipients"].get(page.desk.party)
    if own is not None and not _opened(own, page.seat.role) and may(page, OPENED, shown["id"]):
        signed_now(page, empty(OPENED, shown["id"]))
    return HttpResponseRedirect(reverse("message", kwargs={"record": shown["id"]}))


def _shown(page: Any, record: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The message as its record shows it, and as the line does."""
    shown = page.ask("show", record=record)
    found = page.ask("messages", one=shown["id"])["items"]
    if not found:
        raise Refused("not_found", "LIN-10", what="message", found=record[:80])
    return shown, found[0]


def _opened(receipts: Mapping[str, Any], role: str) -> bool:
    return any(one["role"] == role for one in receipts["opened"])


def _said(page: Any, text: Mapping[str, Any]) -> Any:
    """A text in the language it was written in."""
    return page.tell.said([[text["language"], text["text"]]])[0]


def _answers(page: Any, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers, each in the language it was given in."""
    return [
        {"by": party, "at": one["time"], "said": _said(page, one)}
        for party, receipts in said["recipients"].items()
        for one in receipts["answered"]
    ]


def _deeds(page: Any, record: str) -> list[str]:
    offered = page.ask("possible", **{"as": page.seat.role, "record": record})["items"]
    kinds = {one["kind"] for one in offered}
    return [kind for kind in DEEDS if kind in kinds]
