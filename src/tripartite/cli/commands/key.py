# SPDX-License-Identifier: Apache-2.0
"""`key`: a delegate's own key, made where the delegate keeps it."""

from __future__ import annotations

import click

from tripartite.cli.homes import home_of, key_folder, passphrase, role_named
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.core.encoding.values import b64
from tripartite.core.keys.public import ED25519, fingerprint
from tripartite.keyring.sheet import Given, read_sheet
from tripartite.node.system import SystemChance

ROOT = "root/1"


@click.group("key", cls=SpokenGroup, help="help.key", example="tripartite key new head --keys usb/keys")
def command() -> None: ...


@declare(
    "new", "help.key.new",
    "tripartite --home iraq key new head\ntripartite key new head --keys usb/keys --passphrase",
)  # fmt: skip
@argument("role", "ROLE")
@option("--passphrase", "sealed", is_flag=True)
def new(session: Session, role: str, sealed: bool) -> None:
    whole = role_named(role)
    secret = passphrase(session, whole, new=True) if sealed else None
    public = key_folder(session).make(whole, SystemChance(), secret)
    said = fingerprint(bytes([ED25519]) + public)
    session.voice.done(
        {"role": whole, "public": b64(public), "fingerprint": said},
        [
            session.words("cli.key.made", role=whole, public=b64(public)),
            session.words("cli.key.fingerprint", fingerprint=said),
        ],
    )


@declare("recover", "help.key.recover", "tripartite --home iraq key recover --keys usb/roots")
@option("--party", metavar="PARTY", message="option.party_sheet")
def recover(session: Session, party: str | None) -> None:
    """The groups are read from a line of standard input; the passphrase is asked for."""
    if session.interactive:
        session.voice.aside("cli.key.sheet")
    whose = party or home_of(session).settings.party
    seed = read_sheet(whose, ROOT, session.input.readline())
    secret = passphrase(session, ROOT, new=True)
    public = key_folder(session).make(ROOT, Given(seed, SystemChance()), secret)
    said = fingerprint(bytes([ED25519]) + public)
    session.voice.done(
        {"role": ROOT, "public": b64(public), "fingerprint": said},
        [
            session.words("cli.key.made", role=ROOT, public=b64(public)),
            session.words("cli.key.fingerprint", fingerprint=said),
        ],
    )


command.add_command(new)
command.add_command(recover)
