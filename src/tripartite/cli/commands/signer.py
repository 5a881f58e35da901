# SPDX-License-Identifier: Apache-2.0
"""`signer`: writes the page that shows and signs a text in a browser, and prints the digest it is published under."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

import click

from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option

_BUILD = "tripartite.desk.signer.build"
"""Loaded here and nowhere else: commands that write no page start without its tables."""


class Build(Protocol):
    def page(self) -> bytes: ...

    def digest(self) -> str: ...


@declare("signer", "help.signer", "tripartite signer --out signer.html\ntripartite signer")
@option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def command(session: Session, out: Path | None) -> None:
    build = cast("Build", importlib.import_module(_BUILD))
    digest, page = build.digest(), build.page()
    if out is not None:
        out.write_bytes(page)
    written = [session.words("cli.signer.written", path=str(out))] if out is not None else []
    session.voice.done(
        {"sha256": digest, "bytes": len(page), "file": None if out is None else str(out)},
        [session.words("cli.signer.digest", digest=digest), *written],
    )
