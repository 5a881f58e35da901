# SPDX-License-Identifier: Apache-2.0
"""One process at a time works on a home."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from tripartite.core.encoding.refusal import Unavailable


class HomeLock:
    """Holds an advisory lock on a file, which names the holder's process; the lock ends with that process.

    Raises `Unavailable("locked_home")` with the holder's pid if another one has it.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise Unavailable("locked_home", "HOM-5", path=str(path.parent), pid=holder) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> HomeLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
