# SPDX-License-Identifier: Apache-2.0
"""Calls that look after an office: its health, its peers' addresses, backups and drills (OFF-20 to OFF-22, OFF-40)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tripartite.cli.backups import STORE, check_backup, keys_backup, last_backup, make_backup
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant_text
from tripartite.keyring.age_files import PassphraseIdentity, PassphraseRecipient
from tripartite.keyring.age_keys import read_recipient
from tripartite.node.node import Node
from tripartite.node.system import SystemChance
from tripartite.settings import PeerSettings, with_peer, write_settings
from tripartite.storage.sqlite.copying import is_sound
from tripartite.sync.client import PeerAddress
from tripartite.sync.loop import Reach
from tripartite.wiring import Home

Values = Mapping[str, Any]
LITTLE = 1 << 30
"""Bytes of free disk below which it is time to make room."""
OLD = 7 * 86_400
"""Seconds after which a backup is old."""
SKEW = 300
"""Seconds by which another party's words may be ahead of this clock before it looks wrong (HOM-4)."""


class Care:
    """`reach`: how the last turn with each peer went."""

    def __init__(self, node: Node, home: Home, reach: Callable[[], Sequence[Reach]]) -> None:
        self._node = node
        self._home = home
        self._reach = reach
        self.calls: dict[str, Callable[[Values], Any]] = {
            "health": self.health, "peer_set": self.peer_set, "backup": self.backup, "drill": self.drill,
        }  # fmt: skip

    # --- health

    def health(self, _said: Values) -> dict[str, Any]:
        """What can be seen of this office in a moment. `findings`: codes of what needs somebody, the worst first."""
        disk, last = shutil.disk_usage(self._home.path), last_backup(self._home.path)
        with self._node.lock:
            now = self._node.parts.clock.now()
            peers = self._peers()
            start = self._node.start
            found = {
                "version": version("tripartite"), "now": instant_text(now), "home": str(self._home.path),
                "disk": {"free": disk.free, "total": disk.total, "ours": _size(self._home.path)},
                "store": is_sound(self._home.path / STORE),
                "guard": "apart" if start.apart else "holding" if start.holding else "signs",
                "ahead": max((one["heard"] for one in peers), default=0) - now > SKEW,
                "backup": None if last is None else {"at": last.at, "file": last.file, "age": now - last.at},
                "certificate": self._certificate(), "evidence": len(self._node.witness.held()),
                "peers": [{**one, "heard": _moment(one["heard"]), "held_at": _moment(one["held_at"])} for one in peers],
            }  # fmt: skip
        return {**found, "findings": _findings(found)}

    def _peers(self) -> list[dict[str, Any]]:
        """Of each other party: where it answers, when it was heard, how much of ours it says that it holds."""
        node, turns = self._node, {one.party: one for one in self._reach()}
        addresses = {one.party: one for one in self._home.peers()}
        own = node.log
        head = node.heads.newest(own)
        signed = node.heads.cosignatures(head) if head else {}
        found = []
        for party in node.charters.nodes:
            if party != node.party:
                history = node.histories.main(node.charters.origin(party))
                address, turn = addresses.get(party), turns.get(party)
                found.append({
                    "party": party, "url": address.url if address else "", "pin": address.pin if address else "",
                    "heard": history.state.time if history else 0, "size": history.size if history else 0,
                    "held_at": signed[party].time if party in signed else 0,
                    "level": party in signed and head is not None and head.checkpoint.size == own.size,
                    "wrong": turn.wrong.code if turn and turn.wrong else None,
                })  # fmt: skip
        return found

    def _certificate(self) -> str | None:
        """The pin that peers write beside our address; None on loopback, where there is none."""
        with suppress(OSError, ValueError):
            tls = self._home.tls()
            return tls.pin if tls else None
        return None

    # --- peers

    def peer_set(self, said: Values) -> dict[str, Any]:
        """`party`, `url`, `pin`: where another party's node answers. It is asked there after the next start.

        Raises `Refused` for who is no party with a node, or an address that cannot be one.
        """
        party = said["party"]
        if party not in self._node.charters.nodes:
            raise Refused("not_found", "OFF-21", what="party", party=str(party)[:80])
        PeerAddress(party, said["url"], said.get("pin", ""))
        settings = with_peer(self._home.settings, PeerSettings(party, said["url"], said.get("pin", "")))
        write_settings(self._home.path, settings)
        return {"party": party, "url": said["url"]}

    # --- backups

    def backup(self, said: Values) -> dict[str, Any]:
        """`path`: the file to make; under `passphrase`, or for the age recipient `to`; `keys`: theirs, if wanted."""
        path = Path(said["path"])
        recipient = (
            read_recipient(said["to"], SystemChance())
            if said.get("to")
            else PassphraseRecipient(said["passphrase"], SystemChance())
        )
        found = make_backup(self._node, self._home, path, recipient)
        if said.get("keys"):
            made = keys_backup(self._home, Path(said["keys"]), recipient, self._node.parts.clock.now())
            found["keys"] = made["file"]
        return found

    def drill(self, said: Values) -> dict[str, Any]:
        """`path`, `passphrase`: restores a backup for a moment, in this home, and says what it found."""
        return check_backup(Path(said["path"]), PassphraseIdentity(said["passphrase"]), self._home.path)


def _findings(found: Mapping[str, Any]) -> list[str]:
    """What needs somebody, by the code of its sentence."""
    backup = found["backup"]
    tests = {
        "store": not found["store"],
        "apart": found["guard"] == "apart",
        "evidence": found["evidence"] > 0,
        "holding": found["guard"] == "holding",
        "disk": found["disk"]["free"] < LITTLE,
        "clock": found["ahead"],
        "peer": any(one["wrong"] for one in found["peers"]),
        "no_backup": backup is None,
        "old_backup": backup is not None and backup["age"] > OLD,
    }
    return [code for code, wrong in tests.items() if wrong]


def _moment(at: int) -> str | None:
    return instant_text(at) if at else None


def _size(folder: Path) -> int:
    """Bytes of the home's files; one that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total
