# SPDX-License-Identifier: Apache-2.0
"""`erase`: takes words of one's own party out of every copy."""

from __future__ import annotations

from tripartite.cli.homes import role_named
from tripartite.cli.pages import short
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.cli.spoken import argument, declare, option

EXAMPLE = "tripartite --home iraq erase 3f2a91/2 --as head"


@declare("erase", "help.erase", EXAMPLE)
@argument("acts", "ACT…", nargs=-1, required=True)
@option("--as", "role", metavar="ROLE", required=True)
def command(session: Session, acts: tuple[str, ...], role: str) -> None:
    with office_for(session) as office:
        found = office.call("stubs", {"acts": list(acts)})
        to = None if found["to"] == "parties" else found["to"]
        act = {"kind": "erase", "body": {"of": found["of"]}}
        done = do_acts(session, office, role_named(role), [act], to=to)
    lines = [short(ident) for ident in done["acts"]]
    session.voice.done(done, [*lines, session.words("cli.erase.limit")])
