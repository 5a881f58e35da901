# SPDX-License-Identifier: Apache-2.0
"""The reference pages that follow from the program itself: commands, exit statuses, refusals, reasons.

    python -m tripartite.cli.reference docs/reference

writes them; a test holds the written pages equal to what the program would write.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from tripartite.cli.main import COMMANDS, cli
from tripartite.cli.session import Session, begin
from tripartite.cli.spoken import EVERYWHERE, Spoken, SpokenGroup
from tripartite.cli.voice import FAMILY
from tripartite.i18n.english import ENGLISH
from tripartite.i18n.english.refusals import BYTES, PARTS, RULES
from tripartite.i18n.english.troubles import WORLD
from tripartite.i18n.words import Words

WORDS = Words("en")
MADE = "<!-- Made by `python -m tripartite.cli.reference`; do not edit. -->"
ELSEWHERE = ("play", "demo")
"""Commands whose pages are written by hand."""
GROUPS = {"What cannot be read": BYTES, "What a rule does not allow": RULES, "What the world says": WORLD}
STATUSES: Mapping[int, str] = {
    0: "Done.",
    1: "It differs, or an expectation failed: two digests, two registers, a play.",
    2: "The command was not given as it must be.",
    3: "A rule says no. Trying again changes nothing until something else has changed.",
    4: "What was given cannot be read.",
    5: "Misbehaviour was found: a record that contradicts itself, or evidence that convicts.",
    6: "Something did not answer: a disk, a key, another process, another party. Try again.",
    7: "Stored, and not done: the node is waiting to learn its own latest head.",
}


def pages() -> dict[str, str]:
    """Every page by file name."""
    return {
        "commands.md": _page("Commands", _commands()),
        "exit-statuses.md": _page("Exit statuses and `--json`", _statuses()),
        "refusals.md": _page("Refusals", _refusals()),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([MADE, "", f"# {title}", "", *lines]).rstrip("\n") + "\n"


# --- commands


def _session() -> Session:
    return begin((), {}, (io.StringIO(), io.StringIO(), io.StringIO()))


def _commands() -> Iterator[str]:
    root = click.Context(cli, info_name="tripartite", obj=_session())
    yield "`tripartite [--home DIR] [--lang en|ar|fa] [--json] [--keys DIR]… COMMAND`"
    yield ""
    yield "These options may stand before the command's name or after it:"
    yield ""
    yield from _options(cli, root, everywhere=True)
    yield ""
    for name in COMMANDS:
        if name in ELSEWHERE:
            yield from _named(name)
        else:
            yield from _command(name, root)


def _named(name: str) -> Iterator[str]:
    yield from (f"## {name}", "", WORDS(f"help.{name}"), "")


def _command(name: str, root: click.Context) -> Iterator[str]:
    command = cli.get_command(root, name)
    if not isinstance(command, Spoken | SpokenGroup):
        raise TypeError(name)
    context = click.Context(command, info_name=name, parent=root, obj=root.obj)
    yield from _section(f"## {name}", command, context)
    if isinstance(command, SpokenGroup):
        for sub in command.list_commands(context):
            inner = command.get_command(context, sub)
            if isinstance(inner, Spoken):
                below = click.Context(inner, info_name=sub, parent=context, obj=root.obj)
                yield from _section(f"### {name} {sub}", inner, below)


def _section(heading: str, command: Spoken | SpokenGroup, context: click.Context) -> Iterator[str]:
    message = command.help or ""
    yield heading
    yield ""
    yield " ".join(WORDS(one) for one in (message, f"{message}.more") if one in ENGLISH)
    yield ""
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
    yield f"`{' '.join([context.command_path, *pieces])}`"
    yield ""
    rows = list(_options(command, context, everywhere=False))
    if rows:
        yield from (*rows, "")
    yield from ("```sh", *command.example.split("\n"), "```", "")


def _options(command: click.Command, context: click.Context, everywhere: bool) -> Iterator[str]:
    options = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    shown = [option for option in options if (option.name in EVERYWHERE) == everywhere]
    records = [record for param in shown if (record := param.get_help_record(context))]
    if records:
        yield "| option | means |"
        yield "|---|---|"
    for names, text in records:
        yield f"| `{_cell(names)}` | {_cell(text)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- statuses, refusals


def _statuses() -> Iterator[str]:
    names = {status: name for name, status in FAMILY.values()}
    yield "| status | family | means |"
    yield "|---|---|---|"
    for status, text in STATUSES.items():
        yield f"| {status} | {names.get(status, '')} | {text} |"
    yield ""
    yield "With `--json` a command prints one object on one line:"
    yield ""
    yield "```json"
    yield '{"tripartite": 1, "command": "digest", "result": {"records": 2}}'
    yield (
        '{"tripartite": 1, "command": "do", "error": '
        '{"code": "no_power", "rule": "REG-15", "facts": {"act": "3f2a91"}, "hint": ""}}'
    )
    yield "```"
    yield ""
    yield 'A list is `{"items": […], "next": cursor or null}`; `--after CURSOR` continues it. `command` is its path.'
    yield "`code` and the names of `facts` are stable; sentences are not, and are never parsed."
    yield "[Refusals](refusals.md) lists the codes."


def _refusals() -> Iterator[str]:
    yield "Every refusal carries a code, the number of a rule in `spec/`, and the facts of the case. What people read:"
    yield ""
    for title, group in GROUPS.items():
        yield from (f"## {title}", "", "| code | what happened | why | what to do |", "|---|---|---|---|")
        for code in sorted(group):
            said = (_cell(WORDS(f"refusal.{code}.{part}")) for part in PARTS)
            yield f"| `{code}` | {' | '.join(said)} |"
        yield ""
    yield from ("## Acts without effect", "", "Such an act is kept and shown, with one of these reasons:", "")
    yield from ("| reason | says |", "|---|---|")
    for message in sorted(name for name in ENGLISH if name.startswith("reason.")):
        yield f"| `{message.removeprefix('reason.')}` | {_cell(WORDS(message))} |"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
