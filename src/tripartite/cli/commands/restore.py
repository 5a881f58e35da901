# SPDX-License-Identifier: Apache-2.0
"""`restore`: a home again from a backup, checked whole before there is one."""

from __future__ import annotations

from pathlib import Path

import click

from tripartite.cli.backups import restore
from tripartite.cli.commands.backup import checked_lines, identity_of
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option

EXAMPLE = """tripartite restore iraq-2007-06-04.backup iraq --with-keys iraq-keys.backup
tripartite restore iraq.backup iraq --identity safe/iraq.identity"""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@declare("restore", "help.restore", EXAMPLE)
@argument("file", "FILE", type=FILE)
@argument("into", "HOME", type=click.Path(file_okay=False, path_type=Path))
@option("--with-keys", "with_keys", metavar="FILE", type=FILE, message="option.restore_keys")
@option("--identity", metavar="FILE", type=FILE)
def command(session: Session, file: Path, into: Path, with_keys: Path | None, identity: Path | None) -> None:
    answer = restore(file, identity_of(session, identity), into.resolve(), with_keys)
    words = session.words
    session.voice.done(
        answer,
        [
            *checked_lines(session, answer),
            words("cli.restore.done", path=answer["home"]),
            words("cli.restore.waits"),
            *([] if with_keys else [words("cli.restore.no_keys")]),
        ],
    )
