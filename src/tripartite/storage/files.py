# SPDX-License-Identifier: Apache-2.0
"""Files whose bytes and names are on disk when a function returns; errors are those of the system."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path


def disk_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def sync_folder(folder: Path) -> None:
    """Makes creations, renames and removals in it durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(file: int, data: bytes, at: int) -> None:
    view = memoryview(data)
    while view:
        done = os.pwrite(file, view, at)
        view, at = view[done:], at + done


def create_file(path: Path, data: bytes, size: int) -> int:
    """A file of `size` bytes that begins with `data`, under its name only once it is whole; its open handle."""
    new = path.with_name(path.name + ".new")
    file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(file, 0, size)
        write_all(file, data, 0)
        os.fsync(file)
        new.rename(path)
        sync_folder(path.parent)
    except BaseException:
        os.close(file)
        with suppress(OSError):
            new.unlink()
        raise
    return file


def put_file(path: Path, data: bytes) -> None:
    """Writes a file that holds these bytes, whole or not at all; durable once this returns."""
    os.close(create_file(path, data, len(data)))
