# SPDX-License-Identifier: Apache-2.0
"""Changed answers of the server never make the signer sign what it does not show (SGN-5 to SGN-8)."""

from __future__ import annotations

import json

import pytest
from nacl.bindings import crypto_sign_seed_keypair

from tests.desk.signing_page import Pages
from tests.security.lies import (
    AT,
    CHARTER,
    CIPHER,
    OTHER,
    RECORD,
    START,
    Lie,
    act,
    bent,
    carried,
    line,
    paper,
    salted,
    sealed,
    with_payload,
)  # fmt: skip
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.encoding.values import b64, sha256
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import parse_note, verify_line

HONEST, _ = Lie().payload()
HEAD = HONEST[: HONEST.index(b"\n") + 33]
LOADED = json.loads(Lie().file())
TEXT = line(act()).decode()
FOREIGN = "ff" * 4
MARKUP = "<b onload=alert(1)>ok</b><script>alert(1)</script>"
BLOB = {"c": b64(bytes(32)), "h": "12" * 32, "n": 7, "t": "image/png", "to": "parties"}


def said(text: str) -> str:
    return Lie([line(act(text))]).file()


def raw(*lines: str) -> str:
    return Lie([one.encode() for one in lines]).file()


LIES = {
    # another body than the text commits to
    "another body": (carried(LOADED["text"], Lie([line(act("We are not."))]).payload()[0]), "payload"),
    "another body of the same length": (
        carried(LOADED["text"], HONEST.replace(b"ready", b"angry")),
        "payload",
    ),
    "an act more than the text says": (with_payload(HONEST + line(act("And this.")) + b"\n"), "payload"),
    "an act less": (with_payload(HONEST, count=2), "payload"),
    "another salt of the leaves": (with_payload(salted(HONEST)), "payload"),
    "another root": (with_payload(HONEST, root=sha256(b"")), "payload"),
    "bytes behind the last act": (with_payload(HONEST + b"hidden"), "payload"),
    "an empty line": (with_payload(HONEST + b"\n"), "payload"),
    "another length": (bent('"len":', '"len":1'), "payload"),
    # what it cannot show
    "a kind nobody knows": (raw(TEXT.replace("statement.make@1", "statement.vow@1")), "unknown"),
    "a later version of a kind": (raw(TEXT.replace("make@1", "make@2")), "unknown"),
    "a member nobody knows": (
        raw(TEXT.replace('"voice":"press"', '"voice":"press","vow":"we pay"')),
        "unknown",
    ),
    "a choice nobody knows": (raw(TEXT.replace('"press"', '"vow"')), "unknown"),
    "a member beside the body": (
        raw(TEXT.replace('"kind":"statement.make@1"', '"kind":"statement.make@1","note":"x"')),
        "unknown",
    ),
    "an act of the roots": (
        raw('{"body":{"pk":"' + b64(bytes(32)) + '","role":"d/head"},"kind":"key@1"}'),
        "structural",
    ),
    # two readings of one text
    "a key twice": (raw(TEXT.replace('"voice":"press"', '"voice":"press","voice":"table"')), "form"),
    "keys out of order": (raw('{"kind":"statement.make@1","body":{}}'), "form"),
    "a space": (raw(TEXT.replace('":"press"', '": "press"')), "form"),
    "an escaped letter": (raw(TEXT.replace("press", "\\u0070ress")), "form"),
    "a key of the machine": (raw(TEXT.replace('{"body"', '{"__proto__":{"kind":"x"},"body"')), "form"),
    "another key of the machine": (raw(TEXT.replace('"voice"', '"constructor":{},"voice"')), "form"),
    "a member of objects": (
        raw(TEXT.replace('{"kind":"offer"', '{"constructor":"x","kind":"offer"')),
        "unknown",
    ),
    "a number in two spellings": (raw(TEXT.replace('"press"', "1.0")), "form"),
    "not in Form C": (said("Cafe\u0301"), "form"),
    "a bigger file than was meant": (json.dumps({**LOADED, "more": "x"}), "file"),
    "a file of other values": (json.dumps({"text": ["x"], "payload": {}}), "file"),
    # what nobody sees
    "a line turned around": (said("abc \u202e def"), "turning"),
    "an isolate": (said("abc \u2067 def"), "turning"),
    "a space of no width": (said("not\u200bable"), "unseen"),
    "a joiner between Latin letters": (said("not\u200dable"), "unseen"),
    "a soft hyphen": (said("not\u00adable"), "unseen"),
    "a letter of tags": (said("ok\U000e0041"), "unseen"),
    "a filler": (said("ok\u3164"), "unseen"),
    "a bell": (said("ok\u0007"), "unseen"),
    # somebody else
    "another mechanism": (Lie(net=b64(sha256(b"other"))).file(), "other_mechanism"),
    "another mechanism in the key's name": (Lie(by=f"tm/{FOREIGN}/iraq/d/head").file(), "other_role"),
    "another party": (Lie(by=f"{START}/iran/d/head", log=f"{START}/iran/m1").file(), "other_party"),
    "another role": (Lie(by=f"{START}/iraq/d/law").file(), "other_role"),
    "the roots": (Lie(by=f"{START}/iraq/root").file(), "other_role"),
    "another party's log": (Lie(log=f"{START}/iran/m1").file(), "other_log"),
    "the public log": (Lie(log=f"{START}/iraq/p1").file(), "other_log"),
    # for whom it is sealed
    "sealed for one and wrapped for another": (
        sealed().replace('\\"w\\":[[\\"iran\\"', '\\"w\\":[[\\"us\\"'),
        "audience",
    ),
    "a wrap that is not the one named": (sealed(wrap=b"x" * 343), "audience"),
    "sealed to another identity than is shown": (sealed(identity=CIPHER.identity()), "audience"),
    "sealed to a recipient that nobody was shown": (
        sealed(recipient=CIPHER.recipient(CIPHER.identity())),
        "audience",
    ),
    "sealed with other acts inside": (
        sealed(inside=make_payload(bytes(32), [line(act("Other."))])[0]),
        "payload",
    ),
    "an identity for what is not sealed": (json.dumps({**LOADED, "identity": CIPHER.identity()}), "form"),
    "an audience without the author": (bent('"to":"parties"', '"to":["iran"]'), "form"),
    "a time that is none": (bent(f'"at":{AT}', '"at":"2007"'), "form"),
    "a text behind the text": (bent("}\n", "}\nmore\n"), "form"),
    "another kind of text": (carried(CHARTER, HONEST), "form"),
    # more than anybody reads
    "too many acts": (Lie([line(act(f"{n}")) for n in range(65)]).file(), "too_long"),
}

