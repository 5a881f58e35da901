# SPDX-License-Identifier: Apache-2.0
"""What a charter must say, and by whom it must be signed, to be in force (CHA-1 to CHA-8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.world import Town
from tests.world.keys import raw_key, signing_key
from tripartite.core.encoding.canon import decode_as, encode
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.encoding.values import b64, instant
from tripartite.core.keys.public import fingerprint, named_key
from tripartite.core.log.note import Note, make_note, parse_note, signed_line
from tripartite.core.register.chapters import KINDS, kinds_of
from tripartite.core.register.charter import (
    MAGIC,
    Charter,
    charter_text,
    read_card,
    read_charter,
    read_charter_text,
    verify_charter,
    write_card,
)
from tripartite.core.register.charter_text import Chair

TOWN = Town(accredited=False)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The text of the town's charter with something else in it."""
    said: dict[str, Any] = msgspec.json.decode(TOWN.charter.text[len(MAGIC) :])
    change(said)
    return MAGIC + encode(said) + b"\n"


def refused(change: Callable[[dict[str, Any]], object]) -> str:
    with pytest.raises(Trouble) as caught:
        read_charter_text(changed(change))
    return caught.value.refusal.rule


def test_a_charter_signed_by_every_partys_roots_is_in_force() -> None:
    charter = verify_charter(TOWN.charter.data)
    assert charter.parties == charter.nodes == ("iran", "iraq", "us")
    assert charter.said == TOWN.said
    assert charter.fingerprint == fingerprint(charter.text)
    assert len(charter.fingerprint.split()) == 8


def test_a_charters_text_is_read_back_as_written() -> None:
    assert charter_text(TOWN.said) == TOWN.charter.text
    assert read_charter(TOWN.charter.data)[0].text == TOWN.charter.text


@pytest.mark.parametrize("text", [b"", TOWN.charter.text[:-1], b"x" + TOWN.charter.text, MAGIC + b"{}\n"])
def test_bytes_that_are_no_charter_are_refused(text: bytes) -> None:
    with pytest.raises(Malformed):
        read_charter_text(text)


def test_an_oversized_charter_is_refused_before_it_is_read() -> None:
    with pytest.raises(Malformed) as caught:
        read_charter_text(MAGIC + b" " * 1_048_576 + b"\n")
    assert caught.value.code == "bad_charter"


# --- signatures


def lines(town: Town) -> Note:
    return parse_note(town.charter.data, 1_048_576)


def unsigned(town: Town, kept: Callable[[str], bool]) -> str:
    note = lines(town)
    with pytest.raises(Refused) as caught:
        verify_charter(make_note(note.text, [line for line in note.lines if kept(line.name)]))
    return caught.value.refusal.fact("party")


def test_one_party_that_did_not_sign_keeps_a_charter_from_being_in_force() -> None:
    assert unsigned(TOWN, lambda name: "/us/" not in name) == "us"


def test_each_party_signs_by_its_threshold_of_roots() -> None:
    town = Town(roots=3, threshold=2, accredited=False)
    note = lines(town)
    two = [line for line in note.lines if not line.name.endswith("root/2")]
    assert verify_charter(make_note(note.text, two)).nodes == town.charter.nodes
    assert unsigned(town, lambda name: "/us/" not in name or name.endswith("root/1")) == "us"


def test_a_root_signature_that_does_not_hold_is_refused_even_above_the_threshold() -> None:
    town = Town(roots=2, accredited=False)
    note = lines(town)
    key = named_key(town.charter.name("us", "root/2"), raw_key(town.seed("us", "root/2")))
    forged = signed_line(key, signing_key("a stranger").sign(note.text).signature)
    kept = [line for line in note.lines if line.name != key.name]
    with pytest.raises(Refused) as caught:
        verify_charter(make_note(note.text, [*kept, forged]))
    assert caught.value.code == "bad_signature"


def test_signatures_of_others_and_of_other_roles_count_for_nothing() -> None:
    note = lines(TOWN)
    node = named_key(TOWN.charter.name("us", "node"), raw_key(TOWN.seed("us", "node")))
    by_node = signed_line(node, signing_key(TOWN.seed("us", "node")).sign(note.text).signature)
    stranger = signed_line(
        named_key(node_name(TOWN), raw_key("x")), signing_key("x").sign(note.text).signature
    )
    assert verify_charter(make_note(note.text, [*note.lines, by_node, stranger])).net == TOWN.charter.net
    others = [line for line in note.lines if "/us/" not in line.name]
    with pytest.raises(Refused) as caught:
        verify_charter(make_note(note.text, [*others, by_node, stranger]))
    assert caught.value.code == "charter_unsigned"


