# SPDX-License-Identifier: Apache-2.0
"""The closed grammar of paths, one spelling each (SYN-1), over HTTP and in bundles.

    /<oh>/cosig  /<oh>/feed?from=N[&root=<hex>]  /<oh>/proof?from=M&to=S[&root=<hex>]
    /evidence  /evidence/<hex>  /blob/<hex>  /wrap/<hex>  /thin/<hex>  /charter  /charter/<hex>  /hint  /bundle

`oh` is the hex SHA-256 of a log's name, so that no name needs escaping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import number, sha256

MAX_PATH = 256
_HEX = "[0-9a-f]{64}"
_OH = re.compile(rf"/({_HEX})/(cosig|feed|proof)\Z")
_NAMED = re.compile(rf"/(evidence|blob|wrap|thin|charter)/({_HEX})\Z")
_PLAIN = frozenset({"/charter", "/evidence", "/hint", "/bundle"})
_FEED = re.compile(rf"from=([0-9]{{1,16}})(?:&root=({_HEX}))?\Z")
_PROOF = re.compile(rf"from=([0-9]{{1,16}})&to=([0-9]{{1,16}})(?:&root=({_HEX}))?\Z")


@dataclass(frozen=True, slots=True)
class Cosig:
    """The newest head of every branch of a log, with all known cosignatures."""

    oh: str

    def __str__(self) -> str:
        return f"/{self.oh}/cosig"


@dataclass(frozen=True, slots=True)
class Feed:
    """Leaves from `start` on; `root` names the branch whose newest head has it."""

    oh: str
    start: int
    root: bytes | None = None

    def __str__(self) -> str:
        return f"/{self.oh}/feed?from={self.start}{_root(self.root)}"


@dataclass(frozen=True, slots=True)
class Proof:
    """The consistency of two sizes of a log, or of one branch of it."""

    oh: str
    old: int
    new: int
    root: bytes | None = None

    def __str__(self) -> str:
        return f"/{self.oh}/proof?from={self.old}&to={self.new}{_root(self.root)}"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its hash: an evidence file, a payload, a wrap, a charter."""

    kind: str
    hash: str

    def __str__(self) -> str:
        return f"/{self.kind}/{self.hash}"


@dataclass(frozen=True, slots=True)
class Plain:
    """`/charter`, `/evidence`, `/hint`, `/bundle`."""

    path: str

    def __str__(self) -> str:
        return self.path


Path = Cosig | Feed | Proof | Named | Plain
CHARTER, EVIDENCE, HINT, BUNDLE = map(Plain, ("/charter", "/evidence", "/hint", "/bundle"))


def origin_hash(origin: str) -> str:
    """How a log is named in paths."""
    return sha256(origin.encode()).hex()


def _root(root: bytes | None) -> str:
    return f"&root={root.hex()}" if root is not None else ""


def parse_path(target: str) -> Path:
    """The path with its query; raises `Malformed`."""
    path, mark, query = target[: MAX_PATH + 1].partition("?")
    found = _with_query(path, query) if mark else _without_query(path)
    if found is None or len(target) > MAX_PATH or str(found) != target:
        raise Malformed("bad_value", "SYN-1", what="path", found=target[:MAX_PATH])
    return found


def _without_query(path: str) -> Path | None:
    if path in _PLAIN:
        return Plain(path)
    if named := _NAMED.match(path):
        return Named(named.group(1), named.group(2))
    found = _OH.match(path)
    return Cosig(found.group(1)) if found and found.group(2) == "cosig" else None


def _with_query(path: str, query: str) -> Path | None:
    found = _OH.match(path)
    if found and found.group(2) == "feed" and (feed := _FEED.match(query)):
        return Feed(found.group(1), number(feed.group(1)), _unhex(feed.group(2)))
    if found and found.group(2) == "proof" and (proof := _PROOF.match(query)):
        old, new, root = proof.groups()
        return Proof(found.group(1), number(old), number(new), _unhex(root))
    return None


def _unhex(text: str | None) -> bytes | None:
    return bytes.fromhex(text) if text else None
