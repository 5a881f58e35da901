# SPDX-License-Identifier: Apache-2.0
"""Pages of notices and requests for explanation: what each party did about it beside the others, and no permission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.slices.sides import Part, Side, entry, sides

Values = Mapping[str, Any]


class Notices:
    """A notice informs (NTC-2); who acknowledged it, and what was changed."""

    TEMPLATE = "desk/slices/notice.html"
    SHOWN = frozenset({"recipients", "is_request_for_permission", "unacknowledged"})

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        recipients = fields["recipients"].items()
        return {
            "sides": [
                Side(party, [Part("", [entry(page, "recipients", said)])]) for party, said in recipients
            ],
            "unacknowledged": page.tell.parties(fields["unacknowledged"]),
        }


class Explanations:
    """Replies stand, late ones marked; what either party says of them stands beside them."""

    TEMPLATE = "desk/slices/explanation.html"
    _LISTS = (
        "replies",
        "insufficient",
        "contests_trigger",
        "satisfied",
        "consultation_calls",
        "did_not_attend",
    )
    SHOWN = frozenset({"no_reply", *_LISTS})

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {"sides": sides(page, fields, self._LISTS), "no_reply": not fields["replies"]}
