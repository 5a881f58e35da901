# SPDX-License-Identifier: Apache-2.0
"""Pages of investigations and verification reports: three conclusions apart, each component's view in its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.slices.sides import Part, Side, entry

Values = Mapping[str, Any]
CONCLUSIONS = ("facts", "attribution", "legal")
"""Three that may be answered one without the other (INV-1)."""


class Investigations:
    """Where views differ that is what is shown; the chair's text stands beneath them, and decides nothing."""

    TEMPLATE = "desk/slices/investigation.html"
    SHOWN = frozenset(
        {
            "findings",
            "component_views",
            "differing_on",
            "dissent",
            "follow_up",
            "standard_of_proof",
            "signed_by",
        }
    )

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {
            "standard": page.words(f"standard.{fields['standard_of_proof']}"),
            "findings": [self._finding(page, one) for one in reversed(fields["findings"])],
            "views": _views(page, fields["component_views"], "investigation.component_view"),
            "differing": _differing(page, fields["differing_on"]),
            "dissent": [(one["by"], entry(page, "dissent", one)) for one in fields["dissent"]],
            "follow_up": [
                Side(party, [Part("", [entry(page, "follow_up", one) for one in done])] if done else [])
                for party, done in fields["follow_up"].items()
            ],
        }

    def _finding(self, page: Any, one: Values) -> dict[str, Any]:
        return {
            "act": one["act"], "by": one["by"], "agreed": one["truth"] == "agreed",
            "form": page.words(f"outcome_form.{one['outcome_form']}"),
            "conclusions": _three(page, one),
            "rest": page.tell.fields(
                {name: one[name] for name in ("verb", "actor", "intent", "severity") if one.get(name)},
                "investigation.issue",
            ),
            "views": _views(page, one["component_views"], "investigation.component_view"),
            "differing": _differing(page, one["differing_on"]),
            "texts": [page.tell.said([[code, "\n\n".join(parts)]])[0] for code, parts in one["texts"]],
            "changed": page.tell.parties(one["view_changed"]),
        }  # fmt: skip


class Verifications:
    """A report, what each component signed of it, and who did not."""

    TEMPLATE = "desk/slices/verification.html"
    SHOWN = frozenset({"component_views", "differing_views", "signed_by", "not_signed_by", "dissent"})

    def page(self, page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
        fields = shown["fields"]
        return {
            "views": _views(page, fields["component_views"], "verification.component_view"),
            "differs": fields["differing_views"],
            "not_signed": page.tell.parties(fields["not_signed_by"]),
            "dissent": [(one["by"], entry(page, "dissent", one)) for one in fields["dissent"]],
        }


def _views(page: Any, said: Mapping[str, Values | None], kind: str) -> list[Side]:
    """Each component's own words; nobody else's column has any of them."""
    return [
        Side(party, [Part("", [entry(page, kind, view)])] if view else []) for party, view in said.items()
    ]


def _three(page: Any, one: Values) -> list[tuple[str, str]]:
    return [
        (page.tell.label(name), page.tell.code(name, one[name], "investigation.issue") or str(one[name]))
        for name in CONCLUSIONS
        if one.get(name)
    ]


def _differing(page: Any, names: Sequence[str]) -> str:
    return str(page.words.language.listed([page.tell.label(name) for name in names]))
