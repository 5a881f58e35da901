# SPDX-License-Identifier: Apache-2.0
"""What the program makes of a vector: one function for each folder of `vectors/`, from its input to what it gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tripartite.core.dispatch.act import read_act
from tripartite.core.dispatch.disclosure import Disclosure, claimed_origin, verify_disclosure
from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.dispatch.payload import Commitment, open_payload
from tripartite.core.encoding.canon import ACT_BOUNDS, NOTE_BOUNDS, decode
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Hash, act_id, b64, dispatch_id, instant, number, party, unb64
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import PublicKey, key_fingerprint, public_key
from tripartite.core.keys.signature import admit_key, verify_signature
from tripartite.core.log.checkpoint import read_head, verify_cosignature, verify_head
from tripartite.core.log.evidence import verify_evidence
from tripartite.core.log.note import parse_note, verify_line
from tripartite.core.log.proofs import verify_consistency, verify_inclusion
from tripartite.core.register.exhibits import is_exhibit, verify_exhibit
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.system import SystemChance

Given = dict[str, Any]
Gives = dict[str, str | int]


def data(given: dict[str, str]) -> bytes:
    return bytes.fromhex(given["hex"]) if "hex" in given else given["utf8"].encode()


def _json(given: Given) -> Gives:
    decode(data(given["json"]), NOTE_BOUNDS if given["bounds"] == "note" else ACT_BOUNDS)
    return {}


def _values(given: Given) -> Gives:
    text = given["text"]
    readers: dict[str, Callable[[str], object]] = {
        "base64": unb64, "number": number, "party": party, "act id": act_id, "dispatch id": dispatch_id,
    }  # fmt: skip
    if given["type"] == "instant":
        return {"seconds": instant(text)}
    readers[given["type"]](text)
    return {}


def _names(given: Given) -> Gives:
    name = key_name(given["name"])
    exercise = "yes" if name.exercise else "no"
    return {"label": name.label, "party": name.party, "role": name.role, "exercise": exercise}


def _keys(given: Given) -> Gives:
    key = public_key(given["line"])
    return {"id": key.id.hex(), "fingerprint": key_fingerprint(key)}


def _admission(given: Given) -> Gives:
    admit_key(bytes.fromhex(given["key"]))
    return {}


def _signature(given: Given) -> Gives:
    verify_signature(*(bytes.fromhex(given[name]) for name in ("key", "message", "signature")))
    return {}


def _note(given: Given) -> Gives:
    verify_line(parse_note(data(given["note"]), 1_000_000), public_key(given["key"]))
    return {}


def _head(given: Given) -> Gives:
    said = verify_head(data(given["head"]), public_key(given["key"])).checkpoint
    return {"origin": said.origin, "size": said.size, "root": b64(said.root)}


def _cosignature(given: Given) -> Gives:
    _, note = read_head(data(given["head"]))
    return {"time": verify_cosignature(note, public_key(given["key"])).time}


def _hashes(given: list[str]) -> list[bytes]:
    return [bytes.fromhex(value) for value in given]


def _inclusion(given: Given) -> Gives:
    leaf, root = bytes.fromhex(given["leaf"]), bytes.fromhex(given["root"])
    verify_inclusion(given["index"], given["size"], leaf, _hashes(given["path"]), root)
    return {}


def _consistency(given: Given) -> Gives:
    old, new = bytes.fromhex(given["old_root"]), bytes.fromhex(given["new_root"])
    verify_consistency(given["old"], given["new"], _hashes(given["path"]), old, new)
    return {}


def _dispatch(given: Given) -> Gives:
    read = read_dispatch(data(given["dispatch"]))
    verify_line(read.note, public_key(given["key"]))
    return {
        "id": read.id, "leaf": read.leaf.hex(), "count": read.commitment.count, "by": str(read.by), "log": read.origin,
    }  # fmt: skip


def _act(given: Given) -> Gives:
    return {"kind": read_act(data(given["act"]), given["index"]).kind}


def _payload(given: Given) -> Gives:
    root, stored = Hash(unb64(given["root"])), Hash(bytes.fromhex(given["h"]))
    payload = open_payload(data(given["payload"]), Commitment(given["count"], root, given["len"], stored))
    return {"acts": len(payload.lines)}


def _disclosure(given: Given) -> Gives:
    shown = verify_disclosure(data(given["proof"]), public_key(given["key"]))
    return {"id": shown.dispatch.id, "index": shown.leaf_index, "act": shown.index if shown.act else -1}


def _evidence(given: Given) -> Gives:
    known = {key.name: key for key in map(public_key, given["keys"])}

    def find(name: str) -> PublicKey:
        if name not in known:
            raise Refused("unknown_signer", "EVI-5", key=name)
        return known[name]

    file = data(given["evidence"])
    if is_exhibit(file):
        stored = data(given["stored"]) if "stored" in given else None
        shown = verify_exhibit(file, lambda proof: _shown(proof, find), stored, AgeCipher(SystemChance()))
        return {"kind": shown.kind, "origin": shown.origin, "key": shown.key}
    found = verify_evidence(file, find)
    return {"kind": found.kind, "origin": found.origin, "key": found.key}


def _shown(proof: bytes, find: Callable[[str], PublicKey]) -> Disclosure:
    """A disclosure down to the signature of an author whose key is given."""
    found = verify_disclosure(proof, find(claimed_origin(proof)))
    verify_line(found.dispatch.note, find(str(found.dispatch.by)))
    return found


JUDGES: dict[str, Callable[[Given], Gives]] = {
    "json": _json, "values": _values, "names": _names, "keys": _keys, "admission": _admission,
    "signature": _signature, "note": _note, "head": _head, "cosignature": _cosignature, "inclusion": _inclusion,
    "consistency": _consistency, "dispatch": _dispatch, "act": _act, "payload": _payload, "disclosure": _disclosure,
    "evidence": _evidence,
}  # fmt: skip
