# SPDX-License-Identifier: Apache-2.0
"""Help: every command says what it is for in every language, and shows an example that its own parser takes."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

import click
import pytest

from tripartite.cli.main import COMMANDS, cli, run
from tripartite.cli.session import Session, begin
from tripartite.cli.spoken import Spoken, SpokenGroup
from tripartite.i18n.english import ENGLISH
from tripartite.i18n.languages import LANGUAGES

ELSEWHERE = {"play", "demo"}
"""Commands of other rooms; their own tests try their examples."""


def session(*args: str) -> Session:
    return begin(args, {}, (io.StringIO(), io.StringIO(), io.StringIO()))


def context(command: click.Command, path: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(command, info_name=path, parent=parent, obj=session())


def all_commands() -> Iterator[tuple[str, Any]]:
    root = context(cli, "tripartite")
    yield "", cli
    for name in COMMANDS:
        if name in ELSEWHERE:
            continue
        command = cli.get_command(root, name)
        assert command is not None, name
        yield name, command
        if isinstance(command, click.Group):
            for sub in command.list_commands(context(command, name, root)):
                yield f"{name} {sub}", command.get_command(context(command, name, root), sub)


EVERY = [pytest.param(path, command, id=path or "tripartite") for path, command in all_commands()]


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_command_is_one_of_ours_and_has_words_and_an_example(path: str, command: Any) -> None:
    assert isinstance(command, Spoken | SpokenGroup), path
    assert command.help in ENGLISH
    assert command.help == ".".join(["help", *path.split()])
    assert command.example


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_option_has_words(path: str, command: Any) -> None:
    options = [
        param for param in command.get_params(context(command, path)) if isinstance(param, click.Option)
    ]
    missing = [param.opts[-1] for param in options if param.help not in ENGLISH]
    assert not missing, path


def examples(command: Any) -> list[list[str]]:
    """Each example as words; a line that ends in a backslash goes on."""
    text = re.sub(r"\\\n\s*", "", command.example)
    lines = (line.partition(" > ")[0] for line in text.split("\n"))
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_example_is_taken_by_the_parser(path: str, command: Any) -> None:
    for words in examples(command):
        assert words[0] == "tripartite"
        parsed = parse_path(cli, words[1:])
        assert not path or parsed.split()[0] == path.split(maxsplit=1)[0], words


def parse_path(command: click.Command, words: list[str]) -> str:
    """The path of the command that these words reach; raises `click.UsageError`."""
    at, path = context(command, "tripartite"), ""
    while True:
        _, rest, _ = command.make_parser(at).parse_args(list(words))
        if not isinstance(command, click.Group):
            return path
        found = command.get_command(at, rest[0])
        assert found is not None, rest
        path, words, command = f"{path} {rest[0]}".strip(), rest[1:], found
        at = context(command, path, at)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize(("path", "command"), EVERY)
def test_help_is_printed_in_every_language(path: str, command: Any, language: str) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        status = run(["--lang", language, *path.split(), "--help"], {}, (io.StringIO(), out, io.StringIO()))
    assert status == 0
    said = session("--lang", language).words(command.help)
    assert said.split()[0] in out.getvalue()
    assert command.example.split("\n")[0] in out.getvalue()


def test_without_a_command_help_goes_to_stderr_and_the_status_is_usage() -> None:
    err = io.StringIO()
    assert run([], {}, (io.StringIO(), io.StringIO(), err)) == 2
    assert "init" in err.getvalue()


def test_the_language_is_the_one_asked_for_then_the_environments_then_english() -> None:
    given = (io.StringIO(), io.StringIO(), io.StringIO())
    assert begin(["--lang", "fa"], {"TRIPARTITE_LANG": "ar"}, given).words.language.code == "fa"
    assert begin([], {"TRIPARTITE_LANG": "ar"}, given).words.language.code == "ar"
    assert begin([], {"TRIPARTITE_LANG": "xx"}, given).words.language.code == "en"
