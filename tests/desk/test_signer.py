# SPDX-License-Identifier: Apache-2.0
"""The signer reads what the law says, shows all of it, and is one file of the same bytes (SGN-1 to SGN-4)."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.desk.signing_page import Pages
from tripartite.core.encoding.values import b64, unb64
from tripartite.core.register.chapters import KINDS
from tripartite.desk.signer import build
from tripartite.desk.signer.tables import tables
from tripartite.keyring.files import KeyFolder
from tripartite.node.system import SystemChance

BOUNDS = {"note": (4, 256), "act": (8, 1024)}
NAMES = [["iran", [["en", "Iran"], ["fa", "ایران"]]], ["iraq", [["en", "Iraq"]]]]
OF_LINES = {
    "lines-unsorted", "nine-signatures", "one-line-twice", "signature-by-wrong-key", "signed-by-another-party",
    "text-changed", "too-large",
}  # fmt: skip
"""Vectors of dispatches whose fault is in what the signer never reads, or is judged by the key it has."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("signer"))


def vectors(root: Path, folder: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, json.loads(path.read_text()))
        for path in sorted((root / "vectors" / folder).glob("*.json"))
    ]


def asked(folder: str, given: dict[str, Any]) -> tuple[str, list[Any]]:
    match folder:
        case "json":
            return "json", [given["json"], *BOUNDS[given["bounds"]]]
        case "act":
            return "act", [given["act"], given["index"]]
        case "payload":
            root = b64(unb64(given["root"]))
            return "payload", [
                given["payload"],
                {**{name: given[name] for name in ("count", "len", "h")}, "root": root},
            ]
    return "text", [_text(given["dispatch"])]


def _text(given: dict[str, str]) -> dict[str, str]:
    note = bytes.fromhex(given["hex"]) if "hex" in given else given["utf8"].encode()
    return {"hex": note[: note.index("\n\n— ".encode()) + 1].hex()}


@pytest.mark.parametrize("folder", ["json", "act", "payload", "dispatch"])
def test_the_signer_takes_what_the_law_takes_and_nothing_else(pages: Pages, root: Path, folder: str) -> None:
    """Read with the vectors that every implementation is read with."""
    found = [
        (name, one) for name, one in vectors(root, folder) if not (folder == "dispatch" and name in OF_LINES)
    ]
    answers = pages.ask(*(asked(folder, one["input"]) for _, one in found))
    wrong = [
        name
        for (name, one), answer in zip(found, answers, strict=True)
        if ("gives" in answer) != (one["want"] == "accept")
    ]
    assert not wrong
    assert len(found) > 10


def body_of(shape: list[Any], at: str) -> Any:
    """A body with every member that a shape has; texts that tell where they stand."""
    samples: dict[str, Any] = {
        "s": f"zq {at}", "p": "iran", "id": "ab" * 32 + "/3", "at": "2007-06-20T06:00:00Z", "i": 4711, "b": True,
        "x": [["en", f"zq {at} en"], ["fa", f"zq {at} fa"]],
    }  # fmt: skip
    if shape[0] == "o":
        return {name: body_of(inner, f"{at} {name}") for name, (_, inner) in shape[1].items()}
    if shape[0] == "l":
        return [body_of(shape[1], f"{at} first"), body_of(shape[1], f"{at} second")]
    if shape[0] == "t":
        return [body_of(inner, f"{at} {place}") for place, inner in enumerate(shape[1])]
    if shape[0] == "c":
        value = next(iter(shape[1]))
        return {"true": True, "false": False}.get(value, int(value) if value.isdecimal() else value)
    return samples[shape[0]]


def plain(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def texts_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_of(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts_of(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_every_member_of_every_kind_is_shown(pages: Pages, language: str) -> None:
    kinds = {name: one for name, one in tables()["kinds"].items() if not one["structural"]}
    bodies = {name: body_of(one["body"], "") for name, one in kinds.items()}
    acts = [plain({"body": body, "kind": name}) for name, body in bodies.items()]
    answers = pages.ask(*(("tell", [act, language, NAMES]) for act in acts))
    for (name, body), answer in zip(bodies.items(), answers, strict=True):
        assert "gives" in answer, (name, answer)
        said = json.dumps(answer["gives"], ensure_ascii=False)
        lacking = [text for text in texts_of(body) if text.startswith("zq ") and text not in said]
        assert not lacking, name
    assert len(bodies) > 150


def test_the_acts_of_roots_offices_and_nodes_are_not_for_delegates(pages: Pages) -> None:
    structural = [name for name, kind in KINDS.items() if kind.structural]
    answers = pages.ask(*(("tell", [plain({"body": {}, "kind": name}), "en", NAMES]) for name in structural))
    assert {answer["refused"] for answer in answers} == {"structural"}


def test_what_stands_around_a_body_is_shown_too(pages: Pages) -> None:
    act = {
        "body": {}, "kind": "proposal.withdraw@1", "record": "ab" * 32 + "/0", "on": ["cd" * 32 + "/1"],
        "refs": [["ef" * 32, "replies_to"]],
        "blobs": [{"c": b64(bytes(32)), "h": "12" * 32, "n": 7, "t": "image/png", "to": "parties"}],
    }  # fmt: skip
    said = json.dumps(pages.one("tell", plain(act), "en", NAMES))
    for one in ("ab" * 32 + "/0", "cd" * 32 + "/1", "ef" * 32, "12" * 32, "image/png", "Iran (iran)"):
        assert one in said


def test_a_key_in_a_file_is_the_same_on_the_page_and_on_the_command_line(
    pages: Pages, tmp_path: Path
) -> None:
    file, public = pages.one("key_file", "d/head", "long enough")
    path = tmp_path / "d-head.key"
    path.write_text(file)
    path.chmod(0o600)
    folder = KeyFolder(tmp_path, lambda _role: "long enough")
    assert b64(folder.public("d/head")) == public
    assert len(folder.sign("d/head", b"text")) == 64

    other = KeyFolder(tmp_path / "other")
    other.make("d/head", SystemChance(), "long enough")
    made = (tmp_path / "other" / "d-head.key").read_text()
    right, wrong, elsewhere = pages.ask(
        ("open_key", [made, "d/head", "long enough"]),
        ("open_key", [made, "d/head", "wrong"]),
        ("open_key", [made, "d/law", "long enough"]),
    )
    assert right["gives"] == b64(other.public("d/head"))
    assert (wrong["refused"], elsewhere["refused"]) == ("passphrase", "other_role")


def test_the_file_is_the_same_bytes_each_time_it_is_made(tmp_path: Path) -> None:
    first = build.page()
    for made in (build.page, build.filled, tables):
        made.cache_clear()
    assert build.page() == first
    assert build.digest() == sha256(first).hexdigest()


def test_it_names_nothing_from_elsewhere_and_lets_nothing_else_in() -> None:
    text = build.page().decode()
    assert not re.search(r'(src|href)="(?!data:,")', text)
    (script,) = re.findall(r"<script>(.*)</script>", text, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for part in (script, style):
        assert build.hashed(part) in build.policy()
    for name in (
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "innerHTML",
        "eval(",
        "importScripts",
        "document.write",
    ):
        assert name not in script
    assert "connect-src 'none'" in text
    assert "sandbox allow-scripts" in build.policy()
