# SPDX-License-Identifier: Apache-2.0
"""The client that comes with the program asks alike over HTTP and over the socket, and is told alike (API-15)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.desk.programs import STATEMENT, program, stated
from tests.security.desks import browser, desks
from tripartite.cli.play.nodes import Nodes
from tripartite.client.client import Client, Program
from tripartite.client.http import HttpLine
from tripartite.client.line import Line
from tripartite.client.socket import connect
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.encoding.values import b64

CONTENT = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("client")) as found:
        for number in range(5):
            stated(found, f"Statement {number}.")
        attach = [{"content": b64(CONTENT), "type": "application/pdf"}]
        act = {"kind": "document.file", "body": {"form": "photo"}, "attach": attach}
        found.ask("iraq", "do", {"as": "d/head", "acts": [act]})
        yield found


def http_line(nodes: Nodes, language: str = "en") -> HttpLine:
    found = program(nodes)
    return HttpLine(f"http://{found.host}:{found.port}", found.token, language)


def socket_line(nodes: Nodes) -> Line:
    found = connect(nodes.members["iraq"].home.socket)
    assert found is not None
    return found


@pytest.fixture(params=["http", "socket"])
def client(request: pytest.FixtureRequest, nodes: Nodes) -> Iterator[Client]:
    with Client(http_line(nodes) if request.param == "http" else socket_line(nodes)) as found:
        yield found


def test_both_lines_are_told_the_same(nodes: Nodes) -> None:
    with Client(http_line(nodes)) as one, Client(socket_line(nodes)) as two:
        record = next(one.records("statements")).id
        for ask in (
            lambda who: list(who.records("statements")),
            lambda who: list(who.records("statements", by="iran")),
            lambda who: list(who.records("statements", kind="offer")),
            lambda who: list(who.records("statements", as_of="2007-06-20T05:00:00Z")),
            lambda who: who.record(record),
            lambda who: who.record(record[:10]),
            lambda who: who.history(record),
            lambda who: who.pending(),
            lambda who: who.digest(),
            lambda who: who.line(),
            lambda who: who.watch(),
            lambda who: who.status().logs[0].party,
        ):
            assert ask(one) == ask(two)


def test_pages_are_put_together(client: Client) -> None:
    first = client.page("statements", limit=2)
    assert (len(first.items), first.next is None) == (2, False)
    second = client.page("statements", after=first.next, limit=500)
    assert [*first.items, *second.items] == list(client.records("statements"))


def test_a_file_comes_as_it_is(client: Client) -> None:
    [document] = client.records("documents")
    [file] = client.attachments(document.id)
    assert client.content(file) == CONTENT


def test_refusals_are_raised_as_they_were(client: Client) -> None:
    with pytest.raises(Refused, match="not_found") as refused:
        client.record("0" * 64)
    assert (refused.value.refusal.rule, refused.value.refusal.fact("what")) == ("REG-11", "record")


def test_a_program_prepares_drafts_and_signs(nodes: Nodes) -> None:
    with Program(http_line(nodes)) as found:
        assert found.token().role == "d/head"
        assert "statements" in [one.chapter for one in found.chapters()]
        assert found.matrix() == []
        assert "statement.make" in [one.kind for one in found.possible()]
        prepared = found.prepare([STATEMENT])
        assert prepared.weight == "routine"
        with pytest.raises(Refused, match="nobody_sits"):
            found.sign(prepared)
        head = browser(nodes)
        head.sign_in()
        done = found.sign(prepared)
        head.post("/leave", {})
        assert found.record(done.acts[0]).by == "iraq"
        draft = found.save([STATEMENT])
        assert found.save([STATEMENT], over=draft.id).id == draft.id
        assert found.draft(draft.id) in found.drafts()
        found.throw_away(draft.id)
        assert draft.id not in [one.id for one in found.drafts()]
        item = found.put([STATEMENT])
        assert found.item(item.id) in found.folder()


def test_a_program_is_told_what_came(nodes: Nodes) -> None:
    with Program(http_line(nodes)) as found:
        with closing(found.changes()) as changes:
            at = next(changes).position
        record = stated(nodes, "While nobody listened.")
        with closing(found.changes(at)) as changes:
            change = next(changes)
        assert (change.moved, record in change.records) == (True, True)
        with pytest.raises(Refused, match="token_unknown"):
            next(HttpLine(f"http://127.0.0.1:{program(nodes).port}", "wrong").changes())


def test_a_token_goes_in_the_clear_to_this_machine_alone() -> None:
    with pytest.raises(Refused, match="insecure_link"):
        HttpLine("http://desk.example:8400", "token")
    HttpLine("https://desk.example:8400", "token").close()


def test_where_nobody_answers_that_is_said(nodes: Nodes) -> None:
    with (
        Client(HttpLine("http://127.0.0.1:9", "token")) as nobody,
        pytest.raises(Unavailable, match="unreachable"),
    ):
        nobody.status()
    port = int(nodes.members["iraq"].desk.rstrip("/").rpartition(":")[2])
    with Client(HttpLine(f"http://localhost:{port}", "token")) as stranger, pytest.raises(Refused):
        stranger.status()


def test_there_is_no_route_for_what_only_the_owner_asks(nodes: Nodes) -> None:
    for call in ("do", "stop", "token_new", "bundle_take", "alone"):
        with pytest.raises(Refused, match="unknown_call"):
            http_line(nodes).call(call, {})
