# SPDX-License-Identifier: Apache-2.0
"""`sync`: asks the other parties' nodes for what is new."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.cli.pages import wrong_line
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.cli.voice import DIFFERS
from tripartite.i18n.words import Words


@declare("sync", "help.sync", "tripartite --home iraq sync\ntripartite --home iraq sync iran --settle")
@argument("peers", "[PARTY]…", nargs=-1)
@option("--settle", is_flag=True)
@option("--seconds", metavar="N", type=float, default=30.0)
def command(session: Session, peers: tuple[str, ...], settle: bool, seconds: float) -> int:
    """With `--settle` the exit status is 1 if somebody holds something else when the time is over."""
    said = {"peers": list(peers), "settle": settle, "seconds": seconds}
    with office_for(session) as office:
        answer = office.call("sync", said)
    session.voice.done(answer, _lines(answer, session.words))
    return DIFFERS if answer["equal"] is False else 0


def _lines(answer: dict[str, Any], words: Words) -> Iterator[str]:
    for peer in answer["peers"]:
        if peer["wrong"]:
            yield wrong_line(peer["party"], peer["wrong"], words)
        elif peer.get("equal") is False:
            yield words("cli.sync.waiting", party=peer["party"])
        else:
            yield words("cli.sync.asked", party=peer["party"])
    if answer["equal"] is not None:
        yield words("brief.same" if answer["equal"] else "cli.sync.differ")
    else:
        yield words.plural("cli.sync.took", answer["took"])
