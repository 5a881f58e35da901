# SPDX-License-Identifier: Apache-2.0
"""The door through which notes from the field come: strangers, lost phones and garbage at it (FLD-2, FLD-5)."""

from __future__ import annotations

import json
import random
import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape

import pytest

from tests.security.desks import Answer, Browser, browser, desks
from tripartite.cli.play.nodes import Nodes
from tripartite.core.encoding.refusal import Malformed
from tripartite.desk.note_box import bound
from tripartite.keyring.note_box import SEALED, NoteKey, seal

WORDS = "a lorry burnt beside the river bridge"
NOTE = "0123456789abcdef0123456789abcdef"
SAID = {
    "kind": "happened", "language": "en", "saved_at": 1_182_319_200, "offset": 180, "day": "2007-06-20", "text": WORDS,
}  # fmt: skip
BINARY = "application/octet-stream"


class Phone:
    """What a phone keeps, and how it sends."""

    def __init__(self, line: Browser, known: dict[str, str]) -> None:
        self.line, self.known = line, known
        self.key = b64decode(known["key"])

    @classmethod
    def let_in(cls, nodes: Nodes, head: Browser, label: str = "monitor 1") -> Phone:
        line = browser(nodes)
        answer = line.ask("POST", invitation(head, label), b"", {"X-Notes": "1"})
        assert answer.status == 200, answer.text
        return cls(line, json.loads(answer.text))

    def sealed(self, said: bytes, note: str = NOTE) -> bytes:
        return seal(self.key, said, bound(self.known["id"], note))

    def sends(self, body: bytes, note: str = NOTE, word: str = "", **headers: str) -> Answer:
        known = f"{self.known['id']}.{word or self.known['word']}"
        said = {"X-Phone": known, "X-Note": note, "X-Clock": "1182319200", "Content-Type": BINARY, **headers}
        return self.line.ask("POST", "/notes/in", body, said)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("field")) as opened:
        yield opened


@pytest.fixture(scope="module")
def head(nodes: Nodes) -> Browser:
    found = browser(nodes)
    found.sign_in()
    return found


@pytest.fixture(scope="module")
def phone(nodes: Nodes, head: Browser) -> Phone:
    return Phone.let_in(nodes, head)


def invitation(head: Browser, label: str) -> str:
    """The address of an invitation."""
    page = head.post("/field/invite", {"label": label}).text
    found = re.search(r"data-link>([^<]+)<", page)
    assert found, page
    return "/notes/" + unescape(found[1]).partition("/notes/")[2]


def note_of(number: int) -> str:
    return f"{number:032x}"


# --- what is sealed stays sealed


def test_no_file_of_the_node_holds_a_word_of_a_note_and_no_other_node_opens_it(
    nodes: Nodes, phone: Phone
) -> None:
    sealed = phone.sealed(json.dumps(SAID).encode())
    assert phone.sends(sealed).status == 200
    home = nodes.members["iraq"].home.path
    held = [path for path in home.rglob("*") if path.is_file()]
    assert any(sealed[100:600] in path.read_bytes() for path in held)
    for path in held:
        assert WORDS.encode() not in path.read_bytes(), path
    mine, other = NoteKey(home / "field.key"), NoteKey(home.parent / "stranger.key")
    assert json.loads(mine.opened(sealed, bound(phone.known["id"], NOTE)))["text"] == WORDS
    with pytest.raises(Malformed):
        other.opened(sealed, bound(phone.known["id"], NOTE))


def test_the_key_of_the_field_box_is_its_owners_alone(nodes: Nodes) -> None:
    assert (nodes.members["iraq"].home.path / "field.key").stat().st_mode & 0o777 == 0o600


def test_a_note_that_is_sent_twice_is_one(head: Browser, phone: Phone) -> None:
    sealed = phone.sealed(json.dumps(SAID).encode(), note_of(1))
    before = head.get("/field").text.count('href="/field/')
    assert [phone.sends(sealed, note_of(1)).status for _ in range(2)] == [200, 200]
    assert head.get("/field").text.count('href="/field/') == before + 1


