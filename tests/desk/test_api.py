# SPDX-License-Identifier: Apache-2.0
"""What programs read at a desk: shapes, pages, problems, what is new (API-5 to API-11)."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.desk.programs import STATEMENT, Program, program, stated
from tests.security.desks import desks
from tripartite.cli.play.nodes import Nodes
from tripartite.client.routes import ROUTES
from tripartite.client.shapes import Problem
from tripartite.core.encoding.refusal import Held, Misbehaved, Refused, Unavailable
from tripartite.core.encoding.values import b64
from tripartite.core.register.chapters import ALL
from tripartite.desk.api.handling import HANDLERS
from tripartite.desk.api.problems import problem, status_of
from tripartite.i18n.words import Words

PARTY = "iraq"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("api")) as found:
        for number in range(7):
            stated(found, f"Statement {number}.", role="d/law" if number % 3 else "d/head")
        yield found


@pytest.fixture(scope="module")
def reader(nodes: Nodes) -> Program:
    return program(nodes, "read", role=None)


def texts(items: list[Any]) -> list[str]:
    return [one["fields"]["text"][0][1] for one in items]


def test_every_route_has_a_handler_and_every_handler_a_route() -> None:
    assert [route.call for route in ROUTES] == list(HANDLERS)


# --- shapes


def test_what_is_read_is_what_commands_are_told(nodes: Nodes, reader: Program) -> None:
    record = nodes.ask(PARTY, "list", {"chapter": "statements"})["items"][2]["id"]
    for path, call, said in (
        ("/chapters/statements", "list", {"chapter": "statements"}),
        (f"/records/{record}", "show", {"record": record}),
        (f"/records/{record[:12]}", "show", {"record": record}),
        (f"/records/{record.replace('/', '%2F')}", "show", {"record": record}),
        (f"/records/{record}/history", "history", {"record": record}),
        (f"/records/{record}/attachments", "attachments", {"id": record}),
        ("/line", "line", {}),
        ("/digest", "digest", {}),
        ("/digest?audience=iran,iraq", "digest", {"audience": "iran,iraq"}),
    ):
        answer = reader.get(path)
        assert (answer.status, answer.said) == (200, nodes.ask(PARTY, call, said)), path
    assert reader.get("/status").said["party"] == PARTY
    assert reader.get("/pending").said == {"items": nodes.ask(PARTY, "pending", {})["items"], "next": None}
    assert reader.get("/matrix").said == {"rows": []}
    chapters = {one["chapter"]: one for one in reader.get("/chapters").said["items"]}
    assert list(chapters) == [chapter.name for chapter in ALL]
    states = chapters["proposals"]["states"]
    assert {"tabled", "withdrawn"} <= set(states)
    assert all(state.isidentifier() for state in states)


def test_a_register_is_read_as_it_was(nodes: Nodes, reader: Program) -> None:
    assert reader.get("/chapters/statements?as_of=2007-06-20T05:00:00Z").said["items"] == []
    assert len(reader.get("/chapters/statements?as_of=2007-06-20T07:00:00Z").said["items"]) == 7
    record = reader.get("/chapters/statements").said["items"][0]["id"]
    assert reader.get(f"/records/{record}?as_of=2007-06-20T05:00:00Z").code == "not_found"
    assert reader.get(f"/records/{record}?known_to=iran").code == "not_found"


def test_the_content_of_a_file_comes_as_it_is(nodes: Nodes, reader: Program) -> None:
    content = bytes(range(256))
    attach = [{"content": b64(content), "type": "application/pdf"}]
    act = {"kind": "document.file", "body": {"form": "photo"}, "attach": attach}
    done = nodes.ask(PARTY, "do", {"as": "d/head", "acts": [act]})
    [file] = reader.get(f"/records/{done['acts'][0]}/attachments").said["items"]
    answer = reader.get(f"/acts/{file['act']}/attachment?c={file['c'].replace('+', '%2B')}")
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert reader.get(f"/acts/{file['act']}/attachment?c=AAAA").code == "not_found"


# --- pages


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 500])
def test_pages_put_together_are_the_whole_list(reader: Program, limit: int) -> None:
    whole = reader.get("/chapters/statements?limit=500").said["items"]
    found: list[Any] = []
    after, pages = "", 0
    while True:
        page = reader.get(f"/chapters/statements?limit={limit}{after}").said
        assert len(page["items"]) <= limit
        found += page["items"]
        pages += 1
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == whole
    assert pages <= len(whole) // limit + 1


def test_a_cursor_goes_on_where_the_page_ended_whatever_comes_meanwhile(
    nodes: Nodes, reader: Program
) -> None:
    first = reader.get("/chapters/statements?limit=4").said
    stated(nodes, "Said between two pages.")
    rest = reader.get(f"/chapters/statements?limit=500&after={first['next']}").said["items"]
    said = texts([*first["items"], *rest])
    assert len(said) == len(set(said))
    assert said[-1] == "Said between two pages."


def test_a_cursor_is_good_for_its_own_question_alone(reader: Program) -> None:
    cursor = reader.get("/chapters/statements?limit=1").said["next"]
    assert reader.get(f"/chapters/statements?limit=3&after={cursor}").status == 200
    for path in (
        f"/chapters/proposals?after={cursor}",
        f"/chapters/statements?by=iraq&after={cursor}",
        f"/chapters/statements?as_of=2007-06-20T07:00:00Z&after={cursor}",
        "/chapters/statements?after=AAAA",
        "/chapters/statements?after=1",
        f"/chapters/statements?after={cursor}A",
    ):
        answer = reader.get(path)
        assert (answer.status, answer.code) == (400, "bad_value"), path


@pytest.mark.parametrize(
    ("query", "count"),
    [("by=iraq", 7), ("by=iran", 0), ("truth=account", 7), ("truth=agreed", 0),
     ("where=kind=offer", 7), ("where=kind=offer&where=voice=press", 7), ("where=voice=room", 0)],
)  # fmt: skip
def test_lists_are_filtered(reader: Program, query: str, count: int) -> None:
    items = reader.get(f"/chapters/statements?{query}").said["items"]
    assert len([one for one in texts(items) if one.startswith("Statement ")]) == count


# --- problems


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("GET", "/nothing", {}, 404, "not_found"),
        ("GET", "/records/zzzz", {}, 404, "not_found"),
        ("GET", f"/records/{'0' * 64}", {}, 404, "not_found"),
        ("GET", "/chapters/nothing", {}, 404, "not_found"),
        ("GET", "/chapters/statements?nothing=1", {}, 400, "schema"),
        ("GET", "/chapters/statements?limit=501", {}, 400, "schema"),
        ("GET", "/chapters/statements?limit=0", {}, 400, "schema"),
        ("GET", "/chapters/statements?limit=1&limit=2", {}, 400, "bad_value"),
        ("GET", "/chapters/statements?by=%FF", {}, 400, "bad_value"),
        ("GET", "/chapters/statements?by=nobody", {}, 200, ""),
        ("GET", "/digest?as_of=yesterday", {}, 400, "schema"),
        ("GET", "/digest?as_of=2007-13-01T00:00:00Z", {}, 400, "bad_value"),
        ("GET", "/status?as_of=2007-06-20T05:00:00Z", {}, 400, "schema"),
        ("POST", "/status", {}, 405, "wrong_method"),
        ("PATCH", "/records/abcd", {}, 405, "wrong_method"),
        ("GET", "/status", {"Accept": "text/html"}, 406, "not_acceptable"),
        ("GET", "/status", {"Accept": "application/json;q=0"}, 406, "not_acceptable"),
        ("GET", "/status", {"Accept": "text/html, application/*;q=0.1"}, 200, ""),
        ("GET", "/status", {"Accept": "*/*"}, 200, ""),
        ("GET", "/changes", {"Last-Event-ID": "nonsense"}, 400, "bad_value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_as_a_problem(
    reader: Program, method: str, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    answer = reader.ask(method, path, headers=headers)
    assert answer.status == status, answer.body
    if code:
        said = msgspec.json.decode(answer.body, type=Problem)
        assert (answer.code, said.status, said.type) == (code, status, f"urn:tripartite:refusal:{code}")


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{}", {"Content-Type": "text/plain"}, 415, "wrong_media"),
        (b"acts=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "wrong_media"),
        (b"{", {"Content-Type": "application/json"}, 400, "bad_value"),
        (b"\xff", {"Content-Type": "application/json"}, 400, "bad_value"),
        (b"[" * 100_000, {"Content-Type": "application/json"}, 400, "schema"),
        (b'{"acts": []}', {"Content-Type": "application/json"}, 400, "schema"),
        (b'{"acts": [{"kind": "x"}], "more": 1}', {"Content-Type": "application/json"}, 400, "schema"),
        (b"", {"Content-Type": "application/json"}, 400, "bad_value"),
        (b"", {"Content-Type": "application/json", "Content-Length": "4000001"}, 413, "too_large"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_read_is_told_why(
    nodes: Nodes, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = program(nodes).ask("POST", "/prepare", body, headers)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("accepted", "code"),
    [("", "en"), ("fa", "fa"), ("ar-IQ", "ar"), ("de, fr", "en"), ("de, fa;q=0.4, ar;q=0.7", "ar"), ("FA-ir", "fa"),
     ("*", "en"), ("en;q=nonsense, fa", "fa")],
)  # fmt: skip
def test_a_problem_speaks_the_language_that_is_accepted(reader: Program, accepted: str, code: str) -> None:
    answer = reader.get("/nothing", Accept_Language=accepted)
    assert answer.headers["Content-Language"] == code
    assert answer.said["title"].startswith(Words(code)("refusal.not_found.what"))
    assert answer.said["facts"] == {"found": "/api/v1/nothing", "what": "path"}


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(Held("holding", "HOM-6"), 202), (Misbehaved("bad_answer", "CMD-6"), 409), (Refused("guard", "REG-15"), 422),
     (Unavailable("store_failed", "HOM-1"), 503), (Unavailable("internal", "API-6"), 500)],
)  # fmt: skip
def test_each_family_of_trouble_has_its_status(trouble: Any, status: int) -> None:
    answer = problem(trouble, Words("en"))
    assert (status_of(trouble), answer.status_code) == (status, status)
    assert ("Retry-After" in answer.headers) is (status in (202, 503))


def test_head_and_options_say_what_there_is(reader: Program) -> None:
    whole, head = reader.get("/digest"), reader.ask("HEAD", "/digest")
    assert (head.status, head.body) == (200, b"")
    assert (head.headers["Content-Length"], head.headers["ETag"]) == (
        str(len(whole.body)),
        whole.headers["ETag"],
    )
    stream = reader.ask("HEAD", "/changes")
    assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream")
    for path, allowed in (("/status", "GET, HEAD, OPTIONS"), ("/drafts", "GET, HEAD, OPTIONS, POST")):
        answer = reader.ask("OPTIONS", path)
        assert (answer.status, answer.headers["Allow"]) == (204, allowed)
    refused = reader.ask("DELETE", "/drafts")
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


# --- what is new


@pytest.mark.parametrize(
    "path", ["/chapters", "/chapters/statements?limit=2", "/digest", "/pending", "/matrix"]
)
def test_what_did_not_change_is_not_sent_again(nodes: Nodes, reader: Program, path: str) -> None:
    tag = reader.get(path).headers["ETag"]
    same = reader.get(path, If_None_Match=tag)
    assert (same.status, same.body, same.headers["ETag"]) == (304, b"", tag)
    stated(nodes, "Something new.")
    again = reader.get(path, If_None_Match=tag)
    assert again.status == 200
    assert again.headers["ETag"] != tag


class Stream:
    """Events as they come."""

    def __init__(self, reader: Program, last: str | None = None, query: str = "") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", reader.port, timeout=30)
        said = {"Host": reader.host, "Authorization": f"Bearer {reader.token}"}
        if last is not None:
            said["Last-Event-ID"] = last
        self._line.request("GET", f"/api/v1/changes{query}", headers=said)
        self.answer = self._line.getresponse()

    def next(self) -> tuple[str, str, Any]:
        """Id, name and data of the next event."""
        found: dict[str, str] = {}
        while True:
            line = self.answer.readline().decode().rstrip("\n")
            if not line and "data" in found:
                return found["id"], found["event"], json.loads(found["data"])
            name, mark, value = line.partition(": ")
            if mark and name:
                found[name] = value

    def close(self) -> None:
        self.answer.close()
        self._line.close()


def test_nothing_is_lost_between_two_streams(nodes: Nodes, reader: Program) -> None:
    first = Stream(reader)
    position, name, _ = first.next()
    assert name == "position"
    one = stated(nodes, "While it is open.")
    last, name, said = first.next()
    assert (name, said["records"], said["position"]) == ("changed", [one], last)
    first.close()
    missed = {stated(nodes, f"While it is closed, {number}.") for number in range(3)}
    second = Stream(reader, last)
    found: set[str] = set()
    while not missed <= found:
        last, _, said = second.next()
        found |= set(said["records"])
    second.close()
    assert one not in found
    third, told = Stream(reader, query=f"?since={position}"), set[str]()
    while not missed <= told:
        told |= set(third.next()[2]["records"])
    third.close()
    assert one in told


def test_a_stream_goes_on_from_before_everything_and_after_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with desks(tmp_path_factory.mktemp("streams")) as own:
        records = {stated(own, f"Number {number}.") for number in range(3)}
        mine = program(own, "read", role=None)
        whole = Stream(mine, query="?since=")
        last, _, said = whole.next()
        assert records <= set(said["records"])
        whole.close()
        own.restart("iraq")
        later = stated(own, "After it.")
        again = program(own, "read", role=None)
        stream = Stream(again, last)
        found = set(stream.next()[2]["records"])
        stream.close()
        assert later in found
        assert not records & found


def test_streams_are_few(reader: Program) -> None:
    open_ones = [Stream(reader) for _ in range(4)]
    answer = reader.get("/changes")
    assert (answer.status, answer.code) == (429, "rate_limited")
    for one in open_ones:
        one.close()


def test_nothing_that_is_asked_for_is_kept_by_a_cache(reader: Program) -> None:
    for path, said in (("/status", "no-store"), ("/digest", "private, no-cache"), ("/nothing", "no-store")):
        answer = reader.get(path)
        assert answer.headers["Cache-Control"] == said
        assert answer.headers["Vary"] == "Authorization, Accept-Language"


def test_what_is_prepared_says_itself_in_the_language_accepted(nodes: Nodes) -> None:
    answer = program(nodes).ask("POST", "/prepare", {"acts": [STATEMENT]}, headers={"Accept-Language": "fa"})
    said = answer.said["words"][0]
    assert said["says"] == Words("fa")("kind.statement.make")
