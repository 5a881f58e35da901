# SPDX-License-Identifier: Apache-2.0
"""A token opens what it says and nothing else, until it is revoked; and never a key (API-1 to API-5, API-13)."""

from __future__ import annotations

import http.client
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.desk.programs import STATEMENT, Program, program, stated
from tests.security.desks import PIN, PROPOSAL, Browser, browser, desks
from tripartite.cli.play.nodes import Nodes
from tripartite.client.routes import ROUTES, Route
from tripartite.core.encoding.refusal import Malformed, Refused

PATHS = {"chapter": "statements", "record": "0" * 64, "act": "0" * 64, "draft": "0" * 32, "item": "0" * 32}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("tokens")) as found:
        yield found


@pytest.fixture
def head(nodes: Nodes) -> Iterator[Browser]:
    """The only browser at which the head sits."""
    found = browser(nodes)
    assert found.sign_in().status == 302
    yield found
    found.post("/leave", {})


def path_of(path: str) -> str:
    for name, value in PATHS.items():
        path = path.replace(f"{{{name}}}", value)
    return path


# --- who is answered


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.call)
@pytest.mark.parametrize(
    "token", ["", "Basic aGVhZDo0NzExMDA=", "Bearer", "Bearer tri_0_x", "Bearer {other}"]
)
def test_without_a_good_token_nothing_is_answered(nodes: Nodes, route: Route, token: str) -> None:
    """Whatever the address: whether it exists is not told either."""
    found = program(nodes)
    other = found.token[:-1] + ("A" if found.token[-1] != "A" else "B")
    path = path_of(route.path)
    answer = found.ask(route.method, path, headers={"Authorization": token.format(other=other)})
    assert (answer.status in (401, 429), answer.headers["WWW-Authenticate"] in ("Bearer", None)) == (
        True,
        True,
    )
    assert answer.code in ("token_unknown", "rate_limited")


def test_a_browsers_session_counts_for_nothing_there(nodes: Nodes, head: Browser) -> None:
    assert head.sits
    for path in ("/api/v1/status", "/api/v1/nothing", "/api", "/api/v2/status"):
        answer = head.get(path)
        assert answer.status in (401, 429)
        assert "Set-Cookie" not in answer.headers


def test_a_token_opens_no_page(nodes: Nodes) -> None:
    found = program(nodes)
    line = http.client.HTTPConnection("127.0.0.1", found.port, timeout=30)
    line.request("GET", "/", headers={"Host": found.host, "Authorization": f"Bearer {found.token}"})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in")
    line.close()


@pytest.mark.parametrize("host", ["evil.example", "iran.localhost"])
def test_under_another_name_nothing_is_answered(nodes: Nodes, host: str) -> None:
    found = program(nodes)
    found.host = host
    assert (found.get("/status").status, found.get("/status").body) == (400, b"")


def test_who_tries_tokens_waits_and_who_has_one_does_not(nodes: Nodes) -> None:
    found = program(nodes)
    tried = [
        found.get("/status", Authorization=f"Bearer tri_{number:012x}_{'A' * 43}") for number in range(40)
    ]
    assert tried[-1].status == 429
    assert {answer.status for answer in tried} <= {401, 429}, "the tests before this one tried some as well"
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in tried if answer.status == 429)
    assert found.get("/status").status == 200


# --- what a token may


@pytest.mark.parametrize("route", [route for route in ROUTES if route.scope], ids=lambda route: route.call)
def test_a_token_is_refused_what_it_has_no_scope_for(nodes: Nodes, route: Route) -> None:
    mine = {"read", "draft", "append", "sign:routine"} - {route.scope}
    found = program(nodes, *sorted(mine))
    answer = found.ask(route.method, path_of(route.path), {})
    assert (answer.status, answer.code) == (403, "scope_lacking")
    assert answer.said["facts"]["need"] == route.scope


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"scopes": ["sign:binding"]}, "bad_value"),
        ({"scopes": ["sign:consequential"]}, "bad_value"),
        ({"scopes": []}, "token_role"),
        ({"scopes": ["draft"], "role": None}, "token_role"),
        ({"scopes": ["sign:routine"], "role": None}, "token_role"),
        ({"scopes": ["read"], "role": "d/nobody"}, "not_found"),
        ({"scopes": ["read"], "days": 367}, "bad_value"),
        ({"scopes": ["read"], "days": -1}, "bad_value"),
        ({"scopes": ["read"], "name": " "}, "bad_value"),
    ],
)  # fmt: skip
def test_no_token_is_made_that_may_more_than_tokens_may(
    nodes: Nodes, said: dict[str, object], code: str
) -> None:
    with pytest.raises((Refused, Malformed), match=code):
        nodes.ask("iraq", "token_new", {"name": "x", "role": "d/head", **said})


