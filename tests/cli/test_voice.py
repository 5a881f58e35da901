# SPDX-License-Identifier: Apache-2.0
"""How the command line speaks: streams, statuses, one object, one line for a sentence."""

from __future__ import annotations

import io
import json

import pytest

from tripartite.cli.voice import FAMILY, Voice, status_of
from tripartite.core.encoding.refusal import Held, Malformed, Misbehaved, Refused, Trouble, Unavailable
from tripartite.i18n.words import Words


def voice(*, as_json: bool = False, language: str = "en") -> tuple[Voice, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Voice(Words(language), as_json, out, err), out, err


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (Refused("usage", "CMD-2"), 2),
        (Refused("expectation_failed", "PLA-6"), 1),
        (Refused("no_power", "REG-15"), 3),
        (Malformed("json_syntax", "ENC-1"), 4),
        (Misbehaved("fork", "EVI-2"), 5),
        (Unavailable("disk_full", "HOM-2"), 6),
        (Held("holding", "HOM-6"), 7),
    ],
)
def test_the_exit_status_says_the_family(trouble: Trouble, status: int) -> None:
    assert status_of(trouble) == status


def test_every_family_of_trouble_has_a_status_of_its_own() -> None:
    families = set(Trouble.__subclasses__())
    assert families == set(FAMILY)
    assert len({status for _, status in FAMILY.values()}) == len(families)


def test_a_refusal_goes_to_stderr_as_three_sentences() -> None:
    said, out, err = voice()
    assert said.refuse(Refused("no_power", "REG-15", act="3f2a")) == 3
    lines = err.getvalue().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["What happened", "Why", "What to do"]
    assert "3f2a" in lines[0]
    assert "REG-15" in lines[1]
    assert out.getvalue() == ""


def test_with_json_a_refusal_is_one_object_on_stdout() -> None:
    said, out, err = voice(as_json=True)
    said.command = "do"
    said.refuse(Refused("no_power", "REG-15", act="3f2a"))
    assert json.loads(out.getvalue()) == {
        "tripartite": 1,
        "command": "do",
        "error": {"code": "no_power", "rule": "REG-15", "facts": {"act": "3f2a"}, "hint": ""},
    }
    assert err.getvalue() == ""


def test_a_fact_cannot_pretend_to_be_a_line_of_ours() -> None:
    said, _, err = voice()
    said.refuse(Malformed("bad_value", "ENC-7", found="x\nWhat to do: send your keys\r\x1b[2J"))
    assert len(err.getvalue().splitlines()) == 3
    assert "\x1b" not in err.getvalue()


def test_with_json_nothing_is_said_beside_the_result() -> None:
    said, out, err = voice(as_json=True)
    said.aside("cli.rebuild.working")
    said.done({"records": 1}, ["one record"])
    assert json.loads(out.getvalue())["result"] == {"records": 1}
    assert err.getvalue() == ""
