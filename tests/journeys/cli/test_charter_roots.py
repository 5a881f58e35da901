# SPDX-License-Identifier: Apache-2.0
"""An amendment where roots are kept elsewhere, and where a party that left does not sign (MEC-2, MEC-21, MEC-22)."""

from __future__ import annotations

import io
import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done, told
from tests.journeys.cli.story import free_ports, serve
from tripartite.cli.main import run
from tripartite.i18n.languages import LANGUAGES

SINCE = "2100-01-01T00:00:00Z"


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A folder with a home `desk` whose root is on a stick, and an amendment signed with it."""
    home = str(desk(tmp_path / "desk"))
    usb = tmp_path / "usb"
    usb.mkdir(mode=0o700)
    shutil.move(tmp_path / "desk" / "keys" / "root-1.key", usb)
    rules = tmp_path / "rules.yaml"
    rules.write_text("delay: 7200\n", encoding="utf-8")
    note = str(tmp_path / "note")
    done("--home", home, "charter", "amend", "--set", str(rules), "--out", note)
    assert told("--home", home, "charter", "sign", note)[1]["code"] == "no_key"
    done("--home", home, "--keys", str(usb), "charter", "sign", note)
    return tmp_path


def in_force(home: Path) -> int:
    """The number of the charter in force."""
    said = done("--home", str(home), "charter", "show", "--chain")
    return next(int(item["number"]) for item in said["items"] if item["id"] == said["in_force"])


def test_a_log_is_bound_by_roots_on_a_stick(away: Path) -> None:
    done("--home", str(away / "desk"), "--keys", str(away / "usb"), "charter", "join", str(away / "note"))
    assert in_force(away / "desk") == 2


def test_a_log_is_bound_by_roots_on_another_machine(away: Path) -> None:
    home, act = str(away / "desk"), str(away / "act.json")
    err = io.StringIO()
    assert (
        run(["--home", home, "charter", "join", str(away / "note")], {}, (io.StringIO(), io.StringIO(), err))
        == 3
    )
    command = next(line for line in err.getvalue().splitlines() if "--prepare" in line)
    assert in_force(away / "desk") == 1
    ident = next(word for word in command.split() if word.startswith("id="))
    done("--home", home, "do", "charter", "--as", "root", ident, "--prepare", act)
    done(
        "--home",
        str(away),
        "--keys",
        str(away / "usb"),
        "sign",
        act,
        "--yes",
        "--out",
        str(away / "signed.json"),
    )
    done("--home", home, "do", str(away / "signed.json"))
    assert in_force(away / "desk") == 2
    assert done("verify", home)["failures"] == []


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_the_chain_is_told_in_every_language(away: Path, language: str) -> None:
    done("--home", str(away / "desk"), "--keys", str(away / "usb"), "charter", "join", str(away / "note"))
    out = io.StringIO()
    words = ["--home", str(away / "desk"), "--lang", language, "charter", "show", "--chain"]
    assert run(words, {}, (io.StringIO(), out, io.StringIO())) == 0
    assert "delay" in out.getvalue()
    assert len(out.getvalue().splitlines()) == 10


@contextmanager
def two_serving(folder: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The homes of Iran and the United States, their nodes running; ports left over for a third."""
    homes = {name: str(folder / name) for name in ("iran", "us", "oman")}
    ports = dict(zip(homes, free_ports(3), strict=True))
    for name, home in homes.items():
        url = ("--port", str(ports[name]), "--url", f"http://127.0.0.1:{ports[name]}")
        done("--home", home, "init", name, "--name", f"en={name}", "--recovery", "safe", *url)
        done("--home", home, "card", "show", "--out", f"{home}.card")
    for name, home in homes.items():
        done("--home", home, "card", "add", *(f"{homes[other]}.card" for other in homes if other != name))
    iran, us = homes["iran"], homes["us"]
    (folder / "iran" / "cards" / "oman.card").unlink()
    note = str(folder / "1.charter")
    done("--home", iran, "charter", "draft", "--preset", "talks-record", "--label", "talks", "--out", note)
    done("--home", iran, "card", "add", f"{homes['oman']}.card")
    for command in ("sign", "join"):
        for home in (iran, us):
            done("--home", home, "charter", command, note)
    nodes = [serve(["--home", home, "serve", "--pull-every", "0.3"], {}, folder) for home in (iran, us)]
    try:
        yield iran, us, homes
    finally:
        for node in nodes:
            node.end(signal.SIGTERM)


def leave(home: str, party: str) -> Any:
    out = io.StringIO()
    words = ["--json", "--home", home, "leave", "--since", SINCE]
    assert run(words, {}, (io.StringIO(f"{party}\n"), out, io.StringIO())) == 0
    return json.loads(out.getvalue())["result"]


@pytest.mark.slow
def test_who_left_need_not_sign_and_who_comes_then_takes_that_from_those_who_did(tmp_path: Path) -> None:
    with two_serving(tmp_path) as (iran, us, homes):
        note = str(tmp_path / "2.charter")
        done("--home", iran, "charter", "amend", "--without", "us", "--add", "oman", "--out", note)
        for home in (iran, homes["oman"]):
            done("--home", home, "charter", "sign", note)
        status, error = told("--home", iran, "charter", "join", note)
        assert (status, error["code"], error["facts"]["party"]) == (3, "charter_unsigned", "us")
        leave(us, "us")
        done("--home", iran, "sync", "--settle")
        joined = done("--home", iran, "charter", "join", note)
        assert [(one["what"], one["name"]) for one in joined["changes"]] == [
            ("added", "oman"),
            ("left_out", "us"),
        ]
        assert told("--home", us, "charter", "join", note)[1]["code"] == "no_node_named"
        first = str(tmp_path / "1.charter")
        assert told("--home", homes["oman"], "charter", "join", note)[1]["code"] == "unknown_charter"
        done("--home", homes["oman"], "charter", "join", first, note)
        assert told("--home", homes["oman"], "sync", "--settle")[0] == 0
        found = [done("--home", home, "digest") for home in (homes["oman"], iran)]
        assert found[0]["vector"] == found[1]["vector"]
        assert found[0]["digest"] == found[1]["digest"]
        assert done("verify", homes["oman"])["failures"] == []


@pytest.mark.slow
def test_a_node_that_waits_keeps_the_act_and_appends_it_once(tmp_path: Path) -> None:
    """Nobody can be asked at first: the act of the roots is kept, however often the command is given."""
    note, rules = str(tmp_path / "2.charter"), tmp_path / "rules.yaml"
    rules.write_text("delay: 7200\n", encoding="utf-8")
    with two_serving(tmp_path) as (iran, us, _):
        done("--home", iran, "accredit", "head", "--function", "head_of_delegation", "--power", "negotiate")
        done("--home", iran, "charter", "amend", "--set", str(rules), "--out", note)
        for home in (iran, us):
            done("--home", home, "charter", "sign", note)
    for _turn in range(2):
        status, error = told("--home", iran, "charter", "join", note)
        assert (status, error["code"]) == (7, "holding")
    node = serve(["--home", us, "serve", "--pull-every", "0.3"], {}, tmp_path)
    try:
        done("--home", iran, "sync")
        assert in_force(tmp_path / "iran") == 2
        done("--home", iran, "charter", "join", note)
    finally:
        node.end(signal.SIGTERM)
    chain = done("--home", iran, "charter", "show", "--chain")["items"]
    assert done("--home", iran, "status")["held"] == 0
    assert [one["party"] for one in chain[1]["binds"]] == ["iran"]
