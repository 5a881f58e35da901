# SPDX-License-Identifier: Apache-2.0
"""Who is called stands in a file that nobody else reads (TOD-32)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tripartite.alerts.settings import FILE, AlertSettings, read_alerts
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.wiring import open_alerts

WHOLE = """
test_hour = "05:30"

[[contacts]]
office = "watch_officer"
language = "ar"
mail = "officer@example.org"

[[contacts]]
number = "+9641234567"

[command]
run = ["call-somebody", "--loud"]

[smtp]
host = "mail.example.org"
sender = "office@example.org"

[modem]
device = "/dev/ttyUSB0"
"""


def written(home: Path, text: str, mode: int = 0o600) -> Path:
    (home / FILE).write_text(text)
    (home / FILE).chmod(mode)
    return home


def test_a_home_without_the_file_calls_nobody(tmp_path: Path) -> None:
    assert open_alerts(tmp_path) == (None, [])


def test_each_way_that_is_set_is_a_way_to_call(tmp_path: Path) -> None:
    settings, alerts = open_alerts(written(tmp_path, WHOLE))
    assert settings is not None
    assert [alert.port for alert in alerts] == ["command", "smtp", "modem"]
    assert settings.test_hour == "05:30"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_what_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Refused, match="alerts_not_private"):
        read_alerts(written(tmp_path, WHOLE, mode))


@pytest.mark.parametrize(
    "text",
    ["contacts = []", "nonsense", WHOLE.replace("05:30", "25:00"), WHOLE.replace("officer@", "officer ")],
)
def test_what_says_nothing_that_can_be_used_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Malformed):
        read_alerts(written(tmp_path, text))


def test_who_is_called_for_an_office_is_its_own_contact_else_anybodys_else_everybody(tmp_path: Path) -> None:
    settings = read_alerts(written(tmp_path, WHOLE))
    assert isinstance(settings, AlertSettings)
    officer, anybody = settings.contacts
    assert settings.reached_for("watch_officer") == [officer]
    assert settings.reached_for("deputy_head") == [anybody]
    assert settings.reached_for(None) == [anybody]
    alone = AlertSettings(contacts=(officer,))
    assert alone.reached_for("deputy_head") == [officer]
