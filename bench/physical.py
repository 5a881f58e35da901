# SPDX-License-Identifier: Apache-2.0
"""The limits of this machine, in operations a second: what no program of ours can beat here and now."""

from __future__ import annotations

import hashlib
import math
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import apsw
import msgspec
from cheroot.wsgi import Server
from nacl.bindings import crypto_sign_open
from nacl.signing import SigningKey
from shapely import clip_by_rect
from shapely.geometry import Polygon

MESSAGE = b"m" * 300
Limit = Callable[[Path], float]


def _rate(work: Callable[[], object], seconds: float = 0.25) -> float:
    count, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds:
        work()
        count += 1
    return count / passed


def verify(_folder: Path) -> float:
    """Strict Ed25519 checks of 300 bytes, one core."""
    key = SigningKey(bytes(32))
    signed, raw = bytes(key.sign(MESSAGE)), bytes(key.verify_key)
    return _rate(lambda: crypto_sign_open(signed, raw))


def sign(_folder: Path) -> float:
    key = SigningKey(bytes(32))
    return _rate(lambda: key.sign(MESSAGE))


def hashing(_folder: Path) -> float:
    """SHA-256 of a 600-byte leaf, one core."""
    leaf = b"l" * 600
    return _rate(lambda: hashlib.sha256(leaf).digest())


def sync_append(folder: Path) -> float:
    """700 bytes appended to a preallocated file and made durable."""
    path = folder / "append"
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        os.posix_fallocate(file, 0, 1 << 24)
        at = iter(range(0, 1 << 24, 700))

        def once() -> None:
            os.pwrite(file, b"x" * 700, next(at))
            os.fdatasync(file)

        return _rate(once)
    finally:
        os.close(file)
        path.unlink()


def database_rows(folder: Path) -> float:
    """Rows of 600 bytes into SQLite, 1,000 a transaction."""
    path = folder / "rows.sqlite"
    db = apsw.Connection(str(path))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    db.execute("CREATE TABLE r (n INTEGER PRIMARY KEY, a BLOB)")

    def batch() -> None:
        db.execute("BEGIN")
        db.executemany("INSERT INTO r(a) VALUES (?)", [(b"x" * 600,)] * 1000)
        db.execute("COMMIT")

    found = _rate(batch) * 1000
    db.close()
    path.unlink()
    return found


def database_scan(folder: Path) -> float:
    """Rows of 600 bytes out of SQLite, in order, all in the cache of the system."""
    with _rows(folder, 20_000) as db:
        return _rate(lambda: db.execute("SELECT n, a FROM r ORDER BY n").fetchall()) * 20_000


def database_page(folder: Path) -> float:
    """Pages of 100 such rows."""
    with _rows(folder, 20_000) as db:
        start = iter(range(1 << 40))
        return _rate(
            lambda: db.execute(
                "SELECT n, a FROM r WHERE n > ? ORDER BY n LIMIT 100", (next(start) * 100 % 19_000,)
            ).fetchall()
        )


@contextmanager
def _rows(folder: Path, count: int) -> Iterator[apsw.Connection]:
    path = folder / "scan.sqlite"
    db = apsw.Connection(str(path))
    db.execute("CREATE TABLE r (n INTEGER PRIMARY KEY, a BLOB)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO r(a) VALUES (?)", [(b"x" * 600,)] * count)
    db.execute("COMMIT")
    try:
        yield db
    finally:
        db.close()
        path.unlink()


def python_start(_folder: Path) -> float:
    """Processes of Python that do nothing, one after the other."""
    return _rate(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))


def loopback(_folder: Path) -> float:
    """Bytes a second over one TCP connection on this machine."""
    server = socket.create_server(("127.0.0.1", 0))
    total = 256 << 20

    def send() -> None:
        connection, _ = server.accept()
        with connection:
            block = bytes(1 << 20)
            for _ in range(total >> 20):
                connection.sendall(block)

    thread = threading.Thread(target=send)
    start = time.perf_counter()
    thread.start()
    got = 0
    with socket.create_connection(server.getsockname()) as connection:
        while data := connection.recv(1 << 20):
            got += len(data)
    thread.join()
    server.close()
    return got / (time.perf_counter() - start)


def http_page(_folder: Path) -> float:
    """A page of 20,000 bytes from the web server that the desk has, which has nothing to think about."""
    page = b"p" * 20_000

    def answer(_environ: object, start: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(page)))])
        return [page]

    server = Server(("127.0.0.1", 0), answer)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    line = HTTPConnection("127.0.0.1", server.bind_addr[1])

    def once() -> None:
        line.request("GET", "/")
        line.getresponse().read()

    try:
        return _rate(once)
    finally:
        line.close()
        server.stop()
        thread.join()


def json_gate(_folder: Path) -> float:
    """Decoding and encoding again of a 600-byte object, one core."""
    decoder, encoder = msgspec.json.Decoder(), msgspec.json.Encoder(order="sorted")
    data = encoder.encode({"body": {"text": "t" * 540}, "kind": "k.k@1"})
    return _rate(lambda: encoder.encode(decoder.decode(data)) == data)


def clipping(_folder: Path) -> float:
    """Rings of a thousand corners cut to a frame by the library that maps are cut with, one core."""
    corners = [(math.cos(n / 500 * math.pi), math.sin(n / 500 * math.pi)) for n in range(1000)]
    ring = Polygon(corners)
    return _rate(lambda: clip_by_rect(ring, -0.7, -0.7, 0.7, 0.7))


LIMITS: dict[str, Limit] = {
    "ed25519-verify": verify,
    "ed25519-sign": sign,
    "sha256-600": hashing,
    "fdatasync-700": sync_append,
    "sqlite-rows-600": database_rows,
    "sqlite-scan-600": database_scan,
    "sqlite-page-100": database_page,
    "python-start": python_start,
    "http-page-20k": http_page,
    "loopback-bytes": loopback,
    "json-gate-600": json_gate,
    "clip-ring-1000": clipping,
}