SHOWN = {
    "an act more that is committed to": (Lie([line(act()), line(act("And we pay."))]).file(), "And we pay."),
    "another record": (Lie([line(act(record=OTHER, on=[OTHER]))]).file(), OTHER),
    "another reference": (Lie([line(act(refs=[[OTHER, "replies_to"]]))]).file(), OTHER),
    "fewer readers": (sealed(("iraq", "us")), "Iraq (iraq), United States (us)"),
    "the public": (bent('"to":"parties"', '"to":"public"', Lie(log=f"{START}/iraq/p1")), "everybody"),
    "markup": (said(MARKUP), MARKUP),
    "a mark of direction": (said("abc\u200fdef"), "⟨RLM⟩"),
    "a file attached": (Lie([line(act(blobs=[BLOB]))]).file(), "image/png"),
}
"""What a server may well prepare: then it stands there to be read, and that is what is signed."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("signer"))


@pytest.fixture(scope="module")
def answers(pages: Pages) -> dict[str, dict[str, object]]:
    names = [*LIES, *SHOWN]
    files = [*LIES.values(), *SHOWN.values()]
    found = pages.ask(*(("show", [file, paper(), "en"]) for file, _ in files))
    return dict(zip(names, found, strict=True))


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused_with_its_reason(answers: dict[str, dict[str, object]], lie: str) -> None:
    assert answers[lie].get("refused") == LIES[lie][1], answers[lie]


@pytest.mark.parametrize("name", SHOWN)
def test_whatever_else_a_server_prepares_is_shown(answers: dict[str, dict[str, object]], name: str) -> None:
    assert SHOWN[name][1] in json.dumps(answers[name]["gives"], ensure_ascii=False)


def test_what_is_honest_is_shown_and_what_is_signed_is_what_was_shown(pages: Pages) -> None:
    file = Lie([line(act(record=RECORD))]).file()
    public, secret = crypto_sign_seed_keypair(bytes(range(32)))
    note = pages.one("sign", file, paper(), b64(secret[:32]), b64(public))
    key = named_key(key_name(f"{START}/iraq/d/head"), public)
    verify_line(parse_note(note.encode(), 16_384), key)
    assert note.startswith(json.loads(file)["text"] + "\n— ")


def test_a_paper_for_another_charter_or_role_makes_no_key(pages: Pages) -> None:
    for said, code in (
        (json.dumps({"charter": CHARTER.replace("Iraq", "Irak"), "name": f"{START}/iraq/d/head"}), "place"),
        (paper("kuwait"), "place"),
        (paper(role="root/1"), "other_role"),
        (paper(role="node"), "other_role"),
    ):
        assert pages.one("place", said) == code
