# SPDX-License-Identifier: Apache-2.0
"""Ways to call somebody: a program, a mail server, a modem; each either takes the text over or says that it did not."""

from __future__ import annotations

import os
import pty
import socketserver
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest

from tripartite.alerts.command import CommandAlert
from tripartite.alerts.modem import ModemAlert
from tripartite.alerts.port import Alert
from tripartite.alerts.settings import CommandSettings, Contact, ModemSettings, SmtpSettings
from tripartite.alerts.smtp import SmtpAlert
from tripartite.core.encoding.refusal import Unavailable

OFFICER = Contact("watch_officer", mail="officer@example.org", number="+9641234567", handle="pager 7")
TEXT = "tripartite: شيء ينتظر لدى العراق"
QUICK = 2.0


def why(trouble: pytest.ExceptionInfo[Unavailable]) -> str:
    assert trouble.value.code == "alert_failed"
    assert "example" not in str(trouble.value)
    assert "964" not in str(trouble.value)
    return trouble.value.refusal.fact("detail")


# --- a program


def script(path: Path, text: str) -> CommandAlert:
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(stat.S_IRWXU)
    return CommandAlert(CommandSettings((str(path),)), QUICK)


def test_a_program_gets_the_text_and_learns_no_secret_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPARTITE_PASSPHRASE", "secret")
    said = tmp_path / "said"
    alert = script(
        tmp_path / "call",
        f"import os, sys; open({str(said)!r}, 'w').write(sys.stdin.read() + repr(sorted(os.environ.items())))",
    )
    alert.send(OFFICER, TEXT)
    found = said.read_text()
    assert found.startswith(f"{TEXT}\n")
    assert "pager 7" in found
    assert "secret" not in found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("raise SystemExit(3)", "status 3"), ("import time; time.sleep(60)", "TimeoutExpired")],
)
def test_a_program_that_fails_or_hangs_is_no_call(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(Unavailable) as trouble:
        script(tmp_path / "call", text).send(OFFICER, TEXT)
    assert why(trouble) == wrong


def test_a_program_that_is_not_there_is_no_call(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as trouble:
        CommandAlert(CommandSettings((str(tmp_path / "none"),))).send(OFFICER, TEXT)
    assert why(trouble) == "FileNotFoundError"


# --- mail


class MailServer(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as takes a message; refuses whom it does not know."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            word = line.split(b":")[0].strip().upper()
            if word.startswith((b"EHLO", b"HELO")):
                self.wfile.write(b"250 hello\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self._take()
            elif word == b"RCPT TO" and b"nobody" in line:
                self.wfile.write(b"550 unknown\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")

    def _take(self) -> None:
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            text += self.rfile.readline()
        self.server.mails.append(text.decode())  # type: ignore[attr-defined]  # a list of our own
        self.wfile.write(b"250 taken\r\n")


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        server.daemon_threads = True
        mails: list[str] = []
        server.mails = mails  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], mails
        server.shutdown()


def mail(port: int, security: Literal["none", "starttls"] = "none") -> SmtpAlert:
    return SmtpAlert(SmtpSettings("127.0.0.1", "office@example.org", port, security), QUICK)


def test_a_mail_server_takes_over_a_mail_that_says_nothing_but_the_text() -> None:
    with mail_server() as (port, mails):
        mail(port).send(OFFICER, "tripartite: something waits at Iraq")
    [text] = mails
    assert "Subject: tripartite: something waits at Iraq" in text
    assert "To: officer@example.org" in text
    body = text.replace("\r\n", "\n").partition("\n\n")[2]
    assert body.strip(".\n") == "tripartite: something waits at Iraq"


def test_whom_the_server_does_not_know_was_not_called() -> None:
    with mail_server() as (port, mails), pytest.raises(Unavailable) as trouble:
        mail(port).send(Contact(mail="nobody@example.org"), TEXT)
    assert why(trouble) == "SMTPRecipientsRefused"
    assert mails == []


def test_without_the_protection_that_was_asked_for_nothing_is_said() -> None:
    with mail_server() as (port, mails), pytest.raises(Unavailable) as trouble:
        mail(port, security="starttls").send(OFFICER, TEXT)
    assert why(trouble) == "SMTPNotSupportedError"
    assert mails == []


def test_in_the_clear_only_this_machine_is_told() -> None:
    with pytest.raises(Unavailable) as trouble:
        SmtpAlert(SmtpSettings("mail.example.org", "office@example.org", 25, "none")).send(OFFICER, TEXT)
    assert why(trouble) == "insecure"


# --- a modem


class Modem:
    """The other end of a serial line: answers AT commands, and keeps the messages it was to send."""

    def __init__(self, refuses: bytes = b"", silent: bool = False) -> None:
        self.master, self._slave = pty.openpty()
        self.device = os.ttyname(self._slave)
        self.lines: list[bytes] = []
        self._refuses, self._silent = refuses, silent
        self._thread = Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _answer(self) -> None:
        heard = b""
        while True:
            try:
                heard += os.read(self.master, 1024)
            except OSError:
                return
            while heard and heard[-1:] in b"\r\x1a":
                self.lines.append(heard)
                line, heard = heard, b""
                self._reply(line)

    def _reply(self, line: bytes) -> None:
        if self._silent:
            return
        if self._refuses and self._refuses in line:
            os.write(self.master, b"\r\n+CMS ERROR: 38\r\n")
        elif line.startswith(b"AT+CMGS"):
            os.write(self.master, b"\r\n> ")
        elif line.endswith(b"\x1a"):
            os.write(self.master, b"\r\n+CMGS: 7\r\n\r\nOK\r\n")
        else:
            os.write(self.master, b"\r\nOK\r\n")

    def close(self) -> None:
        """The thread ends before the line is given back: its number may be the next modem's."""
        os.close(self._slave)
        self._thread.join()
        os.close(self.master)


def test_a_modem_sends_a_short_message_in_any_language() -> None:
    with closing(Modem()) as modem:
        ModemAlert(ModemSettings(modem.device), QUICK).send(OFFICER, TEXT)
        asked, text = modem.lines[-2:]
    number = bytes.fromhex(asked.decode().partition('"')[2].partition('"')[0]).decode("utf-16-be")
    assert number == "+9641234567"
    assert bytes.fromhex(text.decode().rstrip("\x1a")).decode("utf-16-be") == TEXT


@pytest.mark.parametrize(
    ("refuses", "silent", "wrong"),
    [(b"\x1a", False, "refused"), (b"CMGF", False, "refused"), (b"", True, "silent")],
)
def test_a_modem_that_refuses_or_says_nothing_sent_nothing(refuses: bytes, silent: bool, wrong: str) -> None:
    modem = Modem(refuses, silent)
    with closing(modem), pytest.raises(Unavailable) as trouble:
        ModemAlert(ModemSettings(modem.device), 0.5).send(OFFICER, TEXT)
    assert why(trouble) == wrong


def test_what_is_no_modem_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as trouble:
        ModemAlert(ModemSettings(str(tmp_path / "file"))).send(OFFICER, TEXT)
    assert why(trouble) == "error"


def test_each_reaches_whom_it_has_an_address_of() -> None:
    ports: list[Alert] = [
        CommandAlert(CommandSettings(("true",))), mail(25), ModemAlert(ModemSettings("none")),
    ]  # fmt: skip
    assert [alert.port for alert in ports] == ["command", "smtp", "modem"]
    assert [alert.reaches(OFFICER) for alert in ports] == [True, True, True]
    assert [alert.reaches(Contact()) for alert in ports] == [True, False, False]
