# SPDX-License-Identifier: Apache-2.0
"""`setup`: the first hour at a desk, from an empty folder to a record."""

from __future__ import annotations

import click

from tripartite.cli.first_hour import first_hour, is_first_hour
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.refusal import Refused

EXAMPLE = """tripartite --home iraq setup
tripartite --home iraq setup --desk 7380"""


@declare("setup", "help.setup", EXAMPLE)
@option("--desk", "desk_port", metavar="N", type=click.IntRange(0, 65_535), default=0)
def command(session: Session, desk_port: int) -> None:
    if not is_first_hour(session.home):
        raise Refused("home_exists", "OFF-1", path=str(session.home))
    first_hour(session, desk_port)
