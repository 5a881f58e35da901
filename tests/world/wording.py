# SPDX-License-Identifier: Apache-2.0
"""An act as a test words it, before it has a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tripartite.core.dispatch.act import Act, write_act
from tripartite.core.encoding.canon import encode

Refs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wording:
    """What one act says; `line` is its bytes."""

    kind: str
    body: Mapping[str, Any]
    record: str | None = None
    on: tuple[str, ...] = ()
    refs: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> bytes:
        raw = msgspec.Raw(encode(self.body))
        return write_act(Act(raw, self.kind, self.record, self.on, self.refs))


def wording(
    kind: str,
    body: Mapping[str, Any] | None = None,
    record: str | None = None,
    on: str | Sequence[str] = (),
    refs: Refs = (),
) -> Wording:
    """`kind` is of version 1 unless it says otherwise; `on` may be one id."""
    spelled = kind if "@" in kind else f"{kind}@1"
    return Wording(spelled, body or {}, record, (on,) if isinstance(on, str) else tuple(on), tuple(refs))
