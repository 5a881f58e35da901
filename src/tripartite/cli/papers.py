# SPDX-License-Identifier: Apache-2.0
"""What commands ask of a node about files, erasures and proofs, in plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tripartite.cli.files import read_file
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64, sha256, unb64
from tripartite.core.register.placed import Placed
from tripartite.node.attachments import Attachment, Looked
from tripartite.node.disclosing import Discloser
from tripartite.node.exhibits import Exhibits
from tripartite.node.node import Node
from tripartite.node.query import Register

Values = Mapping[str, Any]
ANY_TYPE = "application/octet-stream"
TYPES: Mapping[str, str] = {
    ".csv": "text/csv", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".geojson": "application/geo+json", ".html": "text/html", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
    ".json": "application/json", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".pdf": "application/pdf",
    ".png": "image/png", ".tiff": "image/tiff", ".txt": "text/plain", ".wav": "audio/wav", ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".zip": "application/zip",
}  # fmt: skip
"""Media types by suffix: the same on every machine."""
SUFFIXES: Mapping[str, str] = {kind: suffix for suffix, kind in sorted(TYPES.items(), reverse=True)}


def attachment(said: Values) -> Attachment:
    """A file to attach: `path`, or `content` in b64; `type`, else as its suffix says."""
    if "content" in said:
        return Attachment(unb64(said["content"]), said["type"])
    path = Path(said["path"])
    return Attachment(read_file(path), said.get("type") or TYPES.get(path.suffix.lower(), ANY_TYPE))


class Papers:
    """Calls of an office."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.calls = {
            "details": self.details,
            "attachments": self.attachments,
            "attachment": self.attachment,
            "stubs": self.stubs,
            "disclose": self.disclose,
            "exhibit": self.exhibit,
        }

    def _register(self) -> Register:
        return Register(self._node.histories, self._node.past)

    def _act(self, ident: str) -> Placed:
        act = self._node.world.find_for(self._register().full_id(ident), (self._node.party,))
        if act is None:
            raise Refused("not_found", "REG-11", what="act", found=ident[:80])
        return act

    def _looked(self, act: Placed) -> Iterator[Looked]:
        leaves = self._node.store.logs.leaves(act.place.branch, act.place.leaf, 1)
        return self._node.attachments.look(leaves[0], act.index)

    def details(self, said: Values) -> dict[str, Any]:
        """`records`: of each what stands beside it, as far as it can be read here, as members by name."""
        with self._node.lock:
            register = self._register()
            return {
                record: [one["fields"] for one in register.details(register.record(record))]
                for record in said["records"]
            }

    def attachments(self, said: Values) -> dict[str, Any]:
        """`id`: a record, for the files of all its acts, or one act of it."""
        with self._node.lock:
            act = self._act(said["id"])
            record = self._node.world.fold(act.id)
            acts = [act] if record is None else list(record.effective)
            items = [_shown(one, looked) for one in acts for looked in self._looked(one)]
        return {"items": items, "next": None}

    def attachment(self, said: Values) -> dict[str, Any]:
        """`act`, `c`: the content of one file, in b64."""
        with self._node.lock:
            found = [one for one in self._looked(self._act(said["act"])) if one.said.c == said["c"]]
        if not found or found[0].content is None:
            raise Refused("not_found", "BLO-8", what="file", found=said["c"])
        return {"content": b64(found[0].content)}

    def stubs(self, said: Values) -> dict[str, Any]:
        """`acts`: what an `erase` of them says, and for whom it must be."""
        with self._node.lock:
            acts = [self._act(ident) for ident in said["acts"]]
        for act in acts:
            if act.party != self._node.party or act.kind is None or act.kind.kept or act.erased:
                raise Refused("guard", "ERA-2", act=act.id, detail="not_erasable", kind=act.kind_name)
        audiences = {act.place.to for act in acts}
        if len(audiences) != 1:
            raise Refused("usage", "CMD-2", command="erase", detail="acts of different audiences")
        [to] = audiences
        of = sorted({(act.id, act.kind_name, act.record_id) for act in acts})
        return {"of": [list(stub) for stub in of], "to": to if isinstance(to, str) else list(to)}

    def disclose(self, said: Values) -> dict[str, Any]:
        """`act`: the file that proves it to who holds only the charter."""
        with self._node.lock:
            self._node.tick()
            act = self._act(said["act"])
            proof = Discloser(self._node.histories, self._node.heads).disclose(act)
        return {"act": act.id, "proof": proof.decode()}

    def exhibit(self, said: Values) -> dict[str, Any]:
        """`act`: evidence over it, or over its dispatch, and the bytes that go beside it, in b64."""
        node = self._node
        with node.lock:
            node.tick()
            ident = self._register().full_id(said["act"])
            discloser = Discloser(node.histories, node.heads)
            exhibits = Exhibits(
                node.histories, node.world, discloser, node.attachments, node.seals, node.parts.cipher
            )
            made = exhibits.of(ident)
        found = made.found
        return {
            "kind": found.kind, "origin": found.origin, "key": found.key, "about": list(found.about),
            "file": b64(found.file), "stored": None if made.stored is None else b64(made.stored),
        }  # fmt: skip


def _shown(act: Placed, looked: Looked) -> dict[str, Any]:
    content = looked.content
    return {
        "act": act.id,
        "c": looked.said.c,
        "type": looked.said.t,
        "held": content is not None,
        "fault": looked.fault or None,
        "size": None if content is None else len(content),
        "sha256": None if content is None else sha256(content).hex(),
    }
