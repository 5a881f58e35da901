# SPDX-License-Identifier: Apache-2.0
"""What differs between two versions of a text, in one language: four ways to look at it (ROO-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.drafting.differing import compared
from tripartite.desk.drafting.order import in_order
from tripartite.desk.pages import drawn
from tripartite.desk.tags import tongue

WAYS = ("inline", "beside", "final", "clean")
"""In the line; side by side; the later text with its changes marked; the later text alone."""


@require_GET
def differences(request: Any, record: str) -> HttpResponse:
    """`from`, `to`: versions; without them the last two. `language`, `way`."""
    page, asked = request.page, request.GET
    shown = page.ask("show", record=record)
    if shown["chapter"] != "proposals" or not shown["fields"]:
        raise Refused("not_found", "ROO-4", what="version", found=record[:80])
    numbered = list(enumerate(in_order(shown["fields"]["versions"]), 1))
    names = {
        one["id"]: page.words("room.version", number=number, party=page.tell.party(one["by"]))
        for number, one in numbered
    }
    versions = [one for _, one in numbered if one["texts"]]
    after = _chosen(versions, asked.get("to"), len(versions) - 1)
    before = _chosen(versions, asked.get("from"), max(versions.index(after) - 1, 0))
    old, new = dict(before["texts"]), dict(after["texts"])
    languages = [code for code in new if code in old] or sorted({*old, *new})
    mine = page.words.language.code
    usual = mine if mine in languages else languages[0]
    language = asked["language"] if asked.get("language") in languages else usual
    rows = compared(old.get(language, ()), new.get(language, ()))
    return drawn(
        request, "drafting/differences", here="texts", record=shown["id"],
        title=page.tell.title(shown["fields"]), before=before, after=after,
        versions=[(one["id"], names[one["id"]]) for one in versions],
        before_name=names[before["id"]], after_name=names[after["id"]],
        tongues=[tongue(code, "") for code in languages], tongue=tongue(language, ""),
        ways=[(way, f"room.way.{way}") for way in WAYS],
        way=asked["way"] if asked.get("way") in WAYS else WAYS[0],
        rows=rows, changed=sum(row.changed for row in rows),
    )  # fmt: skip


def _chosen(versions: Sequence[Mapping[str, Any]], ident: str | None, usual: int) -> Mapping[str, Any]:
    if not versions:
        raise Refused("not_found", "ROO-4", what="version", found="")
    found = next((one for one in versions if one["id"] == ident), None)
    return versions[usual] if found is None else found
