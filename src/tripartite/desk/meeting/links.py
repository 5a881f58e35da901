# SPDX-License-Identifier: Apache-2.0
"""Links to forms that are answered in part: what the room knows already need not be typed again (ROO-14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from tripartite.desk.acting import BEGUN

Refs = Sequence[tuple[str, str]]
"""Acts, and how they are referred to."""


def begin(kind: str, record: str = "", refs: Refs = (), answers: Mapping[str, str] | None = None) -> str:
    """The address of a form. `answers`: by the names of its inputs; what is empty is left out."""
    said = {**(answers or {}), **named(refs)}
    asked = [("record", record), *((f"{BEGUN}{name}", value) for name, value in said.items())]
    query = urlencode([pair for pair in asked if pair[1]])
    return f"{reverse('write', kwargs={'kind': kind})}{'?' if query else ''}{query}"


def named(refs: Refs) -> dict[str, str]:
    """The inputs of a form that say what it refers to."""
    return {
        f"ref.{place}.{part}": value
        for place, (act, relation) in enumerate(refs)
        for part, value in (("act", act), ("relation", relation))
    }


def by_language(name: str, texts: Sequence[Sequence[str]]) -> dict[str, str]:
    """The inputs of a text by language."""
    return {f"{name}:{code}": text for code, text in texts}
