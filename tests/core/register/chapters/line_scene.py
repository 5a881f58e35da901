# SPDX-License-Identifier: Apache-2.0
"""A town with a line between Iran and the United States, and whose nodes say by hand that time passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.kinds import Deadline, Pending

OPEN = {"ends": ["iran", "us"], "hours": ["09:00", "17:00"], "title": en("Tehran and Washington")}
NINE = 1_180_342_800
"""28 May 2007, 09:00 UTC."""
MESSAGE = {
    "number": 1,
    "precedence": "immediate",
    "type": "query",
    "addressees": ["us"],
    "language": "fa",
    "text": "صدای تیراندازی از کجاست؟",
}


class LineScene(Scene):
    """Says what is said on a line."""

    def line(self, accepted: bool = True, **more: Any) -> str:
        """The id of a line that both ends opened."""
        line = self.say("iran", "channel.open_channel", {**OPEN, **more})
        if accepted:
            self.say("us", "channel.accept_channel", {}, line, on=line)
        return line

    def send(self, line: str, party: str = "iran", role: str = "liaison", **more: Any) -> str:
        to = "us" if party == "iran" else "iran"
        body = {**MESSAGE, "addressees": [to], **more}
        return self.say(party, "message.send", body, role=role, refs=[(line, "part_of")])

    def check(self, line: str, slot: int = NINE, party: str = "iran", **more: Any) -> str:
        body = {"slot": instant_text(slot), **more}
        return self.say(party, "channel.check", body, line, role="liaison")

    def answer(self, line: str, check: str, party: str = "us") -> str:
        return self.say(party, "channel.check_answer", {"of": check}, line, role="liaison")

    def at(self, moment: int) -> None:
        """What is said next is said a minute after this instant."""
        self.town.now = moment

    def running(self, record: str) -> list[Deadline]:
        folded = self.record(record)
        return list(folded.chapter.deadlines(folded, self.holder.world))

    def due(self, record: str) -> int:
        """When the one deadline of a record falls due, Unix seconds."""
        (limit,) = self.running(record)
        return limit.due

    def elapse(self, record: str, of: str, due: int, parties: Sequence[str] = ("iran", "iraq")) -> None:
        """The nodes of these parties say that the time ran out."""
        self.town.now = max(self.town.now, due)
        body = {"of": of, "due": instant_text(due)}
        for party in parties:
            self.town[party].say("node", "elapsed", body, record)

    def pending(self, record: str) -> list[Pending]:
        folded = self.record(record)
        return list(folded.chapter.pending(folded, self.holder.world))

    def miss(self, record: str) -> int:
        """Lets the one deadline of a record run out; returns when it fell due."""
        (limit,) = self.running(record)
        self.elapse(record, limit.of, limit.due)
        return limit.due
