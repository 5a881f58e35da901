# SPDX-License-Identifier: Apache-2.0
"""What travels from a pen to its node with a sealed dispatch: the stored bytes, and behind them the wraps (SEA-9).

The note states every length, so nothing but the bytes themselves stands in a parcel. That of an open dispatch is its
payload.
"""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.dispatch.envelope import Dispatch
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Party, sha256


def join_parcel(stored: bytes, wraps: Sequence[bytes]) -> bytes:
    """`wraps` in the order of the parties of the audience."""
    return b"".join((stored, *wraps))


def split_parcel(data: bytes, dispatch: Dispatch) -> tuple[bytes, dict[Party, bytes]]:
    """Stored bytes and wraps by party; raises `Refused("bad_payload")` if a wrap is not what the note names.

    The stored bytes are for whoever judges the dispatch to check.
    """
    at = min(len(data), dispatch.commitment.length) if dispatch.wraps else len(data)
    stored, wraps = data[:at], dict[Party, bytes]()
    for party, hashed, length in dispatch.wraps:
        wraps[party] = data[at : at + length]
        at += length
        if sha256(wraps[party]) != hashed or len(wraps[party]) != length:
            raise Refused("bad_payload", "SEA-9", detail="wrap", party=party)
    if at != len(data):
        raise Refused("bad_payload", "SEA-9", detail="length")
    return stored, wraps
