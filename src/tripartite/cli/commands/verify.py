# SPDX-License-Identifier: Apache-2.0
"""`verify`: everything re-hashed, every signature checked; every failure is printed, not the first alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tripartite.cli.copies import checked, described, opened_copy, under
from tripartite.cli.exhibit_page import convicted, exhibit_lines, exhibit_object
from tripartite.cli.files import read_file
from tripartite.cli.pages import everything
from tripartite.cli.reach import office_for
from tripartite.cli.session import SETTINGS, Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.cli.voice import error_object
from tripartite.core.dispatch.disclosure import MAGIC as DISCLOSURE
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refusal, Refused
from tripartite.core.encoding.values import instant_text
from tripartite.core.keys.public import fingerprint
from tripartite.core.log.evidence import MAGIC as EVIDENCE
from tripartite.core.log.evidence import MAX_EVIDENCE, verify_evidence
from tripartite.core.register.charter import CARD_MAGIC, Charter, read_card, verify_charter
from tripartite.core.register.charter import MAGIC as CHARTER
from tripartite.core.register.charters import Charters
from tripartite.core.register.exhibits import is_exhibit
from tripartite.core.register.shown import verify_shown
from tripartite.export.charter_page import charter_lines, charter_object
from tripartite.i18n.explain import explain
from tripartite.i18n.words import Words
from tripartite.sync.archive import faults
from tripartite.sync.bag import is_bag, read_files
from tripartite.sync.bundle import INDEX, read_bundle
from tripartite.wiring import Home

MISBEHAVED = 5
EXAMPLE = """tripartite verify iraq
tripartite verify iraq.tar --charter charter.note
tripartite verify E1-5f0c.evidence --charter iraq/charter.note
tripartite verify seen.tlog-proof --charter iraq/charter.note"""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@declare("verify", "help.verify", EXAMPLE)
@argument("path", "PATH", type=click.Path(exists=True, path_type=Path))
@option("--charter", metavar="FILE", type=FILE)
def command(session: Session, path: Path, charter: Path | None) -> int:
    """Exit status 5 where misbehaviour is found: a home that contradicts itself, an evidence file that convicts."""
    if is_bag(path):
        return _archive(session, path, charter)
    return _home(session, path) if path.is_dir() else _file(session, path, charter)


def _file(session: Session, path: Path, charter: Path | None) -> int:
    """A file is what its first bytes say."""
    data = read_file(path)
    if is_exhibit(data):
        return _exhibit(session, path, data, charter)
    if data.startswith(EVIDENCE.encode()):
        return _evidence(session, data, charter)
    if data.startswith(CHARTER):
        return _charter(session, data)
    if data.startswith(INDEX.encode()):
        return _bundle(session, data, charter)
    if data.startswith(DISCLOSURE.encode()):
        return _disclosure(session, data, charter)
    if f'"{CARD_MAGIC}"'.encode() in data[:64]:
        return _card(session, data)
    raise Refused("not_yet", "CMD-4", what="verify", path=str(path))


def _home(session: Session, path: Path) -> int:
    if not (path / SETTINGS).exists():
        raise Refused("not_yet", "CMD-4", what="verify", path=str(path))
    session.home = path
    session.voice.aside("cli.verify.working")
    answer = _audited(session)
    session.voice.done({"kind": "home", "path": str(path), **answer}, _home_lines(answer, session.words))
    return MISBEHAVED if answer["failures"] else 0


def _audited(session: Session) -> dict[str, Any]:
    """What the node found; where it refuses even to open this home, that is the failure."""
    try:
        with office_for(session) as office:
            found: dict[str, Any] = office.call("verify", {})
    except (Malformed, Refused, Misbehaved) as trouble:
        return {"checked": {}, "failures": [error_object(trouble.refusal)]}
    return found


def _archive(session: Session, path: Path, charter: Path | None) -> int:
    """The files, then what they say: every leaf judged anew, the register folded from nothing (ARC-6)."""
    session.voice.aside("cli.verify.working")
    words, found = session.words, faults(read_files(path))
    answer: dict[str, Any] = {"checked": {}, "failures": [error_object(fault) for fault in found]}
    said: dict[str, Any] = {"kind": "archive", "path": str(path)}
    lines: list[str] = []
    if not found:
        with opened_copy(session, path) as copy:
            if charter is not None:
                under(copy, verify_charter(read_file(charter)))
            answer, about = checked(copy), described(copy)
        said |= about
        lines = [
            words("cli.verify.archive", party=about["party"], time=instant_text(about["at"])),
            words("cli.charter.fingerprint", fingerprint=about["fingerprint"]),
            words("cli.digest.is", digest=about["digest"]),
        ]
    session.voice.done({**said, **answer}, [*lines, *_home_lines(answer, words)])
    return MISBEHAVED if answer["failures"] else 0


def _home_lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    checked = answer["checked"]
    for name in ("leaves", "payloads", "heads", "cosignatures", "records"):
        if name in checked:
            yield words(f"cli.verify.{name}", count=checked[name])
    for failure in answer["failures"]:
        refusal = Refusal(failure["code"], failure["rule"], tuple(failure["facts"].items()), failure["hint"])
        said = explain(refusal, words)
        yield f"✗ {said.what}"
        yield f"  {said.todo}"
    if not answer["failures"]:
        yield words("cli.verify.good")


def _evidence(session: Session, data: bytes, path: Path | None) -> int:
    charter = _charter_of(session, path)
    found = verify_evidence(data[: MAX_EVIDENCE + 1], charter.key)
    words = session.words
    session.voice.done(
        {
            "kind": "evidence",
            "misconduct": found.kind,
            "origin": found.origin,
            "key": found.key,
            "failures": [],
        },
        [
            words("cli.evidence.item", kind=found.kind, key=found.key, origin=found.origin),
            *(
                words("cli.evidence.head", size=head.checkpoint.size, root=head.checkpoint.root.hex())
                for head in found.heads
            ),
            words("fixed.fork_limit"),
        ],
    )
    return MISBEHAVED


def _exhibit(session: Session, path: Path, data: bytes, charter: Path | None) -> int:
    found = convicted(path, data, _charter_of(session, charter))
    lines = exhibit_lines(found.kind, found.key, found.origin, list(found.about), session.words)
    session.voice.done(exhibit_object(found), lines)
    return MISBEHAVED


def _disclosure(session: Session, data: bytes, path: Path | None) -> int:
    """One act, its place in its party's log, who signed it and who cosigned that log."""
    charters = Charters(_charter_of(session, path))
    shown = verify_shown(data, charters, charters.nodes)
    found, words = shown.disclosure, session.words
    dispatch, act = found.dispatch, found.act
    said = {
        "kind": "disclosure", "party": str(dispatch.by.party), "role": dispatch.by.role, "at": dispatch.at,
        "log": found.leaf_index, "index": found.index, "count": dispatch.commitment.count,
        "act": None if act is None else {"kind": act.kind, "body": json.loads(bytes(act.body)), "record": act.record},
        "cosigned": list(shown.cosigned), "failures": [],
    }  # fmt: skip
    session.voice.done(
        said,
        [
            words(
                "cli.verify.disclosure", party=dispatch.by.party, time=instant_text(dispatch.at),
                place=found.leaf_index, index=found.index, count=dispatch.commitment.count,
            ),
            *(everything(said["act"]) if said["act"] else ()),
            *([words("cli.verify.key_shown")] if shown.grant else []),
            words("cli.verify.cosigned", names=words.language.listed(list(shown.cosigned))),
            words("cli.verify.good"),
        ],
    )  # fmt: skip
    return 0


