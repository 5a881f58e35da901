# SPDX-License-Identifier: Apache-2.0
"""Bech32 (BIP 173) without its bound of 90 characters: how age spells its keys."""

from __future__ import annotations

from collections.abc import Iterable

from tripartite.core.encoding.refusal import Malformed

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUE = {char: value for value, char in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6


def encode(prefix: str, data: bytes) -> str:
    """Lower case; `prefix` in lower case too."""
    values = list(_regrouped(data, 8, 5, fill=True))
    polymod = _polymod([*_expanded(prefix), *values, *(0,) * _CHECK]) ^ 1
    check = [polymod >> 5 * (_CHECK - 1 - i) & 31 for i in range(_CHECK)]
    return f"{prefix}1" + "".join(_ALPHABET[value] for value in (*values, *check))


def decode(text: str) -> tuple[str, bytes]:
    """Prefix in lower case, and data; raises `Malformed`."""
    lower = text.lower()
    prefix, mark, tail = lower.rpartition("1")
    if text not in (lower, text.upper()) or not mark or not prefix or not set(tail) <= set(_ALPHABET):
        raise _bad()
    values = [_VALUE[char] for char in tail]
    if len(values) < _CHECK or _polymod([*_expanded(prefix), *values]) != 1:
        raise _bad()
    return prefix, bytes(_regrouped(values[:-_CHECK], 5, 8, fill=False))


def _bad() -> Malformed:
    return Malformed("bad_value", "ENC-7", what="bech32")


def _expanded(prefix: str) -> list[int]:
    codes = prefix.encode("ascii", "replace")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            check ^= generator if top >> i & 1 else 0
    return check


def _regrouped(data: Iterable[int], old: int, new: int, *, fill: bool) -> Iterable[int]:
    """The same bits in groups of another size; without `fill` what is left over must be less than a group, and zero."""
    held, bits = 0, 0
    for value in data:
        held, bits = held << old | value, bits + old
        while bits >= new:
            bits -= new
            yield held >> bits & (1 << new) - 1
        held &= (1 << bits) - 1
    if fill and bits:
        yield held << new - bits & (1 << new) - 1
    elif bits >= old or held:
        raise _bad()
