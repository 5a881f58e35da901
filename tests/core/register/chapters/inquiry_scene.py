# SPDX-License-Identifier: Apache-2.0
"""An investigation, told up to where a test begins: mandated, drafted, commented, signed by every component."""

from __future__ import annotations

from typing import Any

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import SINAK
from tests.core.register.chapters.test_verifications import TEAM
from tests.world.wording import Refs, wording
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.kinds import Deadline, Pending

PARTIES = ("iran", "iraq", "us")
MANDATE: dict[str, Any] = {
    "mandate_ref": "Understanding, paragraph 5",
    "questions": [en("Who fired?")],
    "team": TEAM,
    "team_leader": "iraq",
    "standard_of_proof": "balance_of_probabilities",
}
SEEN: dict[str, Any] = {"facts": "established", "attribution": "not_attributed", "legal": "not_examined"}
BLAMES: dict[str, Any] = {"facts": "established", "attribution": "attributed", "actor": "iran"}


class Inquiry(Scene):
    """`head` is the move that the next one continues."""

    def __init__(self, *, refs: Refs = (), town: dict[str, Any] | None = None, **mandate: Any) -> None:
        super().__init__(**(town or {}))
        self.incident = self.say("iraq", "incident.report", SINAK, role="monitor")
        self.ident = self.mandate(*refs, **mandate)
        self.head = self.ident

    def mandate(
        self, *refs: tuple[str, str], party: str = "iraq", role: str = "chair", **members: Any
    ) -> str:
        about = refs or ((self.incident, "part_of"),)
        said = {name: value for name, value in {**MANDATE, **members}.items() if value is not None}
        return self.say(party, "investigation.mandate", said, role=role, refs=about)

    def add(self, party: str, name: str, body: Any, *, role: str = "monitor", refs: Refs = ()) -> str:
        return self.say(party, f"investigation.{name}", body, self.ident, role=role, refs=refs)

    def move(
        self, name: str, body: Any = None, *, party: str = "iraq", role: str = "chair", refs: Refs = ()
    ) -> str:
        return self.say(party, f"investigation.{name}", body, self.ident, role=role, on=self.head, refs=refs)

    def taken(self, move: str) -> str:
        """The move had effect, and the next one continues it."""
        assert self.inert(move) == ()
        self.head = move
        return move

    # --- on the way

    def drafted(self, party: str = "iraq", *, said: str = "Three rounds.") -> str:
        """A draft with its text, in one dispatch."""
        words = [
            wording("investigation.share_draft", {}, self.ident, self.head, [("./1", "text")]),
            wording("investigation.text", {"lang": "en", "paragraphs": [said]}, self.ident),
        ]
        return self.town[party].say_all("monitor", words)[0]

    def commented(self, draft: str, *parties: str) -> list[str]:
        return [self.add(party, "comment", {"of": draft}, role="head") for party in parties]

    def ready(self) -> None:
        """Comments are closed: a finding may be issued."""
        draft = self.taken(self.drafted())
        words = [(act, "cites") for act in self.commented(draft, *PARTIES)]
        self.taken(self.move("close_comments", refs=words))

    def sees(self, party: str, refs: Refs = (), **members: Any) -> str:
        return self.add(party, "component_view", members or SEEN, refs=refs)

    def signed(self, **own: dict[str, Any]) -> list[tuple[str, str]]:
        """A view of every component, as a finding names them; `own` by party where it is not `SEEN`."""
        return [(self.sees(party, **own.get(party, SEEN)), "part_of") for party in PARTIES]

    def issue(self, form: str, *refs: tuple[str, str], **members: Any) -> str:
        return self.move("issue", {"outcome_form": form, **members}, refs=refs)

    # --- the agreed text

    def text(self, *, kind: str = "finding", about: str = "", **more: Any) -> str:
        """A proposal about this investigation; its founding act is its first version."""
        words = [
            wording(
                "proposal.table", {"form": "text", "kind": kind, "title": en("A finding"), **more},
                refs=[("./1", "text"), (about or self.ident, "part_of")],
            ),
            wording("proposal.text", {"lang": "en", "paragraphs": ["They acknowledged 3 rounds."]}, "./0"),
        ]  # fmt: skip
        version = self.town["us"].say_all("head", words)[0]
        self.town.ack_all()
        return version

    def agreed(self, **more: Any) -> str:
        version = self.text(**more)
        for party in PARTIES:
            self.town[party].takes("accepts", version)
        self.town.ack_all()
        return version

    # --- what is open

    def open(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(item.what, item.whom) for item in self.items()]

    def items(self) -> list[Pending]:
        record = self.record(self.ident)
        return list(record.chapter.pending(record, self.holder.world))

    def limits(self) -> dict[str, Deadline]:
        record = self.record(self.ident)
        found = record.chapter.deadlines(record, self.holder.world)
        return {str(min(limit.owing)): limit for limit in found}

    def elapsed(self, limit: Deadline, *parties: str) -> list[tuple[str, str]]:
        """These parties' nodes say that it passed, as a move names it."""
        self.town.tick(limit.due + limit.grace)
        body = {"of": limit.of, "due": instant_text(limit.due)}
        return [(self.say(party, "elapsed", body, self.ident, role="node"), "cites") for party in parties]

    def now(self) -> dict[str, Any]:
        return self.view(self.ident)
