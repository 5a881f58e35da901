# SPDX-License-Identifier: Apache-2.0
"""Calls by a program of this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from tripartite.alerts.port import PATIENCE, failed
from tripartite.alerts.settings import CommandSettings, Contact

HANDED_ON = ("PATH", "HOME", "LANG")
"""What the program learns of our environment: no passphrase stands among it."""


def _environment() -> Mapping[str, str]:
    return {name: os.environ[name] for name in HANDED_ON if name in os.environ}


@dataclass(frozen=True, slots=True)
class CommandAlert:
    """The contact is in the environment, where no list of processes shows it."""

    settings: CommandSettings
    patience: float = PATIENCE
    environment: Mapping[str, str] = field(default_factory=_environment)
    port: str = field(default="command", init=False)

    def reaches(self, contact: Contact) -> bool:
        del contact
        return True

    def send(self, contact: Contact, text: str) -> None:
        said = {
            "ALERT_HANDLE": contact.handle, "ALERT_NUMBER": contact.number or "", "ALERT_MAIL": contact.mail or "",
        }  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603  # what the owner of this home wrote into its settings
                self.settings.run, input=text.encode() + b"\n", timeout=self.patience, check=False,
                env={**self.environment, **said}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise failed(self.port, type(error).__name__) from None
        if done.returncode:
            raise failed(self.port, f"status {done.returncode}")
