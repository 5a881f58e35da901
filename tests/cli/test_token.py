# SPDX-License-Identifier: Apache-2.0
"""`token`: made, listed and revoked in a home, whether or not its node runs (API-1, API-3)."""

from __future__ import annotations

import io
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done, told
from tests.journeys.cli.story import serve
from tripartite.cli.main import run
from tripartite.i18n.words import Words


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk(tmp_path_factory.mktemp("token") / "desk")


def asked(home: Path, *words: str) -> Any:
    return done("--home", str(home), *words)


def test_a_token_is_made_listed_and_revoked(home: Path) -> None:
    made = asked(home, "token", "new", "archive", "--scope", "read", "--days", "7")
    assert made["text"].startswith(f"tri_{made['id']}_")
    assert made["until"] - made["made"] == 7 * 86_400
    [listed] = asked(home, "token", "list")["items"]
    assert listed == {name: value for name, value in made.items() if name != "text"}
    assert asked(home, "token", "revoke", made["id"][:5])["good"] is False
    assert [one["good"] for one in asked(home, "token", "list")["items"]] == [False]


def test_a_running_node_knows_the_tokens_that_were_made_before(home: Path) -> None:
    before = asked(home, "token", "new", "before", "--scope", "read")
    serving = serve(["--home", str(home), "serve", "--port", "0", "--json"], {}, home)
    after = asked(home, "token", "new", "after", "--scope", "append")
    assert {before["id"], after["id"]} <= {one["id"] for one in asked(home, "token", "list")["items"]}
    serving.end(signal.SIGTERM)
    assert {one["name"] for one in asked(home, "token", "list")["items"] if one["good"]} == {
        "before",
        "after",
    }


def test_people_read_what_a_token_may(home: Path) -> None:
    asked(home, "token", "new", "read by people", "--scope", "read", "--as", "head")
    out = io.StringIO()
    assert (
        run(["--home", str(home), "token", "list", "--lang", "fa"], {}, (io.StringIO(), out, io.StringIO()))
        == 0
    )
    line = next(line for line in out.getvalue().splitlines() if "read by people" in line)
    assert Words("fa")("token.scope.read") in line
    assert " head " in line


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("new", "x", "--scope", "draft"), "token_role"),
        (("new", "x", "--scope", "read", "--as", "nobody"), "not_found"),
        (("new", "x"), "usage"),
        (("new", "x", "--scope", "sign:binding"), "usage"),
        (("new", "x", "--scope", "read", "--days", "367"), "usage"),
        (("revoke", "zzzz"), "not_found"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(home: Path, words: tuple[str, ...], code: str) -> None:
    status, error = told("--home", str(home), "token", *words)
    assert (status, error["code"]) == (2 if code == "usage" else 3, code)
