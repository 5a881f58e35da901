# SPDX-License-Identifier: Apache-2.0
"""`disclose`: one act, proven to somebody who holds only the charter."""

from __future__ import annotations

from pathlib import Path

import click

from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option

EXAMPLE = "tripartite --home iraq disclose 3f2a91/2 --out seen.tlog-proof"


@declare("disclose", "help.disclose", EXAMPLE)
@argument("act", "ACT")
@option("--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path))
def command(session: Session, act: str, out: Path) -> None:
    with office_for(session) as office:
        answer = office.call("disclose", {"act": act})
    out.write_text(answer["proof"], encoding="utf-8")
    done = {"act": answer["act"], "file": str(out)}
    session.voice.done(done, [session.words("cli.disclose.done", path=str(out))])
