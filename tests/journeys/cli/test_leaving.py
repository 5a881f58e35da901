# SPDX-License-Identifier: Apache-2.0
"""A party says by its roots that it leaves: what that means is shown first, and its name is typed (MEC-5, MEC-24)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import done
from tripartite.cli.main import run
from tripartite.core.encoding.values import instant, instant_text
from tripartite.i18n.languages import LANGUAGES

DAY = 86_400


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of Iraq's whose charter asks for a day's notice."""
    home, rules = tmp_path / "desk", tmp_path / "rules.yaml"
    rules.write_text(f"notice_period: {DAY}\n", encoding="utf-8")
    at = ("--home", str(home))
    done(*at, "init", "iraq", "--name", "en=Iraq", "--recovery", "safe")
    charter = ("--preset", "alone", "--label", "desk", "--paper", "iran=Iran", "--set", str(rules))
    done(*at, "charter", "draft", *charter)
    done(*at, "charter", "sign")
    done(*at, "charter", "join")
    return home


def leave(home: Path, since: str, typed: str, *more: str) -> tuple[int, Any]:
    """The exit status and the answer, with `typed` on stdin."""
    out = io.StringIO()
    args = ["--json", "--home", str(home), "leave", "--since", since, *more]
    status = run(args, {}, (io.StringIO(typed), out, io.StringIO()))
    answer = json.loads(out.getvalue())
    return status, answer.get("result", answer.get("error"))


def in_days(home: Path, days: int) -> str:
    return instant_text(done("--home", str(home), "status")["now"] + days * DAY)


def test_the_word_of_the_roots_is_in_the_log_and_a_second_one_is_refused(home: Path) -> None:
    since = in_days(home, 2)
    status, said = leave(home, since, "iraq\n", "--reason", "en=The talks have ended.")
    assert (status, said["party"], said["since"]) == (0, "iraq", since)
    status, error = leave(home, in_days(home, 3), "iraq\n")
    assert (status, error["code"], error["facts"]["found"]) == (3, "already_left", since)
    assert done("verify", str(home))["failures"] == []


@pytest.mark.parametrize("typed", ["", "yes\n", "iran\n", "iraq please\n"])
def test_anything_but_the_partys_name_leaves_all_as_it_is(home: Path, typed: str) -> None:
    status, error = leave(home, in_days(home, 2), typed)
    assert (status, error["code"], error["rule"]) == (3, "not_confirmed", "MEC-24")
    assert [log["size"] for log in done("--home", str(home), "status")["logs"]] == [0]


def test_not_before_the_notice_has_passed(home: Path) -> None:
    now = done("--home", str(home), "status")["now"]
    status, error = leave(home, instant_text(now + DAY - 60), "iraq\n")
    assert (status, error["code"]) == (3, "notice_short")
    assert instant(error["facts"]["expected"]) >= now + DAY
    assert leave(home, error["facts"]["expected"][:10], "iraq\n")[1]["code"] == "notice_short"


@pytest.mark.parametrize("reason", ["The talks have ended.", "=x", "en="])
def test_a_reason_names_its_language(home: Path, reason: str) -> None:
    assert leave(home, in_days(home, 2), "iraq\n", "--reason", reason)[1]["code"] == "usage"


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_what_it_means_is_said_before_it_is_asked_for(home: Path, language: str) -> None:
    err = io.StringIO()
    words = ["--home", str(home), "--lang", language, "leave", "--since", in_days(home, 2)]
    assert run(words, {}, (io.StringIO("iraq\n"), io.StringIO(), err)) == 0
    assert len(err.getvalue().splitlines()) == 6
