# SPDX-License-Identifier: Apache-2.0
"""The digest: equal registers have equal digests, and a register that differs in anything derived differs in it
(REG-19)."""

from __future__ import annotations

import hashlib

import msgspec

from tests.world import Holder, Town
from tests.world.party import Forgery
from tripartite.core.register.digest import Digest, digest_over
from tripartite.core.register.record import digest_line


def test_a_line_names_chapter_record_states_effective_acts_and_why_the_others_have_none() -> None:
    town = Town()
    version = town["iran"].table()
    act = town["us"].takes("accepts", version)
    holder = Holder(town.charter).take_all(town.logs())
    line = holder.lines()[version]
    assert line == digest_line(holder.record(version))
    effective = sorted(placed.id for placed in holder.record(version).effective)
    expected = ["proposals", version, ["tabled"], effective, [[act, "no_receipt"]]]
    assert line.endswith(b"\n")
    assert msgspec.json.decode(line) == expected


def test_a_digest_is_the_hash_of_its_lines_and_says_how_many() -> None:
    lines = [b"one\n", b"two\n"]
    assert digest_over(lines) == (2, hashlib.sha256(b"one\ntwo\n").hexdigest())
    assert digest_over([]) == (0, hashlib.sha256(b"").hexdigest())
    assert Digest("net", 1, (), 2, "…").records == 2


def test_what_nodes_say_of_themselves_and_what_is_nobodys_word_changes_no_digest() -> None:
    town = Town()
    town["iran"].table()
    before = Holder(town.charter).take_all(town.logs()).digest()
    town.ack_all()
    town["us"].say("node", "heartbeat", {})
    town["us"].say("head", "dispute", {}, forgery=Forgery(net=Town(label="elsewhere").charter.net))
    assert Holder(town.charter).take_all(town.logs()).digest() == before


def test_one_more_act_changes_the_digest() -> None:
    town = Town()
    version = town["iran"].table()
    before = Holder(town.charter).take_all(town.logs()).digest()
    town["us"].takes("supports", version)
    assert Holder(town.charter).take_all(town.logs()).digest() != before
