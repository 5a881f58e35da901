# SPDX-License-Identifier: Apache-2.0
"""In the place of keys, for who reads an archive: nothing is signed, and sealed bytes open to what the archive says.

What it says is checked like everything that was ever opened: against the root, or the commitment, that was signed
(SEA-4, BLO-3). So an archive can leave out what sealed bytes say, and never change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.encoding.values import sha256


class NoKeys:
    """A `Signer` without keys. A wrap that is known gives, in place of the identity, the recipient it belongs to."""

    def __init__(self, wraps: Mapping[bytes, str]) -> None:
        self._wraps = wraps

    def roles(self) -> Sequence[str]:
        return ()

    def public(self, role: str) -> bytes:
        _no_key(role)

    def sign(self, role: str, message: bytes) -> bytes:
        _no_key(role)

    def unwrap(self, file: bytes) -> bytes:
        found = self._wraps.get(file)
        if found is None:
            _no_key("age")
        return found.encode()


class OpenedCipher:
    """A `Cipher` that only opens, and only what it was told of: `opened` by the hex SHA-256 of sealed bytes."""

    def __init__(self, opened: Mapping[str, bytes]) -> None:
        self._opened = opened

    def identity(self) -> str:
        _no_key("age")

    def recipient(self, identity: str) -> str:
        return identity

    def named(self, kind: str, raw: bytes) -> str:
        _no_key("age")

    def seal(self, data: bytes, recipient: str) -> bytes:
        _no_key("age")

    def open(self, file: bytes, identity: str) -> bytes:
        found = self._opened.get(sha256(file).hex())
        if found is None:
            raise Refused("bad_seal", "ARC-5", detail="not opened in this archive")
        return found


def _no_key(role: str) -> NoReturn:
    raise Unavailable("no_key", "ARC-4", role=role)
