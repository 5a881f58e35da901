# SPDX-License-Identifier: Apache-2.0
"""A client's connection with limits that hold whatever the other side does: bytes, seconds, and who it is (SYN-14).

A timeout of each read alone lets a peer drip a byte at a time for ever, so the whole exchange has its time, which
grows only with what really arrives.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tripartite.core.encoding.refusal import Misbehaved
from tripartite.core.encoding.values import b64, sha256

BUFFER = 65_536


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a peer may take, in seconds."""

    connect: float = 5.0
    quiet: float = 10.0
    """Without a byte."""
    whole: float = 20.0
    """For an exchange, and one second more for every `pace` bytes that really travel."""
    pace: int = 32_768


PATIENCE = Patience()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # what somebody may have set; nothing is bound here
_NUMBERS = 16
"""Addresses of one machine that are looked at."""


def names_at(host: str) -> list[str]:
    """How an address bar spells this address, the first name first; of one that stands for all, this machine's own."""
    bare = host.strip("[]")
    if bare not in _EVERYWHERE:
        return [_spelled(bare)]
    name = socket.gethostname().lower()
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return [name, *map(_spelled, sorted(found)[:_NUMBERS])]


def _spelled(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def pin_of(certificate: bytes) -> str:
    """The base64 SHA-256 of a certificate's public key (DER certificate in)."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    return b64(sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)))


def connect(host: str, port: int, secure: bool, pin: str, patience: Patience = PATIENCE) -> PacedSocket:
    """A connection, to the holder of the pinned key where it is secure; raises `OSError` or `Misbehaved`."""
    raw = socket.create_connection((host, port), timeout=patience.connect)
    try:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return PacedSocket(_secured(raw, pin) if secure else raw, patience)
    except BaseException:
        raw.close()
        raise


def _secured(raw: socket.socket, pin: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # No authority vouches for parties: the key itself was told beforehand, and is compared below.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    wrapped = context.wrap_socket(raw)
    try:
        found = pin_of(wrapped.getpeercert(binary_form=True) or b"")
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        found = "unreadable"
    if found != pin:
        wrapped.close()
        raise Misbehaved("wrong_pin", "SYN-14", expected=pin, found=found)
    return wrapped


class PacedSocket:
    """As much of a socket as `http.client` uses. `begin` and `end` bracket one exchange."""

    def __init__(self, raw: socket.socket, patience: Patience) -> None:
        self._raw = raw
        self._patience = patience
        self._started = 0.0
        self._bytes = self._limit = 0
        self.clean = True
        """Whether no exchange is under way or went wrong, so that another may follow."""

    def begin(self, limit: int) -> None:
        """The next exchange may bring up to `limit` bytes, headers included."""
        self._started, self._bytes, self._limit = time.monotonic(), 0, limit
        self.clean = False

    def end(self, reusable: bool) -> None:
        self.clean = reusable

    def _wait(self) -> None:
        given = self._patience.whole + self._bytes / self._patience.pace
        left = self._started + given - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._raw.settimeout(min(self._patience.quiet, left))

    def receive(self, buffer: memoryview) -> int:
        self._wait()
        count = self._raw.recv_into(buffer)
        self._bytes += count
        if self._bytes > self._limit:
            raise Misbehaved("bad_answer", "SYN-9", detail="too much", limit=self._limit)
        return count

    def sendall(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self._wait()
            sent = self._raw.send(view[:BUFFER])
            self._bytes += sent
            self._limit += sent
            view = view[sent:]

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self), BUFFER)

    def close(self) -> None:
        """Nothing: `http.client` calls this before the body was read."""

    def shut(self) -> None:
        """Ends the connection."""
        self._raw.close()


class _Incoming(io.RawIOBase):
    """What arrives, for one response; closing it leaves the connection."""

    def __init__(self, paced: PacedSocket) -> None:
        self._paced = paced

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        return self._paced.receive(memoryview(buffer))
