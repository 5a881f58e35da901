# SPDX-License-Identifier: Apache-2.0
"""Nodes over real sockets: what parties may do, what strangers may not, and what each asker is told."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.sync.serving import HOST, Net, raw, serving, status_of
from tests.world.nodes import digest, table
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refused, Unavailable
from tripartite.core.encoding.values import unb64
from tripartite.sync.app import MAX_HINT, Hint
from tripartite.sync.auth import Request, digest_of, sign_request
from tripartite.sync.client import Peer, PeerAddress
from tripartite.sync.links import Links
from tripartite.sync.messages import MAX_HEADS, Answer, Ask, read_error
from tripartite.sync.paths import BUNDLE, EVIDENCE, HINT, Cosig, Feed, Named, Path, origin_hash
from tripartite.sync.server import SyncServer


@pytest.fixture(scope="module")
def net() -> Iterator[Net]:
    with serving("head") as found:
        yield found


def asker(net: Net, party: str = "us", of: str = "iran", skew: int = 0) -> Peer:
    node = net[party]
    return Peer(net.address(of), node.own, node.parts.chance, Links(), lambda: int(time.time()) + skew)


def ask(net: Net, path: Path, body: bytes | None = None) -> Answer:
    peer = asker(net)
    try:
        return peer.exchange(Ask(path, 1 << 23, body=body))
    finally:
        peer.close()


def oh(net: Net, party: str) -> str:
    return origin_hash(net.nodes.town.charter.origin(party))


def get(net: Net, path: str, *headers: str) -> bytes:
    port = net.servers["iran"].port
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Connection: close", *headers]
    return raw(port, "\r\n".join([*lines, "", ""]).encode())


# --- reading


def test_a_party_reads_heads_leaves_and_the_charter(net: Net) -> None:
    heads = ask(net, Cosig(oh(net, "iran")))
    assert (heads.status, heads.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert heads.body.startswith(net.nodes.town.charter.origin("iran").encode())
    assert ask(net, Feed(oh(net, "iran"), 0)).status == 200
    charter = net.nodes.town.charter
    assert ask(net, Named("charter", unb64(charter.net).hex())).body == charter.data


def test_an_unchanged_head_is_not_sent_again(net: Net) -> None:
    peer = asker(net)
    first = peer.exchange(Ask(Cosig(oh(net, "iran")), MAX_HEADS))
    again = peer.exchange(Ask(Cosig(oh(net, "iran")), MAX_HEADS, etag=first.etag))
    assert (again.status, again.body) == (304, b"")
    peer.close()


@pytest.mark.parametrize("missing", ["blob", "charter", "evidence"])
def test_what_is_not_held_is_not_found(net: Net, missing: str) -> None:
    found = ask(net, Named(missing, "0" * 64))
    assert (found.status, read_error(found).code) == (404, "not_found")


@pytest.mark.parametrize(
    "tail",
    ["/proof?from=0&to=1", "/proof?from=5&to=2", "/proof?from=1&to=999", f"/feed?from=0&root={'0' * 64}"],
)
def test_sizes_and_branches_nobody_has_are_not_found(net: Net, tail: str) -> None:
    class Text:
        def __str__(self) -> str:
            return f"/{oh(net, 'iran')}{tail}"

    assert ask(net, Text()).status == 404  # type: ignore[arg-type]  # any target, as written


def test_leaves_beyond_the_head_are_an_empty_answer(net: Net) -> None:
    assert ask(net, Feed(oh(net, "iran"), 10_000)).body == b""


# --- who asks


@pytest.mark.parametrize("open_path", ["/evidence", "/charter/" + "0" * 64, "/evidence/" + "0" * 64])
def test_evidence_and_charters_are_open_to_anybody(net: Net, open_path: str) -> None:
    assert status_of(get(net, open_path)) in (200, 404)


def test_logs_and_payloads_are_for_parties(net: Net) -> None:
    for path in (f"/{oh(net, 'iran')}/cosig", f"/{oh(net, 'iran')}/feed?from=0", "/blob/" + "0" * 64):
        response = get(net, path)
        assert status_of(response) == 401
        assert b'"code":"unauthorized"' in response


def test_what_is_asked_of_one_node_cannot_be_asked_of_another(net: Net) -> None:
    """A node that was asked passes the signed request on, to be answered in the asker's name."""
    path = f"/{oh(net, 'iran')}/cosig"
    node = net["us"]
    other = f"{HOST}:{net.servers['iraq'].port}"
    key = node.own.key("transport").name
    signed = sign_request(
        Request("GET", other, path),
        key,
        lambda base: node.parts.signer.sign("transport", base),
        int(time.time()),
    )
    port = net.servers["iran"].port
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {other}",
        "Connection: close",
        *(f"{k}: {v}" for k, v in signed.items()),
    ]
    response = raw(port, "\r\n".join([*lines, "", ""]).encode())
    assert status_of(response) == 401
    assert b'"detail":"authority"' in response


