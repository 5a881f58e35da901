# SPDX-License-Identifier: Apache-2.0
"""The three parts of the demo. Whatever they print is read from the nodes while they run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tripartite.cli.demo.liar import TwoStories, apart, tell_two_stories
from tripartite.cli.demo.screen import Screen
from tripartite.cli.pages import text_of
from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.runner import Done, Runner
from tripartite.cli.play.story import Expect, Play, Scene, Step
from tripartite.cli.play.telling import Narrator
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.keys.public import fingerprint
from tripartite.export.brief import brief
from tripartite.export.summary import summary
from tripartite.i18n.calendars import local
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words

HELD_ACT = "us_lead"
"""The act of the day that waits behind a cut cable."""


class Demo:
    """The Baghdad day on its nodes, drawn scene by scene."""

    def __init__(self, play: Play, nodes: Nodes, screen: Screen) -> None:
        self.play, self.nodes, self.screen = play, nodes, screen
        self.words = screen.words
        self.runner = Runner(play, nodes)
        self.narrator = Narrator(play, screen.words)
        self._steps = iter(play.steps)
        self._ahead: Step | None = next(self._steps, None)

    # --- steps

    def scene(self) -> Iterator[Done]:
        """Performs up to the next heading."""
        first = True
        while self._ahead is not None and (first or not isinstance(self._ahead, Scene)):
            first = False
            yield self.runner.perform(self._ahead)
            self._ahead = next(self._steps, None)

    # --- part one

    def what_was_agreed(self) -> None:
        """The day itself, and of each question its answer."""
        total = sum(1 for step in self.play.steps)
        met = 0
        for done in self.scene():
            met += isinstance(done.step, Expect)
            self.screen.progress("demo.playing", done.step.number, total)
        self.screen.progress("demo.playing", total, total)
        self.screen.head("demo.part_one")
        page = brief(self._ask(self.play.nodes[1]), self.nodes.charter, self.words)
        self.screen.rows(summary(page, self.words))
        self.screen.blank()
        self.screen.good(f"{self.words.plural('play.met', met)}: {self._all()}")

    def _ask(self, party: str) -> Any:
        return lambda call, said: self.nodes.ask(party, call, said)

    def _all(self) -> str:
        return self.narrator.names(self.play.nodes)

    # --- part two

    def the_cable(self) -> None:
        """An act behind a cut line: who has it, since when, and how it travels all the same."""
        self.screen.head("demo.part_two")
        for number, intro in enumerate(("demo.cut", "demo.courier", "demo.neighbour", "demo.mended")):
            steps = list(self.scene())
            self.screen.say(intro, time=self._time(steps[-1].step.at))
            if number == 0:
                self._quote()
            self.screen.rows([(self.narrator.name(party), [self._held(party)]) for party in self.play.nodes])
        self.screen.good(self.words("demo.no_server"))

    def _quote(self) -> None:
        shown = self.nodes.ask("us", "show", {"record": self.runner.records[HELD_ACT]})
        self.screen.quote(
            self.words("face.account", party=self.narrator.name("us")),
            text_of(shown["fields"]["text"], self.words),
        )

    def _held(self, party: str) -> str:
        """What this party's own copy says of the act."""
        try:
            rows = self.nodes.ask(party, "history", {"record": self.runner.records[HELD_ACT]})["items"]
        except Refused:
            return self.words("demo.has_nothing")
        held: dict[str, int] = rows[0]["held_by"]
        others = [one for one in self.play.nodes if one in held and one != rows[0]["by"]]
        if not others:
            return self.words("demo.held_by_nobody")
        since = [
            self.words("demo.since", party=self.narrator.name(one), time=self._time(held[one]))
            for one in others
        ]
        return self.words("demo.held", names=self.words.language.listed(since))

    def _time(self, instant: int) -> str:
        return self.words.language.number(f"{local(instant, self.nodes.charter.entry('iraq').zone):%H:%M}")

    # --- the end

    def the_same(self) -> None:
        """Asks each node for the digest of all it holds; raises if they differ."""
        digests = {party: self.nodes.ask(party, "digest", {}) for party in self.play.nodes}
        numbers = {party: fingerprint(str(found["digest"]).encode()) for party, found in digests.items()}
        self.screen.head("demo.the_same")
        self.screen.rows([(self.narrator.name(party), [number]) for party, number in numbers.items()])
        if len(set(numbers.values())) > 1:
            raise Refused("expectation_failed", "PLA-7", field="digest", found=str(numbers))
        records = next(iter(digests.values()))["records"]
        self.screen.good(self.words.plural("demo.equal", records))


