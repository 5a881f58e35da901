# SPDX-License-Identifier: Apache-2.0
"""Stories nobody would write: parties table, accept, take back, confirm, fork and copy each other at random."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from tests.world import Holder, Log, Party, Town
from tests.world.party import Forgery
from tripartite.core.encoding.values import ActId
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.core.register.chapters import consent

Step = tuple[int, int, int, int]
"""What is done, by whom, and two numbers that choose what it is about."""
ORAL = {"form": "oral_no_text", "kind": "decision", "title": [["en", "A mechanism"]]}
FILED = {"outlet": "A paper", "date": "2007-05-28", "language": "en", "title": "Talks"}
INCIDENT = {"day": "2007-05-28", "adm0": "IQ", "adm1": "IQ-BG", "category": "vehicle_bomb"}
KILLED = {"harm": "killed", "qualifier": "exactly", "low": 11, "high": 11}
POSITIONS = (
    *("accepts",) * 5, "accepts_ad_referendum", "accepts_with_reservation", "does_not_object", "objects", "declines",
)  # fmt: skip
ROLES = ("head", "head", "head", "head", "deputy", "liaison")
MOVES = ("open", "fix", "put", "reopen", "withdraw", "end", "join")


def steps(count: int = 30) -> st.SearchStrategy[list[Step]]:
    number = st.integers(0, 11)
    return st.lists(st.tuples(st.integers(0, len(Story.DEEDS) - 1), number, number, number), max_size=count)


class Story:
    """Carries out steps; `logs` are all histories that came to be."""

    def __init__(self, told: Sequence[Step], *, forks: bool = True) -> None:
        self.town = Town(languages=("en",))
        self.forks = forks
        self.pens: list[Party] = list(self.town)
        """Who may be told to write: each party, and each of its second stories."""
        self.versions = [self.town["iran"].table(adoption_rule="consensus"), self.town["iraq"].table()]
        self.record_of = {version: version for version in self.versions}
        self.acts: list[tuple[str, str]] = [(version, version) for version in self.versions]
        self.reports = [self.town["us"].say("head", "report.file", FILED)]
        self.put = self._put(self.versions[0])
        self.town.ack_all()
        for deed, who, one, other in told:
            self.DEEDS[deed](self, self.pens[who % len(self.pens)], one, other)

    @property
    def logs(self) -> list[Log]:
        return [pen.log for pen in self.pens]

    def _put(self, version: str) -> str:
        on = version
        for move, body in (("open", {}), ("fix", {"version": version}), ("put", {})):
            on = self.town["iraq"].say("chair", f"proposal.{move}", body, version, on=on)
            self.acts.append((on, version))
        return on

    def _about(self, number: int) -> tuple[str, str]:
        """One of the last acts, and its record."""
        return self.acts[-1 - number % len(self.acts)]

    def _version(self, number: int) -> str:
        """The first two most often."""
        return self.versions[number % len(self.versions) if number > 8 else number % 2]

    def accept(self, pen: Party, one: int, other: int) -> None:
        version, anywhere = self._version(one), Forgery(prev=(0, EMPTY_ROOT))
        position = POSITIONS[other % len(POSITIONS)]
        body = {"of": version, "position": position}
        if position == "accepts_with_reservation":
            body["statement"] = [["en", "Not paragraph 2."]]  # type: ignore[assignment]  # a body is any object
        refs = [(self.put, "replies_to")] if position == "does_not_object" else ()
        role, record = ROLES[(one + other) % len(ROLES)], self.record_of[version]
        act = pen.say(role, "proposal.position", body, record, refs=refs, forgery=anywhere)
        self.acts.append((act, record))

    def say_about(self, pen: Party, one: int, other: int) -> None:
        """Withdraws, confirms, reacts to, or disputes something."""
        act, record = self._about(one)
        kind, body = (
            ("withdraw", {}),
            ("withdraw", {}),
            ("confirm", {}),
            ("proposal.reaction", {"reaction": "accepted"}),
            ("check", {}),
            ("dispute", {"text": [["en", "No."]]}),
        )[other % 6]
        role = ROLES[(one * other) % len(ROLES)]
        self.acts.append((pen.say(role, kind, {"of": act, **body}, record), record))

    def move(self, pen: Party, one: int, other: int) -> None:
        act, record = self._about(one)
        more = [ident for ident, of in self.acts[-6:] if of == record and ident != act]
        name = MOVES[other % len(MOVES)]
        kind = "join" if name == "join" else f"proposal.{name}"
        on = (act, *more[: other % 2])
        body = (
            {"version": self._version(one)} if name == "fix" else {"state": "put"} if name == "join" else {}
        )
        refs = [(ident, "cites") for ident in more]
        role = "head" if name == "withdraw" else "chair"
        self.acts.append((pen.say(role, kind, body, record, on=on, refs=refs), record))

    def version(self, pen: Party, one: int, other: int) -> None:
        record = self.record_of[self._version(one)]
        act = pen.table() if other % 2 else pen.version(record)
        self.record_of[act] = act if other % 2 else record
        self.versions.append(act)
        self.acts.append((act, self.record_of[act]))

    def file(self, pen: Party, one: int, other: int) -> None:
        """Files a report, with or without power, or an incident with a figure out of one, filed or still to come."""
        if one % 2:
            act = pen.say(ROLES[other % len(ROLES)], "report.file", FILED)
            self.reports.append(act)
            self.acts.append((act, act))
            return
        incident = pen.say("head", "incident.report", INCIDENT)
        refs = [(self.reports[-1 - other % len(self.reports)], "cites")]
        self.acts.append((incident, incident))
        self.acts.append((pen.say("head", "incident.casualty", KILLED, incident, refs=refs), incident))

    def derive(self, pen: Party, one: int, _other: int) -> None:
        """Commits to something out of a version, agreed or not."""
        body = {"text": [["en", "Release ten persons."]], "paragraphs": [1], "obligor": ["iran"]}
        refs = [(self._version(one), "derived_from")]
        act = pen.say("chair", "undertaking.commit", body, refs=refs)
        self.acts.append((act, act))

    def ack(self, pen: Party, one: int, _other: int) -> None:
        pen.ack(self.pens[one % len(self.pens)])

    def ack_all(self, _pen: Party, _one: int, _other: int) -> None:
        for pen in self.pens:
            pen.ack(*(log for log in self.logs if log.origin != pen.log.origin))

    def ack_part(self, pen: Party, one: int, other: int) -> None:
        log = self.logs[one % len(self.pens)]
        pen.ack(log, sizes={log.origin: max(1, log.size - other)})

    def rekey(self, pen: Party, one: int, other: int) -> None:
        if other % 2:
            pen.recall("head")
        pen.accredit(
            "head", ["head_of_delegation"], ["express_consent", "negotiate"], seed=f"key {one} {other}"
        )

    def fork(self, pen: Party, one: int, _other: int) -> None:
        if self.forks and one % 3 == 0 and len(self.pens) < 6:
            self.pens.append(pen.branch(max(1, pen.log.size - one)))

    def copy(self, pen: Party, one: int, other: int) -> None:
        """Puts a dispatch of some log into this one."""
        log = self.logs[one % len(self.pens)]
        pen.log.add(log.entries[-1 - other % log.size])

    DEEDS: Sequence[Callable[[Story, Party, int, int], None]] = (
        accept, accept, accept, accept, accept, say_about, say_about, say_about, move, version, file, file, derive,
        ack, ack, ack_all, ack_all, ack_part, rekey, fork, copy,
    )  # fmt: skip


def delivered(story: Story, holder: Holder, order: Sequence[tuple[int, int]]) -> Holder:
    """Gives a holder portions of the story's logs: (which log, how many leaves)."""
    for which, until in order:
        log = story.logs[which % len(story.logs)]
        holder.take(log, until)
    return holder


def final(story: Story, holder: Holder) -> set[tuple[str, str]]:
    """What is agreed or adopted as far as this holder knows."""
    found: set[tuple[str, str]] = set()
    for version, record in story.record_of.items():
        folded = holder.world.fold(ActId(record))
        if folded is None:
            continue
        if consent.agreed(folded, version, holder.world):
            found.add((version, "agreed"))
        if consent.by_consensus(folded, version, holder.world):
            found.add((version, "adopted"))
    return found
