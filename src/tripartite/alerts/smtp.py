# SPDX-License-Identifier: Apache-2.0
"""Calls by mail."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from tripartite.alerts.port import PATIENCE, failed
from tripartite.alerts.settings import Contact, SmtpSettings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class SmtpAlert:
    """Over TLS, with a certificate that the system trusts; in the clear to this machine alone."""

    settings: SmtpSettings
    patience: float = PATIENCE
    port: str = field(default="smtp", init=False)

    def reaches(self, contact: Contact) -> bool:
        return contact.mail is not None

    def send(self, contact: Contact, text: str) -> None:
        said = self.settings
        if said.security == "none" and said.host not in LOOPBACK:
            raise failed(self.port, "insecure")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = said.sender, contact.mail, text
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text + "\n")
        try:
            with self._connected() as server:
                server.send_message(message)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise failed(self.port, type(error).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        said, trust = self.settings, ssl.create_default_context()
        if said.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                said.host, said.port, timeout=self.patience, context=trust
            )
        else:
            server = smtplib.SMTP(said.host, said.port, timeout=self.patience)
        try:
            if said.security == "starttls":
                server.starttls(context=trust)
            if said.user:
                server.login(said.user, said.password)
        except BaseException:
            server.close()
            raise
        return server
