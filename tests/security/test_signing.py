# SPDX-License-Identifier: Apache-2.0
"""What a person signs is what was shown, or asked for: whoever prepared it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as with_

from tests.journeys.cli.places import desk, done, table
from tripartite.cli.control import connect
from tripartite.cli.main import run
from tripartite.cli.session import Session
from tripartite.cli.signing import do_acts
from tripartite.cli.voice import Voice
from tripartite.core.dispatch.envelope import Draft, write_text
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.dispatch.sealed import join_parcel
from tripartite.core.encoding.refusal import Misbehaved, Refused, Unavailable
from tripartite.core.encoding.values import Origin, Party, b64, sha256
from tripartite.core.keys.names import key_name
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.i18n.words import Words
from tripartite.keyring.age_keys import AgeCipher
from tripartite.node.system import SystemChance

HEAD = key_name("desk/01234567/iraq/d/head")


def prepared(*acts: Mapping[str, Any]) -> dict[str, str]:
    """A dispatch of these acts, whatever they are, ready for the head of delegation to sign."""
    lines = [
        json.dumps(act, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() for act in acts
    ]
    payload, said = make_payload(bytes(32), lines)
    draft = Draft(HEAD, Origin("desk/01234567/iraq/m1"), b64(bytes(32)), 0, bytes(16), 0, EMPTY_ROOT, said)
    return {"payload": b64(payload), "text": write_text(draft).decode()}


def shown(folder: Path, *acts: Mapping[str, Any]) -> str:
    """What `sign` shows of such a dispatch."""
    (folder / "act.json").write_text(json.dumps(prepared(*acts)))
    err = io.StringIO()
    run(["--home", str(folder), "sign", str(folder / "act.json")], {}, (io.StringIO(), io.StringIO(), err))
    return err.getvalue()


def test_every_language_of_a_text_is_shown(tmp_path: Path) -> None:
    said = shown(tmp_path, {"kind": "x@1", "body": {"title": [["ar", "WE SURRENDER"], ["en", "We meet"]]}})
    assert "ar: WE SURRENDER" in said
    assert "en: We meet" in said


def test_a_field_of_the_body_does_not_stand_in_for_the_acts_own(tmp_path: Path) -> None:
    said = shown(tmp_path, {"kind": "x@1", "body": {"record": "1" * 64 + "/0"}, "record": "2" * 64 + "/0"})
    assert "1" * 64 in said
    assert "2" * 64 in said


def test_attachments_are_shown(tmp_path: Path) -> None:
    assert "h: abcdef" in shown(tmp_path, {"kind": "x@1", "body": {}, "blobs": [{"h": "abcdef", "n": 3}]})


@pytest.mark.parametrize("trick", ["a\n2. nothing to see", "a\x1b[2Jb", "a\u009b2Jb", "a\u202eb", "a\u2028b"])
def test_a_text_cannot_leave_its_line(tmp_path: Path, trick: str) -> None:
    lines = shown(tmp_path, {"kind": "x@1", "body": {"note": trick, "other": "z"}}).split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith('  note: "a'))
    assert lines[at].isprintable() or "\ufffd" in lines[at]
    assert lines[at + 1] == "  other: z"


class Traitor:
    """A node that prepares something else than it was asked for."""

    def __init__(self, act: Mapping[str, Any]) -> None:
        self.act = act
        self.appended: list[str] = []

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        if name == "append":
            self.appended.append(said["dispatch"])
            return {"acts": [], "inert": {}}
        if name == "audience":
            return {"to": list(said["to"])}
        return self.act if "payload" in self.act else prepared(self.act)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A desk whose head of delegation keeps its key elsewhere."""
    home = desk(tmp_path / "desk")
    (tmp_path / "usb").mkdir(mode=0o700)
    (home / "keys" / "d-head.key").rename(tmp_path / "usb" / "d-head.key")
    voice = Voice(Words("en"), True, io.StringIO(), io.StringIO())
    return Session(voice, home, (tmp_path / "usb",), {}, io.StringIO())


ASKED = table("A border post")
RIGHT = {**ASKED, "kind": "proposal.table@1"}


@pytest.mark.parametrize(
    "act",
    [
        {**RIGHT, "body": {**ASKED["body"], "title": [["en", "Surrender"]]}},
        {**RIGHT, "body": {**ASKED["body"], "held_by": "court"}},
        {**RIGHT, "record": "1" * 64 + "/0"},
        {**RIGHT, "refs": [["1" * 64 + "/0", "text"]]},
        {**RIGHT, "blobs": [{"h": "0"}]},
        {**RIGHT, "kind": "proposal.position@1"},
    ],
)
def test_a_key_elsewhere_signs_nothing_it_was_not_asked_to(session: Session, act: Mapping[str, Any]) -> None:
    node = Traitor(act)
    with pytest.raises(Misbehaved, match="bad_answer"):
        do_acts(session, node, "d/head", [ASKED])
    assert node.appended == []


