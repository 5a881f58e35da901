# SPDX-License-Identifier: Apache-2.0
"""What is done to a home in its first hour: made, its sheet shown, a charter put in force, a delegate admitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64
from tripartite.core.encoding.values import party as check_party
from tripartite.core.register.charter import Charter
from tripartite.core.register.charter_text import Card
from tripartite.desk.first.progress import Other, Progress, finish, keep, progress_of
from tripartite.desk.parcel import Parcel, charter_of, with_signatures
from tripartite.export.charter_page import signed_by
from tripartite.keyring.files import KeyFolder
from tripartite.keyring.sheet import groups
from tripartite.node.author import Wish
from tripartite.node.ceremony import PaperParty, Preset, draft_charter, sign_charter
from tripartite.node.node import Node
from tripartite.node.system import SystemChance
from tripartite.settings import Settings
from tripartite.storage.files import put_file
from tripartite.wiring import DRAFT, Home, OpenHome, make_home

LABEL = "record"
"""Of a mechanism that begins with one party that writes for itself."""
ROOT = "root/1"
SHORTEST_PASSPHRASE, SHORTEST_PIN = 10, 6


@dataclass(frozen=True, slots=True)
class Answers:
    """The four questions answered. `weekdays`: of rest, 1 Monday to 7 Sunday; `port`: where this desk is, and stays."""

    party: str
    names: tuple[tuple[str, str], ...]
    zone: str
    weekdays: tuple[int, ...]
    others: tuple[Other, ...]
    language: str
    recovery: str
    port: int


@dataclass(frozen=True, slots=True)
class Delegate:
    role: str
    functions: Sequence[str]
    powers: Sequence[str]
    pin: str


def secret_of(typed: str, again: str, shortest: int) -> str:
    """What was typed twice; raises `Refused`."""
    if typed != again:
        raise Refused("typed_differently", "OFF-3")
    if len(typed) < shortest:
        raise Refused("secret_short", "OFF-3", expected=shortest, found=len(typed))
    return typed


def begin(path: Path, answers: Answers, passphrase: str, invitation: Parcel | None) -> Home:
    """Makes the home. The first thing to do after it is to read its sheet."""
    check_party(answers.party)
    _check(answers)
    settings = Settings(
        party=answers.party, names=dict(answers.names), language=answers.language, zone=answers.zone,
        recovery=answers.recovery, desk_port=answers.port,
    )  # fmt: skip
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    home = make_home(path, settings, passphrase=passphrase)
    charters = invitation.charters if invitation else ()
    for card in invitation.cards if invitation else ():
        home.add_card(card.encode())
    keep(path, Progress(answers.others, answers.weekdays, charters=charters))
    return home


def _check(answers: Answers) -> None:
    if not answers.names:
        raise Refused("bad_value", "OFF-3", what="name", found="")
    if not answers.recovery:
        raise Refused("bad_value", "OFF-3", what="recovery", found="")
    for other in answers.others:
        check_party(other.id)
        if other.id == answers.party or not other.names:
            raise Refused("bad_value", "OFF-3", what="party", found=other.id)
    try:
        ZoneInfo(answers.zone)
    except (KeyError, ValueError, OSError):
        raise Refused("bad_value", "OFF-3", what="zone", found=answers.zone[:80]) from None


def opened_root(path: Path, passphrase: str) -> KeyFolder:
    """The home's keys with the root key open; raises `Refused("passphrase_wrong")`."""
    keys = KeyFolder(path / "keys", lambda _role: passphrase)
    keys.sign(ROOT, b"")
    return keys


def sheet_of(path: Path, passphrase: str) -> list[str]:
    return groups(Home(path).settings.party, ROOT, opened_root(path, passphrase).secret(ROOT))


def sheet_read(path: Path, progress: Progress) -> None:
    keep(path, replace(progress, sheet=True))


# --- the charter


def draft_alone(path: Path) -> Charter:
    """Drafts a charter in which the others are on paper: who signs it can begin at once (OFF-5)."""
    home, progress = Home(path), progress_of(path) or Progress()
    paper = [PaperParty(one.id, one.names) for one in progress.others]
    return _kept(path, draft_charter("alone", LABEL, [_own_card(home), *paper], _rest(home, progress)))


