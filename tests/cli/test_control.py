# SPDX-License-Identifier: Apache-2.0
"""The socket in a home: its owner's alone, errors as data, nobody's nonsense stops it (HOM-8)."""

from __future__ import annotations

import json
import socket
import stat
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tripartite.cli.control import ControlServer, connect, short_path
from tripartite.cli.voice import FAMILY
from tripartite.core.encoding.refusal import Held, Malformed, Refused, Trouble, Unavailable


def echo(said: Mapping[str, Any]) -> Any:
    return dict(said)


def refuse(said: Mapping[str, Any]) -> Any:
    family = next(family for family, (name, _) in FAMILY.items() if name == said["family"])
    raise family("no_power", "REG-15", "canonical", act="3f2a", limit=7)


def fall(_said: Mapping[str, Any]) -> Any:
    raise ZeroDivisionError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "socket"


@pytest.fixture
def server(path: Path) -> Iterator[ControlServer]:
    found = ControlServer(path, {"echo": echo, "refuse": refuse, "fall": fall})
    found.start()
    yield found
    found.stop()


def ask(path: Path, name: str, said: dict[str, Any]) -> Any:
    client = connect(path)
    assert client is not None
    try:
        return client.call(name, said)
    finally:
        client.close()


@pytest.mark.usefixtures("server")
def test_a_call_answers_in_plain_values_as_often_as_it_is_asked(path: Path) -> None:
    client = connect(path)
    assert client is not None
    for number in range(3):
        assert client.call("echo", {"n": number, "text": "صلح"}) == {"n": number, "text": "صلح"}
    client.close()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("family", sorted(FAMILY, key=str))
def test_a_trouble_crosses_whole(path: Path, family: type[Trouble]) -> None:
    with pytest.raises(family) as trouble:
        ask(path, "refuse", {"family": FAMILY[family][0]})
    refusal = trouble.value.refusal
    assert (refusal.code, refusal.rule, refusal.hint) == ("no_power", "REG-15", "canonical")
    assert dict(refusal.facts) == {"act": "3f2a", "limit": "7"}


@pytest.mark.usefixtures("server")
def test_a_fault_of_the_program_is_said_and_ends_nothing(path: Path) -> None:
    with pytest.raises(Unavailable) as trouble:
        ask(path, "fall", {})
    assert trouble.value.code == "internal"
    assert ask(path, "echo", {"still": "here"}) == {"still": "here"}


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[]\n",
        b'{"call": 3}\n',
        b'{"call": "no_such"}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
    ],
    ids=["empty", "no-call", "list", "number", "unknown", "bytes", "deep"],
)
def test_nonsense_is_refused_and_the_connection_goes_on(path: Path, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(str(path))
        stream = raw.makefile("rwb")
        stream.write(line)
        stream.write(b'{"call": "echo", "said": {"a": 1}}\n')
        stream.flush()
        assert json.loads(stream.readline())["error"]["code"] == "unknown_call"
        assert json.loads(stream.readline()) == {"result": {"a": 1}}
        stream.close()


@pytest.mark.usefixtures("server")
def test_only_its_owner_may_use_it(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.usefixtures("server")
def test_many_callers_are_served_at_once(path: Path) -> None:
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(ask(path, "echo", {"n": n}))) for n in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer["n"] for answer in answers) == list(range(40))


def test_a_socket_left_behind_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert connect(path) is None
    server = ControlServer(path, {"echo": echo})
    server.start()
    assert ask(path, "echo", {}) == {}
    server.stop()


def test_after_a_stop_nobody_answers(path: Path) -> None:
    server = ControlServer(path, {"echo": echo})
    server.start()
    client = connect(path)
    assert client is not None
    server.stop()
    with pytest.raises(Unavailable, match="unreachable"):
        client.call("echo", {})
    client.close()
    assert connect(path) is None


def test_a_stop_hangs_up_on_callers_that_nobody_serves_yet(path: Path) -> None:
    """One thread, busy with the first caller: the second was let in and waits its turn when the stop comes."""
    server = ControlServer(path, {"echo": echo}, threads=1)
    server.start()
    first, second = connect(path), connect(path)
    assert first is not None
    assert second is not None
    assert first.call("echo", {"n": 1}) == {"n": 1}
    stop = threading.Thread(target=server.stop, daemon=True)
    stop.start()
    stop.join(timeout=30)
    first.close()
    second.close()
    assert not stop.is_alive()


def test_a_home_may_lie_as_deep_as_it_likes(tmp_path: Path) -> None:
    folder = tmp_path / ("d" * 60) / ("e" * 60) / ("f" * 60)
    folder.mkdir(parents=True)
    server = ControlServer(folder / "socket", {"echo": echo})
    server.start()
    assert ask(folder / "socket", "echo", {"deep": True}) == {"deep": True}
    server.stop()
    with short_path(folder / "socket") as name:
        assert len(name) < 100


def test_what_is_held_is_told_as_held(path: Path) -> None:
    """The one family that is a state and not an error keeps its meaning on the way."""

    def hold(_said: Mapping[str, Any]) -> Any:
        raise Held("holding", "HOM-6")

    server = ControlServer(path, {"hold": hold})
    server.start()
    with pytest.raises(Held):
        ask(path, "hold", {})
    server.stop()


def test_the_families_on_the_wire_are_those_of_the_core() -> None:
    assert {name for name, _ in FAMILY.values()} == {
        "refused",
        "malformed",
        "misbehaved",
        "unavailable",
        "held",
    }
    assert {Malformed, Refused} < set(FAMILY)
