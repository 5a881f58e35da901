# SPDX-License-Identifier: Apache-2.0
"""What an undertaking lacks to be checkable by anyone: a hint to drafters, never a verdict (UND-3)."""

from __future__ import annotations

from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters.undertaking_bodies import Terms


def lacking(terms: Terms, obligor: tuple[Party, ...]) -> list[str]:
    """Of obligor, object, unit, baseline, area, due and method, those not stated."""
    stated = {
        "obligor": obligor,
        "object": terms.object,
        "unit": terms.unit,
        "baseline": terms.baseline,
        "area": terms.area,
        "due": terms.due,
        "method": terms.verification_method,
    }
    return [name for name, value in stated.items() if not value]
