# SPDX-License-Identifier: Apache-2.0
"""Three parties with homes on disk and a charter all signed; one of them can be filled with dispatches to be pulled."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.acts import DELEGATE, FUNCTIONS, POWERS, as_wishes
from tripartite.cli.play.nodes import free_ports
from tripartite.core.encoding.values import b64
from tripartite.core.register.charter import read_card
from tripartite.node.author import Wish
from tripartite.node.ceremony import draft_charter, sign_charter
from tripartite.node.system import SystemChance
from tripartite.settings import PeerSettings, Settings, read_settings, with_peer, write_settings
from tripartite.wiring import Home, OpenHome, make_home

OFFICER, PIN = "d/desk", "471100"
"""A delegate who can sit at the author's desk."""
PARTIES = ("iran", "iraq", "us")
AUTHOR, READER, THIRD = PARTIES
TOGETHER = 32
HOST = "127.0.0.1"
Dispatch = list[dict[str, Any]]
"""The acts of one."""


@dataclass(frozen=True, slots=True)
class Trio:
    """The homes by party; the author's delegates have their keys and powers."""

    folder: Path
    ports: dict[str, int]

    def home(self, party: str) -> Home:
        return Home(self.folder / party)

    def url(self, party: str) -> str:
        return f"http://{HOST}:{self.ports[party]}"

    def introduce(self, home: Home, *parties: str) -> None:
        """Tells a home where these parties' nodes answer."""
        settings = read_settings(home.path)
        for party in parties:
            settings = with_peer(settings, PeerSettings(party, self.url(party)))
        write_settings(home.path, settings)

    def copy(self, party: str, target: Path) -> Home:
        """A fresh copy of a home that was never opened."""
        shutil.copytree(self.folder / party, target)
        return Home(target)


def make_trio(folder: Path) -> Trio:
    """Cards exchanged, the charter signed and joined, the author's delegates accredited."""
    ports = dict(zip(PARTIES, free_ports(len(PARTIES)), strict=True))
    trio = Trio(folder, ports)
    homes = {
        party: make_home(
            folder / party, Settings(party=party, names={"en": party.title()}, port=ports[party])
        )
        for party in PARTIES
    }
    cards = [home.card() for home in homes.values()]
    note = draft_charter("three-parties", "bench", [read_card(card) for card in cards])
    for party, home in homes.items():
        for card in cards:
            home.add_card(card)
        note = sign_charter(note, party, home.signer)
    for home in homes.values():
        home.join(note)
    _accredit(trio.home(AUTHOR))
    return trio


def _accredit(home: Home) -> None:
    keys = {
        DELEGATE: home.folder.make(DELEGATE, SystemChance()),
        OFFICER: home.folder.make(OFFICER, SystemChance(), PIN),
    }
    with OpenHome(home) as opened:
        for role, public in keys.items():
            body = {"role": role, "pk": b64(public), "functions": FUNCTIONS, "powers": POWERS}
            opened.node.do("root", [Wish("key", body)])
        opened.node.proceed_alone()


def fill(home: Home, dispatches: Sequence[Dispatch]) -> None:
    """The author signs and appends these, one dispatch each; many at once, so that they share their writes."""
    with OpenHome(home, workers=0) as opened, ThreadPoolExecutor(TOGETHER) as pool:
        node = opened.node
        node.proceed_alone()
        list(pool.map(lambda acts: node.do(DELEGATE, as_wishes(acts)), dispatches))
