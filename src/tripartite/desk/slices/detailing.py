# SPDX-License-Identifier: Apache-2.0
"""What belongs beside an act and not in it: exact place and time, operational facts, persons (VIE-13, CLS-1).

Each is an act of its own for parties that are chosen before anything is typed; the page says who will see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import re_path
from django.views.decorators.http import require_GET

from tripartite.core.register.chapters.details import DETAILS
from tripartite.desk.pages import drawn
from tripartite.desk.screens import SCREEN_OF


@dataclass(frozen=True, slots=True)
class Offer:
    """A detail that can be written about an act. `to`: the parties ticked at first; `only`: no others may be."""

    kind: str
    cls: str
    act: str
    said: str
    to: tuple[str, ...]
    only: bool


@require_GET
def detail(request: Any, record: str) -> HttpResponse:
    page = request.page
    shown = page.ask("show", record=record)
    sealed = shown["audience"] if isinstance(shown["audience"], list) else page.desk.charter().parties
    return drawn(
        request, "slices/detail", here=SCREEN_OF.get(shown["chapter"], ""), shown=shown,
        title=page.tell.title(shown["fields"]), offers=list(_offers(page, shown)), parties=sealed,
    )  # fmt: skip


def offered(shown: Any) -> bool:
    """Whether anything of a record can have details."""
    return any(_kind(act) in one.of for act in shown["acts"] for one in DETAILS)


def _offers(page: Any, shown: Any) -> Iterator[Offer]:
    for act in shown["acts"]:
        for one in DETAILS:
            if _kind(act) in one.of:
                own = (page.desk.party,)
                yield Offer(
                    f"detail.{one.name}", one.cls, act["id"],
                    f"{page.tell.kind(act['kind'])} · {page.tell.party(act['by'])}",
                    _first(shown["audience"], own, one.cls), one.cls == "persons",
                )  # fmt: skip


def _first(audience: Any, own: tuple[str, ...], cls: str) -> tuple[str, ...]:
    """Nobody else is chosen for anybody: an exact place goes where the record went, the rest begins with oneself."""
    if cls == "exact_place_time":
        return tuple(audience) if isinstance(audience, list) else ()
    return own


def _kind(act: Any) -> str:
    return str(act["kind"]).partition("@")[0]


RECORD = r"(?P<record>[0-9a-f]{4,64}(?:/[0-9]{1,5})?)"
urls = [re_path(rf"^records/{RECORD}/details$", detail, name="detail")]
