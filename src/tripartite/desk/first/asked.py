# SPDX-License-Identifier: Apache-2.0
"""The form of the four questions, read into answers and drawn again (OFF-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.first.progress import Other
from tripartite.desk.first.steps import Answers
from tripartite.desk.parcel import Parcel
from tripartite.i18n.languages import BY_CODE

ROWS = 2
"""Other parties that the form asks for at first; one more each time all are filled."""
MOST_ROWS = 12
LONGEST_FILE = 4_000_000


def answers_of(post: Any, port: int) -> Answers:
    """Raises `Refused` for an answer that cannot be one."""
    weekdays = tuple(sorted({int(day) for day in post.getlist("rest") if day in "1234567" and len(day) == 1}))
    tongue = post.get("language", "")
    if tongue not in BY_CODE:
        raise Refused("bad_value", "OFF-3", what="language", found=tongue[:20])
    return Answers(
        party=post.get("party", "").strip(), names=_names(post, "name"), zone=post.get("zone", "").strip(),
        weekdays=weekdays, others=tuple(_others(post)), language=tongue,
        recovery=post.get("recovery", "").strip()[:200], port=port,
    )  # fmt: skip


def _names(post: Any, prefix: str) -> tuple[tuple[str, str], ...]:
    found = ((code, post.get(f"{prefix}:{code}", "").strip()) for code in sorted(BY_CODE))
    return tuple((code, name[:200]) for code, name in found if name)


def _others(post: Any) -> Sequence[Other]:
    rows = ((post.get(f"other.{n}", "").strip(), _names(post, f"other.{n}.name")) for n in range(MOST_ROWS))
    return [Other(ident, names) for ident, names in rows if ident or names]


def rows_of(post: Any, invited: Parcel | None) -> list[dict[str, Any]]:
    """The other parties as they stand in the form: as typed, else as an invitation names them, else empty."""
    cards = {card.id: dict(card.names) for card in (invited.held_cards() if invited else ())}
    known = list(cards.items()) if not post else []
    typed = [
        (post.get(f"other.{n}", ""), {code: post.get(f"other.{n}.name:{code}", "") for code in BY_CODE})
        for n in range(MOST_ROWS)
    ]
    filled = known or [(ident, names) for ident, names in typed if ident or any(names.values())]
    blank: list[tuple[str, dict[str, str]]] = [("", {})] * max(ROWS - len(filled), 1 if filled else 0)
    return [
        {"place": place, "id": ident, "names": [(one, names.get(code, "")) for code, one in BY_CODE.items()]}
        for place, (ident, names) in enumerate([*filled, *blank][:MOST_ROWS])
    ]
