# SPDX-License-Identifier: Apache-2.0
"""Calls by a short message through a modem on a serial device, with the AT commands of 3GPP TS 27.005 and 27.007."""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tripartite.alerts.port import PATIENCE, failed
from tripartite.alerts.settings import Contact, ModemSettings

END = b"\x1a"
"""Ends the text of a message."""
LONGEST = 70
"""Characters of one short message in UCS2, which writes every language."""
_OK = re.compile(rb"\r\nOK\r\n\Z")
_ASKS = re.compile(rb"> \Z")
_ERROR = re.compile(rb"\r\n(?:ERROR|\+CM[ES] ERROR: [0-9]+)\r\n\Z")


@dataclass(frozen=True, slots=True)
class ModemAlert:
    """Text mode, UCS2: the language of the officer needs no table."""

    settings: ModemSettings
    patience: float = PATIENCE
    port: str = field(default="modem", init=False)

    def reaches(self, contact: Contact) -> bool:
        return contact.number is not None

    def send(self, contact: Contact, text: str) -> None:
        try:
            with self._opened() as device:
                self._say(device, contact.number or "", text[:LONGEST])
        except (OSError, ValueError, termios.error) as error:
            raise failed(self.port, type(error).__name__) from None

    def _say(self, device: int, number: str, text: str) -> None:
        end = time.monotonic() + self.patience
        for line in ("ATE0", "AT+CMGF=1", 'AT+CSCS="UCS2"', "AT+CSMP=17,167,0,8"):
            self._ask(device, line.encode() + b"\r", _OK, end)
        self._ask(device, b'AT+CMGS="' + _hex(number) + b'"\r', _ASKS, end)
        self._ask(device, _hex(text) + END, _OK, end)

    def _ask(self, device: int, line: bytes, wanted: re.Pattern[bytes], end: float) -> None:
        """Writes a line and reads until the answer that is wanted; raises for another one, or for none in time."""
        os.write(device, line)
        heard = b""
        while not wanted.search(heard):
            if _ERROR.search(heard):
                raise failed(self.port, "refused")
            ready, _, _ = select.select([device], [], [], max(0.0, end - time.monotonic()))
            more = os.read(device, 1024) if ready else b""
            if not more:
                raise failed(self.port, "silent")
            heard = (heard + more)[-4096:]

    @contextmanager
    def _opened(self) -> Iterator[int]:
        device = os.open(self.settings.device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            tty.setraw(device)
            termios.tcflush(device, termios.TCIOFLUSH)
            yield device
        finally:
            os.close(device)


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()
