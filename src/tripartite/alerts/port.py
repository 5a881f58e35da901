# SPDX-License-Identifier: Apache-2.0
"""What every way of calling somebody promises (TOD-30, TOD-33)."""

from __future__ import annotations

from typing import Protocol

from tripartite.alerts.settings import Contact
from tripartite.core.encoding.refusal import Unavailable

PATIENCE = 30.0
"""Seconds that one try may take."""


class Alert(Protocol):
    """A way to call somebody. It raises `Unavailable("alert_failed")` alone, and tells nobody an address."""

    @property
    def port(self) -> str:
        """`command`, `smtp` or `modem`."""

    def reaches(self, contact: Contact) -> bool:
        """Whether it has an address of this contact."""

    def send(self, contact: Contact, text: str) -> None:
        """Returns once the text was taken over, within `PATIENCE`; `contact` is one that it reaches."""


def failed(port: str, why: str) -> Unavailable:
    """`why`: the name of a kind of error, never its words, which may name an address."""
    return Unavailable("alert_failed", "TOD-33", port=port, detail=why)
