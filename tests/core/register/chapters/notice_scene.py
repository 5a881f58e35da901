# SPDX-License-Identifier: Apache-2.0
"""A town in which Iran notifies works near a line, a colleague checks, and others acknowledge or ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from tests.core.register.chapters.line_scene import LineScene
from tests.core.register.chapters.scene import en
from tripartite.core.encoding.values import Party
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Finding

WORKS: dict[str, Any] = {
    "type": "works_near_line",
    "addressees": ["us"],
    "info": ["iraq"],
    "purpose": en("A culvert is repaired."),
    "day": "2007-06-01",
    "until": "2007-06-03",
    "district": "IQ-BG",
}
BY = "2007-05-30T12:00:00Z"
"""By when addressees are to acknowledge, where a test asks for it."""
ASKED: dict[str, Any] = {
    "respondent": "iran",
    "activity_observed": en("Two excavators at the culvert."),
    "basis": "Charter, paragraph 12",
    "questions": [["purpose", en("What for?")], ["units", en("Whose are they?")]],
}
ANSWERED: dict[str, Any] = {
    "answers": [["purpose", "answered", en("Drainage.")], ["units", "refused", en("Not here.")]]
}


def body(members: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """These members with others in their place; None takes one out."""
    return {name: value for name, value in {**members, **more}.items() if value is not None}


class NoticeScene(LineScene):
    """Says what is said of notices, and checks it where two people must sign."""

    def notify(
        self,
        party: str = "iran",
        *,
        checked: bool = True,
        refs: Sequence[tuple[str, str]] = (),
        **more: Any,
    ) -> str:
        notice = self.say(party, "notice.send", body(WORKS, more), role="liaison", refs=refs)
        if checked:
            self.check_it(notice, notice, party)
        return notice

    def check_it(self, act: str, record: str, party: str = "iran", role: str = "watch") -> str:
        return self.say(party, "check", {"of": act}, record, role=role)

    def go_on(
        self, notice: str, kind: str, said: Any = None, party: str = "iran", role: str = "liaison"
    ) -> str:
        """A move from the notice's present state."""
        heads = self.record(notice).heads
        return self.say(party, f"notice.{kind}", said or {}, notice, role=role, on=heads)

    def change(self, notice: str, **said: Any) -> str:
        act = self.go_on(notice, "change", {"text": en("The pump is late."), **said})
        self.check_it(act, notice)
        return act

    def acknowledge(self, notice: str, party: str = "us", role: str = "watch") -> str:
        return self.say(party, "notice.acknowledge", {}, notice, role=role)

    def sealed(self, record: str, *to: str) -> Finding | None:
        """What would become of the founding act if everything in its record went to these parties alone."""
        folded = self.record(record)
        world = self.holder.world
        narrow = [
            replace(act, place=replace(act.place, to=tuple(map(Party, to)))) for act in world.acts_of(record)
        ]
        founding = replace(folded.founding, place=replace(folded.founding.place, to=tuple(map(Party, to))))
        return fold(folded.chapter, founding, narrow, world).why.get(record)

    # --- asking

    def ask(self, party: str = "us", refs: Sequence[tuple[str, str]] = (), **more: Any) -> str:
        return self.say(party, "explanation.ask", body(ASKED, more), role="liaison", refs=refs)

    def reply(self, request: str, said: Any = None, party: str = "iran", role: str = "liaison") -> str:
        heads = self.record(request).heads
        return self.say(party, "explanation.reply", said or ANSWERED, request, role=role, on=heads)

    def step(self, request: str, kind: str, said: Any = None, party: str = "us", **more: Any) -> str:
        """A move of a request from its present state, by a head unless another role is given."""
        heads = self.record(request).heads
        return self.say(party, f"explanation.{kind}", said or {}, request, on=heads, **more)

    def remark(self, request: str, kind: str, said: Any = None, party: str = "us") -> str:
        return self.say(party, f"explanation.{kind}", said or {}, request, role="liaison")
