# SPDX-License-Identifier: Apache-2.0
"""The charter ceremony as pages: cards in, one text, read whole, compared by voice, signed, joined (OFF-5, OFF-6)."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.keys.public import fingerprint
from tripartite.core.register.charter import write_card
from tripartite.desk.first import steps
from tripartite.desk.first.asked import LONGEST_FILE
from tripartite.desk.first.progress import Progress, progress_of
from tripartite.desk.first.views import must_be, onward
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.parcel import SUFFIX, Parcel, read_parcel
from tripartite.desk.reading_charter import told
from tripartite.node.ceremony import PRESETS, Preset
from tripartite.wiring import Home


@require_http_methods(["GET", "POST"])
def charter(request: Any) -> HttpResponse:
    """What is agreed so far, and the next thing to do about it."""
    elsewhere = must_be(request, "charter")
    if elsewhere is not None:
        return elsewhere
    if request.method == "GET":
        return drawn(request, "first/charter", **_shown(request))
    try:
        _done(request, request.POST.get("do", ""))
    except Trouble as trouble:
        return troubled(request, trouble, "first/charter", **_shown(request))
    desk = request.page.desk
    return HttpResponseRedirect(reverse("charter")) if must_be(request, "charter") is None else onward(desk)


def _done(request: Any, what: str) -> None:
    path, post = request.page.desk.path, request.POST
    if what == "alone":
        steps.draft_alone(path)
    elif what == "drop":
        steps.drop(path)
    elif what == "take":
        sent = request.FILES.get("file")
        if sent is None:
            raise Refused("bad_value", "OFF-6", what="file", found="")
        steps.take(path, read_parcel(sent.read(LONGEST_FILE)))
    elif what == "draft":
        if post.get("preset") not in PRESETS:
            raise Refused("bad_value", "OFF-5", what="preset", found=post.get("preset", "")[:40])
        steps.draft(path, cast("Preset", post["preset"]), post.get("label", "").strip())
    elif what == "sign":
        if not post.get("read"):
            raise Refused("not_read", "OFF-5")
        steps.sign(path, post.get("passphrase", ""), post.get("fingerprint", ""))
    elif what == "join":
        steps.join(path)
    else:
        raise Refused("bad_value", "OFF-5", what="do", found=what[:40])


def _shown(request: Any) -> dict[str, Any]:
    path = request.page.desk.path
    home, progress, drafted = Home(path), progress_of(path) or Progress(), steps.drafted(path)
    own, cards = home.settings.party, home.cards()
    return {
        "party": own, "labels": request.page.tell,
        "cards": [(card.id, dict(card.names), fingerprint(write_card(card)), card.id == own) for card in cards],
        "others": [one.id for one in progress.others if one.id not in {card.id for card in cards}],
        "draft": told(request.page.words, drafted, own) if drafted else None,
        "several": len(cards) > 1, "presets": [one for one in PRESETS if one != "alone"],
        "invited": bool(progress.charters),
    }  # fmt: skip


def attached(data: bytes, name: str) -> HttpResponse:
    """A file for the browser to keep."""
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
def card(request: Any) -> HttpResponse:
    home = Home(request.page.desk.path)
    return attached(home.card(), f"{home.settings.party}.card")


@require_GET
def file(request: Any) -> HttpResponse:
    """All that another office needs: every card held, and the charter with the signatures it has."""
    path = request.page.desk.path
    home, drafted, progress = Home(path), steps.drafted(path), progress_of(path) or Progress()
    last = [(drafted.data or drafted.text).decode()] if drafted else []
    parcel = Parcel(
        sender=home.settings.party, cards=tuple(write_card(card).decode() for card in home.cards()),
        charters=(*progress.charters, *last),
    )  # fmt: skip
    return attached(parcel.data(), f"{home.settings.party}{SUFFIX}")
