# SPDX-License-Identifier: Apache-2.0
"""The door of the command line: finds the command, lets it speak, and answers with an exit status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import NoReturn, TextIO

import click

from tripartite.cli.session import Session, begin
from tripartite.cli.spoken import MAX_WIDTH, SpokenGroup, SpokenOption, session_of
from tripartite.cli.voice import USAGE
from tripartite.core.encoding.refusal import Refused, Trouble, Unavailable

_HERE = "tripartite.cli.commands"
COMMANDS: Mapping[str, str] = {
    **{
        name: f"{_HERE}.{name}:command"
        for name in (
            "init", "card", "charter", "key", "accredit", "recall", "do", "sign", "signer", "serve", "sync", "bundle",
            "show", "attachments", "sealed", "history", "journal", "matrix", "concordance", "access", "pending",
            "overlaps", "digest", "line", "watch", "verify", "status", "evidence", "erase", "disclose", "rebuild",
            "leave", "archive", "audit", "knew", "setup", "backup", "restore", "doctor", "token", "alert",
        )
    },
    "play": "tripartite.cli.play.command:play",
    "demo": "tripartite.cli.demo.command:demo",
    "brief": "tripartite.cli.brief:command",
}  # fmt: skip
INTERRUPTED = 130
EXAMPLE = """tripartite --home iraq init iraq --name en=Iraq
tripartite --home iraq show meetings --lang ar"""


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        session_of(ctx).voice.done(
            {"version": version("tripartite")}, [f"tripartite {version('tripartite')}"]
        )
        ctx.exit()


@click.group(
    "tripartite", cls=SpokenGroup, lazy=COMMANDS, help="help", example=EXAMPLE, no_args_is_help=True,
    context_settings={"max_content_width": MAX_WIDTH},
)  # fmt: skip
@click.option(
    "--version", cls=SpokenOption, is_flag=True, expose_value=False, is_eager=True, callback=_version,
    help="option.version",
)  # fmt: skip
def cli() -> None: ...


def main() -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:], os.environ, (sys.stdin, sys.stdout, sys.stderr)))


def run(args: Sequence[str], env: Mapping[str, str], streams: tuple[TextIO, TextIO, TextIO]) -> int:
    """Runs one command; returns its exit status. Nothing but a stop from outside is raised."""
    session = begin(args, env, streams)
    try:
        answer = cli.main(list(args), prog_name="tripartite", obj=session, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        streams[2].write(error.format_message() + "\n")
        return USAGE
    except click.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        return _unread(streams[1])
    except Exception as error:  # noqa: BLE001  # a person is shown a sentence, whatever happened
        return session.voice.refuse(_trouble(error, session))
    return answer if isinstance(answer, int) else 0


def _trouble(error: Exception, session: Session) -> Trouble:
    if isinstance(error, Trouble):
        return error
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, OSError):
        return _file_trouble(error)
    return _inside(error, session)


def _usage(error: click.UsageError) -> Refused:
    command = error.ctx.command_path if error.ctx else "tripartite"
    if isinstance(error, click.MissingParameter) and error.param:
        return Refused("usage", "CMD-2", command=command, missing=error.param.make_metavar(_context(error)))
    if isinstance(error, click.NoSuchOption):
        return Refused("usage", "CMD-2", command=command, found=error.option_name)
    if isinstance(error, click.BadParameter) and error.param:
        return Refused("usage", "CMD-2", command=command, name=error.param.opts[-1], detail=error.message)
    return Refused("usage", "CMD-2", command=command, detail=error.format_message())


def _context(error: click.UsageError) -> click.Context:
    return error.ctx or click.Context(cli)


def _file_trouble(error: OSError) -> Trouble:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    code = "disk_full" if full else "file_failed"
    return Unavailable(
        code, "CMD-3", path=str(error.filename or ""), detail=error.strerror or type(error).__name__
    )


def _inside(error: Exception, session: Session) -> Trouble:
    if session.env.get("TRIPARTITE_TRACE"):
        traceback.print_exception(error, file=session.voice.err)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Unavailable(
        "internal",
        "CMD-3",
        detail=f"{type(error).__name__}: {error}"[:300],
        where=f"{place.name}:{place.lineno}",
    )


def _unread(out: TextIO) -> int:
    """Nobody reads on: quiet, as other commands are."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    return 0
