# SPDX-License-Identifier: Apache-2.0
"""`evidence`: what this node can prove against whom, and the files that prove it to anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.values import sha256, unb64


@declare("evidence", "help.evidence", "tripartite --home iraq evidence --out proofs")
@option("--out", metavar="DIR", message="option.out_dir", type=click.Path(file_okay=False, path_type=Path))
def command(session: Session, out: Path | None) -> None:
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


def _written(item: dict[str, Any], folder: Path) -> Path:
    data = unb64(item["file"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{item['kind']}-{sha256(data).hex()[:16]}.evidence"
    path.write_bytes(data)
    return path
