# SPDX-License-Identifier: Apache-2.0
"""`digest`: one number for the whole register, equal wherever the same logs are held."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tripartite.cli.files import read_file
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.cli.voice import DIFFERS
from tripartite.core.encoding.refusal import Malformed

EXAMPLE = """tripartite --home iraq digest --json > iraq.json
tripartite --home iran digest --at iraq.json
tripartite --home iran digest --audience iran,iraq"""


@declare("digest", "help.digest", EXAMPLE)
@option("--at", "at", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--as-of", metavar="INSTANT")
@option("--audience", metavar="PARTY,…", message="option.for_audience")
def command(session: Session, at: Path | None, as_of: str | None, audience: str | None) -> int:
    """With `--at` the exit status is 1 if the file's digest, at the file's own vector and for its own audience, is
    another one."""
    theirs = _read(at) if at else None
    said = {"as_of": as_of, "vector": theirs["vector"] if theirs else None}
    said["audience"] = audience or (theirs or {}).get("audience")
    with office_for(session) as office:
        answer = office.call("digest", said)
    words = session.words
    lines = [
        words("cli.digest.is", digest=answer["digest"]),
        words.plural("cli.digest.records", answer["records"]),
        *(words("cli.digest.log", origin=origin, size=size) for origin, size, _ in answer["vector"]),
    ]
    same = theirs is None or theirs.get("digest") in (None, answer["digest"])
    if theirs:
        lines.append(words("cli.digest.same" if same else "cli.digest.differs"))
    session.voice.done(answer, lines)
    return 0 if same else DIFFERS


def _read(path: Path) -> dict[str, Any]:
    """A digest as `--json` printed it, or its result alone."""
    try:
        said = json.loads(read_file(path))
        found: dict[str, Any] = said.get("result", said)
        if all(len(row) == 3 for row in found["vector"]):
            return found
    except (ValueError, AttributeError, KeyError, TypeError):
        pass
    raise Malformed("bad_file", "CMD-5", path=str(path), expected="digest --json")
