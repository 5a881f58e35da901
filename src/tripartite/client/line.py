# SPDX-License-Identifier: Apache-2.0
"""What a client stands on: somebody who answers calls by name, wherever he is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Line(Protocol):
    """Answers in plain JSON values; raises `Trouble` as the other side did."""

    def call(self, name: str, said: Mapping[str, Any]) -> Any: ...

    def close(self) -> None: ...