def test_a_token_is_good_until_its_end(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> None:
    with desks(tmp_path_factory.mktemp("later")) as own:
        short, long = program(own, "read", days=1), program(own, "read", days=2)
        own.ask("iraq", "clock", {"to": "2007-06-21T06:00:01Z"})
        assert (short.get("/status").status, long.get("/status").status) == (401, 200)
        held = own.ask("iraq", "list", {"chapter": "credentials"})["items"]
        record = next(one["id"] for one in held if one["fields"]["role"] == "d/law")
        adviser = program(own, "read", role="d/law")
        assert adviser.get("/status").status == 200
        own.ask("iraq", "do", {"as": "root", "acts": [{"kind": "recall", "record": record, "body": {}}]})
        assert adviser.get("/status").status == 401


# --- revoking


def test_a_revoked_token_is_good_for_nothing_from_then_on_also_on_an_open_stream(nodes: Nodes) -> None:
    found = program(nodes)
    line = http.client.HTTPConnection("127.0.0.1", found.port, timeout=30)
    line.request(
        "GET", "/api/v1/changes", headers={"Host": found.host, "Authorization": f"Bearer {found.token}"}
    )
    stream = line.getresponse()
    assert stream.readline() == b"retry: 1000\n"
    ended = threading.Thread(target=stream.read)
    ended.start()
    nodes.ask("iraq", "token_revoke", {"id": found.id[:6]})
    assert found.get("/status").status == 401
    stated(nodes, "Said after it was revoked.")
    ended.join(timeout=15)
    assert not ended.is_alive()
    line.close()
    assert nodes.ask("iraq", "token_revoke", {"id": found.id})["good"] is False
    with pytest.raises(Refused, match="not_found"):
        nodes.ask("iraq", "token_revoke", {"id": "nothing"})


def test_no_file_of_the_home_holds_a_token(nodes: Nodes) -> None:
    found = program(nodes)
    assert found.get("/status").status == 200
    home = nodes.members["iraq"].home.path
    secret = found.token[17:].encode()
    assert [path for path in home.rglob("*") if path.is_file() and secret in path.read_bytes()] == []
    assert (home / "tokens.sqlite").stat().st_mode & 0o077 == 0


def test_a_token_survives_a_restart_and_so_does_its_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    with desks(tmp_path_factory.mktemp("again")) as own:
        good, gone = program(own), program(own)
        own.ask("iraq", "token_revoke", {"id": gone.id})
        own.restart("iraq")
        port = browser(own).port
        for one, status in ((good, 200), (gone, 401)):
            one.port = port
            assert one.get("/status").status == status


# --- signing


def prepared(found: Program, act: Mapping[str, object]) -> str:
    answer = found.post("/prepare", {"acts": [act]})
    assert answer.status == 200, answer.body
    return str(answer.said["id"])


def test_a_token_signs_only_while_its_delegate_sits(nodes: Nodes, head: Browser) -> None:
    found = program(nodes)
    head.post("/leave", {})
    ident = prepared(found, STATEMENT)
    answer = found.post("/sign", {"id": ident})
    assert (answer.status, answer.code) == (409, "nobody_sits")
    other = browser(nodes)
    other.sign_in("law")
    assert found.post("/sign", {"id": ident}).code == "nobody_sits"
    other.sign_in("head")
    done = found.post("/sign", {"id": ident})
    other.post("/leave", {})
    assert done.status == 200, done.body
    record = found.get(f"/records/{done.said['acts'][0]}").said
    assert (record["by"], record["acts"][0]["role"]) == ("iraq", "d/head")
    assert found.post("/sign", {"id": ident}).code == "not_found"


def test_no_token_signs_what_is_more_than_routine(nodes: Nodes, head: Browser) -> None:
    found = program(nodes)
    body = {"kind": "decision", "form": "oral_no_text", "title": [["en", PROPOSAL["title:en"]]]}
    ident = prepared(found, {"kind": "proposal.table", "body": body})
    before = nodes.ask("iraq", "digest", {})
    answer = found.post("/sign", {"id": ident})
    assert (answer.status, answer.code) == (403, "not_routine")
    mixed = found.post("/prepare", {"acts": [STATEMENT, {"kind": "proposal.table", "body": body}]}).said
    assert mixed["weight"] == "consequential"
    assert found.post("/sign", {"id": mixed["id"]}).code == "not_routine"
    assert nodes.ask("iraq", "digest", {}) == before


def test_a_token_signs_nothing_that_another_prepared(nodes: Nodes, head: Browser) -> None:
    found, other = program(nodes), program(nodes)
    ident = prepared(found, STATEMENT)
    assert other.post("/sign", {"id": ident}).code == "not_found"
    assert found.post("/sign", {"id": "0" * 64}).code == "not_found"
    assert found.post("/sign", {"id": ident, "text": "another"}).code == "schema"


@pytest.mark.parametrize("address", ["/prepare", "/folder", "/drafts"])
@pytest.mark.parametrize("kind", ["key", "recall", "leave", "elapsed", "ack", "nothing.at_all"])
def test_no_token_prepares_what_no_delegate_signs(nodes: Nodes, address: str, kind: str) -> None:
    answer = program(nodes).post(address, {"acts": [{"kind": kind, "body": {}}]})
    assert (answer.status, answer.code) == (422, "unknown_kind")


@pytest.mark.parametrize("address", ["/prepare", "/folder", "/drafts"])
def test_no_request_makes_a_file_of_the_machine_part_of_an_act(nodes: Nodes, address: str) -> None:
    path = str(nodes.members["iraq"].home.path / "keys" / "node.key")
    for attach in ([{"path": path}], [{"content": "", "type": "a/b", "path": path}]):
        answer = program(nodes).post(address, {"acts": [{**STATEMENT, "attach": attach}]})
        assert (answer.status, answer.code) == (400, "schema")


def test_drafts_are_the_delegates_own_whichever_token_asks(nodes: Nodes) -> None:
    found, adviser = program(nodes), program(nodes, role="d/law")
    draft = found.post("/drafts", {"acts": [STATEMENT]}).said["id"]
    assert draft not in [one["id"] for one in adviser.get("/drafts").said["items"]]
    for method in ("GET", "PUT", "DELETE"):
        body = {"acts": [STATEMENT]} if method == "PUT" else None
        assert adviser.ask(method, f"/drafts/{draft}", body).code == "not_found"
    assert found.ask("DELETE", f"/drafts/{draft}").status == 204


# --- the page


def test_a_delegate_makes_a_token_with_the_pin_and_sees_it_once(nodes: Nodes, head: Browser) -> None:
    form: dict[str, str | list[str]] = {
        "name": "<b>robot",
        "scope": ["read", "draft"],
        "mine": "1",
        "days": "7",
    }
    assert head.post("/tokens", {**form, "pin": "000000"}).code == "passphrase_wrong"
    assert head.post("/tokens", {**form, "pin": PIN, "days": "9999"}).code == "bad_value"
    made = head.post("/tokens", {**form, "pin": PIN})
    assert (made.status, "<b>robot" in made.text) == (200, False)
    token = made.text.partition('class="token-text" dir="ltr">')[2].partition("<")[0]
    ident = token.split("_")[1]
    found = program(nodes)
    found.token = token
    assert found.get("/token").said | {"until": 0} == {
        "id": ident, "name": "<b>robot", "scopes": ["read", "draft"], "role": "d/head", "until": 0,
    }  # fmt: skip
    assert token not in head.get("/tokens").text
    assert head.post(f"/tokens/{ident}/revoke", {}, Origin="http://evil.example").status == 403
    assert found.get("/token").status == 200
    assert head.post(f"/tokens/{ident}/revoke", {}).where == "/tokens"
    assert found.get("/token").status == 401


def test_the_file_of_tokens_is_only_made_when_there_is_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    with desks(tmp_path_factory.mktemp("none")) as own:
        file: Path = own.members["iraq"].home.path / "tokens.sqlite"
        assert own.ask("iraq", "token_list", {}) == {"items": [], "next": None}
        assert own.ask("iraq", "token_good", {"text": f"tri_{'0' * 12}_{'A' * 43}"}) is None
        assert not file.exists()
        program(own)
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            (said,) = database.execute("SELECT said FROM token").fetchone()
        assert json.loads(said)["role"] == "d/head"
