# SPDX-License-Identifier: Apache-2.0
"""The matrix of commitments: one row for each, side by side what is owed and who assesses it how (UND-17).

Offers and demands have no row here, whoever speaks of them as promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tripartite.export.gathered import Record
from tripartite.i18n.words import Words, tame

ASSESSORS = ("obligor", "beneficiary", "verifier")


def rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """The rows, in plain values: commitments alone, in the order given."""
    return [
        _row(one, one["fields"]) for one in records if one["fields"].get("undertaking_kind") == "commitment"
    ]


def _row(record: Record, said: Mapping[str, Any]) -> dict[str, Any]:
    names = (
        "text", "action_types", "obligor", "beneficiary", "object", "quantity", "unit", "baseline", "area",
        "due", "trigger", "trigger_ref", "due_at", "due_by_trigger", "trigger_disputed", "overdue",
        "conditionality", "reciprocal_with", "sequenced_after", "verification_method", "indicator",
        "frequency", "verifier", "complaint_log", "decision", "paragraphs", "suspended_by",
    )  # fmt: skip
    return {
        "id": record["id"],
        "state": record["state"],
        **{name: said[name] for name in names},
        "verifiable": said["verification_method"] is not None,
        "assessments": said["three_assessments"],
    }


def lines(found: list[dict[str, Any]], words: Words) -> Iterator[str]:
    """The matrix for people, one block a row."""
    yield words("matrix.title")
    if not found:
        yield words("matrix.empty")
    for row in found:
        yield ""
        yield tame(_text(row["text"], words))
        for name, value in _cells(row, words):
            yield f"  {words(f'matrix.{name}')}: {tame(value)}"


def _cells(row: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str]]:
    unknown = words("fixed.unknown")
    yield "obligor", words.language.listed(row["obligor"]) or unknown
    yield "unit", " ".join(part for part in (row["quantity"], row["unit"]) if part) or unknown
    yield "baseline", " · ".join(row["baseline"] or ()) or unknown
    yield "due", _due(row, words)
    condition = row["conditionality"]
    yield "conditionality", words(f"condition.{condition}") if condition else unknown
    method = row["verification_method"]
    yield "verification", words(f"method.{method}") if method else words("fixed.not_verifiable")
    for assessor in ASSESSORS:
        yield f"assessed_by_{assessor}", _assessed(row["assessments"][assessor], words)
    yield "status", words.language.listed(_states(row, words))
    for one in row["complaint_log"]:
        status = words("flag.disputed" if one["status"] == "disputed" else f"remedy.{one['status']}")
        yield "complaints", f"{one['by']}: {status} · {_text(one['text'], words)}"


def _due(row: Mapping[str, Any], words: Words) -> str:
    """When it is due; where the starting event is dated differently, what follows from each date."""
    due = row["due"]
    if due is None:
        return words("fixed.unknown")
    said = words("matrix.continuous") if due == "continuous" else str(due)
    start = row["trigger"] or (row["trigger_ref"] or "")[:12]
    if start:
        said = words("matrix.due_days", due=said, trigger=start)
    parts = [said, *([row["due_at"]] if row["due_at"] else [])]
    if row["trigger_disputed"]:
        parts.append(words("flag.trigger_disputed"))
        parts += [f"{date} → {at}" for date, at in row["due_by_trigger"]]
    if row["overdue"]:
        parts.append(words("flag.overdue"))
    return " · ".join(parts)


def _assessed(found: list[Mapping[str, Any]], words: Words) -> str:
    said = [f"{one['by']}: {words('assessment.' + str(one['level']))} ({one['date']})" for one in found]
    return words.language.listed(said) or "–"


def _states(row: Mapping[str, Any], words: Words) -> list[str]:
    by = words.language.listed(sorted({one["by"] for one in row["suspended_by"]}))
    return [
        words(f"state.undertakings.{state}", **({"party": by} if state == "suspended_by" else {}))
        for state in row["state"]
    ]


def _text(texts: list[list[str]], words: Words) -> str:
    known = dict(texts)
    return known.get(words.language.code) or known.get("en") or texts[0][1]
