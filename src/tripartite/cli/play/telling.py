# SPDX-License-Identifier: Apache-2.0
"""Steps as lines for people who watch a play."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tripartite.cli.play.runner import Done
from tripartite.cli.play.story import (
    Amend,
    Bundle,
    Do,
    Expect,
    Fate,
    Join,
    Link,
    Play,
    SameRegister,
    Scene,
    Sync,
)
from tripartite.core.keys.public import fingerprint
from tripartite.i18n.calendars import local
from tripartite.i18n.words import Words


class Narrator:
    """Says what happened; expectations that were met are counted and said together."""

    def __init__(self, play: Play, words: Words) -> None:
        self._words = words
        self._names = {member.id: _chosen(member.names, words.language.code) for member in play.cast}
        self._met = 0

    def name(self, party: str) -> str:
        return self._names[party]

    def names(self, parties: Iterable[str]) -> str:
        return self._words.language.listed([self.name(party) for party in parties])

    def tell(self, done: Done) -> Iterator[str]:
        """The lines of one step."""
        if isinstance(done.step, Expect):
            self._met += 1
            return
        yield from self.met()
        yield from self._said(done)

    def met(self) -> Iterator[str]:
        """How many expectations were met since this was said last."""
        if self._met:
            yield f"  ✓ {self._words.plural('play.met', self._met)}"
        self._met = 0

    def _said(self, done: Done) -> Iterator[str]:
        step, say = done.step, self._words
        time = say.language.number(f"{local(step.at, 'UTC'):%d.%m. %H:%M}")
        if isinstance(step, Scene):
            yield ""
            yield f"── {step.title} "
        elif isinstance(step, Do):
            yield self._acted(step, done, time)
        elif isinstance(step, Sync):
            yield say("play.synced", time=time, names=self.names(step.parties))
        elif isinstance(step, Link):
            said = "play.heal" if step.whole else "play.cut"
            for pair in step.pairs:
                yield say(said, time=time, names=" – ".join(map(self.name, pair)))
        elif isinstance(step, Fate):
            yield say(f"play.{step.what}", time=time, party=self.name(step.party))
        elif isinstance(step, Bundle):
            ends = {"source": self.name(step.source), "target": self.name(step.target)}
            yield say("play.bundle", time=time, **ends)
        elif isinstance(step, Amend | Join):
            yield self._chartered(step, time)
        elif isinstance(step, SameRegister):
            number = fingerprint(str(done.result["digest"]).encode())
            yield say("play.same", time=time, names=self.names(step.parties), number=number)

    def _chartered(self, step: Amend | Join, time: str) -> str:
        if isinstance(step, Amend):
            return self._words("play.amended", time=time)
        return self._words("play.joined", time=time, party=self.name(step.party))

    def _acted(self, step: Do, done: Done, time: str) -> str:
        kinds = dict.fromkeys(act.kind.partition("@")[0] for act in step.acts)
        what = self._words.language.listed([self._words(f"kind.{kind}") for kind in kinds])
        party = self.name(step.party)
        if "refused" in done.result:
            return self._words(
                "play.refused", time=time, party=party, what=what, reason=done.result["refused"]
            )
        return self._words("play.acted", time=time, party=party, what=what)


def _chosen(names: tuple[tuple[str, str], ...], code: str) -> str:
    known = dict(names)
    return known.get(code) or known.get("en") or names[0][1]
