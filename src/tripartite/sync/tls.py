# SPDX-License-Identifier: Apache-2.0
"""The node's own TLS key and the certificate it signed itself; peers pin the key, so nobody else vouches (SYN-14)."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tripartite.sync.sockets import pin_of

KEY, CERTIFICATE = "tls.key", "tls.pem"


@dataclass(frozen=True, slots=True)
class Tls:
    """Where key and certificate lie."""

    key: Path
    certificate: Path

    @property
    def pin(self) -> str:
        """What peers write beside this node's address."""
        return pin_of(ssl.PEM_cert_to_DER_cert(self.certificate.read_text()))

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(self.certificate, self.key)
        return context


def open_tls(folder: Path, name: str) -> Tls:
    """The key and certificate in this folder, made if there are none yet; `name` is for people only."""
    tls = Tls(folder / KEY, folder / CERTIFICATE)
    if not tls.certificate.exists():
        _make(tls, name)
    return tls


def _make(tls: Tls, name: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    # The dates mean nothing: the pin is what counts, and a new key is a new pin.
    start = datetime(2000, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * 200))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(tls.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
    tls.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
