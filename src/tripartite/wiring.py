# SPDX-License-Identifier: Apache-2.0
"""Puts a node together from a home: the only place that chooses parts.

A home holds `node.toml`, `keys/ROLE.key`, `guard/` (never backed up), `journal/`, `store.sqlite`, `desk.sqlite`,
`tokens.sqlite`, `field.key`, `charter.note` once joined, `amendments/HASH.note`, `cards/PARTY.card`, `tls/` where
other machines reach it, and, while a process has it, `lock` and `socket`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tripartite.alerts.command import CommandAlert
from tripartite.alerts.modem import ModemAlert
from tripartite.alerts.port import Alert
from tripartite.alerts.settings import AlertSettings, read_alerts
from tripartite.alerts.smtp import SmtpAlert
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble, Unavailable
from tripartite.core.encoding.values import MAX_NUMBER, Party, unb64
from tripartite.core.register.charter import Charter, read_card, read_charter, verify_charter, write_card
from tripartite.core.register.charter_text import Card, Quotas
from tripartite.core.register.charters import Charters, held_charters
from tripartite.keyring.age_keys import AgeCipher
from tripartite.keyring.files import KeyFolder, Signers
from tripartite.keyring.guard import MemoryGuard, SqliteGuard
from tripartite.keyring.opened import NoKeys, OpenedCipher
from tripartite.node.ceremony import CARD_ROLES, check_runnable, make_card
from tripartite.node.node import Node, Parts
from tripartite.node.ports import Clock
from tripartite.node.system import SteppedClock, SystemChance, SystemClock
from tripartite.settings import FILE, Settings, read_settings, write_settings
from tripartite.storage.files import put_file, sync_folder
from tripartite.storage.journal import FileJournal, MemoryJournal
from tripartite.storage.lock import HomeLock
from tripartite.storage.sqlite.store import SqliteStore
from tripartite.sync.archive import Archive, absorb
from tripartite.sync.client import PeerAddress
from tripartite.sync.pool import PoolChecker
from tripartite.sync.sockets import is_loopback
from tripartite.sync.tls import Tls, open_tls

CHARTER = "charter.note"
AMENDMENTS = "amendments"
"""The folder of the charters that follow from it, each by the hash of its text."""
DRAFT = "charter.draft"
AMENDMENT = "amendment.draft"
SOCKET = "socket"
UNSURE = "unsure"
"""In `guard/`: the guard was made beside keys that may have signed before."""
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one party's node, and further folders of keys."""

    path: Path
    keys: tuple[Path, ...] = ()
    ask: Ask | None = None

    @property
    def settings(self) -> Settings:
        return read_settings(self.path)

    @property
    def socket(self) -> Path:
        return self.path / SOCKET

    @property
    def folder(self) -> KeyFolder:
        """The home's own keys, where new ones are made."""
        return KeyFolder(self.path / "keys", self.ask)

    @property
    def signer(self) -> Signers:
        return Signers(self.folder, *(KeyFolder(path, self.ask) for path in self.keys))

    # --- where nodes answer

    def peers(self) -> list[PeerAddress]:
        """Where the other parties' nodes answer: as the settings say, else as their cards do."""
        settings = self.settings
        found = {card.id: address for card in self.cards() if (address := _address(card))}
        found |= {peer.party: PeerAddress(peer.party, peer.url, peer.pin) for peer in settings.peers}
        return [found[party] for party in sorted(found) if party != settings.party]

    def tls(self) -> Tls | None:
        """The key and certificate this node shows; None on loopback, where nobody else listens."""
        settings = self.settings
        return None if is_loopback(settings.host) else _tls(self.path, settings.party)

    # --- cards and charter

    def cards(self) -> list[Card]:
        """The cards held, this party's own included, by party."""
        return [read_card(path.read_bytes()) for path in sorted((self.path / "cards").glob("*.card"))]

    def card(self) -> bytes:
        return (self.path / "cards" / f"{self.settings.party}.card").read_bytes()

    def add_card(self, data: bytes) -> Card:
        """Keeps another party's card; raises `Refused("card_differs")` if another one is held already."""
        card = read_card(data)
        path = self.path / "cards" / f"{card.id}.card"
        if path.exists() and path.read_bytes() != write_card(card):
            raise Refused("card_differs", "CHA-4", party=card.id)
        put_file(path, write_card(card))
        return card

    def check_cards(self, charter: Charter) -> None:
        """Passes if the charter gives the parties whose cards are held the keys on them.

        Cards were compared by voice; whoever drafts the charter could name other keys, our own log's among them.
        Raises `Refused("card_differs")`.
        """
        held = {card.id: card for card in self.cards()}
        for entry in charter.said.parties:
            card = held.get(entry.id)
            if card and entry.keys and (entry.keys, entry.threshold) != (card.keys, card.threshold):
                raise Refused("card_differs", "CHA-6", party=entry.id)

    def charter(self) -> Charter:
        """The charter in force; raises `Unavailable("no_charter")`."""
        try:
            data = (self.path / CHARTER).read_bytes()
        except FileNotFoundError:
            raise Unavailable("no_charter", "CHA-6", path=str(self.path)) from None
        return verify_charter(data)

    def charters(self) -> Charters:
        """The charter in force when this home joined, and what was kept of its amendments."""
        return held_charters(self.charter(), self.amendments())

    def amendments(self) -> list[bytes]:
        """The charters kept that follow from the first one."""
        return [path.read_bytes() for path in sorted((self.path / AMENDMENTS).glob("*.note"))]

    def keep_amendment(self, charter: Charter) -> None:
        """Keeps a charter that follows from the first one; durable once this returns."""
        folder = self.path / AMENDMENTS
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(self.path)
        put_file(folder / f"{unb64(charter.ident).hex()}.note", charter.data)

    def join(self, data: bytes, amendments: Sequence[bytes] = ()) -> Charter:
        """Puts a charter in force here, once everybody signed it and our keys are the ones it names.

        `amendments`: what follows from it, for a party that joins by one of them; whether a party that one of them
        leaves out had left is taken from those who signed it (MEC-22). Durable once this returns.
        """
        first = check_runnable(verify_charter(data))
        path = self.path / CHARTER
        if path.exists() and self.charter().ident != first.ident:
            raise Refused("charter_differs", "CHA-6", path=str(path))
        charters = Charters(first).with_those(amendments, lambda _party: True)
        for note in amendments:
            self._taken(charters, read_charter(note)[0])
        party = self.settings.party
        charter = charters.of(party)
        if charter is None:
            raise Refused("no_node_named", "MEC-22", party=party, found=first.ident)
        self._check_own(charter)
        for one in charters:
            self.check_cards(one)
        for one in charters:
            if one is not first:
                self.keep_amendment(one)
        if not path.exists():
            put_file(path, data)
        return first

    def _taken(self, charters: Charters, charter: Charter) -> None:
        if charters.get(charter.ident) is None:
            raise Refused("unknown_charter", "MEC-1", found=charter.said.before or "")
        check_runnable(charter)

    def _check_own(self, charter: Charter) -> None:
        """Passes if a charter names this home's own keys."""
        party, signer = self.settings.party, self.signer
        for role, _, raw in charter.entry(party).keys:
            if signer.public(role) != unb64(raw):
                raise Refused("unknown_signer", "CHA-6", key=str(charter.name(party, role)))


