# SPDX-License-Identifier: Apache-2.0
"""Two copies of one record, gone through by somebody who was no party to it: facts in plain values (ARC-8, ARC-11)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tripartite.cli.copies import checked, described
from tripartite.cli.office import conviction
from tripartite.cli.voice import error_object
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant
from tripartite.core.register.chapters import ALL
from tripartite.node.comparing import only, register_at, shared
from tripartite.node.knowing import knew
from tripartite.node.node import Node
from tripartite.node.query import CHAPTERS, Register
from tripartite.node.redactions import redactions
from tripartite.node.traces import clocks, gaps, late, stories
from tripartite.sync.archive import absorb
from tripartite.wiring import OpenArchive

Row = dict[str, Any]
DIFFERENCES = ("only", "stories")
MISCONDUCT = ("evidence", "failures")


def compared(one: OpenArchive, other: OpenArchive, as_of: str | None) -> Row:
    """All that two copies of one mechanism show together. The first takes what the second holds, last of all."""
    if one.archive.charters.net != other.archive.charters.net:
        raise Refused(
            "wrong_mechanism", "ARC-8", found=other.archive.charters.net, expected=one.archive.charters.net
        )
    until = None if as_of is None else instant(as_of)
    logs = shared(one.node, other.node)
    registers = [register_at(copy.node, logs, until) for copy in (one, other)]
    pair = [register.digest() for register in registers]
    answer = {
        "as_of": as_of,
        "copies": [{**described(copy), **checked(copy)} for copy in (one, other)],
        "logs": [asdict(log) for log in logs],
        "digests": [digest.digest for digest in pair],
        "records": pair[0].records,
        "same": pair[0].digest == pair[1].digest,
        "agreed": [agreed(one.node, registers[0]), agreed(other.node, registers[1])],
        "only": only(one.node, other.node, logs),
        "redactions": redactions((one.node, other.node)),
    }
    # From here on the first copy is both: what either holds may tell something of the other.
    wrong = absorb(one.node, other.archive.mirror)
    return {
        **answer,
        "failures": [error_object(refusal) for refusal in wrong if refusal not in (*one.wrong, *other.wrong)],
        "stories": stories(one.node),
        "evidence": [conviction(found) for found in one.node.witness.held()],
        "gaps": gaps(one.node),
        "late": late(one.node, ALL),
        "clocks": clocks(one.node),
    }


def agreed(node: Node, register: Register) -> list[Row]:
    """What more than one party had agreed where a register stands, and who knew of it."""
    return [knew(node.histories, node.past, record, register.cut) for record in _settled(register)]


def _settled(register: Register) -> list[str]:
    found = []
    for chapter in CHAPTERS:
        for record in register.each(chapter):
            truth = record.chapter.truth(record, register.world.under(record)) if record.readable else ""
            if truth in ("agreed", "adopted"):
                found.append(record.id)
    return sorted(found)


def verdict(answer: Row) -> str:
    """`misconduct` where keys are convicted or a copy contradicts itself, else `differs`, else `same`."""
    failures = [failure for copy in answer["copies"] for failure in copy["failures"]]
    if failures or any(answer[name] for name in MISCONDUCT):
        return "misconduct"
    differs = any(answer[name] for name in DIFFERENCES) or not answer["same"]
    return "differs" if differs or answer["agreed"][0] != answer["agreed"][1] else "same"
