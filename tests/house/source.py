# SPDX-License-Identifier: Apache-2.0
"""The project's own source, read as text and as syntax trees, for the rules of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    path: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Where in the source, as editors understand it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"

    def expressions(self) -> Iterator[ast.expr]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.expr))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python module below these folders of the project; a missing folder has none."""
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    single = [ROOT / folder for folder in folders if (ROOT / folder).is_file()]
    return tuple(_read(path) for path in [*found, *single])


def planted(text: str) -> Module:
    """A module that does not exist, to show that a scan finds what it looks for."""
    return Module("planted.py", text, ast.parse(text))


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(str(path.relative_to(ROOT)), text, ast.parse(text))


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call, with the last part of the name that is called."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield node, str(name)


def nothing(found: Iterable[object]) -> None:
    """Fails with every finding on a line of its own."""
    lines = [str(item) for item in found]
    assert not lines, "\n" + "\n".join(lines)


def literal_parts(node: ast.expr) -> Iterator[str]:
    """The fixed text in a string, an f-string, or a sum of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from literal_parts(part)
    elif isinstance(node, ast.BinOp):
        yield from literal_parts(node.left)
        yield from literal_parts(node.right)
