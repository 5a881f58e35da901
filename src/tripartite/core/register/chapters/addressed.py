# SPDX-License-Identifier: Apache-2.0
"""Messages and notices alike: who is to answer, and who is to see it."""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import Case
from tripartite.core.register.chapters.naming import parties_named
from tripartite.core.register.placed import Placed


def addressees(founding: Placed) -> tuple[Party, ...]:
    body: Any = founding.body
    return tuple(Party(name) for name in body.addressees)


def recipients(founding: Placed) -> tuple[Party, ...]:
    """Who is to see it: the addressees, and those it informs."""
    body: Any = founding.body
    return (*addressees(founding), *(Party(name) for name in body.info))


def named_recipients(case: Case) -> frozenset[Party]:
    """Those of them that are parties of the charter."""
    return parties_named(case, recipients(case.founding))