def _bundle(session: Session, data: bytes, path: Path | None) -> int:
    """The file itself: form, index, signature, names. What it brings is judged by whoever takes it."""
    index = read_bundle(data, Charters(_charter_of(session, path)), lambda _party: True).index
    words = session.words
    session.voice.done(
        {
            "kind": "bundle", "from": index.sender, "at": index.at, "items": index.items,
            "have": [list(row) for row in index.have], "failures": [],
        },
        [
            words("cli.verify.bundle", party=index.sender, time=instant_text(index.at)),
            *(words("cli.digest.log", origin=origin, size=size) for origin, size, _ in index.have),
            words("cli.verify.good"),
        ],
    )  # fmt: skip
    return 0


def _charter_of(session: Session, path: Path | None) -> Charter:
    return verify_charter(read_file(path)) if path else Home(session.home).charter()


def _charter(session: Session, data: bytes) -> int:
    charter = verify_charter(data)
    session.voice.done(
        {"kind": "charter", **charter_object(charter), "failures": []},
        [*charter_lines(charter, session.words), session.words("cli.verify.good")],
    )
    return 0


def _card(session: Session, data: bytes) -> int:
    card, said = read_card(data), fingerprint(data)
    session.voice.done(
        {"kind": "card", "party": card.id, "fingerprint": said, "failures": []},
        [session.words("cli.card.added", party=card.id, fingerprint=said), session.words("cli.card.compare")],
    )
    return 0
