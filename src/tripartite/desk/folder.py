# SPDX-License-Identifier: Apache-2.0
"""The signature folder: drafted by some, cleared by others, signed by whoever may (DSK-22 to DSK-27)."""

from __future__ import annotations

from typing import Any, get_args

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.register.chapters import KINDS
from tripartite.desk.drafts import title
from tripartite.desk.kept import Aspect, Item, Step, Wish
from tripartite.desk.looking import done_with, looked_at, seen_of, told
from tripartite.desk.pages import drawn
from tripartite.desk.weighing import anyone
from tripartite.i18n.explain import explain
from tripartite.node.possible import ELSEWHERE

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
MOST_WORDS = 2_000
"""Characters of a word on a clearance, or of a reason."""


@require_POST
def put(request: Any) -> HttpResponse:
    """Lays into the folder what was looked at, or a change of what lies there."""
    page, seen = request.page, seen_of(request)
    if seen is None:
        return drawn(request, "stale", 403, back=reverse("today"))
    drawer = page.desk.drawer
    if seen.item:
        item = drawer.change(seen.item, seen.wished, page.seat.role, page.now)
    else:
        item = drawer.put(seen.wished, page.seat.role, page.now)
    if seen.draft:
        drawer.throw_away(seen.draft, page.seat.role)
    done_with(request)
    return HttpResponseRedirect(f"{reverse('item', kwargs={'item': item.id})}?laid=1")


@require_GET
def item(request: Any, item: str) -> HttpResponse:
    """What lies there, to its end, and who drafted and who cleared it; whoever may sign it can do so here."""
    page = request.page
    found = _settled(page, page.desk.drawer.item(item))
    if found.state == "signed":
        return drawn(request, "item", **_said(page, found), signer=False)
    signer = found.state == "waiting" and may_sign(page, found.wish)
    try:
        ident = looked_at(request, found.wish, item=found.id, edition=found.edition) if signer else ""
        return drawn(
            request, "item", **{**told(page, found.wish), **_said(page, found)}, id=ident, signer=signer
        )
    except Trouble as trouble:
        why = {"trouble": explain(trouble.refusal, page.words), "code": trouble.code}
        return drawn(request, "item", 409, **_said(page, found), **why, signer=False)


def _said(page: Any, item: Item) -> dict[str, Any]:
    mine = page.seat.role == item.hand
    waiting = item.state == "waiting"
    return {
        "item": item, "kind": item.wish.kind, "people": page.people, "aspects": ASPECTS,
        "steps": [_told(page, item, step) for step in item.steps],
        "clearances": [
            {**_told(page, item, step), "good": good} for step, good in item.clearances
        ],
        "may_clear": waiting and not mine, "may_change": item.state in ("waiting", "returned"),
        "may_take_out": page.seat.role == item.drafter and item.state != "signing",
        "drafted": page.who(item.drafter), "hand": page.who(item.hand),
        "change": f"{reverse('write', kwargs={'kind': item.wish.kind})}?item={item.id}"
        + (f"&record={item.wish.record}" if item.wish.record else ""),
    }  # fmt: skip


def _told(page: Any, item: Item, step: Step) -> dict[str, Any]:
    return {
        "what": f"folder.step.{step.what}", "who": page.who(step.role), "at": step.at, "words": step.words,
        "aspect": f"aspect.{step.aspect}" if step.aspect else "", "edition": step.edition,
        "former": step.edition != item.edition,
    }  # fmt: skip


def may_sign(page: Any, wish: Wish) -> bool:
    """Whether function and powers of whoever sits here reach; of the rest the node judges when it is signed."""
    if wish.kind in ELSEWHERE or anyone(KINDS[f"{wish.kind}@1"]):
        return True
    places: list[dict[str, str]] = [{}, {"record": wish.record}] if wish.record else [{}]
    offered = (page.ask("possible", **{"as": page.seat.role}, **place)["items"] for place in places)
    return any(one["kind"] == wish.kind for items in offered for one in items)


def _settled(page: Any, item: Item) -> Item:
    """Of what was being signed when this desk was stopped, whether it was (DSK-27)."""
    drawer = page.desk.drawer
    if drawer.interrupted(item) and not page.ask("status")["holding"]:
        try:
            page.ask("show", record=f"{item.dispatch}/0")
            drawer.end_signing(item.id, item.wish.record or f"{item.dispatch}/0")
        except Refused:
            drawer.end_signing(item.id, "")
    found: Item = drawer.item(item.id)
    return found


@require_POST
def clear(request: Any, item: str) -> HttpResponse:
    page, posted = request.page, request.POST
    aspect = posted.get("aspect", "")
    page.desk.drawer.clear(
        item,
        _edition(request),
        page.seat.role,
        page.now,
        aspect if aspect in ASPECTS else "other",
        _words(request),
    )
    return HttpResponseRedirect(reverse("item", kwargs={"item": item}))


@require_POST
def send_back(request: Any, item: str) -> HttpResponse:
    page = request.page
    page.desk.drawer.send_back(item, _edition(request), page.seat.role, page.now, _words(request))
    return HttpResponseRedirect(reverse("item", kwargs={"item": item}))


@require_POST
def take_out(request: Any, item: str) -> HttpResponse:
    request.page.desk.drawer.take_out(item, request.page.seat.role)
    return HttpResponseRedirect(reverse("today"))


def _edition(request: Any) -> int:
    """Which edition was on the page."""
    said = request.POST.get("edition", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _words(request: Any) -> str:
    return str(request.POST.get("words", "")).strip()[:MOST_WORDS]


def listed(page: Any, everything: bool) -> list[dict[str, Any]]:
    """What lies in the folder; `everything`: what was signed as well."""
    items = [_settled(page, one) if one.state == "signing" else one for one in page.desk.drawer.items()]
    return [
        {
            "id": one.id, "kind": one.wish.kind, "title": title(one.wish.form, page.words.language.code),
            "at": one.steps[-1].at,
            "drafted": page.who(one.drafter), "state": f"folder.state.{one.state}", "done": one.done,
            "returned": one.state == "returned", "signer": one.state == "waiting" and may_sign(page, one.wish),
            "cleared": len({step.role for step, good in one.clearances if good}),
            "uncleared": any(not good for _, good in one.clearances) and one.state == "waiting",
        }
        for one in items if everything or one.state != "signed"
    ]  # fmt: skip