def node_name(town: Town) -> Any:
    return town.charter.name("us", "root/7")


def test_a_party_on_paper_signs_nothing_and_counts_all_the_same() -> None:
    town = Town(paper=("us",), accredited=False)
    charter = verify_charter(town.charter.data)
    assert (charter.parties, charter.nodes) == (("iran", "iraq", "us"), ("iran", "iraq"))
    assert charter.entry("us").on_paper


# --- what it says


TURNS = {"rule": "alternating", "order": ["iran", "iraq"], "start": "2007-05-28T06:00:00Z", "period": 86_400}
"""A chair that changes between two every day."""


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda said: said["parties"].append(said["parties"][0]), "CHA-2"),
        (lambda said: [party.pop("keys") for party in said["parties"]], "CHA-2"),
        (lambda said: said["parties"][0]["keys"].pop(0), "CHA-3"),
        (lambda said: said["parties"][0]["keys"].reverse(), "CHA-3"),
        (lambda said: said["parties"][0].update(threshold=2), "CHA-3"),
        (
            lambda said: said["parties"][0]["keys"][0].__setitem__(2, said["parties"][1]["keys"][0][2]),
            "CHA-3",
        ),
        (lambda said: said["parties"][0]["keys"][0].__setitem__(1, "04"), "CHA-3"),
        (lambda said: said["parties"][0]["keys"].insert(0, ["d/head", "01", b64(raw_key("d"))]), "CHA-3"),
        (lambda said: said["parties"][0]["keys"].insert(1, ["m2", "01", b64(raw_key("m"))]), "CHA-3"),
        (lambda said: said["parties"][0]["keys"].insert(1, ["nobody", "01", b64(raw_key("n"))]), "KEY-2"),
        (lambda said: said["parties"][0]["keys"][0].__setitem__(2, b64(b"\x00" * 32)), "KEY-6"),
        (lambda said: said["bodies"][0].update(id="other"), "CHA-5"),
        (lambda said: said["bodies"].append(said["bodies"][0]), "CHA-5"),
        (lambda said: said["bodies"][0].update(chair={"party": "france", "rule": "host"}), "CHA-5"),
        (lambda said: said["bodies"][0].update(chair={"rule": "host"}), "ENC-6"),
        (lambda said: said["bodies"][0].update(chair={"rule": "rotation"}), "ENC-6"),
        (lambda said: said["bodies"][0].update(chair={**TURNS, "party": "iraq"}), "ENC-6"),
        (lambda said: said["bodies"][0].update(chair={**TURNS, "order": ["iran", "iraq", "us"]}), "ENC-6"),
        (lambda said: said["bodies"][0].update(chair={**TURNS, "order": ["iran", "france"]}), "CHA-5"),
        (lambda said: said.update(rest=[["france", {"weekdays": [5]}]]), "CHA-9"),
        (lambda said: said.update(languages=["en", "en"]), "ENC-6"),
        (lambda said: said.update(languages=["English"]), "ENC-6"),
        (lambda said: said.update(kinds=["b@1", "a@1"]), "ENC-6"),
        (lambda said: said.update(delay=1), "ENC-6"),
        (lambda said: said.update(label="tripartite"), "KEY-1"),
        (lambda said: said.update(before=b64(b"\x00" * 32)), "CHA-8"),
        (lambda said: said.update(net=b64(b"\x00" * 32)), "CHA-8"),
        (lambda said: said.update(fold=2), "CHA-8"),
    ],
)
def test_a_charter_that_says_something_it_may_not_is_refused(
    change: Callable[[dict[str, Any]], object], rule: str
) -> None:
    assert refused(change) == rule


def with_key(key: list[str]) -> Callable[[dict[str, Any]], object]:
    def change(said: dict[str, Any]) -> None:
        said["parties"][0]["keys"].insert(0, key)

    return change


