# SPDX-License-Identifier: Apache-2.0
"""Signed requests: what RFC 9421 publishes holds, and nothing but the one profile passes."""

from __future__ import annotations

import base64

import pytest

from tests.world import Town
from tests.world.keys import signing_key
from tripartite.core.encoding.refusal import Refused
from tripartite.core.keys.signature import verify_signature
from tripartite.sync.auth import (
    SKEW,
    Asker,
    Request,
    digest_of,
    sign_request,
    signature_base,
    verify_body,
    verify_request,
)

NOW = 1_180_332_000
READ = Request("GET", "127.0.0.1:7001", "/" + "0" * 64 + "/feed?from=3")
WRITE = Request("POST", "127.0.0.1:7001", "/hint", digest_of(b"{}"))
NONCE = bytes(range(16))


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(accredited=False)


def signed(
    town: Town, request: Request, now: int = NOW, role: str = "transport", by: str = "iran"
) -> dict[str, str]:
    name = str(town.charter.name("iran", role))
    nonce = NONCE if request.digest else b""
    key = signing_key(town.seed(by, role))
    return {
        name.lower(): value
        for name, value in sign_request(
            request, name, lambda base: key.sign(base).signature, now, nonce
        ).items()
    }


def refused(town: Town, request: Request, headers: dict[str, str], now: int = NOW) -> Refused:
    with pytest.raises(Refused) as caught:
        verify_request(request, headers, town.charter.key, now)
    return caught.value


# --- what the standard publishes


def test_the_ed25519_example_of_the_standard_holds() -> None:
    """RFC 9421, appendix B.2.6, with the key of appendix B.1.4."""
    components = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"), ("@method", "POST"), ("@path", "/foo"),
        ("@authority", "example.com"), ("content-type", "application/json"), ("content-length", "18"),
    ]  # fmt: skip
    names = " ".join(f'"{name}"' for name, _ in components)
    base = signature_base(components, f'({names});created=1618884473;keyid="test-key-ed25519"')
    key = base64.b64decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
    line = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    assert verify_signature(key, base, base64.b64decode(line))


def test_the_base_lists_each_component_and_ends_with_the_parameters() -> None:
    lines = signature_base(READ.components, "(P)").decode().split("\n")
    assert lines == [
        '"@method": GET',
        '"@authority": 127.0.0.1:7001',
        f'"@path": /{"0" * 64}/feed',
        '"@query": ?from=3',
        '"@signature-params": (P)',
    ]


def test_an_absent_query_is_signed_as_a_question_mark() -> None:
    assert ("@query", "?") in Request("GET", "h", "/evidence").components


# --- the profile


def test_a_signed_request_says_who_asks(town: Town) -> None:
    assert verify_request(READ, signed(town, READ), town.charter.key, NOW) == Asker("iran", "", NOW)  # type: ignore[arg-type]  # a party's name
    found = verify_request(WRITE, signed(town, WRITE), town.charter.key, NOW)
    assert found.nonce == base64.b64encode(NONCE).decode()


@pytest.mark.parametrize(
    "other",
    [
        Request("HEAD", READ.authority, READ.target),
        Request("GET", "127.0.0.1:7002", READ.target),
        Request("GET", READ.authority, READ.target.replace("3", "4")),
        Request("GET", READ.authority, READ.target.replace("feed", "proof")),
    ],
)
def test_a_signature_is_for_one_request_to_one_node(town: Town, other: Request) -> None:
    assert refused(town, other, signed(town, READ)).code == "unauthorized"


def test_the_authority_is_compared_without_case(town: Town) -> None:
    shout, calm = (
        Request("GET", "NODE.example:7001", "/evidence"),
        Request("GET", "node.example:7001", "/evidence"),
    )
    assert verify_request(calm, signed(town, shout), town.charter.key, NOW).party == "iran"


