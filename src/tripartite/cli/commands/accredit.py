# SPDX-License-Identifier: Apache-2.0
"""`accredit`: the roots give a delegate's key its functions and powers."""

from __future__ import annotations

from typing import Any, get_args

import click

from tripartite.cli.homes import key_folder, role_named, signers
from tripartite.cli.pages import short
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.values import b64
from tripartite.core.register.grants import Authority, Basis, Function
from tripartite.node.system import SystemChance

EXAMPLE = """tripartite --home iraq accredit head --function head_of_delegation \\
    --power negotiate --power express_consent --power adopt_text
tripartite --home iraq accredit liaison --function liaison_officer --power send_notification \\
    --public 5s8m…= --not-after 2008-01-01 --keys usb/roots"""


@declare("accredit", "help.accredit", EXAMPLE)
@argument("role", "ROLE")
@option("--function", "functions", type=click.Choice(get_args(Function)), multiple=True, metavar="FUNCTION")
@option("--power", "powers", type=click.Choice(get_args(Authority)), multiple=True, metavar="POWER")
@option("--basis", type=click.Choice(get_args(Basis)), metavar="BASIS")
@option("--not-after", metavar="INSTANT")
@option("--ceiling", type=click.Choice(get_args(Authority)), multiple=True, metavar="POWER")
@option("--public", metavar="KEY")
@option("--as", "signer", metavar="ROLE", default="root", message="option.as_root")
def command(
    session: Session, role: str, functions: tuple[str, ...], powers: tuple[str, ...], basis: str | None,
    not_after: str | None, ceiling: tuple[str, ...], public: str | None, signer: str,
) -> None:  # fmt: skip
    whole = role_named(role)
    key = public or _key(session, whole)
    body: dict[str, Any] = {
        "role": whole,
        "pk": key,
        "functions": sorted(set(functions)),
        "powers": sorted(set(powers)),
        **({"basis": basis} if basis else {}),
        **({"not_after": not_after} if not_after else {}),
        **({"ceiling": sorted(set(ceiling))} if ceiling else {}),
    }
    with office_for(session) as office:
        done = do_acts(session, office, role_named(signer), [{"kind": "key", "body": body}])
    words, act = session.words, done["acts"][0]
    given = words.language.listed([words(f"power.{name}") for name in body["powers"]])
    session.voice.done(
        {"act": act, "role": whole, "public": key},
        [
            words("cli.accredit.done", role=whole, act=short(act)),
            words("cli.accredit.powers", names=given) if powers else words("cli.accredit.no_powers"),
        ],
    )


def _key(session: Session, role: str) -> str:
    """The public half of the delegate's key; made now if it is nowhere."""
    at_hand = signers(session)
    if role in at_hand.roles():
        return b64(at_hand.public(role))
    return b64(key_folder(session).make(role, SystemChance()))
