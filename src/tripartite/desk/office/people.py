# SPDX-License-Identifier: Apache-2.0
"""People and powers: who speaks for the party, and who did; admitted and recalled by the root (OFF-12)."""

from __future__ import annotations

from typing import Any, get_args

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import b64
from tripartite.core.register.grants import Authority, Function
from tripartite.desk.first.steps import SHORTEST_PIN, secret_of
from tripartite.desk.office import stewards
from tripartite.desk.pages import drawn, troubled
from tripartite.keyring.files import KeyFolder
from tripartite.node.system import SystemChance

MOST = 500


@require_GET
def people(request: Any) -> HttpResponse:
    return drawn(request, "office/people", **_people(request))


def _people(request: Any) -> dict[str, Any]:
    page, post = request.page, request.POST
    found = page.ask("list", chapter="credentials", where={"by": page.desk.party}, limit=MOST)["items"]
    here = set(KeyFolder(page.desk.keys).roles())
    rows = [
        {
            "id": one["id"], "role": one["fields"]["role"], "functions": one["fields"]["functions"],
            "powers": one["fields"]["powers"], "until": one["fields"]["not_after"],
            "since": one["acts"][0]["time"], "ended": one["acts"][-1]["time"] if "recalled" in one["state"] else None,
            "here": one["fields"]["role"] in here, "force": "in_force" in one["state"],
            "verified": [(page.tell.party(who), how) for who, how in one["fields"]["verified_by"].items()],
        }
        for one in found
    ]  # fmt: skip
    return {
        **stewards.common(page, "people"),
        "holders": [one for one in rows if one["force"]], "former": [one for one in rows if not one["force"]],
        "functions": get_args(Function), "powers": get_args(Authority), "role": post.get("role", ""),
        "function": post.get("function", "member"), "given": post.getlist("power"), "posted": post,
    }  # fmt: skip


@require_POST
def accredit(request: Any) -> HttpResponse:
    """Makes the key under its PIN, and shows what the root is to sign."""
    page, post = request.page, request.POST
    stewards.must_be(page)
    try:
        pin = secret_of(post.get("pin", ""), post.get("pin_again", ""), SHORTEST_PIN)
        role = f"d/{post.get('role', '').strip()}"
        body: dict[str, Any] = {
            "role": role, "pk": b64(_key(page, role, pin)), "functions": [post.get("function", "")],
            "powers": sorted(set(post.getlist("power"))),
        }  # fmt: skip
        if post.get("until"):
            body["not_after"] = f"{post['until']}T00:00:00Z"
        ident = stewards.show(request, [{"kind": "key", "body": body}], reverse("people"), "permission", role)
    except Trouble as trouble:
        return troubled(request, trouble, "office/people", **_people(request))
    said = {name: value for name, value in body.items() if name != "pk"}
    return _review(request, ident, "key", page.tell.fields(said, "key"))


def _key(page: Any, role: str, pin: str) -> bytes:
    """The public half; a key that lies here and that nobody was given is taken if this PIN opens it."""
    keys = KeyFolder(page.desk.keys, lambda _role: pin)
    if role not in keys.roles():
        return keys.make(role, SystemChance(), pin)
    keys.sign(role, b"")
    return keys.public(role)


@require_POST
def recall(request: Any) -> HttpResponse:
    """Shows the end of a delegate's key, for the root to sign."""
    page, post = request.page, request.POST
    stewards.must_be(page)
    reason = post.get("reason", "").strip()
    act = {"kind": "recall", "record": post.get("record", ""), "body": {"reason": reason} if reason else {}}
    shown = page.ask("show", record=act["record"])
    role = str(shown["fields"]["role"])
    ident = stewards.show(request, [act], reverse("people"), "permission", role)
    return _review(request, ident, "recall", page.tell.fields({"role": role, **act["body"]}, "recall"))


def _review(request: Any, ident: str, kind: str, fields: Any) -> HttpResponse:
    return drawn(
        request, "office/sign", id=ident, kind=kind, fields=fields, **stewards.common(request.page, "people")
    )


@require_POST
def sign(request: Any) -> HttpResponse:
    stewards.must_be(request.page)
    return HttpResponseRedirect(f"{stewards.sign_seen(request)}?signed=1")
