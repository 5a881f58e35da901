# SPDX-License-Identifier: Apache-2.0
"""Which chapters have a page of their own kind here, and what every record's page has beside its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.slices.changes import changes
from tripartite.desk.slices.delivery import reached
from tripartite.desk.slices.detailing import offered
from tripartite.desk.slices.findings import Investigations, Verifications
from tripartite.desk.slices.incidents import Access, Allegations, Incidents
from tripartite.desk.slices.notices import Explanations, Notices
from tripartite.desk.slices.undertakings import Undertakings

OWN: Mapping[str, Any] = {
    "access": Access(),
    "allegations": Allegations(),
    "explanations": Explanations(),
    "incidents": Incidents(),
    "investigations": Investigations(),
    "notices": Notices(),
    "undertakings": Undertakings(),
    "verifications": Verifications(),
}


def around(page: Any, shown: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Who holds and read it and why not, what each act changed, and whether details can be written beside it."""
    return {
        "delivery": reached(page, shown, history),
        "changed": {
            act["id"]: changes(page, shown["chapter"], history, place) for place, act in enumerate(history)
        },
        "detailable": offered(shown),
    }
