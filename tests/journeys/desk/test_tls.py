# SPDX-License-Identifier: Apache-2.0
"""A desk for an office's machines: over TLS, under its address, with a fingerprint that somebody compares (DSK-7)."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from playwright.sync_api import Browser, Error

from tests.security.desks import PIN, desks


def own_address() -> str:
    """An address of this machine that is not loopback; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.connect(("192.0.2.1", 9))
        found = str(line.getsockname()[0])
        return "" if found.startswith("127.") else found
    return ""


def served_at(home: Path, address: str) -> None:
    path = home / "node.toml"
    text = path.read_text()
    for name in ("host", "desk_host"):
        text = text.replace(f'\n{name} = "127.0.0.1"', f'\n{name} = "{address}"')
    path.write_text(text)


def test_over_tls_a_browser_sees_the_certificate_that_lies_in_the_home(
    tmp_path: Path, browser: Browser
) -> None:
    address = own_address()
    if not address:
        pytest.skip("this machine has no address but loopback's")
    with desks(tmp_path) as nodes:
        home = nodes.members["iraq"].home.path
        served_at(home, address)
        nodes.restart("iraq")
        desk = nodes.members["iraq"].desk
        found = urlsplit(desk)
        assert (found.scheme, found.hostname) == ("https", address)

        certificate = x509.load_pem_x509_certificate(next(home.rglob("tls.pem")).read_bytes())
        shown = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((address, found.port or 0)))
        assert x509.load_der_x509_certificate(shown).fingerprint(hashes.SHA256()) == certificate.fingerprint(
            hashes.SHA256()
        )

        doubting = browser.new_page()
        with pytest.raises(Error, match="ERR_CERT"):
            doubting.goto(desk)
        doubting.close()
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{desk}sign-in")
        page.check('input[name=role][value="d/head"]')
        page.fill("#pin", PIN)
        page.click("form.form button.primary")
        assert "/sign-in" not in page.url
        assert all(one["secure"] for one in context.cookies())
        with pytest.raises(Error):
            page.goto(f"http://{address}:{found.port}/")
        context.close()
