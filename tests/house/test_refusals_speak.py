# SPDX-License-Identifier: Apache-2.0
"""Whatever the source can refuse, a person can read: every code, hint and fact has its words.

The catalogue tests hold the other languages equal to the English table, so the table is what is compared here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import Module, calls, modules, nothing
from tripartite.i18n.english import ENGLISH

FAMILIES = {"Malformed", "Refused", "Misbehaved", "Unavailable", "Held", "Refusal"}
NOT_FACTS = {"hint", "rule", "code", "facts"}


def raised() -> Iterator[tuple[Module, ast.Call]]:
    for module in modules("src"):
        for call, name in calls(module):
            if name in FAMILIES:
                yield module, call


def text_of(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def codes(call: ast.Call) -> Iterator[str]:
    """The code of a refusal, where it is written out."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    yield from filter(None, map(text_of, [*call.args[:1], *named]))


def hints(call: ast.Call) -> Iterator[str]:
    yield from filter(None, (text_of(keyword.value) for keyword in call.keywords if keyword.arg == "hint"))


def facts(call: ast.Call) -> Iterator[str]:
    yield from (keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg not in NOT_FACTS)


def test_the_scan_sees_something() -> None:
    assert len(list(raised())) > 20


def test_every_refusal_code_has_its_three_sentences() -> None:
    missing = sorted(
        {
            (f"refusal.{code}.{part}", module.path)
            for module, call in raised()
            for code in codes(call)
            for part in ("what", "why", "todo")
            if f"refusal.{code}.{part}" not in ENGLISH
        }
    )
    nothing(missing)


def test_every_hint_has_its_sentence() -> None:
    missing = sorted(
        {
            (f"hint.{hint}", module.path)
            for module, call in raised()
            for hint in hints(call)
            if f"hint.{hint}" not in ENGLISH
        }
    )
    nothing(missing)


def test_every_fact_has_its_label() -> None:
    missing = sorted(
        {
            (f"fact.{fact}", module.path)
            for module, call in raised()
            for fact in facts(call)
            if f"fact.{fact}" not in ENGLISH
        }
    )
    nothing(missing)
