# SPDX-License-Identifier: Apache-2.0
"""The rest of part two, on nodes of its own: a line that nobody answers, and a text that one office never received."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

from tripartite.cli.commands.line import no_answer_line
from tripartite.cli.demo.screen import Screen
from tripartite.cli.pages import text_of
from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.runner import Runner
from tripartite.cli.play.story import Do, Link, Play
from tripartite.cli.play.telling import Narrator
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant
from tripartite.i18n.calendars import gregorian, local, time_of_day

MESSAGE, TEXT, AFTERWARDS = "query", "winter", "summer"
"""What the play calls the message, the text, and what is tabled after both."""


class Unanswered:
    """Performs the play up to the end of the scene in which an office is cut off."""

    def __init__(self, play: Play, folder: Path, screen: Screen) -> None:
        self.play, self.folder, self.screen = play, folder, screen
        self.words = screen.words
        self.narrator = Narrator(play, screen.words)
        self._ahead = deque(play.steps)

    def perform(self) -> None:
        with Nodes(self.play, self.folder) as nodes:
            runner = Runner(self.play, nodes)
            runner.open()
            self._until_tabled(runner, TEXT)
            self._line(runner, nodes)
            self._until_cut_ends(runner)
            said = [
                (self.narrator.name(party), [self._says(runner, nodes, party)]) for party in self.play.nodes
            ]
            self._until_tabled(runner, AFTERWARDS)
            self._text(said, self._agreeing(runner, nodes))

    @property
    def _far(self) -> str:
        """The office that is cut off."""
        return self.play.nodes[-1]

    # --- steps

    def _until_tabled(self, runner: Runner, name: str) -> None:
        while not (isinstance(step := self._ahead[0], Do) and any(act.name == name for act in step.acts)):
            runner.perform(self._ahead.popleft())

    def _until_cut_ends(self, runner: Runner) -> None:
        while not (isinstance(step := self._ahead[0], Link) and step.whole):
            runner.perform(self._ahead.popleft())

    # --- what the nodes show

    def _line(self, runner: Runner, nodes: Nodes) -> None:
        """Who asked, and what is known of the answer."""
        asking = self.play.nodes[0]
        shown = nodes.ask(asking, "show", {"record": runner.records[MESSAGE]})
        self.screen.blank()
        self.screen.text(text_of(self.play.charter["exercise"], self.words))
        self.screen.say("demo.line", party=self.narrator.name(self._far))
        self.screen.quote(self.narrator.name(asking), shown["fields"]["text"])
        found = nodes.ask(asking, "line", {})["no_answer"]
        if len(found) != 1:
            raise Refused("expectation_failed", "PLA-7", field="no_answer", found=str(found))
        self.screen.text(no_answer_line({**found[0], "party": self.narrator.name(self._far)}, self.words))

    def _says(self, runner: Runner, nodes: Nodes, party: str) -> str:
        """What this party's own copy holds of the text when the time is up."""
        try:
            shown = nodes.ask(party, "show", {"record": runner.records[TEXT]})
        except Refused:
            return self.words("demo.has_nothing")
        passed = party in shown["fields"]["silence"][0]["answered"]
        return self.words("demo.let_pass" if passed else "fixed.no_position")

    def _agreeing(self, runner: Runner, nodes: Nodes) -> dict[str, Any]:
        """The text as all nodes show it; raises if they differ, or if it is adopted."""
        shown = [nodes.ask(party, "show", {"record": runner.records[TEXT]}) for party in self.play.nodes]
        fields: dict[str, Any] = shown[0]["fields"]
        found = [(one["truth"], one["fields"]["silence"][0]["state"]) for one in shown]
        if set(found) != {("account", "silence_void")}:
            raise Refused("expectation_failed", "PLA-7", field="silence", found=str(found))
        return fields

    def _text(self, said: list[tuple[str, list[str]]], fields: dict[str, Any]) -> None:
        end = instant(fields["silence"][0]["objections_until"])
        until = f"{gregorian(local(end, 'UTC'), self.words.language)} {time_of_day(end, 'UTC', self.words.language)}"
        self.screen.say("demo.placed", text=text_of(fields["title"], self.words), until=until)
        self.screen.rows(said)
        self.screen.good(self.words("demo.not_adopted", state=self.words("state.proposals.silence_void")))
