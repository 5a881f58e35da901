# SPDX-License-Identifier: Apache-2.0
"""Writing an act, seeing it in words with who will see it, and signing it by its weight (DSK-3 to DSK-5)."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind
from tripartite.core.register.permissions import lines_with
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.shapes import body_of, shapes_of
from tripartite.desk.tags import tongue
from tripartite.desk.texts import TEXTED, paragraphs, with_texts
from tripartite.node.signing import sign_text

RELATIONS = ("cites", "part_of", "replies_to", "derived_from", "text", "amends", "confirms", "supersedes")
FRESH = 1800
"""Seconds for which what was looked at may be signed."""
KEPT = 5
"""How many looked at and not signed a browser may have."""
ROWS = 3


@require_GET
def choose(request: Any) -> HttpResponse:
    """What this delegate may begin, by screen."""
    offered = request.page.ask("possible", **{"as": request.page.seat.role})["items"]
    return drawn(request, "choose", here="", offered=offered)


@require_http_methods(["GET", "POST"])
def write(request: Any, kind: str) -> HttpResponse:
    """The form of a kind of act; posted, the act in words before anybody signs it."""
    known = _known(kind)
    about = request.GET.get("record") or ""
    if request.method == "GET":
        return _form(request, known, about, _asked(request))
    posted = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    try:
        return _review(request, known, about, posted)
    except Trouble as trouble:
        return _form(request, known, about, posted, trouble)


def _known(kind: str) -> Kind:
    found = KINDS.get(f"{kind}@1")
    if found is None or found.structural:
        raise Refused("unknown_kind", "DSK-3", found=kind[:80])
    return found


def _asked(request: Any) -> dict[str, list[str]]:
    """What the link to a form says already: which act it is about."""
    return {"of": [request.GET["of"]]} if request.GET.get("of") else {}


def _form(
    request: Any, kind: Kind, about: str, posted: dict[str, list[str]], trouble: Trouble | None = None
) -> HttpResponse:
    page = request.page
    shown = page.ask("show", record=about) if about else None
    charter, shapes = page.desk.charter(), shapes_of(kind)
    context = {
        "kind": kind.name, "about": shown, "posted": posted,
        "must": [one for one in shapes if one.required], "may": [one for one in shapes if not one.required],
        "about_title": page.tell.title(shown["fields"]) if shown else "",
        "parties": charter.parties, "tongues": charter.said.languages,
        "rows": range(ROWS), "relations": RELATIONS, "known": _named(page, shown),
        "texted": kind.name in TEXTED,
        "written": [tongue(code, posted.get(f"paragraphs:{code}", [""])[0]) for code in charter.said.languages],
    }  # fmt: skip
    if trouble is None:
        return drawn(request, "write", **context)
    return troubled(request, trouble, "write", at=trouble.refusal.fact("field"), **context)


def _named(page: Any, shown: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Acts that can be pointed to without typing: those of the record."""
    acts = shown["acts"] if shown else []
    return [(act["id"], f"{page.tell.kind(act['kind'])} · {page.tell.party(act['by'])}") for act in acts]


def _review(request: Any, kind: Kind, about: str, posted: dict[str, list[str]]) -> HttpResponse:
    page = request.page
    act: dict[str, Any] = {"kind": kind.name, "body": body_of(shapes_of(kind), posted), "refs": _refs(posted)}
    if about:
        act["record"] = about
    to = sorted({page.desk.party, *posted["to"]}) if any(posted.get("to", ())) else None
    written = paragraphs(posted)
    said = {"as": page.seat.role, "acts": with_texts(act, written), "lax": True, "to": to}
    prepared = page.ask("prepare", **said)
    audience = page.ask("audience", **said)["to"]
    seen = Seen(kind.name, page.seat.role, prepared["text"], prepared["payload"], about, int(time.time()))
    _keep(request, prepared["id"], seen)
    everybody = audience == "parties"
    return drawn(
        request, "review", kind=kind.name, act=act, fields=page.tell.fields(_plain(act["body"]), kind.name),
        weight=seen.weight, id=prepared["id"], narrow=not everybody, about=about,
        written=[(page.tell.said([[language, "\n\n".join(parts)]])[0]) for language, parts in written.items()],
        audience=page.tell.parties(page.desk.charter().parties if everybody else audience),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody looked at before signing: exactly this is signed, or nothing (DSK-4)."""

    kind: str
    role: str
    text: str
    payload: str
    record: str
    at: int
    """When, Unix seconds by the machine's clock."""

    @property
    def weight(self) -> str:
        return lines_with(self.kind)[0].weight

    @property
    def second(self) -> bool:
        """Whether a colleague has to sign as well, so that it may stand without effect for a while."""
        return all(who.second for who in lines_with(self.kind)[0].who)


def _keep(request: Any, ident: str, seen: Seen) -> None:
    """Keeps the last few; what is older is looked at again."""
    kept = list(request.session.get("seen", {}).items())[1 - KEPT :]
    request.session["seen"] = dict([*kept, (ident, asdict(seen))])


def _seen(request: Any) -> Seen | None:
    found = request.session.get("seen", {}).get(request.POST.get("id", ""))
    seen = Seen(**found) if found else None
    return seen if seen is not None and time.time() - seen.at < FRESH else None


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(body))
    return found


def _refs(posted: dict[str, list[str]]) -> list[list[str]]:
    """What the act refers to, and how."""
    pairs = [
        (posted.get(f"ref.{place}.act", [""])[0].strip(), posted.get(f"ref.{place}.relation", [""])[0])
        for place in range(ROWS)
    ]
    return [[act, relation] for act, relation in pairs if act and relation in RELATIONS]


@require_POST
def sign(request: Any) -> HttpResponse:
    """Signs what was looked at, with the key that sits here, and hands it to the node."""
    page, seen = request.page, _seen(request)
    if seen is None or seen.role != page.seat.role:
        return drawn(request, "stale", 403, back=reverse("today"))
    if seen.weight != "routine":
        page.desk.seats.check(page.seat, request.POST.get("pin", ""))
    note = sign_text(seen.text.encode(), page.seat.keys)
    done = page.ask("append", dispatch=note.decode(), payload=seen.payload, keep=seen.second)
    del request.session["seen"]
    record = seen.record or done["acts"][0]
    return HttpResponseRedirect(f"{reverse('record', kwargs={'record': record})}?signed=1")
