# SPDX-License-Identifier: Apache-2.0
"""Signed requests: RFC 9421 with one profile and no choices (SYN-11).

    Signature-Input: sig=("@method" "@authority" "@path" "@query");created=N;keyid="NAME";alg="ed25519";tag="tripartite-sync"
    Signature: sig=:BASE64:

A request with a body also covers "content-digest" and bears a nonce. The key is the party's `transport` key under
the charter. Who may ask is all this settles; nothing that is received is believed because of it.
"""  # noqa: E501  # one header, one line

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import Party, b64, sha256, unb64
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import PublicKey
from tripartite.core.keys.signature import verify_signature

SKEW = 300
"""Seconds by which the two clocks may differ."""
TAG = "tripartite-sync"
MAX_HEADER = 1024
_READ = ("@method", "@authority", "@path", "@query")
_WRITE = (*_READ, "content-digest")
_B64 = r"[A-Za-z0-9+/]+={0,2}"
_INPUT = re.compile(
    r'sig=(\(("[a-z@-]+"(?: "[a-z@-]+")*)\);created=([1-9][0-9]{0,15})(?:;nonce="([A-Za-z0-9+/=]{16,64})")?'
    r';keyid="([^"\\\x00-\x20\x7f-\uffff]{1,128})";alg="ed25519";tag="tripartite-sync")\Z'
)
_SIGNATURE = re.compile(rf"sig=:({_B64}):\Z")

KeyFinder = Callable[[str], PublicKey]
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Request:
    """What of a request is signed. `target`: path and query as sent; `digest`: the `Content-Digest` of its body."""

    method: str
    authority: str
    target: str
    digest: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return _READ if self.digest is None else _WRITE

    @property
    def components(self) -> list[tuple[str, str]]:
        path, _, query = self.target.partition("?")
        values = [self.method, self.authority.lower(), path, f"?{query}", self.digest or ""]
        return list(zip(self.names, values, strict=False))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who signed a request."""

    party: Party
    nonce: str
    """"" where the request only reads."""
    created: int


def digest_of(body: bytes) -> str:
    """The `Content-Digest` of a body (RFC 9530)."""
    return f"sha-256=:{b64(sha256(body))}:"


def verify_body(digest: str | None, body: bytes) -> bytes:
    """The body, once it is the one whose digest was signed; raises `Refused("unauthorized")`."""
    if digest_of(body) != digest:
        raise Refused("unauthorized", "SYN-11", detail="content-digest")
    return body


def signature_base(components: Sequence[tuple[str, str]], params: str) -> bytes:
    """RFC 9421 section 2.5, for components without parameters."""
    lines = [f'"{name}": {value}' for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def sign_request(request: Request, key: str, sign: Sign, now: int, nonce: bytes = b"") -> dict[str, str]:
    """The headers that sign a request; `nonce` of 12 to 48 random bytes where it has a body."""
    listed = " ".join(f'"{name}"' for name in request.names)
    fresh = f';nonce="{b64(nonce)}"' if request.digest is not None else ""
    params = f'({listed});created={now}{fresh};keyid="{key}";alg="ed25519";tag="{TAG}"'
    signature = sign(signature_base(request.components, params))
    headers = {"Signature-Input": f"sig={params}", "Signature": f"sig=:{b64(signature)}:"}
    return headers if request.digest is None else {"Content-Digest": request.digest, **headers}


def verify_request(request: Request, headers: Mapping[str, str], find: KeyFinder, now: int) -> Asker:
    """The party that signed this request; raises `Refused("unauthorized")` or `Refused("clock_skew")`.

    A body is checked apart, against the digest that was signed.
    """
    said = _INPUT.match(_header(headers, "signature-input"))
    line = _SIGNATURE.match(_header(headers, "signature"))
    if not said or not line:
        raise Refused("unauthorized", "SYN-11", detail="no signature of this profile")
    params, listed, created, nonce, name = said.groups()
    if listed != " ".join(f'"{one}"' for one in request.names):
        raise Refused("unauthorized", "SYN-11", detail="components", found=listed[:120])
    if (nonce is None) != (request.digest is None):
        raise Refused("unauthorized", "SYN-11", detail="nonce")
    party = _check_signature(request, params, line.group(1), name, find)
    # Only a clock whose signature holds is worth naming.
    _check_clock(int(created), now, party)
    return Asker(party, nonce or "", int(created))


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    return value if len(value) <= MAX_HEADER else ""


def _check_signature(request: Request, params: str, signature: str, name: str, find: KeyFinder) -> Party:
    try:
        owner = key_name(name)
        verify_signature(find(name).raw, signature_base(request.components, params), unb64(signature, 64))
    except Trouble as trouble:
        raise Refused("unauthorized", "SYN-11", detail=trouble.code, key=name) from trouble
    if owner.role != "transport":
        raise Refused("unauthorized", "SYN-11", detail="not a transport key", key=name)
    return owner.party


def _check_clock(created: int, now: int, party: Party) -> None:
    if abs(created - now) > SKEW:
        raise Refused("clock_skew", "SYN-11", theirs=created, ours=now, party=party)
