# SPDX-License-Identifier: Apache-2.0
"""Somebody's copy of the record, opened to be read: an archive, a bundle, or a home (ARC-4).

A home is read as its own archive is, so that a node that runs is asked and one that does not is opened once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tripartite.cli.audit import audit
from tripartite.cli.files import read_file
from tripartite.cli.reach import office_for
from tripartite.cli.session import SETTINGS, Session
from tripartite.cli.voice import error_object
from tripartite.core.dispatch.envelope import Dispatch
from tripartite.core.encoding.refusal import Refusal, Refused, Trouble
from tripartite.core.log.checkpoint import verify_cosignature, verify_head
from tripartite.core.register.charter import Charter
from tripartite.core.register.charters import Charters
from tripartite.node.query import Register
from tripartite.sync.archive import Archive, from_bundle, read_archive
from tripartite.sync.bag import is_bag
from tripartite.sync.bundle import INDEX as BUNDLE
from tripartite.sync.bundle import MAX_FILE
from tripartite.sync.bundle_mirror import BundleMirror
from tripartite.wiring import OpenArchive


@contextmanager
def opened_copy(session: Session, path: Path) -> Iterator[OpenArchive]:
    """What is at this path, read; raises `Malformed` or `Refused` if it cannot be."""
    with _archive(session, path) as archive, OpenArchive(archive) as found:
        yield found


@contextmanager
def _archive(session: Session, path: Path) -> Iterator[Archive]:
    if (path / SETTINGS).is_file():
        with TemporaryDirectory(prefix="tripartite-copy-") as folder:
            made = Path(folder) / "copy.tar"
            with office_for(replace(session, home=path, archive=None)) as office:
                office.call("archive", {"path": str(made), "open": True})
            yield read_archive(made)
    elif is_bag(path):
        yield read_archive(path)
    elif path.is_file() and (data := read_file(path, MAX_FILE)).startswith(BUNDLE.encode()):
        yield from_bundle(data)
    else:
        raise Refused("no_record", "ARC-4", path=str(path))


def under(found: OpenArchive, charter: Charter) -> None:
    """Passes if a copy is of the mechanism of a charter that somebody trusts; raises `Refused`."""
    if found.archive.charters.net != charter.net:
        raise Refused("wrong_mechanism", "ARC-6", found=found.archive.charters.net, expected=charter.net)


def described(found: OpenArchive) -> dict[str, Any]:
    """Whose copy it is, of when, and the register it comes to."""
    first, node = found.archive.charters.first, found.node
    digest = Register(node.histories, node.past).digest()
    return {
        "party": found.archive.maker, "at": found.archive.at, "charter": first.net, "fingerprint": first.fingerprint,
        "exercise": [list(pair) for pair in first.said.exercise or ()],
        "open": found.archive.index is not None and found.archive.index.open,
        "loose": [loose_row(one.dispatch) for one in found.archive.loose],
        "records": digest.records, "digest": digest.digest, "vector": [list(row) for row in digest.vector],
    }  # fmt: skip


def loose_row(dispatch: Dispatch) -> dict[str, Any]:
    """A dispatch in no signed head, as far as its note tells."""
    return {
        "id": dispatch.id, "by": str(dispatch.by.party), "role": dispatch.by.role, "at": dispatch.at,
        "count": dispatch.commitment.count,
    }  # fmt: skip


def checked(found: OpenArchive) -> dict[str, Any]:
    """Everything in a copy judged once more: what was counted, and what fails (ARC-6)."""
    done = audit(found.node)
    counted = {name: getattr(done, name) for name in done.__slots__ if name != "failures"}
    failures = [*found.wrong, *cosignatures(found.archive.mirror, found.archive.charters), *done.failures]
    return {"checked": counted, "failures": [error_object(one) for one in (*failures, *_stated(found))]}


def cosignatures(mirror: BundleMirror, charters: Charters) -> Iterator[Refusal]:
    """The cosignatures in a copy that do not hold: whoever takes its heads leaves them out."""
    for origin in mirror.origins():
        for data in mirror.heads(origin):
            try:
                note = verify_head(data, charters.key(origin)).note
                for line in note.lines:
                    if line.name != origin:
                        verify_cosignature(note, charters.key(line.name))
            except Trouble as trouble:
                yield trouble.refusal


def _stated(found: OpenArchive) -> Iterator[Refusal]:
    """Where an archive does not come out as its maker stated."""
    index, node = found.archive.index, found.node
    if index is None:
        return
    digest = Register(node.histories, node.past).digest()
    if digest.digest != index.digest:
        yield Refusal("archive_differs", "ARC-6", (("expected", index.digest), ("found", digest.digest)))
    heads = {str(origin): (size, root) for origin, size, root in digest.vector}
    for origin, size, _ in index.have:
        if heads.get(origin, (0, ""))[0] != size:
            yield Refusal("archive_differs", "ARC-6", (("expected", str(size)), ("origin", origin)))
