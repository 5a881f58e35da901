# SPDX-License-Identifier: Apache-2.0
"""Nothing in the core, nor in the sync dialogue, reads a clock, draws chance, touches the machine or speaks.

Import contracts catch the modules; this scan catches what needs no import, or comes along with an innocent one.
"""

from __future__ import annotations

import ast

from tests.house.source import Module, calls, modules, nothing, planted

PURE = ("src/tripartite/core", "src/tripartite/sync/protocol.py", "src/tripartite/sync/protocol")
BUILTINS = {"open", "print", "input", "eval", "exec", "compile", "breakpoint", "__import__"}
CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns"}
OUTSIDE = {
    "time",
    "random",
    "secrets",
    "os",
    "logging",
    "uuid",
    "pathlib",
    "socket",
    "threading",
    "tempfile",
    "warnings",
}


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return set()


def impure_calls(module: Module) -> list[str]:
    return [
        f"{module.at(call)} {name}"
        for call, name in calls(module)
        if (isinstance(call.func, ast.Name) and name in BUILTINS) or name in CLOCKS
    ]


def test_the_scan_sees_what_it_looks_for() -> None:
    module = planted("from datetime import datetime\nx = datetime.now()\nprint(x)\nclock.now\nopen_case(x)\n")
    assert impure_calls(module) == ["planted.py:2 now", "planted.py:3 print"]
    assert len(modules(*PURE)) > 5


def test_no_call_reaches_outside() -> None:
    nothing([found for module in modules(*PURE) for found in impure_calls(module)])


def test_no_module_that_reaches_outside_is_imported() -> None:
    found = [
        f"{module.at(node)} {name}"
        for module in modules(*PURE)
        for node in ast.walk(module.tree)
        for name in sorted(imported(node) & OUTSIDE)
    ]
    nothing(found)
