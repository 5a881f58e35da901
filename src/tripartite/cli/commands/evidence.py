# SPDX-License-Identifier: Apache-2.0
"""`evidence`: what this node can prove against whom, and the files that prove it to anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tripartite.cli.exhibit_page import BESIDE, exhibit_lines
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.values import sha256, unb64

EXAMPLE = """tripartite --home iraq evidence --out proofs
tripartite --home iraq evidence --over 3f2a91/2 --out proofs"""


@declare("evidence", "help.evidence", EXAMPLE)
@option("--out", metavar="DIR", message="option.out_dir", type=click.Path(file_okay=False, path_type=Path))
@option("--over", metavar="ACT")
def command(session: Session, out: Path | None, over: str | None) -> None:
    if over is not None:
        _over(session, over, out)
        return
    with office_for(session) as office:
        answer = office.call("evidence", {})
    words = session.words
    lines = []
    for item in answer["items"]:
        lines.append(words("cli.evidence.item", kind=item["kind"], key=item["key"], origin=item["origin"]))
        lines += [words("cli.evidence.head", size=head["size"], root=head["root"]) for head in item["heads"]]
        if out is not None:
            lines.append(str(_written(item, out)))
    limit = [words("fixed.fork_limit")] if answer["items"] else [words("cli.evidence.none")]
    session.voice.done(answer, [*lines, *limit])


def _over(session: Session, act: str, out: Path | None) -> None:
    """Made for this one act by decision: what it shows is in nobody's list."""
    with office_for(session) as office:
        answer = office.call("exhibit", {"act": act})
    words = session.words
    lines = exhibit_lines(answer["kind"], answer["key"], answer["origin"], answer["about"], words)
    if out is not None:
        answer["path"] = str(_written(answer, out))
        lines.append(answer["path"])
        if answer["stored"] is not None:
            stored = unb64(answer["stored"])
            (out / f"{sha256(stored).hex()}{BESIDE}").write_bytes(stored)
            lines.append(words("cli.evidence.beside"))
    session.voice.done(answer, lines)


def _written(item: dict[str, Any], folder: Path) -> Path:
    data = unb64(item["file"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{item['kind']}-{sha256(data).hex()[:16]}.evidence"
    path.write_bytes(data)
    return path
