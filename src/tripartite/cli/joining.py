# SPDX-License-Identifier: Apache-2.0
"""Puts charters in force in a home: the first one, and what amends it (MEC-22, MEC-23).

Every step may be done twice, so whoever was interrupted gives the same command again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tripartite.cli.chain import chain_of
from tripartite.cli.charter_files import shown
from tripartite.cli.pages import short
from tripartite.cli.reach import Line, office_for
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.register.charter import Charter
from tripartite.wiring import CHARTER, Home


def join_all(session: Session, home: Home, notes: Sequence[Charter]) -> None:
    """Takes all of them, and binds this party's log to the last one, if that is an amendment."""
    first = [one for one in notes if one.said.before is None]
    later = _in_order([one for one in notes if one.said.before is not None])
    if len(first) > 1:
        raise Refused("usage", "CMD-2", command="charter join", found=first[1].fingerprint)
    joined = (home.path / CHARTER).exists()
    if first:
        home.join(first[0].data, home.amendments() if joined else [one.data for one in later])
    elif not joined:
        raise Refused("unknown_charter", "MEC-22", hint="first_charter", found=later[0].said.before or "")
    if not later:
        shown(session, home.charter(), home.path / CHARTER)
        return
    with office_for(session) as office:
        act = _bind(session, office, later)
        chain = chain_of(office)
    in_force = chain.in_force
    words = session.words
    said = [*([words("cli.join.act", act=short(act))] if act else []), words("cli.join.next")]
    shown(session, in_force, home.path, chain.before(in_force), said, act)


def _in_order(notes: Sequence[Charter]) -> list[Charter]:
    """Each after the one that it amends, as far as these say; raises `Refused` if two amend the same one."""
    if len({one.said.before for one in notes}) < len(notes):
        raise Refused("usage", "CMD-2", command="charter join", found=notes[-1].said.before or "")
    left, found = list(notes), list[Charter]()
    while left:
        waiting = {one.ident for one in left}
        found += [one for one in left if one.said.before not in waiting]
        left = [one for one in left if one not in found]
    return found


def _bind(session: Session, office: Line, later: Sequence[Charter]) -> str:
    """The act by which our roots bind our log, once every charter up to it is held; "" if it is bound already."""
    taken: dict[str, Any] = {}
    for one in later:
        taken = office.call("charter_take", {"note": one.data.decode(), "bind": one is later[-1]})
    if taken["bound"]:
        session.voice.aside("cli.join.bound")
        return ""
    try:
        done = do_acts(session, office, "root", [{"kind": "charter", "body": {"id": taken["id"]}}])
    except Trouble as trouble:
        if trouble.code == "no_key":
            session.voice.aside("cli.join.roots_elsewhere", id=taken["id"])
        raise
    return str(done["acts"][0])
