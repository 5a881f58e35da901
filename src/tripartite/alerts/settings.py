# SPDX-License-Identifier: Apache-2.0
"""Who is called, and by what: `alerts.toml` in the home, readable by its owner alone (TOD-32).

test_hour = "05:00"

[[contacts]]
office = "watch_officer"
mail = "officer@example.org"
number = "+10000000000"

[smtp]
host = "mail.example.org"
sender = "office@example.org"
"""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tripartite.core.encoding.canon import schema_trouble
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.register.grants import Function

FILE = "alerts.toml"
Hour = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
Address = Annotated[str, Meta(pattern=r"^[^\s<>,;]{1,200}@[^\s<>,;]{1,200}\Z")]
Number = Annotated[str, Meta(pattern=r"^\+?[0-9]{3,20}\Z")]


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an office is reached. Without `office`: whoever is to be called where no rota names an office."""

    office: Function | None = None
    language: str = ""
    """In which the officer is called; the home's if it is not said."""
    mail: Address | None = None
    number: Number | None = None
    handle: str = ""
    """Whatever the command knows the officer by."""


class CommandSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A program of this machine: the text comes on its standard input, the contact in its environment."""

    run: Annotated[tuple[str, ...], Meta(min_length=1)]


class SmtpSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mail server. Without protection only on this machine."""

    host: str
    sender: Address
    port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""


class ModemSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A modem that takes AT commands on a serial device."""

    device: str


class AlertSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    contacts: Annotated[tuple[Contact, ...], Meta(min_length=1)]
    command: CommandSettings | None = None
    smtp: SmtpSettings | None = None
    modem: ModemSettings | None = None
    test_hour: Hour = "05:00"
    """UTC: when each alert is tried every day."""

    def reached_for(self, office: str | None) -> list[Contact]:
        """Who is called for an office: its own contacts, else those without an office, else everybody."""
        own = [contact for contact in self.contacts if office and contact.office == office]
        anyones = [contact for contact in self.contacts if contact.office is None]
        return own or anyones or list(self.contacts)


def read_alerts(home: Path) -> AlertSettings | None:
    """None where there is no such file; raises `Refused("not_private")` or `Malformed` naming the field."""
    path = home / FILE
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    if stat.S_IMODE(mode) & 0o077:
        raise Refused("alerts_not_private", "TOD-32", path=str(path))
    try:
        return msgspec.convert(tomllib.loads(text), AlertSettings)
    except tomllib.TOMLDecodeError as error:
        raise Malformed("bad_settings", "TOD-32", path=str(path), detail=str(error)) from None
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None