@pytest.mark.parametrize("skew", [3600, -3600])
def test_a_clock_an_hour_wrong_is_told_both_times(net: Net, skew: int) -> None:
    peer = asker(net, skew=skew)
    refusal = read_error(peer.exchange(Ask(Cosig(oh(net, "iran")), MAX_HEADS)))
    peer.close()
    assert refusal.code == "clock_skew"
    assert abs(int(refusal.fact("theirs")) - int(refusal.fact("ours")) - skew) < 60


# --- writing


def hint(net: Net, peer: Peer, size: int = 1) -> Answer:
    body = encode({"origin": net.nodes.town.charter.origin("us"), "size": size})
    return peer.exchange(Ask(HINT, 1000, body=body))


def test_a_hint_reaches_whoever_waits_for_it(net: Net) -> None:
    hints: list[tuple[str, Hint]] = []
    server = SyncServer(net["iran"], (HOST, 0), Links(), hinted=lambda party, one: hints.append((party, one)))
    server.start()
    node = net["us"]
    peer = Peer(PeerAddress("iran", f"http://{HOST}:{server.port}"), node.own, node.parts.chance, Links())
    assert hint(net, peer, 7).status == 200
    assert [(party, one.size) for party, one in hints] == [("us", 7)]
    peer.close()
    server.stop()


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"size":1}', b'{"origin":"x","size":-1}', b'{"origin":"x","size":1,"z":1}', b"[" * 500,
     b"\xff"],
)  # fmt: skip
def test_a_hint_that_is_none_is_refused(net: Net, body: bytes) -> None:
    assert ask(net, HINT, body).status == 400


def test_a_hint_longer_than_hints_are_is_refused_unread(net: Net) -> None:
    found = ask(net, HINT, b" " * (MAX_HINT + 1))
    assert (found.status, read_error(found).code) == (413, "too_large")


def test_a_bundle_that_is_none_is_refused(net: Net) -> None:
    found = ask(net, BUNDLE, b"x" * 2000)
    assert (found.status, read_error(found).code) == (400, "bad_bundle")


def test_a_request_with_a_body_passes_once(net: Net) -> None:
    node, port = net["us"], net.servers["iran"].port
    body = encode({"origin": net.nodes.town.charter.origin("us"), "size": 1})
    request = Request("POST", f"{HOST}:{port}", "/hint", digest_of(body))
    signed = sign_request(
        request, node.own.key("transport").name, lambda base: node.parts.signer.sign("transport", base),
        int(time.time()), b"a nonce just once",
    )  # fmt: skip
    lines = [
        "POST /hint HTTP/1.1", f"Host: {HOST}:{port}", "Connection: close", f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in signed.items()),
    ]  # fmt: skip
    data = "\r\n".join([*lines, "", ""]).encode() + body
    assert status_of(raw(port, data)) == 200
    again = raw(port, data)
    assert status_of(again) == 401
    assert b"nonce used before" in again


