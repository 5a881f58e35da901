# SPDX-License-Identifier: Apache-2.0
"""Files that a person named."""

from __future__ import annotations

from pathlib import Path

from tripartite.core.encoding.refusal import Refused

MAX_FILE = 1 << 27


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """Its bytes; raises `Refused("too_large")`, or the system's own error."""
    size = path.stat().st_size
    if size > limit:
        raise Refused("too_large", "CMD-3", path=str(path), limit=limit, found=size)
    return path.read_bytes()
