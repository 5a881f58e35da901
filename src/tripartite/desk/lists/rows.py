# SPDX-License-Identifier: Apache-2.0
"""One record as a row of a list: what it is called, whose word it is, where it stands, when it was and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tripartite.core.encoding.values import Instant, instant_text
from tripartite.desk.telling import Moment
from tripartite.i18n.texts import is_texts

_PLACES = ("place_names", "city", "district", "adm2", "adm1", "adm0")
"""Fields that say where, the nearest first."""


def row(page: Any, shown: Mapping[str, Any]) -> dict[str, Any]:
    """`shown`: an item of the call `list`."""
    fields = shown["fields"]
    return {
        "id": shown["id"], "chapter": shown["chapter"], "by": shown["by"], "truth": shown["truth"],
        "title": page.tell.title(fields), "face": page.tell.face(shown), "state": page.tell.states(shown),
        "at": shown["acts"][0]["time"] if shown["acts"] else None, "when": shown["when"],
        "day": day_of(page, shown), "whole_day": is_whole_day(fields), "place": place_of(page, fields),
        "sealed": shown["audience"] != "parties",
    }  # fmt: skip


def is_whole_day(fields: Mapping[str, Any]) -> bool:
    """Whether no hour was said, so that none is shown."""
    return isinstance(fields.get("day"), str)


def day_of(page: Any, shown: Mapping[str, Any]) -> Moment:
    """When it happened: to the day where only a day was said."""
    if is_whole_day(shown["fields"]):
        found: Moment = page.tell.day(shown["fields"]["day"])
        return found
    moment: Moment = page.tell.moment(shown["when"])
    return moment


def utc_day(when: int) -> str:
    return instant_text(Instant(when))[:10]


def place_of(page: Any, fields: Mapping[str, Any]) -> str:
    """Where, in the words that were used; "" where nothing was said."""
    for name in _PLACES:
        value = fields.get(name)
        if is_texts(value):
            return str(page.tell.chosen(value))
        if isinstance(value, str) and value:
            return value
    return ""
