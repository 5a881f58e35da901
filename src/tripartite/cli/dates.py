# SPDX-License-Identifier: Apache-2.0
"""Instants as people keep them: in the zone of every party, and each day in three calendars. For display only.

One UTC second stands behind all of it. Zones are those the parties gave in the charter, and that of the place a record
names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tripartite.core.encoding.values import instant
from tripartite.i18n.calendars import day, time_of_day, together
from tripartite.i18n.words import Words

Zones = Sequence[Sequence[str]]
"""(party, IANA zone), in the order of the parties."""
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")


def dated(text: str, zones: Zones, words: Words) -> Iterator[str]:
    """One instant, a line for each zone in which somebody reads it."""
    seconds = instant(text)
    for zone, parties in together(zones).items():
        found = day(seconds, zone, words)
        days = [one for one in (found.gregorian, found.solar_hijri, found.hijri) if one]
        if words.language.code == "fa":
            days[0], days[1] = days[1], days[0]
        yield words(
            "cli.dates.line", names=words.language.listed(parties), zone=zone, days=" · ".join(days),
            time=time_of_day(seconds, zone, words.language),
        )  # fmt: skip


def record_dates(record: Mapping[str, Any], zones: Zones, words: Words) -> Iterator[str]:
    """Every instant among the fields of a record, each under where it stands."""
    fields = record["fields"]
    place = [[words("cli.dates.place"), fields["local_tz"]]] if fields.get("local_tz") else []
    for path, text in instants(fields):
        yield f"{path}: {text}"
        yield from (f"  {line}" for line in dated(text, [*zones, *place], words))


def instants(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Instants in a value, each with its path as filters name it."""
    if isinstance(value, str):
        if _INSTANT.match(value):
            yield path, value
        return
    for name, one in _members(value):
        yield from instants(one, f"{path}.{name}" if path else str(name))


def _members(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()