def test_a_note_under_another_id_or_of_another_phone_cannot_be_read(
    nodes: Nodes, head: Browser, phone: Phone
) -> None:
    sealed = phone.sealed(json.dumps(SAID).encode(), note_of(2))
    other = Phone.let_in(nodes, head, "monitor 2")
    assert phone.sends(sealed, note_of(3)).status == other.sends(sealed, note_of(2)).status == 200
    for whose, note in ((phone, note_of(3)), (other, note_of(2))):
        page = head.get(f"/field/{whose.known['id']}/{note}").text
        assert 'class="trouble"' in page
        assert WORDS not in page


# --- who may send, and who may ask


def test_strangers_send_nothing_and_learn_nothing(nodes: Nodes, phone: Phone) -> None:
    stranger = browser(nodes)
    sealed = phone.sealed(json.dumps(SAID).encode(), note_of(4))
    assert phone.sends(sealed, note_of(4), word="x" * 43).status == 401
    assert stranger.ask("POST", "/notes/in", sealed, {"Content-Type": BINARY}).status == 401
    assert stranger.ask("POST", "/notes/en/join/AAAAAAAA", b"", {"X-Notes": "1"}).status == 401
    for path in (
        "/notes/en",
        "/notes/fa/happened",
        "/notes/ar/turned",
        "/notes/worker.js",
        "/notes/en/manifest",
    ):
        said = stranger.get(path)
        assert said.status == 200
        assert not re.search("iraq|iran|tripartite", said.text, re.IGNORECASE), path
        assert "Set-Cookie" not in said.headers
    for path in ("/field", f"/field/{phone.known['id']}/{NOTE}"):
        assert stranger.get(path).where.startswith("/sign-in")


def test_only_who_leads_the_delegation_lets_phones_in_or_shuts_them_out(nodes: Nodes, phone: Phone) -> None:
    adviser = browser(nodes)
    adviser.sign_in("law")
    for path in ("/field/invite", f"/field/phones/{phone.known['id']}/revoke"):
        assert adviser.post(path, {"label": "monitor 9"}).code == "no_power"
    assert adviser.get("/field").status == 200


def test_a_phone_that_was_shut_out_is_told_and_a_wrong_word_for_it_is_not(
    nodes: Nodes, head: Browser
) -> None:
    lost = Phone.let_in(nodes, head, "monitor 7")
    head.post(f"/field/phones/{lost.known['id']}/revoke", {})
    sealed = lost.sealed(b"{}")
    assert lost.sends(sealed).status == 410
    assert lost.sends(sealed, word="y" * 43).status == 401


def test_a_plain_form_of_another_site_sends_nothing(nodes: Nodes, head: Browser) -> None:
    plain = browser(nodes)
    plain.ask("POST", invitation(head, "monitor 8"), b"")
    assert "notes" in plain.cookies
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://elsewhere.example"}
    assert plain.ask("POST", "/notes/en/happened", "day=2007-06-20&text=x&token=", form).status == 401
    token = plain.get("/notes/en/happened").hidden("token")
    own = plain.ask("POST", "/notes/en/happened", f"day=2007-06-20&text=x&token={token}", form)
    assert own.status == 302


# --- garbage


@pytest.mark.parametrize("said", [
    b"", b"{", b"[]", b"\xff\xfe", b"[" * 4000, json.dumps({**SAID, "source": "my cousin"}).encode(),
    json.dumps({**SAID, "text": "x" * 1501}).encode(), json.dumps({**SAID, "day": "2007-13-45"}).encode(),
    json.dumps({**SAID, "killed": "-1"}).encode(), json.dumps({**SAID, "saved_at": 10**30}).encode(),
])  # fmt: skip
def test_what_no_form_of_ours_makes_is_said_to_be_unreadable(
    head: Browser, phone: Phone, said: bytes
) -> None:
    note = f"{abs(hash(said)):032x}"
    assert phone.sends(phone.sealed(said, note), note).status == 200
    page = head.get(f"/field/{phone.known['id']}/{note}")
    assert page.status == 200
    assert 'class="trouble"' in page.text


