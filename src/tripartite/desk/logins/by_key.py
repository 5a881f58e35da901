# SPDX-License-Identifier: Apache-2.0
"""Coming in with a key of one's own: it signs that it wants to, here and now; the signer shows where (SGN-24)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import b64, unb64
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import parse_note, verify_line
from tripartite.desk.logins.challenges import Challenges

MAGIC = "tripartite/login@v1\n"
MOST = 4_096


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody comes in. `net`: the mechanism; `origin`: the address in the browser."""

    net: str
    origin: str


def text(door: Door, name: str, challenge: bytes) -> bytes:
    """What is signed; its time is the challenge's own."""
    said = {
        "at": int.from_bytes(challenge[:4], "big"), "by": name, "n": b64(challenge), "net": door.net,
        "to": door.origin,
    }  # fmt: skip
    return MAGIC.encode() + encode(said) + b"\n"


def check(door: Door, name: str, public: bytes, file: str, challenges: Challenges) -> None:
    """Passes for what this key signed at this door, once. Raises `Malformed` or `Refused`."""
    try:
        note = parse_note(json.loads(file)["login"].encode(), MOST)
        said = json.loads(note.text.decode().removeprefix(MAGIC))
        challenge = unb64(str(said["n"]), 16)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Malformed("bad_file", "SGN-24", detail="no signed text") from None
    if note.text != text(door, name, challenge):
        raise Malformed("bad_file", "SGN-24", detail="another text")
    verify_line(note, named_key(key_name(name), public))
    challenges.spend(challenge)
