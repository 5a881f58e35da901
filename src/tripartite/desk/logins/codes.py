# SPDX-License-Identifier: Apache-2.0
"""Codes from a phone beside the PIN (RFC 6238), and codes for the day the phone is lost (SGN-22).

The secret lies in a file of the home that its owner alone may read; nothing of it is in any log, bundle or archive.
"""

from __future__ import annotations

import hmac
import os
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock

import msgspec
import pyotp
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Malformed, Refused, Unavailable
from tripartite.keyring.folders import read_private

STEP = 30
"""Seconds for which a code holds; the one before and the one after it count too."""
SPARE = 10
"""Codes for a lost phone."""
_MAX_FILE = 4_096
_ONE = Lock()
"""A code is taken once, however many send it at once."""


class Enrolled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`last`: the step of the last code that was taken; `spare`: hashes of the codes for a lost phone that are left."""

    secret: str
    last: int
    spare: list[str]


class Codes:
    """By role."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def asked(self, role: str) -> bool:
        """Whether a code is asked of this role."""
        return self._path(role).exists()

    def begun(self) -> str:
        """A new secret, not asked for yet."""
        return pyotp.random_base32()

    def address(self, secret: str, role: str, desk: str) -> str:
        """What phones read as a square code."""
        return pyotp.TOTP(secret).provisioning_uri(name=role.removeprefix("d/"), issuer_name=desk)

    def enrol(self, role: str, secret: str, code: str) -> list[str]:
        """From now on a code is asked; the codes for a lost phone, which are shown once. Raises `Refused`."""
        step = self._step(secret, code, 0)
        if step is None:
            raise Refused("code_wrong", "SGN-22", role=role)
        spare = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(SPARE)]
        with _ONE:
            self._write(role, Enrolled(secret, step, [_hashed(one) for one in spare]))
        return spare

    def check(self, role: str, code: str) -> None:
        """Passes for a code that was not taken before, or one for a lost phone; raises `Refused("code_wrong")`."""
        with _ONE:
            if not self.asked(role):
                return
            found = self._read(role)
            step = self._step(found.secret, code, found.last)
            if step is not None:
                self._write(role, replace(found, last=step))
                return
            left = [one for one in found.spare if not hmac.compare_digest(one, _hashed(code.strip().lower()))]
            if len(left) == len(found.spare):
                raise Refused("code_wrong", "SGN-22", role=role)
            self._write(role, replace(found, spare=left))

    def left(self, role: str) -> int:
        """How many codes for a lost phone are left."""
        return len(self._read(role).spare) if self.asked(role) else 0

    def drop(self, role: str) -> None:
        self._path(role).unlink(missing_ok=True)

    def _step(self, secret: str, code: str, last: int) -> int | None:
        typed, now = "".join(code.split()), int(self._clock()) // STEP
        totp = pyotp.TOTP(secret, interval=STEP)
        steps = (step for step in (now - 1, now, now + 1) if step > last)
        return next((step for step in steps if hmac.compare_digest(totp.at(step * STEP), typed)), None)

    # --- files

    def _path(self, role: str) -> Path:
        return self._folder / f"code-{role.replace('/', '-')}.json"

    def _read(self, role: str) -> Enrolled:
        path = self._path(role)
        try:
            return msgspec.json.decode(read_private(path, _MAX_FILE), type=Enrolled)
        except msgspec.MsgspecError:
            raise Malformed("bad_file", "SGN-22", path=str(path)) from None

    def _write(self, role: str, found: Enrolled) -> None:
        """Whole or not at all."""
        path = self._path(role)
        new = path.with_suffix(".new")
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            new.unlink(missing_ok=True)
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(found))
                file.flush()
                os.fsync(handle)
            new.replace(path)
        except OSError as error:
            raise Unavailable("store_failed", "SGN-22", path=str(path), detail=str(error)) from error


def _hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()
