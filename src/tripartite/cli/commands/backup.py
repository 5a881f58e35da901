# SPDX-License-Identifier: Apache-2.0
"""`backup`: a copy of a home in one sealed file, while its node runs; and whether such a file is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tripartite.cli.backups import check_backup
from tripartite.cli.homes import passphrase
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant_text
from tripartite.keyring.age import Identity
from tripartite.keyring.age_files import PassphraseIdentity
from tripartite.keyring.age_keys import read_identity

MISBEHAVED = 5
ROLE = "backup"
"""What a passphrase is asked for."""
EXAMPLE = """tripartite --home iraq backup iraq-2007-06-04.backup
tripartite --home iraq backup iraq.backup --to age1… --with-keys iraq-keys.backup
tripartite backup --check iraq-2007-06-04.backup"""


@declare("backup", "help.backup", EXAMPLE)
@argument("file", "FILE", type=click.Path(dir_okay=False, path_type=Path))
@option("--to", "recipient", metavar="RECIPIENT", message="option.backup_to")
@option("--with-keys", "with_keys", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@option("--check", is_flag=True, message="option.backup_check")
@option("--identity", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(
    session: Session,
    file: Path,
    recipient: str | None,
    with_keys: Path | None,
    check: bool,
    identity: Path | None,
) -> int:
    """Exit status 5 where a backup is not sound."""
    return _check(session, file, identity) if check else _make(session, file, recipient, with_keys)


def _make(session: Session, file: Path, recipient: str | None, with_keys: Path | None) -> int:
    said: dict[str, Any] = {
        "path": str(file.resolve()),
        "keys": str(with_keys.resolve()) if with_keys else "",
    }
    said |= {"to": recipient} if recipient else {"passphrase": passphrase(session, ROLE, new=True)}
    with office_for(session) as office:
        answer = office.call("backup", said)
    words = session.words
    lines = [words("cli.backup.made", path=answer["file"], size=answer["bytes"])]
    lines += (
        [words("cli.backup.keys", path=answer["keys"])]
        if answer.get("keys")
        else [words("cli.backup.no_keys")]
    )
    session.voice.done(answer, lines)
    return 0


def identity_of(session: Session, file: Path | None) -> Identity:
    """What opens a backup: the identity in a file, or a passphrase."""
    if file is None:
        return PassphraseIdentity(passphrase(session, ROLE))
    lines = [
        line for line in file.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
    ]
    if len(lines) != 1:
        raise Refused("bad_seal", "OFF-40", path=str(file))
    return read_identity(lines[0].strip())


def _check(session: Session, file: Path, identity: Path | None) -> int:
    answer = check_backup(file, identity_of(session, identity))
    session.voice.done(answer, checked_lines(session, answer))
    return MISBEHAVED if answer["failures"] else 0


def checked_lines(session: Session, answer: dict[str, Any]) -> list[str]:
    words = session.words
    lines = [words("cli.backup.of", party=answer["party"], time=instant_text(answer["at"]))]
    lines += [
        words(f"cli.verify.{name}", count=answer["checked"][name])
        for name in ("leaves", "payloads", "heads", "records")
    ]
    lines += ["✗ " + words(f"refusal.{one['code']}.what") for one in answer["failures"]]
    return lines if answer["failures"] else [*lines, words("cli.backup.sound")]
