# SPDX-License-Identifier: Apache-2.0
"""The audit screen: who did what, when, about what, with which effect; acts, and the desk's diary (OFF-31, OFF-32)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant, instant_text
from tripartite.core.register.chapters import KINDS
from tripartite.desk.diary import VERBS, Entry
from tripartite.desk.office import stewards
from tripartite.desk.pages import drawn

PAGE = 100
MOST = 20_000
FIELDS = ("source", "by", "role", "verb", "effect", "since", "until")
SOURCES = ("acts", "desk")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What makes a table program compute instead of read (OFF-32)."""


@dataclass(frozen=True, slots=True)
class Row:
    """`at`: an instant; `verb`: as it reads; `link`: the record, if there is a page; `why`: a reason in words or ""."""

    at: str
    party: str
    role: str
    verb: str
    about: str
    link: str
    effect: str
    why: str


@require_GET
def audit(request: Any) -> HttpResponse:
    page = request.page
    stewards.must_be(page, stewards.AUDITORS)
    asked = _asked(request.GET)
    skip = int(request.GET["skip"]) if request.GET.get("skip", "").isdecimal() else 0
    rows, more = _rows(page, asked, PAGE, skip)
    onward = urlencode({**{k: v for k, v in asked.items() if v}, "skip": skip + PAGE}) if more else ""
    table = urlencode({name: value for name, value in asked.items() if value})
    return drawn(
        request, "office/audit", rows=rows, asked=asked, onward=onward, table=table, sources=SOURCES,
        verbs=VERBS, parties=page.desk.charter().parties, **stewards.common(page, "office_audit"),
    )  # fmt: skip


def _asked(query: Any) -> dict[str, str]:
    asked = {name: query.get(name, "").strip()[:80] for name in FIELDS}
    return {**asked, "source": asked["source"] if asked["source"] in SOURCES else "acts"}


def _rows(page: Any, asked: dict[str, str], limit: int, skip: int) -> tuple[list[Row], bool]:
    since, until = _day(asked["since"], 0), _day(asked["until"], 86_400) or 1 << 53
    if asked["source"] == "desk":
        entries = [one for one in page.desk.drawer.diary.entries(since, until) if _wanted(one, asked)]
        return [_noted(page, one) for one in entries[skip : skip + limit]], len(entries) > skip + limit
    found = page.ask(
        "trail", by=asked["by"], role=asked["role"], kind=asked["verb"], since=since, until=until,
        effect=asked["effect"], limit=limit, skip=skip,
    )  # fmt: skip
    return [_act(page, one) for one in found["items"]], found["next"] is not None


def _day(text: str, more: int) -> int:
    """The beginning of a day, and so many seconds; 0 for none. Raises `Malformed` for what is no day."""
    return instant(f"{text}T00:00:00Z") + more if text else 0


def _wanted(entry: Entry, asked: dict[str, str]) -> bool:
    effect = "inert" if entry.why else "done"
    return (
        entry.who.startswith(asked["role"])
        and asked["verb"] in ("", entry.verb)
        and asked["effect"] in ("", effect)
    )


def _act(page: Any, one: dict[str, Any]) -> Row:
    words, sealed = page.words, bool(one["to"])
    kind = KINDS.get(f"{one['kind']}@1")
    paged = not sealed and kind is not None and not kind.structural
    reason = f"reason.{one['reason']}"
    return Row(
        one["time"], page.tell.party(one["party"]), one["role"],
        words("office.sealed") if sealed else page.tell.kind(one["kind"]),
        page.tell.parties(one["to"]) if sealed else one["record"], one["record"] if paged else "",
        words("office.effect.inert" if one["reason"] else "office.effect.done"),
        (words(reason) if words.has(reason) else one["reason"]) if one["reason"] else "",
    )  # fmt: skip


def _noted(page: Any, one: Entry) -> Row:
    words, refusal = page.words, f"refusal.{one.why}.what"
    return Row(
        instant_text(one.at), page.tell.party(page.desk.party), one.who, words(f"diary.{one.verb}"), one.about, "",
        words("office.effect.refused" if one.why else "office.effect.done"),
        (words(refusal) if words.has(refusal) else one.why) if one.why else "",
    )  # fmt: skip


@require_GET
def table(request: Any) -> HttpResponse:
    """The same as a table for other programs."""
    page = request.page
    stewards.must_be(page, stewards.AUDITORS)
    asked = _asked(request.GET)
    rows, more = _rows(page, asked, MOST, 0)
    if more:
        raise Refused("too_large", "OFF-32", limit=MOST)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(_lines(page, rows))
    page.note("export", "audit.csv")
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _lines(page: Any, rows: list[Row]) -> Iterator[list[str]]:
    face = page.common()["exercise"]
    if face:
        yield [safe(face)]
    yield [
        page.words(f"office.column.{name}")
        for name in ("time", "party", "role", "verb", "about", "effect", "why")
    ]
    for row in rows:
        yield [safe(one) for one in (row.at, row.party, row.role, row.verb, row.about, row.effect, row.why)]


def safe(text: str) -> str:
    """The text as a cell that is read, whatever it begins with."""
    return f"'{text}" if text.startswith(RISKY) else text
