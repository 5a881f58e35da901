# SPDX-License-Identifier: Apache-2.0
"""An open page is told that something came, whenever it asks again, and never what (DSK-6, TOD-21)."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest

from tripartite.desk import events
from tripartite.desk.events import mark, opened


@dataclass
class Office:
    """What a stream asks of a desk."""

    logs: str = "1:5"
    urgent: int = 0
    stopped: Event = field(default_factory=Event)

    def pulse(self) -> str:
        return self.logs

    def call(self, name: str, said: dict[str, Any]) -> dict[str, Any]:
        assert (name, said) == ("loud", {})
        return {"items": [{}] * self.urgent}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EVERY", 0.0)


def told(office: Office, had: str, many: int) -> list[bytes]:
    """The first parts of a stream; it is closed afterwards."""
    stream: Any = opened(office, had)
    found = [next(stream) for _ in range(many)]
    stream.close()
    return found


def test_a_page_that_is_up_to_date_is_told_nothing() -> None:
    office = Office()
    assert told(office, mark(office), 2) == [b"retry: 2000\n\n", b": \n\n"]


def test_what_came_while_nobody_listened_is_told_to_whoever_asks_again() -> None:
    office = Office()
    before = mark(office)
    office.logs, office.urgent = "1:6", 2
    now = b"id: " + mark(office).encode()
    changed, loud = now + b"\nevent: changed\ndata: \n\n", now + b"\nevent: loud\ndata: 2\n\n"
    assert told(office, before, 3) == [b"retry: 2000\n\n", changed, loud]
    assert told(office, mark(office), 2)[1] == b": \n\n"


def test_while_it_listens_a_page_is_told_once() -> None:
    office = Office()
    stream: Any = opened(office, mark(office))
    assert [next(stream), next(stream)] == [b"retry: 2000\n\n", b": \n\n"]
    office.logs = "1:7"
    assert b"changed" in next(stream)
    assert b"event: loud\ndata: 0" in next(stream)
    assert next(stream) == b": \n\n"
    stream.close()


def test_who_finds_no_stream_free_is_told_to_ask_again() -> None:
    """A browser whose stream is answered with 204 never asks again."""
    taken: list[Any] = [opened(Office(), "") for _ in range(8)]
    try:
        assert list(opened(Office(), "")) == [b"retry: 15000\n\n"]
    finally:
        for stream in taken:
            stream.close()
    assert len(told(Office(), "", 2)) == 2


def test_a_stream_ends_with_its_desk_and_gives_its_place_back() -> None:
    office = Office()
    office.stopped.set()
    for _ in range(20):
        assert list(opened(office, "")) == [b"retry: 2000\n\n"]


def test_the_mark_of_a_page_says_nothing_of_what_is_held() -> None:
    assert "555" not in mark(Office("1:555"))
    assert mark(Office("1:5")) != mark(Office("1:6"))
