# SPDX-License-Identifier: Apache-2.0
"""`key`: a delegate's own key, made where the delegate keeps it."""

from __future__ import annotations

import click

from tripartite.cli.homes import key_folder, passphrase, role_named
from tripartite.cli.session import Session
from tripartite.cli.spoken import SpokenGroup, argument, declare, option
from tripartite.core.encoding.values import b64
from tripartite.core.keys.public import ED25519, fingerprint
from tripartite.node.system import SystemChance


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


command.add_command(new)
