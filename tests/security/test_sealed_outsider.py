# SPDX-License-Identifier: Apache-2.0
"""Whoever relays what is sealed for others has no word of it on its machine, whatever happens to that machine (SEA-5,
SEA-8, SEA-11).

Real processes and homes: every byte of the outsider's is looked through, its database with its log, journal, what
commands print, bundles, and what the process says.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.security.stage import places, printed, say, three
from tripartite.cli.play.nodes import Nodes
from tripartite.core.encoding.values import b64

WORDS = "Let the crossing at Shalamcheh open at night"
ANSWER = "Our brother-in-law keeps that gate"
FILE = "Tehran, Basra, and the two culverts between"
KINDS = ("undertaking.declare@1", "undertaking.answer@1", "document.file@1")


@dataclass(frozen=True)
class Secret:
    """What iran and iraq keep from us."""

    nodes: Nodes
    record: str
    dispatches: tuple[str, ...]

    @property
    def home(self) -> Path:
        return self.nodes.members["us"].home.path


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secret]:
    """An offer with a file and an answer to it between two parties whose only line leads through the third."""
    with three(tmp_path_factory.mktemp("three")) as nodes:
        nodes.line("iran", "iraq", whole=False)
        to = {"to": ["iran", "iraq"]}
        offer = {"undertaking_kind": "offer", "obligor": ["iran"], "text": [["en", WORDS]]}
        record = say(nodes, "iran", "undertaking.declare", offer, **to)
        file = {"type": "text/plain", "content": b64(FILE.encode())}
        paper = say(
            nodes, "iran", "document.file", {"form": "map"}, attach=[file], refs=[[record, "part_of"]], **to
        )
        nodes.sync(["iran", "us"])
        nodes.sync(["us", "iraq"])
        answer = {"answer": "will_study", "text": [["en", ANSWER]]}
        reply = say(nodes, "iraq", "undertaking.answer", answer, record=record)
        nodes.sync(["us", "iraq"])
        nodes.sync(["iran", "us"])
        yield Secret(nodes, record, (record[:64], paper[:64], reply[:64]))


def one_off(secret: Secret) -> list[str]:
    """The identities that open the sealed dispatches, as a reader's store has them."""
    path = secret.nodes.members["iran"].home.path / "store.sqlite"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return [row[0] for row in db.execute("SELECT line FROM identity")]


def unknown(secret: Secret, folder: Path) -> None:
    """No word of it is below this folder, and no kind of act but in the charter's list of all there are."""
    assert places(folder, WORDS, ANSWER, FILE, "AGE-SECRET-KEY-1", *one_off(secret)) == []
    assert places(folder, *KINDS, but=secret.nodes.charter.data) == []


def test_both_readers_have_all_of_it_though_it_came_through_the_third(secret: Secret) -> None:
    for party in ("iran", "iraq"):
        shown = secret.nodes.ask(party, "show", {"record": secret.record})
        assert shown["fields"]["text"] == [["en", WORDS]]
        assert shown["fields"]["answers"]["iraq"]["answer"] == "will_study"
        home = secret.nodes.members[party].home.path
        assert {found.rpartition(": ")[2] for found in places(home, WORDS, ANSWER)} == {WORDS, ANSWER}
    assert len(one_off(secret)) == 3


def test_the_third_party_sees_author_addressees_count_size_and_time(secret: Secret) -> None:
    for ident in secret.dispatches:
        [item] = secret.nodes.ask("us", "sealed", {"id": ident})["items"]
        assert (item["to"], item["acts"], item["held"], item["opened"]) == (["iran", "iraq"], 1, True, False)
        assert item["by"] in ("iran", "iraq")
        assert item["bytes"] > 0
        assert item["time"] > 0


def test_its_whole_home_holds_no_word_no_kind_and_no_key_of_it(secret: Secret) -> None:
    unknown(secret, secret.home)


def test_nothing_is_left_behind_by_a_kill_and_a_start(secret: Secret) -> None:
    secret.nodes.kill("us")
    unknown(secret, secret.home)
    secret.nodes.restart("us")
    unknown(secret, secret.home)


def test_what_its_commands_print_says_nothing_of_it(secret: Secret, tmp_path: Path) -> None:
    said = [
        ("show", "undertakings"), ("show", "documents"), ("show", secret.record[:12]), ("sealed",), ("status",),
        ("history", secret.record[:12]), ("digest",), ("pending",), ("matrix",), ("evidence",),
        ("verify", str(secret.home)),
        ("brief", "--html", str(tmp_path / "brief.html")), ("disclose", secret.record, "--out", str(tmp_path / "x")),
        ("attachments", secret.record),
    ]  # fmt: skip
    for number, words in enumerate(said):
        for more in ((), ("--json",)):
            (tmp_path / f"{number}{''.join(more)}.out").write_text(printed(secret.home, *words, *more))
    assert (tmp_path / "brief.html").exists()
    assert secret.dispatches[0][:12] in (tmp_path / "3.out").read_text()
    unknown(secret, tmp_path)


def test_a_bundle_carries_it_to_a_reader_and_tells_the_carrier_nothing(
    secret: Secret, tmp_path: Path
) -> None:
    say(
        secret.nodes,
        "iran",
        "undertaking.remedy",
        {"status": "asked", "text": [["en", ANSWER]]},
        record=secret.record,
    )
    secret.nodes.sync(["iran", "us"])
    path = tmp_path / "us-to-iraq.bundle"
    secret.nodes.ask("us", "bundle_make", {"to": "iraq", "path": str(path)})
    unknown(secret, tmp_path)
    assert secret.nodes.ask("iraq", "bundle_take", {"path": str(path)})["wrong"] is None
    assert (
        secret.nodes.ask("iraq", "show", {"record": secret.record})["fields"]["complaint_log"][0]["by"]
        == "iran"
    )
    unknown(secret, secret.home)


def test_its_home_is_sound_and_its_open_register_is_the_readers(secret: Secret) -> None:
    secret.nodes.sync(["iran", "us"])
    secret.nodes.sync(["us", "iraq"])
    secret.nodes.sync(["iran", "us"])
    digests = {secret.nodes.ask(party, "digest", {})["digest"] for party in ("iran", "iraq", "us")}
    assert len(digests) == 1
    assert secret.nodes.ask("us", "verify", {})["failures"] == []
    copied = secret.home.parent / "copy"
    shutil.copytree(secret.home, copied, ignore=shutil.ignore_patterns("socket"))
    unknown(secret, copied)
