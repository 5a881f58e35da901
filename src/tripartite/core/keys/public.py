# SPDX-License-Identifier: Apache-2.0
"""A named public key, its four-byte id, its one-line spelling, and fingerprints people read aloud (KEY-3, KEY-4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import b64, sha256, unb64
from tripartite.core.keys.names import KeyName, key_name

ED25519 = 0x01
COSIGNER = 0x04
_TYPES = (ED25519, COSIGNER)
SIGNER = r"[^\s+\x00-\x1f\ud800-\udfff]+"
"""The name of any signed-note key: no space, no plus, no control character."""
_LINE = re.compile(rf"({SIGNER})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/=]+)\Z")


@lru_cache(maxsize=1024)
def key_id(name: str, kind: int, raw: bytes) -> bytes:
    """H(name || LF || type || key)[:4], as in C2SP signed-note."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + raw)[:4]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key of somebody: name, type byte, 32 bytes."""

    name: str
    kind: int
    raw: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.kind, self.raw)

    @property
    def line(self) -> str:
        """The verifier key line, `name+id+base64(type || key)`."""
        return f"{self.name}+{self.id.hex()}+{b64(bytes([self.kind]) + self.raw)}"


def public_key(line: str) -> PublicKey:
    """Reads a verifier key line of any signed-note key of a known type; raises `Malformed`."""
    found = _LINE.match(line)
    data = unb64(found.group(3)) if found else b""
    if not found or len(data) != 33 or data[0] not in _TYPES:
        raise Malformed("bad_key", "KEY-3", found=line[:200])
    name, ident = found.group(1), found.group(2)
    key = PublicKey(name, data[0], data[1:])
    if key.id.hex() != ident:
        raise Malformed("bad_key", "KEY-3", found=line[:200])
    return key


def named_key(name: KeyName, raw: bytes) -> PublicKey:
    """The key of one of our names; the role decides its type."""
    return PublicKey(str(name), COSIGNER if name.role == "w" else ED25519, raw)


def owner(key: PublicKey) -> KeyName:
    return key_name(key.name)


def fingerprint(data: bytes) -> str:
    """Eight groups of four decimal digits, the same in every language."""
    value = int.from_bytes(sha256(data), "big") % 10**32
    digits = f"{value:032d}"
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


def key_fingerprint(key: PublicKey) -> str:
    return fingerprint(bytes([key.kind]) + key.raw)