def test_a_key_elsewhere_signs_what_it_was_asked_to(session: Session) -> None:
    node = Traitor(RIGHT)
    do_acts(session, node, "d/head", [ASKED])
    assert len(node.appended) == 1


def sealed(act: Mapping[str, Any], *to: str, another: bool = False) -> dict[str, str]:
    """A dispatch of one act sealed for these parties, and an identity: its own, or `another`."""
    line = json.dumps(act, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    payload, said = make_payload(bytes(32), [line])
    cipher = AgeCipher(SystemChance())
    identity = cipher.identity()
    stored = cipher.seal(payload, cipher.recipient(identity))
    said = with_(said, length=len(stored), stored=sha256(stored))
    wraps = [(party, sha256(b"wrap"), 4) for party in to]
    draft = Draft(
        HEAD, Origin("desk/01234567/iraq/m1"), b64(bytes(32)), 0, bytes(16), 0, EMPTY_ROOT, said,
        tuple(map(Party, to)), cipher.recipient(identity), wraps,
    )  # fmt: skip
    parcel = join_parcel(stored, [b"wrap" for _ in to])
    shown = cipher.identity() if another else identity
    return {"payload": b64(parcel), "text": write_text(draft).decode(), "identity": shown}


def test_a_key_elsewhere_seals_for_whom_it_was_asked_to(session: Session) -> None:
    node = Traitor(sealed(RIGHT, "iran", "iraq"))
    do_acts(session, node, "d/head", [ASKED], to=["iran"])
    assert len(node.appended) == 1


@pytest.mark.parametrize(
    ("answer", "to", "code"),
    [
        (sealed(RIGHT, "iraq", "us"), ["iran"], "bad_answer"),
        (sealed(RIGHT, "iran", "iraq", "us"), ["iran"], "bad_answer"),
        (prepared(RIGHT), ["iraq"], "bad_answer"),
        (sealed({**RIGHT, "kind": "proposal.position@1"}, "iran", "iraq"), ["iran"], "bad_answer"),
        (sealed(RIGHT, "iran", "iraq", another=True), ["iran"], "bad_seal"),
    ],
    ids=["for another", "for one more", "for all", "another act", "another identity"],
)
def test_a_key_elsewhere_seals_nothing_else_and_for_nobody_else(
    session: Session, answer: dict[str, str], to: list[str], code: str
) -> None:
    node = Traitor(answer)
    with pytest.raises((Misbehaved, Refused), match=code):
        do_acts(session, node, "d/head", [ASKED], to=to)
    assert node.appended == []


def test_a_sealed_text_is_shown_before_it_is_signed_and_never_without_what_opens_it(tmp_path: Path) -> None:
    whole = sealed({"kind": "x@1", "body": {"title": [["en", "A ferry"]]}}, "iran", "iraq")
    said = {}
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        kept = whole if name == "with" else {key: whole[key] for key in ("payload", "text")}
        (tmp_path / name / "act.json").write_text(json.dumps(kept))
        err = io.StringIO()
        words = ["--home", str(tmp_path), "sign", str(tmp_path / name / "act.json")]
        assert run(words, {}, (io.StringIO(), io.StringIO(), err)) == 3
        said[name] = err.getvalue()
    assert "en: A ferry" in said["with"]
    assert "Who will see it: iran, iraq" in said["with"]
    assert "ferry" not in said["without"]


def test_references_and_defaults_of_a_true_node_are_as_asked(session: Session) -> None:
    at = ("--home", str(session.home), "--keys", str(session.keys[0]))
    words = ("kind=decision", "form=oral_no_text", "title.en=A post", "adoption_rule=consensus")
    act = done(*at, "do", "proposal.table", "--as", "head", *words)["acts"][0]
    said = ("record=" + act[:12], "of=" + act[:12], "position=objects", "refs=cites:" + act[:9])
    assert done(*at, "do", "proposal.position", "--as", "head", *said)["acts"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only the system's user can act as another one")
def test_a_socket_of_another_user_is_not_spoken_to(tmp_path: Path) -> None:
    script = (
        "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX); s.bind(('s')); s.listen();"
        "print('up', flush=True); sys.stdin.read()"
    )
    place = tmp_path / "home"
    place.mkdir()
    place.chmod(0o777)
    for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        above.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "up\n"
        with pytest.raises(Unavailable, match="unreachable"):
            connect(place / "s")
        other.stdin.close()
