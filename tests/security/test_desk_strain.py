# SPDX-License-Identifier: Apache-2.0
"""What a desk does under strain: many at once, slow ones, huge forms; and what its log says of it (DSK-11, DSK-12)."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.security.desks import PIN, STATEMENT, Browser, browser, desks, raw
from tripartite.cli.play.nodes import Nodes
from tripartite.desk.settled import MAX_FORM
from tripartite.keyring.files import KeyFolder
from tripartite.node.signing import sign_text
from tripartite.sync.sockets import names_at

SECRET = "zq-secret words"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("strain")) as found:
        yield found


@pytest.fixture(scope="module")
def head(nodes: Nodes) -> Browser:
    found = browser(nodes)
    assert found.sign_in().status == 302
    return found


def statements(nodes: Nodes, text: str) -> int:
    items = nodes.ask("iraq", "list", {"chapter": "statements"})["items"]
    return sum(text in said for one in items for _, said in one["fields"]["text"])


def test_what_is_sent_twice_at_once_is_signed_once(nodes: Nodes, head: Browser) -> None:
    looked = head.look("statement.make", {**STATEMENT, "text:en": "Once."})
    others = [Browser(head.port, head.host, dict(head.cookies)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: one.sign(looked), others))
    assert statements(nodes, "Once.") == 1


def test_what_comes_back_twice_at_once_is_taken_once(nodes: Nodes, head: Browser) -> None:
    """Signed by the delegate's key, elsewhere; handed in by four browsers."""
    looked = head.look("statement.make", {**STATEMENT, "text:en": "Back once."})
    taken = json.loads(head.post("/sign/take", {"id": looked.hidden("id")}).text)
    keys = KeyFolder(nodes.members["iraq"].home.path / "keys", lambda _role: PIN)
    note = sign_text(taken["text"].encode(), keys).decode()
    signed = json.dumps({"dispatch": note, "payload": "ignored"})
    others = [Browser(head.port, head.host, dict(head.cookies)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: one.post("/sign/elsewhere", {"text": signed}), others))
    assert sorted(one.status for one in answers) == [302, 404, 404, 404]
    assert statements(nodes, "Back once.") == 1


@pytest.mark.parametrize(
    "signed", ["", "{}", '{"dispatch":7}', '{"dispatch":"x"}', "[" * 100_000, '{"dispatch":"\\u2014"}']
)
def test_what_was_never_given_away_is_not_taken_back(head: Browser, signed: str) -> None:
    assert head.post("/sign/elsewhere", {"text": signed}).status in (400, 404)


def test_many_wrong_pins_at_once_open_nothing_and_cost_no_seat_anything(nodes: Nodes, head: Browser) -> None:
    strangers = [browser(nodes) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: one.sign_in(pin="000000"), strangers))
    assert {one.code for one in answers} <= {"passphrase_wrong", "too_many_tries"}
    assert not any(one.sits for one in strangers)
    assert head.sits
    assert head.say("Still here.")


def test_a_form_too_large_to_be_one_is_refused_and_the_desk_goes_on(head: Browser) -> None:
    start = f"POST /acts/statement.make HTTP/1.1\r\nHost: {head.host}:{head.port}\r\n"
    cookies = "; ".join(f"{name}={value}" for name, value in head.cookies.items())
    declared = f"{start}Cookie: {cookies}\r\nContent-Length: {MAX_FORM + 1}\r\n\r\n"
    assert raw(head.port, declared.encode()).split(b" ")[1] in (b"413", b"400")
    fields = "&".join(f"f{number}=" for number in range(5_000))
    said = {"Origin": head.origin, "Content-Type": "application/x-www-form-urlencoded"}
    assert head.ask("POST", "/acts/statement.make", fields, said).status in (400, 403)
    assert head.sits


def test_slow_strangers_do_not_keep_a_delegate_waiting(head: Browser) -> None:
    slow = [socket.create_connection(("127.0.0.1", head.port), timeout=5) for _ in range(30)]
    try:
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: ")
        begun = time.monotonic()
        assert head.sits
        assert time.monotonic() - begun < 14
    finally:
        for one in slow:
            with suppress(OSError):
                one.close()


def test_its_log_holds_no_secret_and_no_text_of_anybody(nodes: Nodes, head: Browser) -> None:
    head.look("statement.make", {**STATEMENT, "text:en": SECRET})
    head.look("no.such.kind", {"text:en": SECRET})
    head.get(f"/records/{SECRET.replace(' ', '%20')}")
    browser(nodes).sign_in(pin=f"{PIN}9")
    head.post("/sign-in/key", {"role": "d/head", "signed": SECRET})
    head.post("/sign-in/passkey", {"role": "d/head", "answer": SECRET})
    log = "".join(path.read_text(errors="replace") for path in nodes.folder.rglob("serve.log"))
    for one in (SECRET, SECRET.replace(" ", "%20"), SECRET.replace(" ", "+"), PIN, *head.cookies.values()):
        assert one not in log


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("127.0.0.1", ["127.0.0.1"]),
        ("10.0.0.7", ["10.0.0.7"]),
        ("desk.example", ["desk.example"]),
        ("2001:db8::1", ["[2001:db8::1]"]),
        ("[2001:db8::1]", ["[2001:db8::1]"]),
    ],
)
def test_a_desk_answers_under_the_name_it_was_given(host: str, names: list[str]) -> None:
    assert names_at(host) == names


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]"])  # noqa: S104  # nothing is bound here
def test_a_desk_at_every_address_answers_under_those_of_this_machine_alone(host: str) -> None:
    found = names_at(host)
    assert not {host, "*", "[::]"} & set(found)
    assert found[0] == socket.gethostname().lower()
