# SPDX-License-Identifier: Apache-2.0
"""A home's settings, `node.toml`: read once, written by `init` and by `settings` alone."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tripartite.core.encoding.canon import schema_trouble
from tripartite.core.encoding.refusal import Malformed, Refused, Unavailable
from tripartite.core.encoding.values import PartyText

FILE = "node.toml"
Port = Annotated[int, Meta(ge=0, le=65_535)]


class PeerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where another party's node answers. `pin`: base64 SHA-256 of its TLS key; "" on loopback."""

    party: PartyText
    url: str
    pin: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What this home is, and where it answers."""

    party: PartyText
    names: dict[str, str]
    language: str = "en"
    zone: str = "UTC"
    recovery: str = ""
    """Where the recovery sheet is kept, in the owner's words."""
    host: str = "127.0.0.1"
    port: Port = 0
    """0: any free port, printed when the node starts."""
    desk_host: str = "127.0.0.1"
    """Where browsers find the desk; off loopback only beside a node that has TLS."""
    desk_port: Port = 0
    """0: any free port, printed when the node starts."""
    basemap: str = ""
    """A base map of the user's own for the desk, a PMTiles file; a path from the home."""
    peers: tuple[PeerSettings, ...] = ()
    watch: str = ""
    """A folder through which bundles come and go."""
    pull_every: Annotated[int, Meta(ge=1, le=86_400)] = 5
    """Seconds between rounds of asking the other parties' nodes."""

    @property
    def name_pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.names.items()))


def read_settings(home: Path) -> Settings:
    """The settings of a home; raises `Unavailable("no_home")` or `Malformed` naming the field."""
    try:
        text = (home / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Unavailable("no_home", "HOM-1", path=str(home)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("no_home", "HOM-1", path=str(home), detail=type(error).__name__) from None
    try:
        return msgspec.convert(tomllib.loads(text), Settings)
    except tomllib.TOMLDecodeError as error:
        raise Malformed("bad_settings", "HOM-1", path=str(home / FILE), detail=str(error)) from None
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None


def write_settings(home: Path, settings: Settings) -> None:
    text = "".join(_lines(msgspec.to_builtins(settings)))
    (home / FILE).write_text(text, encoding="utf-8")


def _lines(value: dict[str, Any]) -> Sequence[str]:
    plain = [
        f"{key} = {_toml(item)}\n" for key, item in value.items() if not isinstance(item, (dict, list, tuple))
    ]
    names = ["\n[names]\n", *(f"{key} = {_toml(item)}\n" for key, item in value["names"].items())]
    peers = [
        "\n[[peers]]\n" + "".join(f"{key} = {_toml(item)}\n" for key, item in peer.items())
        for peer in value["peers"]
    ]
    return [*plain, *names, *peers]


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return msgspec.json.encode(value).decode()


def with_peer(settings: Settings, peer: PeerSettings) -> Settings:
    """The settings with this peer's address added or replaced; raises `Refused` for oneself."""
    if peer.party == settings.party:
        raise Refused("bad_value", "HOM-1", what="peer", found=peer.party)
    others = tuple(one for one in settings.peers if one.party != peer.party)
    return msgspec.structs.replace(settings, peers=(*others, peer))
