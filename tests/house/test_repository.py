# SPDX-License-Identifier: Apache-2.0
"""The repository is fit for strangers: its doors open, and it names no machine, address or registry."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.house.source import ROOT, nothing

# Written in two halves each, so that this file does not name them either.
FOREIGN = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/ho" + "me/",
    "/op" + "t/",
    "file:" + "///",
    "pypi." + "org",
    "python" + "hosted",
    "npm" + "js",
    "extra-index" + "-url",
]
README_LINES = 120


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_no_file_names_a_machine_or_a_registry() -> None:
    # A path begins where no word goes before it; in key names a party, or the braces for one, does.
    foreign = re.compile("|".join(rf"(?<![a-z0-9}}]){re.escape(word)}" for word in FOREIGN))
    found = [
        (name, word)
        for name in tracked()
        for word in foreign.findall((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    nothing(found)


def test_the_search_for_machine_paths_finds_one() -> None:
    foreign = re.compile("|".join(rf"(?<![a-z0-9}}]){re.escape(word)}" for word in FOREIGN))
    assert foreign.findall("see " + FOREIGN[1] + "x and iran" + FOREIGN[1] + "1") == [FOREIGN[1]]


def test_the_readme_opens_with_two_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", readme))
    assert {"demo", "test"} <= named <= makefile_targets()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_every_task_of_the_contributing_guide_exists() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`make ([a-z]+)", guide)) <= makefile_targets()


def test_the_changelog_speaks_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_is_locked_by_hash_and_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=~ ]", text)[0] for text in project["dependencies"]]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    reasons = (ROOT / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    nothing([name for name in names if f"{name.lower()}==" not in locked])
    nothing([name for name in names if f"**{name}**" not in reasons])
    assert locked.count("==") <= locked.count("--hash=sha256:")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
