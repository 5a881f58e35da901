# SPDX-License-Identifier: Apache-2.0
"""`recall`: ends a delegate's key; from its place in the log on, nothing it signs counts."""

from __future__ import annotations

from typing import Any

from tripartite.cli.homes import home_of, role_named
from tripartite.cli.pages import short
from tripartite.cli.reach import Line, office_for
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.refusal import Refused


@declare("recall", "help.recall", 'tripartite --home iraq recall liaison --reason "posted elsewhere"')
@argument("role", "ROLE")
@option("--reason", metavar="TEXT")
@option("--as", "signer", metavar="ROLE", default="root", message="option.as_root")
def command(session: Session, role: str, reason: str | None, signer: str) -> None:
    whole, home = role_named(role), home_of(session)
    with office_for(session) as office:
        record = _in_force(office, home.settings.party, whole)
        act: dict[str, Any] = {
            "kind": "recall",
            "record": record,
            "body": {"reason": reason} if reason else {},
        }
        done = do_acts(session, office, role_named(signer), [act])
    ident = done["acts"][0]
    session.voice.done(
        {"act": ident, "role": whole, "record": record},
        [session.words("cli.recall.done", role=whole, act=short(ident))],
    )


def _in_force(office: Line, party: str, role: str) -> str:
    """The newest grant of this role that nothing has ended."""
    said = {
        "chapter": "credentials",
        "where": {"by": party, "state": "in_force", "role": role},
        "limit": 1000,
    }
    items = office.call("list", said)["items"]
    if not items:
        raise Refused("not_found", "REG-8", what="key", role=role)
    return str(items[-1]["id"])
