# SPDX-License-Identifier: Apache-2.0
"""What a person reads comes from the catalogues: no sentence is written where it is printed.

Help texts are excepted: click takes them from the commands, in English.
"""

from __future__ import annotations

import re

from tests.house.source import Module, calls, literal_parts, modules, nothing, planted

WRITERS = {"echo", "secho", "echo_via_pager", "prompt", "confirm", "print"}
WORD = re.compile(r"[^\W\d_]{2,}")
STYLE = re.compile(r"<(style|script).*?(</(style|script)>|$)", re.DOTALL)
WORD_BETWEEN_TAGS = re.compile(r">[^<>]*?[^\W\d_]{2,}[^<>]*(<|$)", re.DOTALL)


def spoken(module: Module) -> list[str]:
    return [
        f"{module.at(call)} {part!r}"
        for call, name in calls(module)
        if name in WRITERS
        for argument in call.args[:1]
        for part in literal_parts(argument)
        if WORD.search(part)
    ]


def marked_up(module: Module) -> list[str]:
    return [
        f"{module.at(node)} {part!r}"
        for node in module.expressions()
        for part in literal_parts(node)
        if part.lstrip().startswith("<") and WORD_BETWEEN_TAGS.search(STYLE.sub("", part))
    ]


def test_the_scans_see_what_they_look_for() -> None:
    module = planted(
        "click.echo(f'Done: {n}')\nclick.echo(words('cli.done'))\nx = f'<p>Agreed {y}</p>'\nz = f'<p>{y}</p>'\n"
    )
    assert spoken(module) == ["planted.py:1 'Done: '"]
    assert {found.partition(" ")[0] for found in marked_up(module)} == {"planted.py:3"}


def test_the_command_line_writes_no_sentence_of_its_own() -> None:
    nothing(
        found for module in modules("src/tripartite/cli", "src/tripartite/export") for found in spoken(module)
    )


def test_pages_hold_no_sentence_between_their_tags() -> None:
    pages = ("src/tripartite/export", "src/tripartite/publish", "src/tripartite/desk")
    nothing(found for module in modules(*pages) for found in marked_up(module))