class Fork:
    """The third part, on nodes of its own. `played`: whether the play is performed before the liar speaks."""

    def __init__(self, play: Play, folder: Path, liar: str, screen: Screen, *, played: bool) -> None:
        self.play, self.folder, self.liar, self.screen, self._played = play, folder, liar, screen, played
        self.words = screen.words
        self.narrator = Narrator(play, screen.words)

    def perform(self) -> None:
        if self.liar not in self.play.nodes:
            raise Refused("not_found", "PLA-3", what="party", found=self.liar)
        with Nodes(self.play, self.folder) as nodes:
            runner = Runner(self.play, nodes)
            runner.open()
            for _ in runner.steps() if self._played else ():
                pass
            before = self._agreed(nodes)
            stories = tell_two_stories(
                nodes, self.liar, self._role(), [_texts("demo.story_one"), _texts("demo.story_two")]
            )
            self._tell(nodes, stories, before)

    def _role(self) -> str:
        return next(member.delegates[0].key for member in self.play.cast if member.id == self.liar)

    def _tell(self, nodes: Nodes, stories: TwoStories, before: list[str]) -> None:
        screen, name = self.screen, self.narrator.name
        screen.head("demo.part_three")
        screen.text(text_of(self.play.charter["exercise"], self.words))
        screen.say("demo.copied", party=name(self.liar))
        for listener, act in stories.told.items():
            shown = nodes.ask(listener, "show", {"record": act})
            screen.quote(
                self.words("demo.told", party=name(listener)), text_of(shown["fields"]["text"], self.words)
            )
        _meet(nodes, stories)
        screen.say("demo.met_again")
        for listener in stories.told:
            screen.rows([(name(listener), self._shows(nodes, listener, stories))])
        now = self._agreed(nodes)
        if now != before:
            raise Refused("expectation_failed", "PLA-7", field="agreed", expected=str(before), found=str(now))
        screen.say("demo.unmoved", texts=self.words.language.listed(now) or self.words("fixed.nothing"))
        screen.text(self.words("fixed.fork_limit"), strong=True)

    def _shows(self, nodes: Nodes, listener: str, stories: TwoStories) -> list[str]:
        """What one listener's own copy shows of both texts, and what it can prove."""
        rows = [
            next(row for row in nodes.ask(listener, "history", {"record": act})["items"] if row["id"] == act)
            for act in stories.told.values()
        ]
        shown = [f"“{text_of(row['body']['text'], self.words)}”" for row in rows]
        proofs = [one for one in nodes.ask(listener, "evidence", {})["items"] if one["kind"] == "E1"]
        if not proofs or any(row["reason"] != "forked" for row in rows):
            raise Refused("expectation_failed", "PLA-7", field="evidence", party=listener)
        size = max(head["size"] for head in proofs[0]["heads"])
        return [*shown, self.words("demo.proof", party=self.narrator.name(self.liar), place=size)]

    def _agreed(self, nodes: Nodes) -> list[str]:
        """The titles of all agreed texts, as each honest node shows them; raises if they differ."""
        honest = [party for party in self.play.nodes if party != self.liar]
        found = [
            [
                text_of(one["fields"]["title"], self.words)
                for one in nodes.ask(party, "list", {"chapter": "proposals", "where": {"truth": "agreed"}})[
                    "items"
                ]
            ]
            for party in honest
        ]
        if any(one != found[0] for one in found):
            raise Refused("expectation_failed", "PLA-7", field="agreed", found=str(found))
        return found[0]


def _meet(nodes: Nodes, stories: TwoStories) -> None:
    """The two listeners ask each other; what they find is no trouble of theirs."""
    apart(nodes, whole=False)
    one, other = stories.told
    nodes.line(one, other, whole=True)
    for _ in range(2):
        try:
            nodes.sync([one, other])
        except Unavailable as trouble:
            if trouble.code not in ("fork", "regress"):
                raise


def _texts(message: str) -> list[list[str]]:
    return sorted([language.code, Words(language.code)(message)] for language in LANGUAGES)