def draft(path: Path, preset: Preset, label: str) -> Charter:
    """Drafts a charter from the cards held, those without one on paper; in the order of their ids."""
    home, progress = Home(path), progress_of(path) or Progress()
    cards = {card.id: card for card in home.cards()}
    paper = {one.id: PaperParty(one.id, one.names) for one in progress.others}
    known: dict[str, Card | PaperParty] = {**paper, **cards}
    text = draft_charter(preset, label, [known[name] for name in sorted(known)], _rest(home, progress))
    return _kept(path, text)


def _kept(path: Path, data: bytes) -> Charter:
    put_file(path / DRAFT, data)
    return charter_of(data)


def _own_card(home: Home) -> Card:
    return next(card for card in home.cards() if card.id == home.settings.party)


def _rest(home: Home, progress: Progress) -> dict[str, Any]:
    days = list(progress.weekdays)
    return {"rest": [[home.settings.party, {"weekdays": days}]]} if days else {}


def drafted(path: Path) -> Charter | None:
    """What lies here to be signed, if anything does."""
    try:
        return charter_of((path / DRAFT).read_bytes())
    except FileNotFoundError:
        return None


def take(path: Path, parcel: Parcel) -> None:
    """Keeps what another office sent: cards, a charter to sign, or the same one with more signatures."""
    home = Home(path)
    for card in parcel.cards:
        home.add_card(card.encode())
    if not parcel.charters:
        return
    *before, last = parcel.charters
    held, data = drafted(path), last.encode()
    home.check_cards(charter_of(data))
    if held is not None and signed_by(held).get(home.settings.party):
        data = with_signatures(held.data, data)
    put_file(path / DRAFT, data)
    progress = progress_of(path) or Progress(sheet=True)
    if before:
        keep(path, replace(progress, charters=tuple(before)))


def sign(path: Path, passphrase: str, fingerprint: str) -> None:
    """Puts this party's root under what lies here, if it is what was read; joins it if nobody else has to sign."""
    home, data = Home(path), (path / DRAFT).read_bytes()
    read = charter_of(data)
    if read.fingerprint != fingerprint:
        raise Refused("charter_differs", "OFF-5", expected=fingerprint[:80], found=read.fingerprint)
    home.check_cards(read)
    own = home.settings.party
    signed = _kept(path, sign_charter(data, own, opened_root(path, passphrase)))
    if signed.nodes == (own,):
        join(path)


def drop(path: Path) -> None:
    """Throws away what lies here, as long as it is not ours by signature."""
    held = drafted(path)
    if held is not None and signed_by(held).get(Home(path).settings.party):
        raise Refused("charter_differs", "OFF-5", found=held.fingerprint)
    (path / DRAFT).unlink(missing_ok=True)


def join(path: Path) -> Charter:
    """Puts in force what all have signed; raises `Refused` if somebody has not."""
    home, progress, data = Home(path), progress_of(path) or Progress(), (path / DRAFT).read_bytes()
    if charter_of(data).said.before is None:
        return home.join(data)
    first, *between = [note.encode() for note in progress.charters]
    return home.join(first, [*between, data])


# --- the first delegate


def admit(path: Path, delegate: Delegate, passphrase: str) -> None:
    """Makes the delegate's key under its PIN, and gives it function and powers, by the root (OFF-7)."""
    opened_root(path, passphrase)
    home = Home(path, ask=lambda _role: passphrase)
    with OpenHome(home, workers=0) as opened:
        _begin_log(opened.node)
        body = {
            "role": delegate.role, "pk": b64(_key(path, delegate)),
            "functions": sorted(delegate.functions), "powers": sorted(delegate.powers),
        }  # fmt: skip
        if opened.node.log.state.holder(delegate.role) is None:
            opened.node.do("root", [Wish("key", body)])
    finish(path)


def _begin_log(node: Node) -> None:
    """A party that joined later begins with the act that binds it to the charter which names its keys (MEC-3)."""
    last = [*node.charters][-1]
    if last.said.before is not None and not node.log.state.begun:
        node.do("root", [Wish("charter", {"id": last.ident})])


def _key(path: Path, delegate: Delegate) -> bytes:
    """The public half; a key left by a broken try is taken if this PIN opens it."""
    keys = KeyFolder(path / "keys", lambda _role: delegate.pin)
    if delegate.role not in keys.roles():
        return keys.make(delegate.role, SystemChance(), delegate.pin)
    keys.sign(delegate.role, b"")
    return keys.public(delegate.role)