def test_keys_for_sealed_payloads_may_stand_beside_those_that_sign() -> None:
    for kind, raw in (("age", b"a" * 32), ("age1pq", b"a" * 1216)):
        key = ["age", kind, b64(raw)]
        charter = read_charter_text(changed(with_key(key)))
        assert charter.entry("iran").sealing == (kind, raw)
        assert charter.entry("iraq").sealing is None
        assert len(charter.entry("iran").keys) == 7
        assert not any(name.endswith("/age") for name in charter.keys)


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        (["age", "age", b64(b"a" * 31)], "ENC-7"),
        (["age", "age1pq", b64(b"a" * 32)], "ENC-7"),
        (["age", "01", b64(raw_key("age"))], "KEY-2"),
        (["d/age", "age", b64(b"a" * 32)], "CHA-3"),
    ],
    ids=["too short", "no hybrid key", "a key that signs", "a delegate's"],
)
def test_a_key_for_sealed_payloads_has_its_role_and_its_length(key: list[str], rule: str) -> None:
    assert refused(lambda said: said["parties"][0]["keys"].insert(0, key)) == rule


def test_a_charter_that_lists_a_kind_this_software_lacks_is_not_run() -> None:
    said = msgspec.structs.replace(TOWN.said, kinds=("key@1", "zither.play@1"))
    with pytest.raises(Refused) as caught:
        kinds_of(read_charter_text(charter_text(said)))
    assert (caught.value.code, caught.value.refusal.fact("found")) == ("unknown_kind", "zither.play@1")
    assert kinds_of(TOWN.charter) == KINDS


# --- what follows from it


def test_names_follow_from_the_text_and_say_whether_it_is_an_exercise() -> None:
    exercise, real = TOWN.charter, Town(exercise=False, accredited=False).charter
    assert exercise.origin("iran") == f"exercise/town/{exercise.net8}/iran/m1"
    assert real.origin("iran") == f"town/{real.net8}/iran/m1"


def test_keys_are_found_by_name() -> None:
    charter = TOWN.charter
    name = str(charter.name("iran", "w"))
    assert (charter.key(name).raw, charter.key(name).kind) == (raw_key(TOWN.seed("iran", "w")), 4)
    with pytest.raises(Refused) as caught:
        charter.key("nobody")
    assert caught.value.code == "unknown_signer"
    with pytest.raises(Refused) as caught:
        charter.entry("france")
    assert caught.value.code == "not_found"


def test_a_body_the_charter_does_not_know_is_chaired_as_the_plenary() -> None:
    assert [TOWN.charter.chair(body, 0) for body in ("plenary", "made_up")] == ["iraq", "iraq"]
    assert Town(chair=None, accredited=False).charter.chair("plenary", 0) is None


def test_only_a_mechanism_adopts() -> None:
    charters: list[Charter] = [TOWN.charter, Town(purpose="talks_record", accredited=False).charter]
    assert [charter.adopts for charter in charters] == [True, False]


# --- cards


def test_a_card_is_read_back_as_written() -> None:
    card = TOWN.card("iran")
    assert read_card(write_card(card)) == card


@pytest.mark.parametrize(
    "change",
    [lambda card: card.pop("keys"), lambda card: card["keys"].pop(0), lambda card: card.update(threshold=3)],
)
def test_a_card_without_the_keys_a_party_needs_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    said: dict[str, Any] = msgspec.json.decode(write_card(TOWN.card("iran")))
    change(said)
    with pytest.raises(Trouble):
        read_card(encode(said) + b"\n")


def test_a_card_of_another_make_is_refused_as_a_bad_card() -> None:
    data = write_card(TOWN.card("iran")).replace(b"card@v1", b"card@v2")
    with pytest.raises(Malformed) as caught:
        read_card(data)
    assert caught.value.code == "bad_card"
    with pytest.raises(Malformed):
        decode_as(data, msgspec.json.Decoder(type(TOWN.card("iran"))))


def test_a_host_presides_whatever_the_hour_and_turns_go_by_it() -> None:
    host = Chair(rule="host", party="iraq")
    turns = Chair(rule="alternating", order=("iran", "iraq"), start="2007-05-28T06:00:00Z", period=86_400)
    start = instant("2007-05-28T06:00:00Z")
    assert [host.presides(at) for at in (0, start)] == ["iraq", "iraq"]
    assert [turns.presides(start + n * 86_400) for n in (-1, 0, 1, 2)] == ["iran", "iran", "iraq", "iran"]
    assert Chair(rule="none").presides(start) is None
