# SPDX-License-Identifier: Apache-2.0
"""The page of an offer, demand, pledge or commitment: answers, dates and assessments of each party, and no verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.slices.owing import assessed, due
from tripartite.desk.slices.sides import sides

Values = Mapping[str, Any]


class Undertakings:
    """Three assessments beside each other (UND-14); what follows from each date where parties date the start apart."""

    TEMPLATE = "desk/slices/undertaking.html"
    SHOWN = frozenset(
        {
            "three_assessments",
            "assessments",
            "answers",
            "triggers",
            "due_by_trigger",
            "trigger_disputed",
            "overdue",
        }
    )

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {
            "sides": sides(page, fields, (), ("answers", "triggers", "assessments")),
            "assessed": assessed(page, fields["three_assessments"]),
            "due": due(page, fields),
        }
