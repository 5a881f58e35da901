# SPDX-License-Identifier: Apache-2.0
"""`charter amend`: drafts an amendment of the charter in force, which every party's roots sign then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tripartite.cli.chain import chain_of
from tripartite.cli.charter_files import fields_of, paper_party, shown
from tripartite.cli.homes import home_of
from tripartite.cli.reach import office_for
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.charter import read_charter_text
from tripartite.core.register.charter_text import Card
from tripartite.node.amending import Changes
from tripartite.node.amending import amend as amended
from tripartite.storage.files import put_file
from tripartite.wiring import AMENDMENT, Home

EXAMPLE = """tripartite --home iran charter amend --node iraq
tripartite --home iran charter amend --add oman --set changes.yaml --out oman.charter
tripartite --home iran charter amend --without us
tripartite --home iran charter amend --all-kinds"""


@declare("amend", "help.charter.amend", EXAMPLE)
@option("--node", "nodes", metavar="PARTY", multiple=True, message="option.amend_node")
@option("--add", "added", metavar="PARTY", multiple=True, message="option.amend_add")
@option("--paper", "papers", metavar="ID=NAME", multiple=True, message="option.amend_paper")
@option("--without", metavar="PARTY", multiple=True, message="option.amend_without")
@option(
    "--set", "more", metavar="FILE", message="option.amend_set",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@option("--all-kinds", is_flag=True)
@option("--out", metavar="FILE", type=click.Path(path_type=Path))
def amend(
    session: Session, nodes: tuple[str, ...], added: tuple[str, ...], papers: tuple[str, ...],
    without: tuple[str, ...], more: Path | None, all_kinds: bool, out: Path | None,
) -> None:  # fmt: skip
    home = home_of(session)
    home.charter()  # says so if there is none
    said: dict[str, Any] = fields_of(more) if more else {}
    changes = Changes(
        nodes=_cards(home, nodes),
        added=[*_cards(home, added), *(paper_party(text, "charter amend") for text in papers)],
        without=without,
        said={**({"kinds": sorted(KINDS)} if all_kinds else {}), **said},
    )
    with office_for(session) as office:
        chain = chain_of(office)
    text = amended(chain.charters, chain.in_force, changes)
    path = out or home.path / AMENDMENT
    put_file(path, text)
    shown(
        session, read_charter_text(text), path, chain.in_force, [session.words("cli.amend.next")]
    )  # fmt: skip


def _cards(home: Home, parties: Sequence[str]) -> list[Card]:
    held = {card.id: card for card in home.cards()}
    for party in parties:
        if party not in held:
            raise Refused("not_found", "CHA-4", hint="card_first", what="card", party=party)
    return [held[party] for party in parties]
