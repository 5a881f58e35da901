# SPDX-License-Identifier: Apache-2.0
"""How the command line speaks (CMD-1).

What was asked for goes to stdout: lines for people, or with `--json` one object. Everything else, progress and the
three sentences of a refusal, goes to stderr. The exit status says the family of what happened:

    0 done · 1 differs, or an expectation failed · 2 usage · 3 refused by a rule · 4 malformed · 5 misbehaviour found
    6 unavailable · 7 held
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from tripartite.client.troubles import FAMILIES
from tripartite.client.troubles import error_object as error_object
from tripartite.core.encoding.refusal import (
    Held,
    Malformed,
    Misbehaved,
    Refused,
    Trouble,
    Unavailable,
)
from tripartite.i18n.explain import explain
from tripartite.i18n.words import Words

DONE, DIFFERS, USAGE = 0, 1, 2
_STATUSES = {Refused: 3, Malformed: 4, Misbehaved: 5, Unavailable: 6, Held: 7}
FAMILY: Mapping[type[Trouble], tuple[str, int]] = {
    family: (FAMILIES[family], status) for family, status in _STATUSES.items()
}
_BY_CODE = {"usage": USAGE, "expectation_failed": DIFFERS}
FORMAT = 1


def status_of(trouble: Trouble) -> int:
    """The exit status for this trouble."""
    return _BY_CODE.get(trouble.code, FAMILY[type(trouble)][1])


class Voice:
    """One language, one form of output, two streams."""

    def __init__(self, words: Words, as_json: bool, out: TextIO, err: TextIO) -> None:
        self.words = words
        self.as_json = as_json
        self.command = ""
        self.out = out
        self.err = err

    def done(self, result: Any, lines: Iterable[str] = ()) -> None:
        """What the command was asked for: the object with `--json`, the lines without."""
        if self.as_json:
            self._object({"result": result})
        else:
            self.out.writelines(f"{line}\n" for line in lines)
        self.out.flush()

    def aside(self, message: str, /, **facts: str | int) -> None:
        """A message beside the result, on stderr; with `--json` nobody is there to read it."""
        if not self.as_json:
            self.err.write(self.words(message, **facts) + "\n")
            self.err.flush()

    def refuse(self, trouble: Trouble) -> int:
        """Says what happened, why that is a rule, and what to do; returns the exit status."""
        if self.as_json:
            self._object({"error": error_object(trouble.refusal)})
        else:
            said = explain(trouble.refusal, self.words)
            for label, sentence in (("what", said.what), ("why", said.why), ("todo", said.todo)):
                # One line each: a fact is somebody else's text, and must not look like a sentence of ours.
                self.err.write(f"{self.words(f'cli.{label}')}: {' '.join(sentence.splitlines())}\n")
        self.out.flush()
        self.err.flush()
        return status_of(trouble)

    def _object(self, said: dict[str, Any]) -> None:
        whole = {"tripartite": FORMAT, "command": self.command, **said}
        self.out.write(json.dumps(whole, ensure_ascii=False) + "\n")