def test_only_a_transport_key_of_the_charter_signs_requests(town: Town) -> None:
    assert (
        refused(town, READ, signed(town, READ, role="node")).refusal.fact("detail") == "not a transport key"
    )
    assert refused(town, READ, signed(town, READ, by="iraq")).refusal.fact("detail") == "bad_signature"
    stranger = Town(label="elsewhere", accredited=False)
    assert refused(town, READ, signed(stranger, READ)).refusal.fact("detail") == "unknown_signer"


@pytest.mark.parametrize("off", [SKEW + 1, -SKEW - 1, 3600, -3600])
def test_a_clock_that_is_off_is_refused_and_both_are_named(town: Town, off: int) -> None:
    trouble = refused(town, READ, signed(town, READ, now=NOW + off))
    assert trouble.code == "clock_skew"
    assert (trouble.refusal.fact("theirs"), trouble.refusal.fact("ours")) == (str(NOW + off), str(NOW))


@pytest.mark.parametrize("off", [SKEW, -SKEW, 0])
def test_a_clock_within_five_minutes_is_accepted(town: Town, off: int) -> None:
    assert verify_request(READ, signed(town, READ, now=NOW + off), town.charter.key, NOW).created == NOW + off


def test_a_clock_is_named_only_to_who_can_sign(town: Town) -> None:
    headers = signed(town, READ, now=NOW + 9999, by="iraq")
    assert refused(town, READ, headers).code == "unauthorized"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"@method" "@authority"', '"@authority" "@method"'),
        ('"@query")', '"@query" "date")'),
        (' "@query")', ")"),
        ('("@method"', '("@method";req'),
        (";alg=", ";expires=9999999999;alg="),
        ('alg="ed25519"', 'alg="rsa-v1_5-sha256"'),
        (';alg="ed25519"', ""),
        ('tag="tripartite-sync"', 'tag="other"'),
        (';tag="tripartite-sync"', ""),
        ("created=1", "created=01"),
        (";created=", ";Created="),
        ("sig=(", "sig1=("),
        ("sig=(", "sig=(), sig=("),
        ("sig=(", " sig=("),
    ],
)
def test_any_other_set_of_components_or_parameters_is_refused(town: Town, old: str, new: str) -> None:
    headers = signed(town, READ)
    assert old in headers["signature-input"]
    headers["signature-input"] = headers["signature-input"].replace(old, new, 1)
    assert refused(town, READ, headers).code == "unauthorized"


@pytest.mark.parametrize(
    "line", ["", "sig=::", "sig=:AAAA:", "sig=:{}:, two=:{}:", "sig=:{}", "{}", "sig=:{}:\n"]
)
def test_exactly_one_signature_is_read(town: Town, line: str) -> None:
    headers = signed(town, READ)
    bare = headers["signature"][5:-1]
    headers["signature"] = line.replace("{}", bare)
    assert refused(town, READ, headers).code == "unauthorized"


def test_headers_without_end_are_not_read(town: Town) -> None:
    headers = signed(town, READ)
    headers["signature-input"] += " " * 5000
    assert refused(town, READ, headers).code == "unauthorized"


def test_a_request_with_a_body_needs_digest_and_nonce(town: Town) -> None:
    assert (
        refused(town, WRITE, signed(town, Request("POST", WRITE.authority, "/hint"))).code == "unauthorized"
    )
    bare = signed(town, WRITE)
    bare["signature-input"] = bare["signature-input"].replace(
        f';nonce="{base64.b64encode(NONCE).decode()}"', ""
    )
    assert refused(town, WRITE, bare).refusal.fact("detail") == "nonce"


def test_a_request_without_a_body_may_not_have_them(town: Town) -> None:
    read = Request("GET", WRITE.authority, "/hint")
    assert refused(town, read, signed(town, WRITE)).code == "unauthorized"


def test_a_body_is_the_one_whose_digest_was_signed() -> None:
    assert verify_body(digest_of(b"{}"), b"{}") == b"{}"
    for digest in (digest_of(b"{ }"), None, "", "sha-512=:AAAA:", digest_of(b"{}") + ", x"):
        with pytest.raises(Refused):
            verify_body(digest, b"{}")
