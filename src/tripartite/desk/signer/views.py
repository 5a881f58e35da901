# SPDX-License-Identifier: Apache-2.0
"""The page of the signer, the paper for a key, what is taken away and what comes back (SGN-2, SGN-10 to SGN-13)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.keys.names import check_role
from tripartite.desk.away import Taken, Was, dispatch_of
from tripartite.desk.looking import done_with, seen_of
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.signer import build
from tripartite.desk.signer.handing import handed_in

RECALLERS = frozenset({"head_of_delegation", "deputy_head", "protocol_office"})
"""Functions whose holders end another delegate's key."""
LARGEST = 1_048_576
"""Bytes of a signed text that is brought back."""


@require_GET
def signer(request: Any) -> HttpResponse:
    """The file as it is published, byte for byte, under a policy that lets it reach nothing."""
    gzipped = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(
        build.packed() if gzipped else build.page(), content_type="text/html; charset=utf-8"
    )
    if gzipped:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Content-Security-Policy"] = build.policy()
    return answer


@require_GET
def about(request: Any) -> HttpResponse:
    """What the signer is, where to get it, and the paper for a new key."""
    return drawn(request, "signer/about", **_about(request))


def _about(request: Any) -> dict[str, Any]:
    page = request.page
    mine = page.seat.role
    held = [one["role"] for one in page.ask("seats")["items"] if one["role"] != mine]
    return {
        "here": "", "digest": build.digest(), "recalls": held if _may_recall(page) else [],
        "keyed": page.seat.keyed,
    }  # fmt: skip


def _may_recall(page: Any) -> bool:
    return bool(RECALLERS & set(page.seat.functions))


@require_POST
def recall(request: Any) -> HttpResponse:
    """Ends the key of a lost device, at once and by the node's own hand (SGN-25)."""
    page, role = request.page, request.POST.get("role", "")
    try:
        if not _may_recall(page):
            raise Refused("no_power", "SGN-25", role=page.seat.role)
        page.desk.seats.check(page.seat, request.POST.get("pin", ""))
        act = {"kind": "recall", "record": _granted(page, role), "body": {}}
        page.ask("do", **{"as": "node", "acts": [act]})
    except Trouble as trouble:
        return troubled(request, trouble, "signer/about", **_about(request))
    page.note("key", about=f"recall {role}")
    return HttpResponseRedirect(f"{reverse('signing')}?recalled=1")


def _granted(page: Any, role: str) -> str:
    """The act that gave this role the key it has now."""
    where = {"by": page.desk.party, "state": "in_force", "role": role}
    items = page.ask("list", chapter="credentials", where=where, limit=1_000)["items"]
    if not items:
        raise Refused("not_found", "SGN-25", what="key", role=role[:80])
    return str(items[-1]["id"])


@require_GET
def paper(request: Any) -> HttpResponse:
    """For whom a new key will be: the first charter of this mechanism, and the key's name."""
    page = request.page
    role = check_role(f"d/{request.GET.get('role', '').strip()}")
    note = page.ask("charters")["items"][0]["note"]
    charter = page.desk.charter()
    said = {"charter": note.partition("\n\n— ")[0] + "\n", "name": str(charter.name(page.desk.party, role))}
    return _file(f"key-paper-{role.removeprefix('d/')}.json", said)


def _file(name: str, said: Any) -> HttpResponse:
    answer = HttpResponse(json.dumps(said, ensure_ascii=False) + "\n", content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
def take(request: Any) -> HttpResponse:
    """What was looked at, prepared for a key that is elsewhere; this desk remembers that it gave it away."""
    page, seen = request.page, seen_of(request)
    if seen is None:
        return drawn(request, "stale", 403, back=reverse("today"))
    wish = seen.wished
    prepared = page.ask("prepare", **{"as": seen.role, "acts": wish.acts, "lax": True, "to": wish.to})
    was = Was(prepared["payload"], wish.kind, wish.record, seen.second, seen.draft, seen.item, seen.edition)
    page.desk.drawer.away.give(Taken(prepared["id"], seen.role, page.now, was))
    done_with(request)
    carried = {name: prepared[name] for name in ("text", "payload", "identity") if name in prepared}
    return _file(f"to-sign-{prepared['id'][:12]}.json", carried)


@require_http_methods(["GET", "POST"])
def bring(request: Any) -> HttpResponse:
    """What was taken away, and where it is handed in once it is signed."""
    page = request.page
    taken = [
        {"id": one.id, "kind": one.was.kind, "at": one.at, "who": page.who(one.role)}
        for one in page.desk.drawer.away.all()
    ]
    if request.method == "GET":
        return drawn(request, "signer/bring", here="", taken=taken)
    try:
        record = handed_in(page, dispatch_of(_posted(request)))
    except Trouble as trouble:
        return troubled(request, trouble, "signer/bring", here="", taken=taken)
    return HttpResponseRedirect(f"{reverse('record', kwargs={'record': record})}?signed=1")


def _posted(request: Any) -> bytes:
    file = request.FILES.get("file")
    if file is not None and file.size > LARGEST:
        raise Refused("too_large", "SGN-13", found=file.size, expected=LARGEST)
    data: bytes = file.read() if file is not None else request.POST.get("text", "").encode()
    return data


@require_POST
def drop(request: Any, ident: str) -> HttpResponse:
    """It will not come back."""
    request.page.desk.drawer.away.forget(ident)
    return HttpResponseRedirect(reverse("bring"))


urls = [
    path("signer", signer, name="signer"),
    path("signing", about, name="signing"),
    path("signing/paper", paper, name="key_paper"),
    path("signing/recall", recall, name="recall"),
    path("sign/take", take, name="take"),
    path("sign/elsewhere", bring, name="bring"),
    path("sign/elsewhere/<str:ident>/drop", drop, name="drop"),
]