def test_what_may_be_read_is_not_written_and_the_other_way_round(net: Net) -> None:
    assert ask(net, EVIDENCE, b"{}").status == 405
    assert status_of(get(net, "/hint")) == 405


# --- links


def test_a_cut_party_is_answered_503_and_not_asked(net: Net) -> None:
    net.links["iran"].cut("us")
    try:
        found = ask(net, Cosig(oh(net, "iran")))
        assert (found.status, read_error(found).code) == (503, "link_cut")
        assert net.peers["iran"].round(frozenset(["us"])).wrong["us"].code == "link_cut"
    finally:
        net.links["iran"].heal("us")
    assert ask(net, Cosig(oh(net, "iran"))).status == 200


# --- addresses


@pytest.mark.parametrize(
    "url",
    ["http://192.0.2.1:7001", "http://node.example", "https://node.example", "http://127.0.0.1.example"],
)
def test_plain_http_or_an_unpinned_key_is_for_loopback_alone(url: str) -> None:
    with pytest.raises(Refused) as caught:
        PeerAddress("iran", url)
    assert caught.value.code == "insecure_link"


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:7001", "ftp://127.0.0.1", "http://127.0.0.1/path", "http://u:p@127.0.0.1", "http://127.0.0.1:x",
            "http://127.0.0.1:99999", "http://127.0.0.1?x", "http://[::1"],
)  # fmt: skip
def test_what_is_no_address_is_malformed(url: str) -> None:
    with pytest.raises(Malformed):
        PeerAddress("iran", url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:7001", "http://localhost:7001", "http://[::1]:7001", "http://127.0.0.1:7001/"]
)
def test_loopback_needs_no_protection(url: str) -> None:
    assert PeerAddress("iran", url).port == 7001


def test_a_server_off_loopback_needs_tls(net: Net) -> None:
    with pytest.raises(Refused) as caught:
        SyncServer(net["iran"], ("0.0.0.0", 0), Links())  # noqa: S104  # that is refused
    assert caught.value.code == "insecure_link"


def test_an_address_in_use_is_said_to_be(net: Net) -> None:
    server = SyncServer(net["iran"], (HOST, net.servers["iran"].port), Links())
    with pytest.raises(Unavailable) as caught:
        server.start()
    assert caught.value.code == "address_taken"


def test_nobody_at_an_address_is_unreachable(net: Net) -> None:
    server = SyncServer(net["iran"], (HOST, 0), Links())
    server.start()
    server.stop()
    node = net["us"]
    peer = Peer(PeerAddress("iran", f"http://{HOST}:{server.port}"), node.own, node.parts.chance, Links())
    with pytest.raises(Unavailable) as caught:
        peer.exchange(Ask(EVIDENCE, 100))
    assert caught.value.code == "unreachable"


def test_an_answer_larger_than_asked_for_is_not_read(net: Net) -> None:
    peer = asker(net)
    with pytest.raises(Misbehaved) as caught:
        peer.exchange(Ask(Feed(oh(net, "iran"), 0), 10))
    assert caught.value.refusal.fact("detail") == "too much"
    assert peer.exchange(Ask(EVIDENCE, 1000)).status == 200
    peer.close()


# --- a day on loopback


def test_three_nodes_settle_over_sockets() -> None:
    with serving("head") as net:
        done = net["iran"].do("d/head", [table("over sockets")])
        net["iran"].tick()
        for _ in range(3):
            for name in ("iran", "iraq", "us"):
                assert net.peers[name].round().wrong == {}
        settled = net.peers["us"].settle(10)
        assert (settled.equal, settled.waiting) == (True, {})
        assert net.level()
        assert all(net[name].world.fold(done.acts[0]) for name in ("iran", "iraq", "us"))
        assert len({digest(node) for node in net.nodes.running.values()}) == 1