def _address(card: Card) -> PeerAddress | None:
    """The first address on a card that can be asked at all: what a card says must not keep a node from starting."""
    for url in card.urls:
        with suppress(Malformed, Refused):
            return PeerAddress(card.id, *url)
    return None


def make_home(
    path: Path, settings: Settings, urls: Sequence[tuple[str, str]] = (), passphrase: str | None = None
) -> Home:
    """A new home: keys, guard, journal, card, settings. `passphrase` seals the root key.

    `urls`: where others reach it, with the pin of its TLS key; where that is left open, the home's own is made.
    Raises `Refused("home_exists")`.
    """
    if (path / FILE).exists():
        raise Refused("home_exists", "HOM-1", path=str(path))
    for name in ("keys", "guard", "journal", "cards"):
        (path / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    home = Home(path)
    for role in CARD_ROLES:
        home.folder.make(role, SystemChance(), passphrase if role.startswith("root/") else None)
    SqliteGuard(path / "guard" / "guard.sqlite", create=True).close()
    pinned = [(url, pin or _pin(home, settings.party, url)) for url, pin in urls]
    card = make_card(settings.party, settings.name_pairs, home.folder, settings.zone, urls=pinned)
    (path / "cards" / f"{settings.party}.card").write_bytes(write_card(card))
    write_settings(path, settings)
    return home


def _pin(home: Home, party: str, url: str) -> str:
    return _tls(home.path, party).pin if url.startswith("https:") else ""


def _tls(home: Path, party: str) -> Tls:
    folder = home / "tls"
    folder.mkdir(mode=0o700, exist_ok=True)
    return open_tls(folder, party)


def open_alerts(home: Path) -> tuple[AlertSettings | None, list[Alert]]:
    """Who is called who is not at a desk, and by what; nobody where the home does not say (TOD-32)."""
    settings = read_alerts(home)
    if settings is None:
        return None, []
    found: list[Alert | None] = [
        CommandAlert(settings.command) if settings.command else None,
        SmtpAlert(settings.smtp) if settings.smtp else None,
        ModemAlert(settings.modem) if settings.modem else None,
    ]
    return settings, [alert for alert in found if alert is not None]


def spare_processors() -> int:
    """How many processes may check signatures while this one judges: one, where there is a processor for it."""
    return 1 if len(os.sched_getaffinity(0)) > 1 else 0


class OpenHome:
    """A node with its home locked; `close` lets both go."""

    def __init__(self, home: Home, clock: Clock | None = None, workers: int | None = None) -> None:
        """`workers`: processes that check signatures ahead; as many as there are processors to spare, if not said."""
        self.home = home
        self.settings = home.settings
        self.lock = HomeLock(home.path / "lock")
        self._checker = PoolChecker(spare_processors() if workers is None else workers)
        try:
            self.node = self._node(clock or SystemClock())
        except BaseException:
            self.lock.release()
            raise

    def _node(self, clock: Clock) -> Node:
        path = self.home.path
        charter = check_runnable(self.home.charter())
        self._guard = self._open_guard(path / "guard")
        self._journal = FileJournal(path / "journal")
        self._store = SqliteStore(path / "store.sqlite", charter.net)
        parts = Parts(
            charter=charter,
            party=Party(self.settings.party),
            store=self._store,
            journal=self._journal,
            guard=self._guard,
            signer=self.home.signer,
            clock=clock,
            chance=SystemChance(),
            cipher=AgeCipher(SystemChance()),
            amendments=self.home.amendments(),
            keep=self.home.keep_amendment,
        )
        unsure = path / "guard" / UNSURE
        node = Node(parts, self._checker, unsure=unsure.exists())
        node.start.released = lambda: unsure.unlink(missing_ok=True)
        return node

    def _open_guard(self, folder: Path) -> SqliteGuard:
        """The guard; one that is missing beside the keys is made anew and trusted once a peer was asked (HOM-6)."""
        file = folder / "guard.sqlite"
        if not file.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / UNSURE).touch(mode=0o600)
        return SqliteGuard(file, create=not file.exists())

    def close(self) -> None:
        """Settles what can be settled; what cannot is in the journal."""
        with suppress(Trouble):
            self.node.tick()
            self.node.settle()
        self._checker.close()
        self._store.close()
        self._journal.close()
        self._guard.close()
        self.lock.release()

    def __enter__(self) -> OpenHome:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class OpenCopy:
    """A copy of a store, read without a home, a key or a network: to see what it holds, and whether all of it is sound.

    Sealed bytes stay as they are; nothing is signed (OFF-42).
    """

    def __init__(self, store: Path, charters: Charters, party: str, at: int) -> None:
        first, *amendments = charters
        check_runnable(first)
        self._store = SqliteStore(store, first.net)
        parts = Parts(
            charter=first,
            party=Party(party),
            store=self._store,
            journal=MemoryJournal(),
            guard=MemoryGuard(),
            signer=NoKeys({}),
            clock=SteppedClock(at),
            chance=SystemChance(),
            cipher=OpenedCipher({}),
            amendments=[charter.data for charter in amendments],
        )
        try:
            self.node = Node(parts)
        except BaseException:
            self.close()
            raise
        self.node.start.holding = True

    def close(self) -> None:
        self._store.close()


class OpenArchive:
    """What an archive holds, read without a home, a key or a network; `close` lets its working copy go (ARC-4)."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._folder = TemporaryDirectory(prefix="tripartite-read-")
        self._store = SqliteStore(Path(self._folder.name) / "read.sqlite", archive.charters.net)
        try:
            self.node = self._node()
            self.wrong = absorb(self.node, archive.mirror)
        except BaseException:
            self.close()
            raise
        self.node.start.holding = True

    def _node(self) -> Node:
        found = self.archive
        first, *amendments = found.charters
        check_runnable(first)
        parts = Parts(
            charter=first,
            party=found.maker,
            store=self._store,
            journal=MemoryJournal(),
            guard=MemoryGuard(),
            signer=NoKeys(found.wraps()),
            clock=SteppedClock(found.at),
            chance=SystemChance(),
            cipher=OpenedCipher(found.opened),
            amendments=[charter.data for charter in amendments],
        )
        node = Node(parts)
        # All days of a record come at once.
        node.quota.quotas = Quotas(MAX_NUMBER, MAX_NUMBER, MAX_NUMBER)
        return node

    def close(self) -> None:
        self._store.close()
        self._folder.cleanup()

    def __enter__(self) -> OpenArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
