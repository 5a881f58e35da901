# SPDX-License-Identifier: Apache-2.0
"""What a mirror answers to what may be read (SYN-2): the same for HTTP, bundles and nodes in one process."""

from __future__ import annotations

import re

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
_SPAN = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})\Z")


def answer(mirror: Mirror, ask: Ask, reader: str = "") -> Answer:
    """The answer to a request to read by a party, or by anybody. Whoever calls has checked that the asker may."""
    try:
        found = _found(mirror, ask.path, reader)
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


def ranged(whole: Answer, path: Path, said: str) -> Answer:
    """Of a payload or attachment the one span of bytes asked for (BLO-7); everything else is answered whole."""
    span = _SPAN.match(said)
    if whole.status != 200 or span is None or not isinstance(path, Named) or path.kind != "blob":
        return whole
    size, first = len(whole.body), int(span.group(1))
    last = min(int(span.group(2) or size - 1), size - 1)
    if first > last:
        refused = Refusal("bad_value", "BLO-7", (("found", said), ("what", "range")))
        return refuse(416, refused, content_range=f"bytes */{size}")
    headers = {**whole.headers, "content-range": f"bytes {first}-{last}/{size}"}
    return Answer(206, whole.body[first : last + 1], headers)


def refuse(status: int, refusal: Refusal, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, write_error(refusal), {"content-type": "application/json", **named})


def _found(mirror: Mirror, path: Path, reader: str) -> tuple[bytes, str] | None:
    if isinstance(path, Named):
        body = _named(mirror, path, reader)
        return (body, BYTES) if body is not None else None
    if isinstance(path, Plain):
        lists = {CHARTER: mirror.charters, EVIDENCE: mirror.evidence}
        return (write_names(lists[path]()), TEXT) if path in lists else None
    origin = next((one for one in mirror.origins() if origin_hash(one) == path.oh), None)
    if origin is None:
        return None
    return _of_log(mirror, origin, path)


def _named(mirror: Mirror, path: Named, reader: str) -> bytes | None:
    if path.kind == "evidence":
        return mirror.evidence_file(path.hash)
    if path.kind == "charter":
        return mirror.charter(path.hash)
    if path.kind == "wrap":
        return mirror.wrap(bytes.fromhex(path.hash))
    if path.kind == "thin":
        return mirror.thin(path.hash, reader)
    return mirror.payload(bytes.fromhex(path.hash))


def _of_log(mirror: Mirror, origin: str, path: Cosig | Feed | Proof) -> tuple[bytes, str] | None:
    if isinstance(path, Feed):
        return mirror.feed(origin, path.start, path.root, MAX_FEED), BYTES
    if isinstance(path, Proof):
        return write_proof(mirror.proof(origin, path.old, path.new, path.root)), TEXT
    heads = mirror.heads(origin)
    return (join_heads(heads), TEXT) if heads else None
