# SPDX-License-Identifier: Apache-2.0
"""What programs write at a desk: prepared texts, drafts, the folder, texts signed elsewhere (API-12 to API-14)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.programs import BODY, STATEMENT, Program, program, stated
from tests.security.desks import PIN, browser, desks
from tripartite.cli.play.nodes import Nodes
from tripartite.core.dispatch.envelope import read_text
from tripartite.core.dispatch.payload import open_payload
from tripartite.core.encoding.values import unb64
from tripartite.keyring.files import KeyFolder
from tripartite.node.signing import sign_text

TITLE = [["en", "A hotline"]]
PROPOSAL = {
    "kind": "proposal.table",
    "body": {"kind": "decision", "form": "text", "title": TITLE},
    "refs": [["./1", "text"]],
}
TEXT = {"kind": "proposal.text", "record": "./0", "body": {"lang": "en", "paragraphs": ["First.", "Second."]}}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with desks(tmp_path_factory.mktemp("writing")) as found:
        yield found


@pytest.fixture(scope="module")
def writer(nodes: Nodes) -> Program:
    return program(nodes)


def signed(nodes: Nodes, prepared: dict[str, Any]) -> dict[str, Any]:
    """As `tripartite sign` does with a key that is elsewhere."""
    keys = KeyFolder(nodes.members["iraq"].home.path / "keys", lambda _role: PIN)
    note = sign_text(prepared["text"].encode(), keys)
    return {"dispatch": note.decode(), "payload": prepared["payload"]}


def test_what_is_prepared_is_what_it_says(nodes: Nodes, writer: Program) -> None:
    before = nodes.ask("iraq", "digest", {})
    said = writer.post("/prepare", {"acts": [PROPOSAL, TEXT]}).said
    assert (said["weight"], said["power"], said["to"]) == ("consequential", "negotiate", "parties")
    assert "Iran" in said["audience"]
    dispatch = read_text(said["text"].encode())
    assert (dispatch.by.role, dispatch.id) == ("d/head", said["id"])
    lines = [json.loads(line) for line in open_payload(unb64(said["payload"]), dispatch.commitment).lines]
    assert [line["kind"] for line in lines] == ["proposal.table@1", "proposal.text@1"]
    words = [line for act in said["words"] for field in act["fields"] for line in field["lines"]]
    assert {"[en] A hotline"} <= set(words)
    assert any("Second." in line for line in words)
    assert nodes.ask("iraq", "digest", {}) == before


def test_what_is_sealed_is_prepared_for_those_alone(writer: Program) -> None:
    said = writer.post("/prepare", {"acts": [STATEMENT], "to": ["iraq"]}).said
    assert (said["to"], said["audience"]) == (["iraq"], "<b>Iraq")
    assert said["identity"].startswith("AGE-SECRET-KEY-")


@pytest.mark.parametrize(
    ("acts", "status", "code"),
    [
        ([{"kind": "statement.make", "body": {}}], 400, "schema"),
        ([{"kind": "statement.make", "body": {**BODY, "speaker": 7}}], 400, "schema"),
        ([{"kind": "withdraw", "record": "0000abcd", "body": {}}], 404, "not_found"),
        ([{**STATEMENT, "refs": [["0" * 64 + "/0", "cites"]] * 2, "record": "zz"}], 400, "schema"),
    ],
)  # fmt: skip
def test_what_cannot_be_prepared_is_told_why(
    writer: Program, acts: list[Any], status: int, code: str
) -> None:
    answer = writer.post("/prepare", {"acts": acts})
    assert (answer.status, answer.code) == (status, code)


# --- texts that are signed elsewhere


def test_the_same_text_twice_has_the_same_answer_and_is_appended_once(nodes: Nodes, writer: Program) -> None:
    text = signed(nodes, writer.post("/prepare", {"acts": [PROPOSAL, TEXT]}).said)
    first = writer.post("/dispatches", text)
    assert first.status == 200, first.body
    before = nodes.ask("iraq", "digest", {})
    again = writer.post("/dispatches", text)
    assert (again.status, again.said) == (200, first.said)
    assert nodes.ask("iraq", "digest", {}) == before
    record = writer.get(f"/records/{first.said['acts'][0]}").said
    assert (record["state"], record["by"]) == (["tabled"], "iraq")


def test_a_text_that_is_not_as_it_was_signed_is_refused(nodes: Nodes, writer: Program) -> None:
    prepared = writer.post("/prepare", {"acts": [STATEMENT]}).said
    text = signed(nodes, prepared)
    before = nodes.ask("iraq", "digest", {})
    other = writer.post("/prepare", {"acts": [STATEMENT]}).said["payload"]
    for said in (
        {**text, "payload": other},
        {**text, "dispatch": prepared["text"]},
        {**text, "dispatch": text["dispatch"].replace("tripartite", "tripartate")},
        {**text, "payload": "AAAA"},
        {"dispatch": "nothing", "payload": ""},
    ):
        answer = writer.post("/dispatches", said)
        assert answer.status in (400, 409, 422), answer.body
    assert nodes.ask("iraq", "digest", {}) == before
    assert writer.post("/dispatches", text).status == 200


def test_an_act_that_needs_a_colleague_says_so(nodes: Nodes, writer: Program) -> None:
    adviser = program(nodes, role="d/law")
    oral = {"kind": "proposal.table", "body": {"kind": "decision", "form": "oral_no_text", "title": TITLE}}
    text = signed(nodes, adviser.post("/prepare", {"acts": [oral]}).said)
    refused = writer.post("/dispatches", text)
    assert (refused.status, refused.code) == (403, "no_power")
    kept = writer.post("/dispatches", {**text, "keep": True}).said
    assert set(kept["inert"].values()) == {"no_power"}
    assert writer.post("/dispatches", text).said == kept


# --- drafts and the folder


def test_a_draft_is_kept_changed_and_thrown_away(writer: Program) -> None:
    made = writer.post("/drafts", {"acts": [STATEMENT]})
    assert made.status == 201
    draft = made.said
    assert draft["acts"] == [{**STATEMENT, "refs": []}]
    unfinished = {"kind": "statement.make", "body": {"speaker": "Spokesman"}}
    changed = writer.ask("PUT", f"/drafts/{draft['id']}", {"acts": [unfinished]}).said
    assert changed["acts"] == [{**unfinished, "refs": []}]
    assert writer.get(f"/drafts/{draft['id']}").said == changed
    assert changed in writer.get("/drafts").said["items"]
    assert writer.ask("DELETE", f"/drafts/{draft['id']}").status == 204
    assert writer.get(f"/drafts/{draft['id']}").code == "not_found"


def test_a_draft_of_a_program_opens_at_the_desk_with_everything_in_it(nodes: Nodes, writer: Program) -> None:
    draft = writer.post("/drafts", {"acts": [PROPOSAL, TEXT]}).said["id"]
    head = browser(nodes)
    head.sign_in()
    page = head.get(f"/acts/proposal.table?draft={draft}").text
    assert all(text in page for text in ("A hotline", "First.", "Second."))
    writer.ask("DELETE", f"/drafts/{draft}")


@pytest.mark.parametrize("acts", [[STATEMENT], [PROPOSAL, TEXT]], ids=["statement", "proposal"])
def test_what_a_program_lays_into_the_folder_a_person_sees_and_signs(
    nodes: Nodes, writer: Program, acts: list[Any]
) -> None:
    laid = writer.post("/folder", {"acts": acts})
    assert laid.status == 201, laid.body
    item = laid.said["id"]
    head = browser(nodes)
    head.sign_in()
    page = head.get(f"/folder/{item}")
    signed = head.sign(page, pin=PIN, read="1")
    assert signed.where.endswith("?signed=1"), signed.code
    done = writer.get(f"/folder/{item}").said
    assert (done["state"], [step["what"] for step in done["steps"]]) == ("signed", ["drafted", "signed"])
    record = writer.get(f"/records/{done['done']}").said
    assert record["acts"][0]["body"] == acts[0]["body"]


def test_the_folder_takes_nothing_that_it_could_not_show(nodes: Nodes, writer: Program) -> None:
    record = stated(nodes, "Something to refer to.")
    four = [[record, relation] for relation in ("cites", "replies_to", "derived_from", "part_of")]
    enclosed = [{"content": "AAAA", "type": "application/pdf"}]
    for act in (
        {**STATEMENT, "refs": four},
        {**STATEMENT, "attach": enclosed},
        {**STATEMENT, "body": {**BODY, "nothing_known": "x"}},
    ):
        for address in ("/folder", "/drafts"):
            answer = writer.post(address, {"acts": [act]})
            assert (answer.status, answer.code) == (422, "no_form"), act
    two = writer.post("/folder", {"acts": [STATEMENT, STATEMENT]})
    assert two.code == "no_form"
    assert (
        writer.post("/folder", {"acts": [{"kind": "statement.make", "body": {"speaker": "x"}}]}).code
        == "schema"
    )


def test_what_is_laid_there_for_some_stays_for_those(nodes: Nodes, writer: Program) -> None:
    item = writer.post("/folder", {"acts": [STATEMENT], "to": ["iran"]}).said
    assert item["to"] == ["iran", "iraq"]
    assert item in writer.get("/folder").said["items"]
