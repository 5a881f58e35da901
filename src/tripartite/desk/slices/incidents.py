# SPDX-License-Identifier: Apache-2.0
"""Pages of incidents, allegations and restrictions of access: ranges over sources, each party's word in its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.slices.sides import entry, sides
from tripartite.export.harm import headline

Values = Mapping[str, Any]


class Incidents:
    """The line over all figures never shows the newest alone (INC-7); claims that exclude each other all stand."""

    TEMPLATE = "desk/slices/incident.html"
    _LISTS = ("claims", "figures", "damage", "actors", "measures", "access_requests", "settlement_offers")
    SHOWN = frozenset({"headline", "scope", "scope_disputed", "attribution_disputed", *_LISTS})

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {
            "headlines": [headline(page.words, line) for line in fields["headline"]],
            "sides": sides(page, fields, self._LISTS, ("scope",)),
            "marks": [f"flag.{name}" for name in ("scope_disputed", "attribution_disputed") if fields[name]],
        }


class Allegations:
    """A claim that a provision was breached, the reply beside it or that none has come; admissible to whom."""

    TEMPLATE = "desk/slices/allegation.html"
    SHOWN = frozenset(
        {"reply", "replies", "no_reply", "admissibility", "admissibility_disputed", "settlement_offers"}
    )

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {
            "replies": [(one["by"], entry(page, "allegation.reply", one)) for one in fields["replies"]],
            "no_reply": fields["no_reply"],
            "sides": sides(page, fields, ("settlement_offers",), ("admissibility",)),
            "marks": ["flag.admissibility_disputed"] if fields["admissibility_disputed"] else [],
        }


class Access:
    """Who was kept from going where, when to the day, and the words used; nothing about why."""

    TEMPLATE = "desk/slices/access.html"
    SHOWN = frozenset({"reason_quoted", "answered_by_force"})

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {
            "quoted": page.tell.said(fields["reason_quoted"]) if fields["reason_quoted"] else [],
            "answered": fields["answered_by_force"],
            "whose": fields["of_party"],
            "answers": [
                (one["by"], entry(page, "answer_entry", one))
                for name in ("answered_by", "disputed_by")
                for one in fields.get(name, ())
            ],
        }
