# SPDX-License-Identifier: Apache-2.0
"""Whoever is on call is called while something urgent waits, again and further along the rota (TOD-30 to TOD-34)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tripartite.alerts.port import failed
from tripartite.alerts.settings import AlertSettings, Contact
from tripartite.cli.calling import AGAIN, Caller
from tripartite.core.encoding.values import instant

NOON = instant("2007-06-04T12:00:00Z")
CONTACTS = (
    Contact("watch_officer", "ar", number="+1"), Contact("deputy_head", "fa", number="+2"), Contact(number="+3"),
)  # fmt: skip


@dataclass
class Pager:
    """Keeps what it sent, or fails as often as it is told to."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    fails: int = 0
    port: str = "pager"

    def reaches(self, contact: Contact) -> bool:
        return contact.number is not None

    def send(self, contact: Contact, text: str) -> None:
        if self.fails:
            self.fails -= 1
            raise failed(self.port, "broken")
        self.sent.append((contact.number or "", text))


@dataclass
class Scene:
    """A home in which something may wait, at an hour."""

    home: Path
    pager: Pager = field(default_factory=Pager)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    now: int = NOON

    def caller(self, **more: Any) -> Caller:
        return Caller(
            AlertSettings(CONTACTS, test_hour="05:00", **more), [self.pager], lambda: self.waiting, lambda: self.now,
            {"ar": "العراق", "en": "Iraq"}, "en", self.home,
        )  # fmt: skip

    def waits(self, record: str = "a", office: str | None = "watch_officer", timers: int = 0) -> None:
        self.waiting = [{"record": record, "office": office, "timers": timers}]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.fixture
def caller(scene: Scene) -> Caller:
    """After the day's test."""
    found = scene.caller()
    found.try_all()
    scene.pager.sent.clear()
    return found


def test_the_office_on_call_is_called_once_in_its_language_and_told_no_content(
    scene: Scene, caller: Caller
) -> None:
    scene.waits()
    for _ in range(3):
        caller.look()
    assert scene.pager.sent == [("+1", "tripartite: شيء ينتظر لدى \u2068العراق\u2069")]


def test_when_a_timer_runs_out_the_next_is_called(scene: Scene, caller: Caller) -> None:
    scene.waits()
    caller.look()
    scene.waits(office="deputy_head", timers=1)
    caller.look()
    caller.look()
    assert [number for number, _ in scene.pager.sent] == ["+1", "+2"]


def test_without_a_rota_whoever_has_no_office_is_called(scene: Scene, caller: Caller) -> None:
    scene.waits(office=None)
    caller.look()
    assert scene.pager.sent == [("+3", "tripartite: something waits at Iraq")]


def test_several_messages_at_once_are_one_call(scene: Scene, caller: Caller) -> None:
    scene.waits("a")
    scene.waiting.append({"record": "b", "office": "watch_officer", "timers": 0})
    caller.look()
    assert len(scene.pager.sent) == 1
    scene.waiting.append({"record": "c", "office": "watch_officer", "timers": 0})
    caller.look()
    assert len(scene.pager.sent) == 2


def test_a_call_that_failed_is_made_again_later_and_later(scene: Scene, caller: Caller) -> None:
    scene.waits()
    scene.pager.fails = 2
    caller.look()
    caller.look()
    assert scene.pager.fails == 1
    scene.now += AGAIN[0]
    caller.look()
    assert scene.pager.fails == 0
    scene.now += AGAIN[1] - 1
    caller.look()
    assert scene.pager.sent == []
    scene.now += 1
    caller.look()
    assert len(scene.pager.sent) == 1


def test_what_no_longer_waits_is_forgotten(scene: Scene, caller: Caller) -> None:
    scene.waits()
    caller.look()
    scene.waiting = []
    caller.look()
    assert caller.calls == {}


def test_each_day_at_its_hour_everybody_gets_a_test_that_says_it_is_one(scene: Scene) -> None:
    caller = scene.caller()
    caller.look()
    assert [number for number, _ in scene.pager.sent] == ["+1", "+2", "+3"]
    assert scene.pager.sent[2][1] == "tripartite: a test of this alert at Iraq; nothing waits"
    assert caller.state() == {"set": True, "tested": NOON, "failed": None}
    scene.now = instant("2007-06-05T04:59:59Z")
    caller.look()
    assert len(scene.pager.sent) == 3
    scene.now += 1
    caller.look()
    assert len(scene.pager.sent) == 6


def test_a_test_that_failed_is_known_and_a_later_one_makes_it_good(scene: Scene) -> None:
    caller, scene.pager.fails = scene.caller(), 1
    assert caller.try_all() == [{"port": "pager", "reason": "broken"}]
    assert caller.state() == {"set": True, "tested": None, "failed": NOON}
    scene.now += 60
    assert caller.answers()["alert_test"]({}) == {"items": [{"port": "pager", "reason": ""}]}
    assert scene.caller().state() == {"set": True, "tested": NOON + 60, "failed": None}


def test_an_alert_that_reaches_nobody_does_not_work(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    never: Callable[[Pager, Contact], bool] = lambda _pager, _contact: False  # noqa: E731
    monkeypatch.setattr(Pager, "reaches", never)
    assert scene.caller().try_all() == [{"port": "pager", "reason": "no_contact"}]


def test_a_home_that_calls_nobody_says_so(scene: Scene) -> None:
    caller = Caller(None, [], list, lambda: NOON, {"en": "Iraq"}, "en", scene.home)
    caller.start()
    caller.look()
    caller.stop()
    assert caller.answers()["alerts"]({}) == {"set": False, "tested": None, "failed": None}


def test_it_runs_beside_the_node_and_stops_with_it(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tripartite.cli.calling.EVERY", 0.01)
    called = scene.pager.sent
    caller = scene.caller()
    caller.start()
    for _ in range(500):
        if len(called) >= 3:
            break
        caller._stop.wait(0.01)  # a pause
    caller.stop()
    assert len(called) == 3
