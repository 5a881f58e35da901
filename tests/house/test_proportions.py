# SPDX-License-Identifier: Apache-2.0
"""Modules and functions stay small, and every module says whose it is and what it promises."""

from __future__ import annotations

import ast
from statistics import median

from tests.house.source import FUNCTIONS, modules, nothing

EVERYWHERE = ("src", "tests", "bench")
MODULE_CAP = 400
FUNCTION_CAP = 60
USUAL_MODULE = 150
USUAL_FUNCTION = 40
LICENCE = "# SPDX-License-Identifier: Apache-2.0"


def function_lengths(*folders: str) -> list[tuple[int, str]]:
    return [
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{module.at(node)} {node.name}")
        for module in modules(*folders)
        for node in ast.walk(module.tree)
        if isinstance(node, FUNCTIONS)
    ]


def test_no_module_is_longer_than_the_cap() -> None:
    found = [(module.path, module.text.count("\n")) for module in modules(*EVERYWHERE)]
    nothing([(path, lines) for path, lines in found if lines > MODULE_CAP])


def test_no_function_is_longer_than_the_cap() -> None:
    nothing([found for found in function_lengths(*EVERYWHERE) if found[0] > FUNCTION_CAP])


def test_most_functions_and_modules_are_shorter_by_far() -> None:
    lengths = sorted(length for length, _ in function_lengths("src"))
    assert lengths[int(len(lengths) * 0.95)] <= USUAL_FUNCTION
    assert median(module.text.count("\n") for module in modules("src")) <= USUAL_MODULE


def test_every_module_begins_with_its_licence() -> None:
    nothing([m.path for m in modules(*EVERYWHERE) if not m.text.startswith(f"{LICENCE}\n")])


def test_every_module_with_code_says_what_it_promises() -> None:
    found = [m.path for m in modules(*EVERYWHERE) if m.tree.body and not ast.get_docstring(m.tree)]
    nothing(found)
