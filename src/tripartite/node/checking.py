# SPDX-License-Identifier: Apache-2.0
"""Checking signatures, here or ahead of time elsewhere. The predicate is the core's either way (KEY-5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tripartite.core.keys.public import PublicKey
from tripartite.core.keys.signature import verify_signature

Line = tuple[bytes, bytes, bytes]
"""Raw key, signed text, signature."""


class Checker(Protocol):
    """Says whether signatures hold. What `ahead` was given is only a hint: `check` decides about what it is given."""

    def ahead(self, lines: Sequence[Line]) -> None:
        """These will probably be asked for soon, in this order; what was hinted before is forgotten."""

    def check(self, key: PublicKey, text: bytes, signature: bytes) -> object:
        """Returns once the signature holds; raises `Refused("bad_signature")` or `Malformed`."""


class DirectChecker:
    """Checks when asked, in this process."""

    def ahead(self, lines: Sequence[Line]) -> None:
        """Nothing to prepare."""

    def check(self, key: PublicKey, text: bytes, signature: bytes) -> object:
        return verify_signature(key.raw, text, signature)


DIRECT = DirectChecker()
