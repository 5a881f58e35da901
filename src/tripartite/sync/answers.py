# SPDX-License-Identifier: Apache-2.0
"""What a mirror answers to what may be read (SYN-2): the same for HTTP, bundles and nodes in one process."""

from __future__ import annotations

from tripartite.core.encoding.refusal import Refusal, Refused
from tripartite.node.exchange import MAX_FEED, Mirror
from tripartite.sync.messages import (
    Answer,
    Ask,
    etag_of,
    join_heads,
    write_error,
    write_names,
    write_proof,
)
from tripartite.sync.paths import CHARTER, EVIDENCE, Cosig, Feed, Named, Path, Plain, Proof, origin_hash

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"


def answer(mirror: Mirror, ask: Ask) -> Answer:
    """The answer to a request to read. Whoever calls has checked that the asker may."""
    try:
        found = _found(mirror, ask.path)
    except Refused as refused:
        return refuse(404, refused.refusal)
    if found is None:
        return refuse(404, Refusal("not_found", "SYN-2", (("path", ask.target),)))
    body, kind = found
    headers = {"content-type": kind}
    if isinstance(ask.path, Cosig | Plain):
        headers["etag"] = etag_of(body)
        if ask.etag == headers["etag"]:
            return Answer(304, b"", headers)
    return Answer(200, body, headers)


def refuse(status: int, refusal: Refusal, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, write_error(refusal), {"content-type": "application/json", **named})


def _found(mirror: Mirror, path: Path) -> tuple[bytes, str] | None:
    if isinstance(path, Named):
        body = _named(mirror, path)
        return (body, BYTES) if body is not None else None
    if isinstance(path, Plain):
        lists = {CHARTER: mirror.charters, EVIDENCE: mirror.evidence}
        return (write_names(lists[path]()), TEXT) if path in lists else None
    origin = next((one for one in mirror.origins() if origin_hash(one) == path.oh), None)
    if origin is None:
        return None
    return _of_log(mirror, origin, path)


def _named(mirror: Mirror, path: Named) -> bytes | None:
    if path.kind == "evidence":
        return mirror.evidence_file(path.hash)
    if path.kind == "charter":
        return mirror.charter(path.hash)
    if path.kind == "wrap":
        return mirror.wrap(bytes.fromhex(path.hash))
    return mirror.payload(bytes.fromhex(path.hash))


def _of_log(mirror: Mirror, origin: str, path: Cosig | Feed | Proof) -> tuple[bytes, str] | None:
    if isinstance(path, Feed):
        return mirror.feed(origin, path.start, path.root, MAX_FEED), BYTES
    if isinstance(path, Proof):
        return write_proof(mirror.proof(origin, path.old, path.new, path.root)), TEXT
    heads = mirror.heads(origin)
    return (join_heads(heads), TEXT) if heads else None
