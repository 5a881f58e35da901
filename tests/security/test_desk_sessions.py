# SPDX-License-Identifier: Apache-2.0
"""Whoever did not give a PIN is nobody at the desk, whatever cookies, addresses and pages he has (DSK-10 to DSK-12)."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest

from tests.security.desks import PIN, PROPOSAL, STATEMENT, Browser, browser, desks
from tripartite.cli.play.nodes import Nodes

POSTS = ("/sign-in", "/leave", "/language", "/sign", "/acts/statement.make")
PAGES = ("/", "/screens/said", "/screens/delegation", "/new", "/acts/statement.make", "/proof", "/sign-in")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("desks")) as found:
        yield found


@pytest.fixture
def head(nodes: Nodes) -> Browser:
    found = browser(nodes)
    assert found.sign_in().status == 302
    return found


def test_a_session_that_somebody_else_chose_is_not_signed_in_with_its_delegate(nodes: Nodes) -> None:
    """Fixation: whoever knows the cookie from before has nothing afterwards."""
    victim, thief = browser(nodes), browser(nodes)
    victim.cookies["desk_iraq"] = thief.cookies["desk_iraq"] = "chosenbyathiefchosenbyathiefchos"
    victim.sign_in()
    assert victim.sits
    assert victim.cookies["desk_iraq"] != thief.cookies["desk_iraq"]
    assert not thief.sits


def test_signing_in_again_or_leaving_closes_what_was_open_under_the_old_cookie(head: Browser) -> None:
    first = Browser(head.port, head.host, dict(head.cookies))
    head.sign_in("law")
    assert head.sits
    assert not first.sits
    second = Browser(head.port, head.host, dict(head.cookies))
    head.post("/leave", {})
    assert not second.sits


def test_two_browsers_of_one_delegate_do_not_share_what_they_looked_at(nodes: Nodes, head: Browser) -> None:
    other = browser(nodes)
    other.sign_in()
    looked = head.look("statement.make", STATEMENT)
    assert other.sign(looked).status == 403
    head.post("/leave", {})
    assert other.sits


def test_cookies_are_for_this_desk_and_no_script(nodes: Nodes) -> None:
    found = browser(nodes)
    answer = found.sign_in()
    said = SimpleCookie()
    for one in answer.headers.get_all("Set-Cookie") or []:
        said.load(one)
    assert {"desk_iraq", "desk_known_iraq_head"} <= set(said)
    assert {(one["httponly"], one["samesite"], one["domain"]) for one in said.values()} == {
        (True, "Strict", "")
    }


def test_strangers_have_no_sessions_so_they_crowd_out_nobodys(nodes: Nodes, head: Browser) -> None:
    looked = head.look("statement.make", STATEMENT)
    for code in ("ar", "xx", "en"):
        stranger = browser(nodes)
        stranger.post("/language", {"code": code})
        stranger.sign_in("nobody")
        assert "desk_iraq" not in stranger.cookies
    assert head.sign(looked).where.endswith("?signed=1")


@pytest.mark.parametrize(
    "host", ["evil.example", "iran.localhost", "localhost.evil.example", "127.0.0.2", "a@b", ""]
)
@pytest.mark.parametrize("path", PAGES)
def test_under_another_name_the_desk_answers_nothing(head: Browser, host: str, path: str) -> None:
    """A page whose name was bent to this machine gets no page of ours to read."""
    head.host = host
    answer = head.get(path)
    assert (answer.status, answer.text) == (400, "")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "iraq.localhost"])
def test_under_its_own_names_it_does(head: Browser, name: str) -> None:
    head.host = name
    assert head.get("/sign-in").status == 200


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://iran.localhost:{port}", "http://iraq.localhost:1", "null",
               "https://iraq.localhost:{port}"],
)  # fmt: skip
def test_a_form_of_another_origin_does_nothing(head: Browser, path: str, origin: str) -> None:
    """Also with both words of the form known, as a desk on another port of the same name could set them."""
    form = {**STATEMENT, "role": "d/law", "pin": PIN, "code": "ar"}
    answer = head.post(path, form, Origin=origin.format(port=head.port))
    assert answer.status == 403
    assert head.sits
    assert 'lang="en"' in head.get("/").text[:100]


def test_no_page_that_is_only_looked_at_changes_anything(nodes: Nodes, head: Browser) -> None:
    record = head.say("Looked at.")
    before = _held(nodes)
    for path in (*PAGES, f"/records/{record}", f"/acts/statement.retract?record={record}"):
        head.get(f"{path}?role=d/law&pin={PIN}&code=ar&save=1")
    for path in ("/sign", "/leave", "/language"):
        assert head.get(path).status == 405
    assert _held(nodes) == before
    assert head.sits


def _held(nodes: Nodes) -> list[object]:
    """What is signed and who may sign; not how far a head has come, which is signed a moment after its act."""
    sizes = [(log["party"], log["size"]) for log in nodes.ask("iraq", "status", {})["logs"]]
    return [nodes.ask("iraq", "digest", {}), nodes.ask("iraq", "seats", {}), sizes]


def test_whoever_is_no_longer_in_force_sits_no_longer(tmp_path_factory: pytest.TempPathFactory) -> None:
    with desks(tmp_path_factory.mktemp("withdrawn")) as own:
        adviser = browser(own)
        adviser.sign_in("law")
        assert adviser.get("/").status == 200
        held = own.ask("iraq", "list", {"chapter": "credentials"})["items"]
        record = next(one["id"] for one in held if one["fields"]["role"] == "d/law")
        act = {"kind": "recall", "record": record, "body": {}}
        own.ask("iraq", "do", {"as": "root", "acts": [act]})
        assert adviser.get("/").status == 302
        stopped = browser(own)
        stopped.sign_in()
        own.restart("iraq")
        later = browser(own)
        later.cookies = stopped.cookies
        assert not later.sits


def test_what_was_looked_at_is_signed_whatever_another_tab_did(nodes: Nodes, head: Browser) -> None:
    """Two tabs, one log: what cannot stand as it was shown is refused, and never signed as something else."""
    one, two = (head.look("statement.make", {**STATEMENT, "text:en": text}) for text in ("First.", "Second."))
    assert head.sign(two).where.endswith("?signed=1")
    answer = head.sign(one)
    items = nodes.ask("iraq", "list", {"chapter": "statements"})["items"]
    said = [text for one in items for _, text in one["fields"]["text"]]
    assert said.count("Second.") == 1
    assert said.count("First.") == int(answer.status == 302)


def test_who_signs_after_the_seat_was_lost_is_led_to_the_first_page(head: Browser) -> None:
    looked = head.look("statement.make", STATEMENT)
    head.post("/leave", {})
    answer = head.sign(looked)
    assert (answer.status, answer.where) == (302, "/sign-in?next=/")


def test_the_weight_is_what_was_shown_and_no_form_makes_it_lighter(nodes: Nodes, head: Browser) -> None:
    looked = head.look("proposal.table", PROPOSAL)
    before = nodes.ask("iraq", "digest", {})
    for more in (
        {},
        {"weight": "routine"},
        {"pin": ""},
        {"pin": "1"},
        {"weight": "routine", "second": "1", "read": "1"},
    ):
        assert head.sign(looked, **more).code == "passphrase_wrong"
    assert nodes.ask("iraq", "digest", {}) == before
