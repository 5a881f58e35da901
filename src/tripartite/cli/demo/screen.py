# SPDX-License-Identifier: Apache-2.0
"""A terminal of 80 columns as a stage: heads, rows, strong lines, and a pause for whoever presents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TextIO

from tripartite.export.lines import framed, padded, width
from tripartite.i18n.words import Words, tame

WIDTH = 78
LEFT = 26


class Screen:
    """Lines go to `out`; what is on its way, and the pauses, to `err`."""

    def __init__(
        self, words: Words, streams: tuple[TextIO, TextIO, TextIO], auto: bool, colour: bool
    ) -> None:
        self.words = words
        self._in, self._out, self._err = streams
        self._auto = auto
        self._colour = colour

    # --- lines

    def face(self, text: str) -> None:
        for line in framed(tame(text)):
            self._write(self._painted(line, "31"))

    def head(self, message: str, **facts: str | int) -> None:
        title = self.words(message, **facts)
        self._write("")
        self._write(self._painted(f"── {title} " + "─" * max(WIDTH - 4 - width(title), 0), "1"))

    def say(self, message: str, **facts: str | int) -> None:
        self.text(self.words(message, **facts))

    def text(self, text: str, *, indent: int = 2, strong: bool = False) -> None:
        lead = " " * indent
        for line in textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=lead):
            self._write(self._painted(line, "1") if strong else line)

    def quote(self, who: str, text: str) -> None:
        self.rows([(who, [f"“{tame(text)}”"])], left=LEFT)

    def rows(self, rows: Iterable[tuple[str, Sequence[str]]], left: int = LEFT) -> None:
        """Names on one side, what stands beside them on the other, each as many lines as it needs."""
        for name, texts in rows:
            first = textwrap.wrap(name, left - 3)
            rest = [line for text in texts for line in textwrap.wrap(text, WIDTH - left)]
            for start, line in zip_longest(first, rest, fillvalue=""):
                self._write(f"  {self._painted(padded(start, left - 2), '2')}{line}".rstrip())

    def good(self, text: str) -> None:
        self._write(self._painted(f"  ✓ {text}", "32"))

    def blank(self) -> None:
        self._write("")

    # --- waiting

    def pause(self) -> None:
        """Enter goes on; nobody is asked where nobody is there."""
        if self._auto:
            return
        self._err.write(f"\n  {self.words('demo.enter')} ")
        self._err.flush()
        if not self._in.readline():
            self._auto = True

    def progress(self, message: str, done: int, total: int) -> None:
        """One line that is written over until it is complete; nothing where it would not be seen."""
        if not self._err.isatty():
            return
        bar = "█" * (24 * done // total) + "░" * (24 - 24 * done // total)
        end = "\r\x1b[K" if done >= total else ""
        self._err.write(f"\r  {self.words(message)} {bar} {self.words.language.number(done)}{end}")
        self._err.flush()

    def _painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text

    def _write(self, line: str) -> None:
        self._out.write(line + "\n")
        self._out.flush()
