# SPDX-License-Identifier: Apache-2.0
"""What came of asking a peer, as data: a peer's failure is an outcome, never an exception (SYN-10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from tripartite.core.encoding.refusal import Refusal
from tripartite.core.log.checkpoint import SignedHead

Outcome = Literal["nothing", "same", "older", "took", "parted", "failed"]
"""The peer holds nothing of that log; the same; less; more, taken; another story, taken; it did not work out."""


@dataclass(frozen=True, slots=True)
class LogReport:
    """One log, as this peer showed it."""

    origin: str
    outcome: Outcome
    heads: tuple[SignedHead, ...] = ()
    took: int = 0
    """Leaves."""
    trouble: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PullReport:
    """One turn of asking one peer."""

    logs: tuple[LogReport, ...] = ()
    evidence: int = 0
    charters: int = 0
    payloads: int = 0
    troubles: tuple[Refusal, ...] = ()
    """What was wrong with evidence and payloads offered."""
    ended: Refusal | None = None
    """Why the turn ended early, if it did."""

    @property
    def took(self) -> int:
        """Leaves, payloads, charters and evidence files that are new here."""
        return sum(log.took for log in self.logs) + self.payloads + self.evidence + self.charters

    @property
    def wrong(self) -> Refusal | None:
        """The gravest thing that happened, if anything did."""
        found = [log.trouble for log in self.logs if log.trouble]
        return next(iter([*([self.ended] if self.ended else []), *found, *self.troubles]), None)


def report_data(report: PullReport) -> dict[str, Any]:
    """A report in plain values."""
    wrong = report.wrong
    return {
        "took": report.took,
        "logs": [{"origin": log.origin, "outcome": log.outcome, "took": log.took} for log in report.logs],
        "error": refusal_data(wrong) if wrong else None,
    }


def refusal_data(refusal: Refusal) -> dict[str, Any]:
    return {"code": refusal.code, "rule": refusal.rule, "facts": dict(refusal.facts), "hint": refusal.hint}


@dataclass(slots=True)
class Tally:
    """A turn's report in the making."""

    logs: list[LogReport] = field(default_factory=list)
    evidence: int = 0
    charters: int = 0
    payloads: int = 0
    troubles: list[Refusal] = field(default_factory=list)
    ended: Refusal | None = None

    def report(self) -> PullReport:
        return PullReport(
            tuple(self.logs), self.evidence, self.charters, self.payloads, tuple(self.troubles[:16]),
            self.ended,
        )  # fmt: skip
