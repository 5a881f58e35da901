# SPDX-License-Identifier: Apache-2.0
"""From a session to a home, its keys and its passphrases."""

from __future__ import annotations

import click

from tripartite.cli.session import Session
from tripartite.core.encoding.refusal import Refused
from tripartite.core.keys.names import check_role
from tripartite.core.register.charter import Charter
from tripartite.keyring.files import KeyFolder, Signers
from tripartite.sync.archive import read_archive
from tripartite.wiring import Home

ASKED_BY = "TRIPARTITE_PASSPHRASE"
"""The environment variable that gives the passphrase where nobody can be asked."""
_PLAIN_ROLES = ("root", "office", "node")


def home_of(session: Session) -> Home:
    return Home(session.home, session.keys, lambda role: passphrase(session, role))


def charter_read(session: Session) -> Charter:
    """The first charter of the home, or of the archive in its place."""
    if session.archive is not None:
        return read_archive(session.archive).charters.first
    return home_of(session).charter()


def passphrase(session: Session, role: str, new: bool = False) -> str:
    """The passphrase of a key, from the environment or from the person; raises `Refused`."""
    given = session.env.get(ASKED_BY)
    if given is not None:
        return given
    if not session.interactive:
        raise Refused("passphrase_wrong", "HOM-4", role=role, detail="nobody to ask")
    asked: str = click.prompt(
        session.words("cli.ask.passphrase", role=role), hide_input=True, confirmation_prompt=new, err=True
    )
    return asked


def role_named(name: str) -> str:
    """A role as people write it: `head` is the delegate `d/head`."""
    return check_role(name if name in _PLAIN_ROLES or "/" in name else f"d/{name}")


def key_folder(session: Session) -> KeyFolder:
    """Where a new key is made: the first folder named with --keys, or the home's own."""
    home = home_of(session)
    return KeyFolder(session.keys[0], home.ask) if session.keys else home.folder


def signers(session: Session) -> Signers:
    """Every key at hand, with a home or without one: the folders named with --keys first."""
    home = home_of(session)
    own = [home.folder] if (session.home / "keys").is_dir() else []
    return Signers(*(KeyFolder(path, home.ask) for path in session.keys), *own)
