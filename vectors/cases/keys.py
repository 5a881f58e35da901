# SPDX-License-Identifier: Apache-2.0
"""Vectors for key names, key lines, admission of keys, and the signature predicate (KEY-1 to KEY-6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from nacl.bindings import crypto_core_ed25519_add, crypto_scalarmult_ed25519_base_noclamp
from nacl.signing import SigningKey

from tripartite.core.encoding.values import b64
from tripartite.core.keys.public import PublicKey, fingerprint
from vectors.cases.vector import Input, Vector, accept, refuse
from vectors.hands import IRAN_HEAD, IRAN_LOG, IRAN_W, NET8

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = (1).to_bytes(32, "little")
TORSION = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
"""A point of order eight."""


def vectors() -> Iterator[Vector]:
    """Every vector of the keys room."""
    yield from _names()
    yield from _lines()
    yield from _admission()
    yield from _signatures()


def _names() -> Iterator[Vector]:
    tm = f"tm/{NET8}/iran"
    good = [
        ("log", f"{tm}/m1", "m1"), ("public-log", f"{tm}/p12", "p12"), ("cosigner", f"{tm}/w", "w"),
        ("node", f"{tm}/node", "node"), ("transport", f"{tm}/transport", "transport"), ("roots", f"{tm}/root", "root"),
        ("root", f"{tm}/root/8", "root/8"), ("office", f"{tm}/office", "office"),
        ("delegate", f"{tm}/d/head-2", "d/head-2"), ("label-with-dots", f"tm.2007-05/{NET8}/iran/m1", "m1"),
    ]  # fmt: skip
    for name, text, role in good:
        label = text.split("/")[0]
        yield accept(
            f"names/{name}.json", text, {"name": text}, label=label, party="iran", role=role, exercise="no"
        )
    yield accept(
        "names/exercise.json", "a key of an exercise", {"name": f"exercise/{tm}/m1"},
        label="tm", party="iran", role="m1", exercise="yes",
    )  # fmt: skip
    bad = {
        "label-reserved": f"tripartite/{NET8}/iran/m1",
        "label-exercise": f"exercise/{NET8}/iran/m1",
        "label-capital": f"TM/{NET8}/iran/m1",
        "label-of-41": "a" * 41 + f"/{NET8}/iran/m1",
        "net8-capitals": "tm/ABCDEF01/iran/m1",
        "net8-short": "tm/abcdef0/iran/m1",
        "party-cyrillic": f"tm/{NET8}/ir\u0430n/m1",
        "epoch-zero": f"{tm}/m0",
        "epoch-leading-zero": f"{tm}/m01",
        "epoch-of-five-digits": f"{tm}/m10000",
        "root-zero": f"{tm}/root/0",
        "root-nine": f"{tm}/root/9",
        "delegate-without-name": f"{tm}/d/",
        "delegate-capital": f"{tm}/d/Head",
        "role-unknown": f"{tm}/king",
        "role-missing": tm,
        "newline-at-end": f"{tm}/m1\n",
        "slash-at-end": f"{tm}/m1/",
        "empty": "",
    }
    for name, text in bad.items():
        yield refuse(
            f"names/{name}.json", "no key name: " + name.replace("-", " "), "bad_key_name", {"name": text}
        )


def _lines() -> Iterator[Vector]:
    for name, hand in (("log-key", IRAN_LOG), ("cosigner-key", IRAN_W)):
        key = hand.key
        yield accept(
            f"keys/{name}.json", "a key line of the mechanism", {"line": key.line},
            id=key.id.hex(), fingerprint=fingerprint(bytes([key.kind]) + key.raw),
        )  # fmt: skip
    foreign = PublicKey("example.com/log", 1, IRAN_LOG.key.raw)
    yield accept(
        "keys/foreign-name.json", "a key line of somebody else's log", {"line": foreign.line},
        id=foreign.id.hex(), fingerprint=fingerprint(bytes([1]) + foreign.raw),
    )  # fmt: skip
    key = IRAN_LOG.key
    unknown = PublicKey(key.name, 2, key.raw)
    short = PublicKey(key.name, 1, key.raw[:31])
    bad = {
        "id-of-another": (f"{key.name}+{IRAN_HEAD.key.id.hex()}+{b64(bytes([1]) + key.raw)}", "bad_key"),
        "id-in-capitals": (key.line.replace(key.id.hex(), key.id.hex().upper()), "bad_key"),
        "type-unknown": (unknown.line, "bad_key"),
        "key-of-31-bytes": (short.line, "bad_key"),
        "name-with-space": ("a b" + key.line[key.line.index("+") :], "bad_key"),
        "name-empty": (key.line[key.line.index("+") :], "bad_key"),
        "no-key": (f"{key.name}+{key.id.hex()}", "bad_key"),
        "newline-at-end": (key.line + "\n", "bad_key"),
        "base64-unpadded": (key.line + "A", "bad_value"),
    }
    for name, (line, code) in bad.items():
        yield refuse(f"keys/{name}.json", "no key line: " + name.replace("-", " "), code, {"line": line})


def _admission() -> Iterator[Vector]:
    base = crypto_scalarmult_ed25519_base_noclamp((1).to_bytes(32, "little"))
    yield accept("admission/base-point.json", "the base point itself", {"key": base.hex()})
    yield accept("admission/honest.json", "a key made the usual way", {"key": IRAN_LOG.key.raw.hex()})
    bad = {
        "identity": IDENTITY,
        "order-two": (P - 1).to_bytes(32, "little"),
        "order-four": bytes(32),
        "order-eight": TORSION,
        "mixed-order": crypto_core_ed25519_add(IRAN_LOG.key.raw, TORSION),
        "not-on-curve": (2).to_bytes(32, "little"),
        "not-canonical": (P + 3).to_bytes(32, "little"),
        "negative-zero": (1 | 1 << 255).to_bytes(32, "little"),
        "31-bytes": base[:31],
    }
    for name, raw in bad.items():
        yield refuse(f"admission/{name}.json", "no admissible key: " + name, "bad_key", {"key": raw.hex()})


def _challenge(r: bytes, a: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % ORDER


def _scalar(secret: bytes) -> int:
    low = bytearray(hashlib.sha512(secret).digest()[:32])
    low[0] &= 248
    low[31] = low[31] & 127 | 64
    return int.from_bytes(low, "little")


def _base_times(scalar: int) -> bytes:
    return crypto_scalarmult_ed25519_base_noclamp((scalar % ORDER).to_bytes(32, "little"))


def _case(key: bytes, message: bytes, r: bytes, s: int) -> Input:
    return {"key": key.hex(), "message": message.hex(), "signature": (r + s.to_bytes(32, "little")).hex()}


def _signatures() -> Iterator[Vector]:
    seed, message = bytes(range(32)), b"agreed"
    signing = SigningKey(seed)
    key, signature, a = bytes(signing.verify_key), signing.sign(message).signature, _scalar(seed)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    nonce = 12345
    honest_r = _base_times(nonce)
    yield accept("signature/valid.json", "an ordinary signature", _case(key, message, r, s))
    yield accept("signature/empty-message.json", "a signature of nothing",
                 {"key": key.hex(), "message": "", "signature": signing.sign(b"").signature.hex()})  # fmt: skip
    yield from _mixed_order(a)
    cases: dict[str, tuple[str, Input]] = {
        "message-changed": ("another message", _case(key, b"Agreed", r, s)),
        "key-of-another": ("another key", _case(IRAN_LOG.key.raw, message, r, s)),
        "s-plus-order": ("the same signature spelled a second way", _case(key, message, r, s + ORDER)),
        "key-identity": (
            "a key under which every message is signed",
            _case(IDENTITY, message, honest_r, nonce),
        ),
        "key-order-eight": ("a key of low order", _case(TORSION, message, honest_r, nonce)),
        "r-identity": (
            "a signature with an R of low order, for which the equation holds",
            _case(key, message, IDENTITY, _challenge(IDENTITY, key, message) * a % ORDER),
        ),
        "r-negative-zero": (
            "an R that is spelled with a sign where there is none",
            _case(key, message, (1 | 1 << 255).to_bytes(32, "little"), s),
        ),
        "r-not-canonical": ("an R beyond the field", _case(key, message, (P + 3).to_bytes(32, "little"), s)),
        "key-not-canonical": ("a key beyond the field", _case((P + 3).to_bytes(32, "little"), message, r, s)),
        "key-not-on-curve": ("a key that is no point", _case((2).to_bytes(32, "little"), message, r, s)),
        "cofactored-only": (
            "holds only when both sides are multiplied by eight",
            _cofactored_only(key, a, message),
        ),
    }
    for name, (desc, case) in cases.items():
        yield refuse(f"signature/{name}.json", desc, "bad_signature", case)
    short = {"key": key.hex(), "message": message.hex(), "signature": signature[:63].hex()}
    yield refuse("signature/63-bytes.json", "a signature cut short", "bad_signature", short)
    yield refuse("signature/key-of-31-bytes.json", "a key cut short", "bad_signature",
                 {"key": key[:31].hex(), "message": message.hex(), "signature": signature.hex()})  # fmt: skip


def _cofactored_only(key: bytes, a: int, message: bytes) -> Input:
    r = crypto_core_ed25519_add(_base_times(777), TORSION)
    return _case(key, message, r, (777 + _challenge(r, key, message) * a) % ORDER)


def _mixed_order(a: int) -> Iterator[Vector]:
    """Under a key with a torsion part the equation holds for one message in eight; the predicate follows it."""
    key, r = crypto_core_ed25519_add(_base_times(a), TORSION), _base_times(4321)
    seen: set[bool] = set()
    for i in range(64):
        message = b"mixed %d" % i
        k = _challenge(r, key, message)
        holds = k % 8 == 0
        if holds in seen:
            continue
        seen.add(holds)
        case = _case(key, message, r, (4321 + k * a) % ORDER)
        if holds:
            yield accept(
                "signature/mixed-order-holds.json", "a key of mixed order, where the equation holds", case
            )
        else:
            yield refuse("signature/mixed-order-fails.json", "a key of mixed order, where it does not hold",
                         "bad_signature", case)  # fmt: skip
