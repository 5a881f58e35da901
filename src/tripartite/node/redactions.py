# SPDX-License-Identifier: Apache-2.0
"""What went out, or was copied with parts left out, beside what it was made from (ARC-10).

The original may be sealed, and only some copies can read it. Where one can, the lines that went out are looked for in
it word for word; whether the rest was rightly left out is for people to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.node.node import Node
from tripartite.node.query import Register, plain

Row = dict[str, Any]
_OUT = ("release.publish", "release.correct")


def redactions(nodes: Sequence[Node]) -> list[Row]:
    """Every release that is out and every redacted copy, with what it names as its origin, as any of the copies has
    it: a copy that can read the original goes before one that cannot."""
    found: dict[tuple[str, str], Row] = {}
    for node in nodes:
        register = Register(node.histories, node.past)
        for record, lines, originals in (*_releases(register), *_copies(register, node)):
            for ref in originals:
                row = {**_whose(record), **_original(node, register, ref, lines)}
                old = found.get((record.id, ref))
                if old is None or (row["readable"] and not old["readable"]):
                    found[record.id, ref] = row
    return [found[key] for key in sorted(found)]


Resting = tuple[Record, Sequence[str], Sequence[str]]
"""A record, the lines that went out, and the acts they rest on."""


def _releases(register: Register) -> Iterator[Resting]:
    for record in register.each("releases"):
        out = sorted(record.of(*_OUT), key=lambda act: (act.time, act.id))
        acts = [record.founding, *out]
        originals = dict.fromkeys(ref for act in acts for ref in act.refs_as("cites"))
        if out and originals:
            yield record, _lines(text for _, text in out[-1].body.text), list(originals)


def _copies(register: Register, node: Node) -> Iterator[Resting]:
    """Also those without effect: that a copy for all names an original sealed for some leaves it without any."""
    for record in register.all("documents"):
        founding = record.founding
        if record.readable and founding.body.copy_kind == "redacted":
            yield record, _lines(_files(node, founding)), founding.refs_as("derived_from")


def _whose(record: Record) -> Row:
    left_out = list(getattr(record.founding.body, "redactions", ()))
    return {
        "record": record.id,
        "chapter": record.chapter.name,
        "by": record.founding.party,
        "left_out": left_out,
    }


def _original(node: Node, register: Register, ref: str, lines: Sequence[str]) -> Row:
    act = register.world.find_for(ref, (node.party,))
    if act is None or act.body is None or act.erased:
        return {
            "original": ref,
            "kind": None,
            "sealed": None,
            "readable": False,
            "lines": len(lines),
            "found": 0,
        }
    words = "\n".join((*_strings(plain(act.body)), *_files(node, act)))
    return {
        "original": ref,
        "kind": act.kind_name,
        "sealed": None if isinstance(act.place.to, str) else list(act.place.to),
        "readable": True,
        "lines": len(lines),
        "found": sum(line in words for line in lines),
    }


def _lines(texts: Iterator[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def _strings(value: Any) -> Iterator[str]:
    """Every text in a body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _files(node: Node, act: Placed) -> Iterator[str]:
    """The attachments of an act that are text, as far as they can be read here."""
    for leaf in node.store.logs.leaves(act.place.branch, act.place.leaf, 1):
        for looked in node.attachments.look(leaf, act.index):
            if looked.content is not None and looked.said.t.startswith("text/"):
                yield looked.content.decode("utf-8", "replace")
