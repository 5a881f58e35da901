# SPDX-License-Identifier: Apache-2.0
"""A desk that lies: whatever texts, payloads and files its keyless server can make up for the signer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from tripartite.core.dispatch.envelope import Draft, write_text
from tripartite.core.dispatch.payload import Commitment, make_payload
from tripartite.core.dispatch.sealed import join_parcel
from tripartite.core.encoding.values import Hash, Origin, Party, b64, sha256
from tripartite.core.keys.names import key_name
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.system import SystemChance

LABEL = "tm"
PARTIES = {"iran": "Iran", "iraq": "Iraq", "us": "United States"}
CHARTER = "tripartite/charter@v1\n" + json.dumps(
    {"label": LABEL, "parties": [{"id": one, "names": [["en", name]]} for one, name in PARTIES.items()]},
    separators=(",", ":"),
) + "\n"  # fmt: skip
NET = sha256(CHARTER.encode())
START = f"{LABEL}/{NET.hex()[:8]}"
RECORD, OTHER = "ab" * 32 + "/0", "cd" * 32 + "/0"
AT = 1_182_319_200
CHANCE = SystemChance()
CIPHER = AgeCipher(CHANCE)


def paper(party: str = "iraq", role: str = "d/head") -> str:
    return json.dumps({"charter": CHARTER, "name": f"{START}/{party}/{role}"})


def act(text: str = "We are ready.", kind: str = "statement.make@1", **around: Any) -> dict[str, Any]:
    body = {"kind": "offer", "speaker": "Spokesman", "text": [["en", text]], "voice": "press"}
    return {"body": body, "kind": kind, **around}


def line(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass
class Lie:
    """A note over a payload, and the file that carries both; every part can be bent before the next is made of it."""

    lines: Sequence[bytes] = field(default_factory=lambda: [line(act())])
    by: str = f"{START}/iraq/d/head"
    log: str = f"{START}/iraq/m1"
    net: str = b64(NET)
    at: int = AT

    def payload(self) -> tuple[bytes, Commitment]:
        return make_payload(bytes(range(32)), list(self.lines))

    def draft(self, said: Commitment) -> Draft:
        return Draft(
            by=key_name(self.by), origin=Origin(self.log), net=self.net, at=self.at, nonce=bytes(16),
            prev_size=0, prev_root=Hash(sha256(b"")), commitment=said,
        )  # fmt: skip

    def file(self) -> str:
        payload, said = self.payload()
        return carried(write_text(self.draft(said)), payload)


def carried(text: bytes | str, payload: bytes, **more: Any) -> str:
    said = {"text": text if isinstance(text, str) else text.decode(), "payload": b64(payload), **more}
    return json.dumps(said, ensure_ascii=False)


def bent(old: str, new: str, lie: Lie | None = None) -> str:
    """A file whose note was changed by hand."""
    payload, said = (lie or Lie()).payload()
    text = write_text((lie or Lie()).draft(said)).decode()
    assert text.count(old) == 1, text
    return carried(text.replace(old, new), payload)


def with_payload(payload: bytes, **said: Any) -> str:
    """A file whose note commits to these bytes, and to whatever else is said of them."""
    _, honest = Lie().payload()
    found = msgspec.structs.replace(honest, length=len(payload), stored=sha256(payload), **said)
    return carried(write_text(Lie().draft(found)), payload)


def sealed(to: Sequence[str] = ("iran", "iraq"), **lies: Any) -> str:
    """For some parties. `lies`: another `identity`, `recipient`, or `inside` (a payload) than belongs there."""
    payload, said = Lie().payload()
    identity = CIPHER.identity()
    recipient = lies.get("recipient", CIPHER.recipient(identity))
    stored = CIPHER.seal(lies.get("inside", payload), CIPHER.recipient(identity))
    wraps = [
        (Party(party), CIPHER.seal(identity.encode(), CIPHER.recipient(CIPHER.identity()))) for party in to
    ]
    shown = msgspec.structs.replace(said, length=len(stored), stored=sha256(stored))
    draft = replace(
        Lie().draft(shown), to=tuple(map(Party, to)), rk=recipient,
        wraps=[(party, sha256(wrap), len(wrap)) for party, wrap in wraps],
    )  # fmt: skip
    parcel = join_parcel(stored, [lies.get("wrap", wrap) for _, wrap in wraps])
    return carried(write_text(draft), parcel, identity=lies.get("identity", identity))


def salted(payload: bytes) -> bytes:
    """The same acts under another seed."""
    start = payload.index(b"\n") + 1
    return payload[:start] + bytes(32) + payload[start + 32 :]
