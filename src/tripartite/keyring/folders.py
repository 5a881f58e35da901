# SPDX-License-Identifier: Apache-2.0
"""Private files: readable by their owner alone, never overwritten, on disk when written."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from tripartite.core.encoding.refusal import Malformed, Refused, Unavailable

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_private(path: Path, limit: int) -> bytes:
    """Raises `Unavailable("no_key")`, `Refused("key_exposed")` or `Malformed("bad_key_file")`."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Unavailable("no_key", "HOM-4", role=path.stem, path=str(path)) from None
    except OSError as error:
        raise Unavailable("no_key", "HOM-4", role=path.stem, path=str(path), detail=str(error)) from error
    try:
        seen = os.fstat(handle)
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > limit:
            raise Malformed("bad_key_file", "HOM-4", path=str(path))
        if seen.st_mode & OTHERS or seen.st_uid not in (os.geteuid(), 0):
            raise Refused("key_exposed", "HOM-4", path=str(path), mode=f"{stat.S_IMODE(seen.st_mode):04o}")
        return os.read(handle, limit)
    finally:
        os.close(handle)


def write_private(path: Path, data: bytes) -> None:
    """Under its name only once it is whole; raises `Refused("key_exists")` or `Unavailable`."""
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_synced(new, data)
        os.link(new, path)
        sync_folder(path.parent)
    except FileExistsError:
        raise Refused("key_exists", "HOM-4", role=path.stem, path=str(path)) from None
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "key_failed"
        raise Unavailable(code, "HOM-4", path=str(path), detail=str(error)) from error
    finally:
        with suppress(OSError):
            new.unlink()


def _write_synced(path: Path, data: bytes) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Makes creations, renames and removals in it durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
