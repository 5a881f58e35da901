# SPDX-License-Identifier: Apache-2.0
"""What every command is told before its own arguments: the home, the keys, the language, the form of the answer.

Imports nothing heavy: `--help` must not wait for a database it will not open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from tripartite.cli.voice import Voice
from tripartite.i18n.languages import BY_CODE
from tripartite.i18n.words import Words

SETTINGS = "node.toml"


@dataclass(slots=True)
class Session:
    """`env` is the process environment, or what a test puts in its place."""

    voice: Voice
    home: Path
    keys: tuple[Path, ...]
    env: Mapping[str, str]
    input: TextIO
    archive: Path | None = None
    """Read in the place of a home, where it is named."""

    @property
    def words(self) -> Words:
        return self.voice.words

    @property
    def interactive(self) -> bool:
        """Whether a person is there to be asked."""
        return not self.voice.as_json and self.input.isatty()

    def use(self, name: str, value: Any) -> None:
        """Takes a global option given after the command instead of before it."""
        if name == "home":
            self.home = Path(value)
        elif name == "keys":
            self.keys = (*self.keys, *(Path(path) for path in value if Path(path) not in self.keys))
        elif name == "archive":
            self.archive = Path(value)
        elif name == "json":
            self.voice.as_json = True


def begin(args: Sequence[str], env: Mapping[str, str], streams: tuple[TextIO, TextIO, TextIO]) -> Session:
    """The session these arguments and this environment ask for; what they mean is checked by the parser later."""
    home = Path(_given(args, "--home") or env.get("TRIPARTITE_HOME") or ".")
    code = _given(args, "--lang") or env.get("TRIPARTITE_LANG") or _language_of(home)
    words = Words(code if code in BY_CODE else "en")
    before_end = args[: args.index("--")] if "--" in args else args
    given_in, out, err = streams
    return Session(Voice(words, "--json" in before_end, out, err), home, (), env, given_in)


def _given(args: Sequence[str], option: str) -> str:
    for place, arg in enumerate(args):
        if arg == option and place + 1 < len(args):
            return args[place + 1]
        if arg.startswith(f"{option}="):
            return arg.partition("=")[2]
    return ""


def _language_of(home: Path) -> str:
    try:
        found = tomllib.loads((home / SETTINGS).read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError):
        return ""
    return found if isinstance(found, str) else ""
