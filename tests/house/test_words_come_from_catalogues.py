# SPDX-License-Identifier: Apache-2.0
"""What a person reads comes from the catalogues: no sentence is written where it is printed.

Help texts are excepted: click takes them from the commands, in English.
"""

from __future__ import annotations

import re

from tests.house.source import calls, literal_parts, modules

WRITERS = {"echo", "secho", "echo_via_pager", "prompt", "confirm", "print"}
WORD = re.compile(r"[^\W\d_]{2,}")
WORD_BETWEEN_TAGS = re.compile(r">[^<>]*?[^\W\d_]{2,}[^<>]*(<|$)", re.DOTALL)


def test_the_command_line_writes_no_sentence_of_its_own() -> None:
    found = [
        f"{module.at(call)} {part!r}"
        for module in modules("src/tripartite/cli", "src/tripartite/export")
        for call, name in calls(module)
        if name in WRITERS
        for argument in call.args[:1]
        for part in literal_parts(argument)
        if WORD.search(part)
    ]
    assert found == []


def test_pages_hold_no_sentence_between_their_tags() -> None:
    found = [
        f"{module.at(node)} {part!r}"
        for module in modules("src/tripartite/export", "src/tripartite/publish", "src/tripartite/desk")
        for node in module.expressions()
        for part in literal_parts(node)
        if part.lstrip().startswith("<")
        and WORD_BETWEEN_TAGS.search(re.sub(r"<style.*?(</style>|$)", "", part))
    ]
    assert found == []
