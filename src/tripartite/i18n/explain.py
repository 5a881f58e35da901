# SPDX-License-Identifier: Apache-2.0
"""From a refusal, which is data, to what a person reads: what happened and where, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tripartite.i18n.words import Words


class RefusalData(Protocol):
    """What this room needs to know of a refusal; the core's own type has this shape."""

    @property
    def code(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def facts(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def hint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Explanation:
    what: str
    why: str
    todo: str


def explain(refusal: RefusalData, words: Words) -> Explanation:
    """Three sentences for a refusal. A code of a newer version is explained as just that, and named."""
    known = words.has(f"refusal.{refusal.code}.what")
    code = refusal.code if known else "unknown"
    facts = refusal.facts if known else (("what", refusal.code), *refusal.facts)
    condition = [value for name, value in facts if name == "detail" and words.has(f"guard.{value}")]
    facts = tuple(fact for fact in facts if fact[0] != "detail" or fact[1] not in condition)
    what = " ".join([words(f"refusal.{code}.what"), *(words(f"guard.{value}") for value in condition)])
    return Explanation(
        what=f"{what}{_listed(facts, words)}",
        why=f"{words(f'refusal.{code}.why')}{_rule(refusal.rule, words)}",
        todo=" ".join([words(f"refusal.{code}.todo"), *_hint(refusal.hint, words)]),
    )


def reason(code: str, words: Words) -> str:
    """Why an act is kept without effect, in one sentence; raises `KeyError` for a code without one."""
    return words(f"reason.{code}")


def _listed(facts: tuple[tuple[str, str], ...], words: Words) -> str:
    shown = [f"{_label(name, words)}: {words.shown(value)}" for name, value in facts if value]
    return f" ({words.language.listed(shown)})" if shown else ""


def _label(name: str, words: Words) -> str:
    return words(f"fact.{name}") if words.has(f"fact.{name}") else words.shown(name)


def _rule(rule: str, words: Words) -> str:
    return f" ({words('explain.rule', rule=rule)})" if rule else ""


def _hint(hint: str, words: Words) -> list[str]:
    return [words(f"hint.{hint}")] if words.has(f"hint.{hint}") else []