def test_hostile_words_are_words(head: Browser, phone: Phone) -> None:
    said = {**SAID, "text": "<script>alert(1)</script>\u202etxt", "place": '"><img src=x onerror=1>'}
    assert phone.sends(phone.sealed(json.dumps(said).encode(), note_of(5)), note_of(5)).status == 200
    page = head.get(f"/field/{phone.known['id']}/{note_of(5)}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page


def test_whatever_comes_to_the_door_is_answered_and_nothing_falls(head: Browser, phone: Phone) -> None:
    chance = random.Random(20070528)
    sizes = (0, 1, 68, SEALED - 1, SEALED, SEALED + 1, 60_000)
    for _ in range(60):
        body = chance.randbytes(chance.choice(sizes))
        body = b"tfn1" + body[4:] if chance.random() < 0.5 else body
        note = chance.choice((note_of(chance.getrandbits(64)), "", "../x", "Z" * 32, "0" * 31))
        clock = chance.choice(("", "-1", "9" * 15, "9" * 400, "x", "0"))
        assert phone.sends(body, note, **{"X-Clock": clock}).status in (200, 400)
    assert head.get("/field").status == 200


def test_a_phone_fills_no_more_than_its_share(nodes: Nodes, head: Browser) -> None:
    busy = Phone.let_in(nodes, head, "monitor 6")
    body = b"tfn1" + bytes(SEALED - 4)
    answers = [busy.sends(body, note_of(number)).status for number in range(202)]
    assert answers == [200] * 200 + [507] * 2
    assert head.get("/field").status == 200


# --- what a delegate does with it


def test_a_note_about_something_recorded_adds_to_it_and_founds_nothing(head: Browser, phone: Phone) -> None:
    """FLD-9, FLD-10."""
    looked = head.look("incident.report", {"day": "2007-06-20", "title:en": "A fire"})
    record = head.sign(looked).where.partition("/records/")[2].partition("?")[0]
    said = {**SAID, "killed_qualifier": "at_least", "killed": "2", "place": "River bridge"}
    note = note_of(6)
    assert phone.sends(phone.sealed(json.dumps(said).encode(), note), note).status == 200
    address = f"/field/{phone.known['id']}/{note}"
    assert head.post(f"{address}/draft", {"part": "claim"}).code == "not_found"
    head.post(f"{address}/belongs", {"record": record})
    assert head.post(f"{address}/draft", {"part": "killed"}).code == "not_found"
    exactly = head.get(head.post(f"{address}/draft", {"part": "exactly"}).where)
    assert f'value="{record}"' in exactly.text
    claim = head.post(f"{address}/draft", {"part": "claim"}).where
    form = {"what:en": WORDS, "source_category": "own_observation", "note": head.get(claim).hidden("note")}
    assert head.sign(head.post(claim, form)).status == 302
    assert head.get(head.post(f"{address}/draft", {"part": "killed"}).where).status == 200
    head.post(f"{address}/close", {"state": "done"})
    assert WORDS not in head.get(address).text
    assert head.post(f"{address}/draft", {"part": "claim"}).code == "not_found"


def test_all_that_the_worker_keeps_is_there(nodes: Nodes) -> None:
    line = browser(nodes)
    worker = line.get("/notes/worker.js")
    assert "no-store" in str(worker.headers.get("Cache-Control"))
    pages = json.loads(worker.text.partition("const PAGES = ")[2].partition(";\n")[0])
    assert len(pages) == 14
    for page in pages:
        answer = line.ask("HEAD" if page.startswith("/static") else "GET", page)
        assert answer.status == 200, page
    policy = str(line.get("/notes/en").headers.get("Content-Security-Policy"))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
