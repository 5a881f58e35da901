# SPDX-License-Identifier: Apache-2.0
"""How the office is: disk, clock, store, backup, peers; where they answer, asking them, bundles (OFF-20 to OFF-22)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.desk.office import stewards
from tripartite.desk.pages import drawn, troubled

MEGABYTE = 1 << 20
DAY = 86_400


@require_GET
def health(request: Any) -> HttpResponse:
    return drawn(request, "office/health", **_health(request))


def _health(request: Any) -> dict[str, Any]:
    page = request.page
    found = page.ask("health")
    peers = [{**one, "trouble": _why(page, one["wrong"]) if one["wrong"] else ""} for one in found["peers"]]
    return {
        **stewards.common(page, "health"), "found": found, "peers": peers,
        "free": found["disk"]["free"] // MEGABYTE, "ours": found["disk"]["ours"] // MEGABYTE,
        "guard": f"health.guard.{found['guard']}", "findings": [f"health.{code}" for code in found["findings"]],
        "age": found["backup"]["age"] // DAY if found["backup"] else None, "asked": request.GET.get("asked"),
        "taken": request.GET.get("taken"),
    }  # fmt: skip


def _why(page: Any, code: str) -> str:
    """What a refusal says; of one without words, that there was one."""
    message = f"refusal.{code}.what"
    return str(page.words(message if page.words.has(message) else "health.peer"))


@require_POST
def verify(request: Any) -> HttpResponse:
    """Checks everything held against itself, now (HOM-9)."""
    stewards.must_be(request.page)
    found = request.page.ask("verify")
    failures = [_why(request.page, one["code"]) for one in found["failures"]]
    return drawn(request, "office/health", checked=found["checked"], failures=failures, **_health(request))


@require_POST
def peer(request: Any, party: str) -> HttpResponse:
    """Where this party's office answers from now on."""
    page, post = request.page, request.POST
    stewards.must_be(page)
    try:
        page.ask("peer_set", party=party, url=post.get("url", "").strip(), pin=post.get("pin", "").strip())
    except Trouble as trouble:
        page.note("peer", party, trouble.code)
        return troubled(request, trouble, "office/health", **_health(request))
    page.note("peer", party)
    return HttpResponseRedirect(f"{reverse('health')}?asked=set")


@require_POST
def ask(request: Any, party: str) -> HttpResponse:
    request.page.ask("sync", peers=[party])
    return HttpResponseRedirect(f"{reverse('health')}?asked=now")


# --- bundles by file


@contextmanager
def _folder(page: Any) -> Iterator[Path]:
    """A folder of the home that is gone afterwards."""
    with TemporaryDirectory(prefix="bundle-", dir=page.desk.keys.parent) as name:
        yield Path(name)


@require_POST
def bundle(request: Any, party: str) -> HttpResponse:
    """What this party may lack, as a file to carry to it."""
    page = request.page
    with _folder(page) as folder:
        made = page.ask("bundle_make", to=party, path=str(folder / "made.bundle"))
        data = Path(made["file"]).read_bytes()
    page.note("bundle", party)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.desk.party}-to-{party}.bundle"'
    return answer


@require_POST
def take(request: Any) -> HttpResponse:
    """What another party sent as a file, checked as strictly as if it had been asked for."""
    page, sent = request.page, request.FILES.get("file")
    if sent is None:
        raise Refused("bad_value", "OFF-22", what="file", found="")
    with _folder(page) as folder:
        path = folder / "taken.bundle"
        path.write_bytes(sent.read())
        answer = page.ask("bundle_take", path=str(path))
    page.note("bundle", answer["from"], answer["wrong"]["code"] if answer["wrong"] else "")
    return HttpResponseRedirect(f"{reverse('health')}?taken={answer['took']}")
