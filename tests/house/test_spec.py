# SPDX-License-Identifier: Apache-2.0
"""The law and the code cite each other: no number is missing, doubled or idle, and every example is a vector."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

NO_RULES = {"UTF", "SHA", "RFC", "ISO", "UTC"}
RULE = re.compile(r"\b([A-Z]{3,4})-([1-9][0-9]*)\b(?: to (?:\1-)?([1-9][0-9]*)\b)?")
STATED = re.compile(r"^(?:#+ |\*\*)([A-Z]{3,4}-[1-9][0-9]*)\b", re.MULTILINE)
EXAMPLE = re.compile(r"<!-- vectors/(\S+): (\S+) -->\n```\n(.*?)\n```\n", re.DOTALL)


def pages(root: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((root / "spec").glob("*.md"))}


def stated(root: Path) -> Counter[str]:
    """Every rule that stands as a heading or as a bold item at the start of a line."""
    return Counter(rule for text in pages(root).values() for rule in STATED.findall(text))


def cited(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """Every rule that a source line names, alone or within a range, with a file that does."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".mjs"):
                for family, first, last in RULE.findall(path.read_text(encoding="utf-8")):
                    for number in range(int(first), int(last or first) + 1):
                        found[f"{family}-{number}"] = str(path.relative_to(root))
    return {rule: path for rule, path in found.items() if rule.split("-")[0] not in NO_RULES}


def test_every_rule_is_stated_once(root: Path) -> None:
    """One number, one place."""
    assert [rule for rule, times in stated(root).items() if times > 1] == []


def test_every_rule_the_source_cites_is_stated(root: Path) -> None:
    """A number in the code can be looked up."""
    known = stated(root)
    assert {rule: path for rule, path in cited(root, ["src"]).items() if rule not in known} == {}


def test_every_rule_is_cited_by_source_or_test(root: Path) -> None:
    """A rule that nothing applies is not law."""
    assert sorted(set(stated(root)) - set(cited(root, ["src", "tests", "vectors"]))) == []


def test_every_page_is_listed(root: Path) -> None:
    """The list of pages is whole."""
    texts = pages(root)
    assert [name for name in texts if name != "README.md" and f"]({name})" not in texts["README.md"]] == []


def test_every_example_is_the_vector_it_names(root: Path) -> None:
    """Nobody reads bytes here that no reader was tried on."""
    found = [example for text in pages(root).values() for example in EXAMPLE.findall(text)]
    assert len(found) >= 8
    for path, field, shown in found:
        given = json.loads((root / "vectors" / path).read_text(encoding="utf-8"))["input"][field]
        text = given["utf8"] if isinstance(given, dict) else given
        assert text.rstrip("\n") == shown, path
