# SPDX-License-Identifier: Apache-2.0
"""Commands whose help comes from the catalogues, in the reader's language, each with an example.

`help` of a command or an option is the id of a message. A command with more to say has `….more` beside it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from tripartite.cli.session import Session
from tripartite.i18n.languages import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])
Decorated = Callable[[F], F]
MAX_WIDTH = 100


def session_of(context: click.Context) -> Session:
    return context.ensure_object(Session)


class SpokenOption(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        found = super().get_help_record(ctx)
        return found and (found[0], session_of(ctx).words(self.help or "option.help"))


class Spoken(click.Command):
    """`example` is shown as it would be typed; it is the same in every language."""

    def __init__(self, *args: Any, example: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.example = example
        self.params.extend(_globals())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.help or ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _text(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _example(self.example, ctx, formatter)


class SpokenGroup(click.Group):
    """Loads a command's module when the command is asked for: `lazy` maps names to `module:attribute`."""

    def __init__(
        self, *args: Any, lazy: Mapping[str, str] | None = None, example: str = "", **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.lazy = dict(lazy or {})
        self.example = example
        self.params.extend(_globals())

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        session_of(ctx).voice.command = " ".join([*ctx.command_path.split()[1:], cmd_name])
        place = self.lazy.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.help or ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _text(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = session_of(ctx).words
        path = ".".join(["help", *ctx.command_path.split()[1:]])
        rows = [(name, words(f"{path}.{name}")) for name in self.list_commands(ctx)]
        with formatter.section(words("cli.commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _example(self.example, ctx, formatter)


def declare(name: str, message: str, example: str, **settings: Any) -> Callable[[Callable[..., Any]], Spoken]:
    """Declares a command; its function gets the session first."""

    def made(function: Callable[..., Any]) -> Spoken:
        passed = click.pass_obj(function)
        return click.command(name, cls=Spoken, help=message, example=example, **settings)(passed)

    return made


def option(*names: str, message: str = "", **settings: Any) -> Callable[[F], F]:
    """Declares an option; its help is `option.NAME` unless another message is named."""
    long = next(name for name in names if name.startswith("--")).partition("/")[0]
    return click.option(
        *names, cls=SpokenOption, help=message or f"option.{long[2:].replace('-', '_')}", **settings
    )


def argument(name: str, metavar: str, **settings: Any) -> Callable[[F], F]:
    return click.argument(name, metavar=metavar, **settings)


def _take(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        session_of(ctx).use(param.name or "", value)


def _globals() -> list[click.Parameter]:
    """The options every command takes, before its name or after it."""
    common: dict[str, Any] = {"cls": SpokenOption, "expose_value": False, "callback": _take}
    path = click.Path(path_type=str)

    def holder() -> None: ...

    for names, more in (
        (("--home",), {"type": path, "metavar": "DIR"}),
        (("--archive",), {"type": click.Path(exists=True, path_type=str), "metavar": "FILE|DIR"}),
        (("--lang",), {"type": click.Choice([language.code for language in LANGUAGES])}),
        (("--json", "json"), {"is_flag": True}),
        (("--keys",), {"type": path, "metavar": "DIR", "multiple": True}),
    ):
        click.option(*names, help=f"option.{names[0][2:]}", **common, **more)(holder)
    found: list[click.Parameter] = holder.__click_params__  # type: ignore[attr-defined]  # click keeps them there
    return found


def _help_option(found: click.Option | None) -> click.Option | None:
    if found is None:
        return None
    shown = SpokenOption(
        found.opts,
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=found.callback,
        help="option.help",
    )
    shown.name = "help"
    return shown


def _usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = [piece for piece in command.collect_usage_pieces(ctx) if piece != "[OPTIONS]"]
    formatter.write_usage(
        ctx.command_path, " ".join(pieces), prefix=f"{session_of(ctx).words('cli.usage')}: "
    )


def _text(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    words, message = session_of(ctx).words, command.help or ""
    for one in (message, f"{message}.more"):
        if words.has(one):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(words(one))


def _options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The command's own options, then those that go with every command."""
    words = session_of(ctx).words
    params = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    own = [param for param in params if param.name not in EVERYWHERE]
    everywhere = [param for param in params if param.name in EVERYWHERE]
    for title, group in (("cli.options", own), ("cli.everywhere", everywhere)):
        records = [record for param in group if (record := param.get_help_record(ctx)) is not None]
        if records:
            with formatter.section(words(title)):
                formatter.write_dl(records)


EVERYWHERE = ("home", "archive", "lang", "json", "keys", "help")


def _example(example: str, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    if example:
        with formatter.section(session_of(ctx).words("cli.example")):
            for line in example.split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
