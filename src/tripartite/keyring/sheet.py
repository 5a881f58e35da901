# SPDX-License-Identifier: Apache-2.0
"""The recovery sheet: a root key's secret as people can keep it on paper and type it again (OFF-4).

    7H2K 0M9D …      fourteen groups of four; letters and digits that nobody takes for each other

32 bytes of the secret and 3 of a check over party, role and secret, in Crockford's base 32.
"""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import sha256
from tripartite.node.ports import Chance

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
_CHECK = 3
_BYTES = 32 + _CHECK
_CHARACTERS = _BYTES * 8 // 5
_TAKEN_FOR = str.maketrans("OIL", "011")


def groups(party: str, role: str, secret: bytes) -> list[str]:
    """The secret, as it stands on the sheet."""
    value = int.from_bytes(secret + _check(party, role, secret), "big")
    text = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
    return [text[at : at + GROUP] for at in range(0, len(text), GROUP)]


def read_sheet(party: str, role: str, text: str) -> bytes:
    """The secret, as somebody typed it from the sheet; raises `Refused("sheet_wrong")`."""
    typed = "".join(text.upper().replace("-", " ").split()).translate(_TAKEN_FOR)
    if len(typed) != _CHARACTERS or set(typed) - set(ALPHABET):
        raise Refused("sheet_wrong", "OFF-4", detail="groups")
    value = 0
    for character in typed:
        value = value << 5 | ALPHABET.index(character)
    data = value.to_bytes(_BYTES, "big")
    if data[32:] != _check(party, role, data[:32]):
        raise Refused("sheet_wrong", "OFF-4", party=party)
    return data[:32]


def _check(party: str, role: str, secret: bytes) -> bytes:
    return sha256(b"\n".join((party.encode(), role.encode(), secret)))[:_CHECK]


class Given:
    """A `Chance` whose first bytes are known: the key that a sheet holds is made again."""

    def __init__(self, first: bytes, after: Chance) -> None:
        self._first: Sequence[bytes] = (first,)
        self._after = after

    def bytes(self, count: int) -> bytes:
        if self._first:
            [found], self._first = self._first, ()
            return found
        return self._after.bytes(count)
