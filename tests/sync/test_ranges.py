# SPDX-License-Identifier: Apache-2.0
"""A file can be asked for in part (BLO-7), and what is left of an erased payload by its audience alone (ERA-9)."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator

import pytest

from tests.sync.serving import HOST, Net, serving
from tripartite.core.encoding.values import sha256
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.sync.answers import ranged
from tripartite.sync.auth import Request, sign_request
from tripartite.sync.messages import Answer
from tripartite.sync.paths import EVIDENCE, Named

BODY = bytes(range(200))
BLOB = Named("blob", "ab" * 32)


@pytest.mark.parametrize(
    ("said", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=190-", 206, 190, 200),
        ("bytes=100-9999", 206, 100, 200),
        ("bytes=199-199", 206, 199, 200),
        ("", 200, 0, 200),
        ("bytes=-5", 200, 0, 200),
        ("bytes=0-1,5-6", 200, 0, 200),
        ("items=0-1", 200, 0, 200),
        ("bytes=1-x", 200, 0, 200),
    ],
)
def test_one_span_of_bytes_is_answered_as_asked_and_all_else_whole(
    said: str, status: int, first: int, last: int
) -> None:
    found = ranged(Answer(200, BODY), BLOB, said)
    assert (found.status, found.body) == (status, BODY[first:last])
    expected = f"bytes {first}-{last - 1}/200" if status == 206 else None
    assert found.headers.get("content-range") == expected


@pytest.mark.parametrize("said", ["bytes=200-", "bytes=300-400", "bytes=9-3"])
def test_a_span_that_is_none_is_refused(said: str) -> None:
    found = ranged(Answer(200, BODY), BLOB, said)
    assert (found.status, found.headers["content-range"]) == (416, "bytes */200")


def test_nothing_but_a_file_is_answered_in_part() -> None:
    for whole, path in (
        (Answer(404, BODY), BLOB),
        (Answer(200, BODY), EVIDENCE),
        (Answer(200, BODY), Named("wrap", "ab" * 32)),
    ):
        assert ranged(whole, path, "bytes=0-1") is whole


@pytest.fixture(scope="module")
def net() -> Iterator[Net]:
    with serving("head") as found:
        yield found


def get(net: Net, target: str, party: str, said: str = "") -> tuple[int, bytes, str]:
    """A signed request of a party's node to Iran's."""
    own = net[party].own
    authority = f"{HOST}:{net.servers['iran'].port}"
    name = str(own.charters.name(party, "transport"))
    request = Request("GET", authority, target, None)
    signed = sign_request(request, name, lambda base: own.signer.sign("transport", base), int(time.time()))
    line = http.client.HTTPConnection(HOST, net.servers["iran"].port, timeout=10)
    try:
        line.request(
            "GET", target, headers={"Host": authority, **signed, **({"Range": said} if said else {})}
        )
        answer = line.getresponse()
        return answer.status, answer.read(), answer.headers.get("content-range", "")
    finally:
        line.close()


def test_a_party_reads_a_part_of_an_attachment_over_the_wire(net: Net) -> None:
    iran = net["iran"]
    iran.do(
        "d/head", [Wish("document.file", {"form": "photo"}, attach=(Attachment(BODY * 50, "image/png"),))]
    )
    [row] = iran.store.blobs.of(0, 1 << 60)
    stored = iran.store.blobs.get(row.hash)
    assert stored is not None
    target = f"/blob/{row.hash.hex()}"
    assert get(net, target, "us", "bytes=40-59") == (206, stored[40:60], f"bytes 40-59/{len(stored)}")
    status, body, _ = get(net, target, "us")
    assert (status, sha256(body)) == (200, row.hash)


def test_what_is_left_of_a_payload_is_given_to_parties(net: Net) -> None:
    iran = net["iran"]
    acts = [
        Wish("incident.report", {"day": "2007-05-28"}),
        Wish(
            "incident.claim", {"what": [["en", "a word"]], "source_category": "own_observation"}, record="./0"
        ),
    ]
    incident, claim = iran.do("d/head", acts).acts
    target = f"/thin/{claim[:64]}"
    assert get(net, target, "us")[0] == 404
    iran.do("d/head", [Wish("erase", {"of": [[claim, "incident.claim@1", incident]]})])
    status, body, _ = get(net, target, "us")
    assert (status, body.count(b"\n"), b"a word" in body) == (200, 2, False)
