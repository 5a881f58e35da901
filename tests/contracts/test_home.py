# SPDX-License-Identifier: Apache-2.0
"""What a home promises: one owner, one process, one charter, nothing overwritten, nothing exposed (HOM-1 to HOM-8)."""

from __future__ import annotations

import signal
import stat
from pathlib import Path

import pytest

from tests.journeys.cli.places import desk, done, table, told
from tests.journeys.cli.story import serve
from tripartite.cli.control import connect
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.settings import PeerSettings, Settings, read_settings, with_peer, write_settings
from tripartite.storage.lock import HomeLock
from tripartite.wiring import Home, OpenHome, make_home

PRIVATE = stat.S_IRWXG | stat.S_IRWXO
SETTINGS = Settings(party="iraq", names={"en": "Iraq"})


def test_what_a_home_holds_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    exposed = [
        path.relative_to(home)
        for path in [home, *home.rglob("*")]
        if (path.is_dir() or path.suffix in (".key", ".sqlite")) and path.stat().st_mode & PRIVATE
    ]
    assert exposed == []


def test_a_home_is_never_made_over_another(tmp_path: Path) -> None:
    make_home(tmp_path / "desk", SETTINGS)
    key = (tmp_path / "desk" / "keys" / "root-1.key").read_bytes()
    with pytest.raises(Refused, match="home_exists"):
        make_home(tmp_path / "desk", SETTINGS)
    assert (tmp_path / "desk" / "keys" / "root-1.key").read_bytes() == key


def test_settings_come_back_as_they_were_written(tmp_path: Path) -> None:
    said = Settings(
        party="iraq", names={"ar": 'العراق "و"', "en": "Iraq\\"}, language="ar", zone="Asia/Baghdad",
        recovery="safe\nsecond line", port=7301,
        peers=(PeerSettings("iran", "http://127.0.0.1:7302"), PeerSettings("us", "https://us.example", "pin")),
    )  # fmt: skip
    write_settings(tmp_path, said)
    assert read_settings(tmp_path) == said
    assert with_peer(said, PeerSettings("iran", "http://127.0.0.1:9")).peers[-1].url == "http://127.0.0.1:9"


def test_another_card_of_a_party_is_refused(tmp_path: Path) -> None:
    ours = make_home(tmp_path / "iraq", SETTINGS)
    iran = make_home(tmp_path / "iran", Settings(party="iran", names={"en": "Iran"}))
    impostor = make_home(tmp_path / "other", Settings(party="iran", names={"en": "Iran"}))
    ours.add_card(iran.card())
    ours.add_card(iran.card())
    with pytest.raises(Refused, match="card_differs"):
        ours.add_card(impostor.card())


def test_a_charter_of_other_keys_is_not_joined(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    other = make_home(tmp_path / "other", SETTINGS)
    with pytest.raises(Refused, match="unknown_signer"):
        other.join((home / "charter.note").read_bytes())
    assert not (other.path / "charter.note").exists()


def test_one_process_at_a_time_has_a_home(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    with HomeLock(home / "lock"), pytest.raises(Unavailable, match="locked_home"):
        OpenHome(Home(home))
    with OpenHome(Home(home)) as opened:
        assert opened.node.party == "iraq"


def test_a_home_held_by_a_process_that_does_not_listen_is_said_to_be_locked(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    with HomeLock(home / "lock"):
        status, error = told("--home", str(home), "status")
    assert (status, error["code"]) == (6, "locked_home")


def test_what_refuses_to_open_lets_the_lock_go(tmp_path: Path) -> None:
    home = make_home(tmp_path / "desk", SETTINGS)
    for _ in range(2):
        with pytest.raises(Unavailable, match="no_charter"):
            OpenHome(home)


def test_an_answer_is_the_same_here_and_over_the_socket(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    at = ("--home", str(home))
    questions = [("show", "credentials"), ("digest",), ("show", "proposals"), ("evidence",)]
    here = [done(*at, *question) for question in questions]
    node = serve([*at, "serve"], {}, tmp_path)
    try:
        assert [done(*at, *question) for question in questions] == here
    finally:
        node.end(signal.SIGTERM)


def test_a_call_the_node_does_not_know_is_refused(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    node = serve(["--home", str(home), "serve"], {}, tmp_path)
    client = connect(home / "socket")
    assert client is not None
    try:
        with pytest.raises(Refused, match="unknown_call"):
            client.call("steal", {})
        with pytest.raises(Refused, match="not_an_exercise"):
            client.call("cut", {"party": "iran"})
        assert client.call("do", {"as": "d/head", "acts": [table("A border post")]})["acts"]
    finally:
        client.close()
        node.end(signal.SIGTERM)
