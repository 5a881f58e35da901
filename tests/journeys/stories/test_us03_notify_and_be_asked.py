# SPDX-License-Identifier: Apache-2.0
"""US3: works near a line are notified 72 hours ahead, and another party asks about them; on three nodes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.notice_scene import ANSWERED, ASKED, WORKS, body
from tests.core.register.chapters.scene import en
from tests.world.nodes import Nodes, digest
from tests.world.town import Town
from tripartite.cli.office import Office
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant_text
from tripartite.node.author import Wish
from tripartite.node.query import Register

HOUR = 3600


class Desks:
    """Three parties' liaison officers and their colleagues on watch, each at a node of its own."""

    def __init__(self) -> None:
        self.nodes = Nodes(Town(accredited=False, sealing=True))
        self.nodes.accredit("head", "liaison", "watch")
        self.nodes.settle()

    def do(self, party: str, kind: str, said: Any, record: str | None = None, **more: Any) -> str:
        """By `role`, the liaison officer unless another; for `to`, all parties unless some are named."""
        role, to, keep = more.get("role", "liaison"), more.get("to"), more.get("keep", False)
        node, refs = self.nodes[party], more.get("refs", ())
        on = self.shown(party, record)["heads"] if more.get("move") and record else ()
        wishes = [Wish(kind, said, record, on, refs)]
        done = node.do(f"d/{role}", wishes, keep=keep, to=node.audience(wishes, to))
        node.tick()
        return str(done.acts[0])

    def notify(self, party: str = "iran", **more: Any) -> str:
        notice = self.do(party, "notice.send", body(WORKS, more), keep=True)
        return self.check(notice, party)

    def check(self, notice: str, party: str = "iran", role: str = "watch") -> str:
        self.do(party, "check", {"of": notice}, notice, role=role)
        return notice

    def ask(self) -> str:
        """The United States asks about a notice of Iran's that it has."""
        notice = self.notify()
        self.nodes.settle()
        return self.do("us", "explanation.ask", ASKED, refs=((notice, "replies_to"),))

    def reply(self, request: str) -> str:
        return self.do("iran", "explanation.reply", ANSWERED, request, move=True)

    def register(self, party: str) -> Register:
        return Register(self.nodes[party].histories, self.nodes[party].past)

    def shown(self, party: str, record: str | None) -> dict[str, Any]:
        register = self.register(party)
        found = register.record(record or "")
        return {**register.shown(found), "heads": found.heads}

    def everywhere(self, record: str, *fields: str) -> list[Any]:
        """What these fields are, once for each thing that some node shows."""
        told: list[Any] = []
        for party in self.nodes.running:
            shown = self.shown(party, record)["fields"]
            said = [shown[name] for name in fields]
            told += [said] if said not in told else []
        return told

    def overlaps(self, party: str) -> dict[str, Any]:
        found: dict[str, Any] = Office(self.nodes[party]).overlaps({})
        return found

    def pass_(self, seconds: int, settle: bool = True) -> None:
        """The wall's clock moves on, every node looks at it, and what is said travels."""
        self.nodes.wall.pass_(seconds)
        for node in self.nodes.running.values():
            node.keep_time()
            node.tick()
        if settle:
            self.nodes.settle()

    @property
    def now(self) -> int:
        return self.nodes.wall.time


@pytest.fixture
def desks() -> Desks:
    return Desks()


# --- notifying ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "code", "detail"),
    [
        ({"district": None}, "guard", "notice_lacks"),
        ({"day": "2007-05-30"}, "guard", "lead_time_short"),
        ({}, "unchecked", ""),
    ],
    ids=["a field is missing", "short of time", "one person alone"],
)
def test_us03_a_notice_is_not_sent_without_its_fields_its_time_and_a_colleague(
    desks: Desks, more: dict[str, Any], code: str, detail: str
) -> None:
    with pytest.raises(Refused) as caught:
        desks.do("iran", "notice.send", body(WORKS, more))
    facts = dict(caught.value.refusal.facts)
    assert (caught.value.code, facts.get("detail", "")) == (code, detail)


def test_us03_a_notice_72_hours_ahead_reaches_all_and_asks_for_no_permission(desks: Desks) -> None:
    notice = desks.notify(ack_required_by="2007-05-29T06:00:00Z")
    desks.nodes.settle()
    said = desks.everywhere(notice, "is_request_for_permission", "lead_time_short", "lead_time_required")
    assert said == [[False, False, 72]]
    desks.do("us", "notice.acknowledge", {}, notice, role="watch")
    desks.nodes.settle()
    (recipients,) = desks.everywhere(notice, "recipients")[0]
    assert recipients["us"]["standing"] == "answered"
    assert len({digest(node) for node in desks.nodes.running.values()}) == 1


def test_us03_in_hot_pursuit_a_notice_says_why_it_comes_late(desks: Desks) -> None:
    notice = desks.notify(day="2007-05-29", waiver_reason=en("Hot pursuit."))
    desks.nodes.settle()
    assert desks.everywhere(notice, "lead_time_short", "lead_time_actual") == [[True, 18]]


def test_us03_who_does_not_acknowledge_in_time_is_unacknowledged_on_all_nodes(desks: Desks) -> None:
    notice = desks.notify(ack_required_by="2007-05-29T06:00:00Z")
    desks.nodes.settle()
    desks.pass_(24 * HOUR)
    assert desks.everywhere(notice, "unacknowledged") == [[[]]]
    desks.pass_(desks.nodes.town.charter.said.delay)
    assert desks.everywhere(notice, "unacknowledged") == [[["us"]]]


# --- being asked --------------------------------------------------------------------------------------------------


def test_us03_the_48_hours_run_from_the_respondents_receipt_and_then_there_is_no_reply(desks: Desks) -> None:
    request = desks.ask()
    desks.pass_(5 * HOUR)
    due = desks.now + 48 * HOUR
    assert desks.everywhere(request, "reply_due", "no_reply") == [[instant_text(due), False]]
    desks.pass_(48 * HOUR)
    assert desks.everywhere(request, "no_reply") == [[False]]
    desks.pass_(desks.nodes.town.charter.said.delay)
    assert desks.everywhere(request, "no_reply") == [[True]]


def test_us03_a_late_reply_stands_marked_late(desks: Desks) -> None:
    request = desks.ask()
    desks.nodes.settle()
    desks.pass_(48 * HOUR + desks.nodes.town.charter.said.delay)
    desks.reply(request)
    desks.nodes.settle()
    assert desks.everywhere(request, "no_reply") == [[True]]
    for party in desks.nodes.running:
        shown = desks.shown(party, request)
        assert (shown["state"], shown["fields"]["replies"][0]["timeliness"]) == (["replied"], "late")


def test_us03_not_enough_and_not_unusual_both_stand(desks: Desks) -> None:
    request = desks.ask()
    desks.nodes.settle()
    reply = desks.reply(request)
    desks.do("iran", "explanation.contests_trigger", {"text": en("Not unusual.")}, request)
    desks.nodes.settle()
    desks.do("us", "explanation.insufficient", {"of": reply, "text": en("Whose?")}, request)
    desks.nodes.settle()
    assert len(desks.everywhere(request, "insufficient", "contests_trigger", "replies", "standing")) == 1
    shown = desks.shown("iraq", request)["fields"]
    assert [len(shown[name]) for name in ("insufficient", "contests_trigger")] == [1, 1]
    assert (shown["standing"], shown["replies"][0]["timeliness"]) == ("answered", "in_time")


# --- meeting in space and time ------------------------------------------------------------------------------------


def test_us03_who_reads_the_annex_sees_more_of_an_overlap_and_each_says_what_it_read(desks: Desks) -> None:
    ours = desks.notify(until="2007-06-01")
    theirs = desks.notify("us", addressees=["iran"], type="movement", day="2007-06-01", until=None)
    desks.nodes.settle()
    place = {"centre": "33.3,44.4", "radius_m": 900}
    desks.do("us", "detail.area", place, refs=((theirs, "part_of"),))
    desks.do("iran", "detail.area", place, refs=((ours, "part_of"),), to=["us"])
    forces = {"numbers": 12, "force_type": "engineers"}
    desks.do("iran", "detail.forces", forces, refs=((ours, "part_of"),), to=["us"])
    desks.nodes.settle()
    told = {party: desks.overlaps(party) for party in desks.nodes.running}
    assert [told[party]["overlaps"][0]["area"] for party in ("iran", "iraq", "us")] == [
        "overlaps", "not_held", "overlaps",
    ]  # fmt: skip
    assert told["iraq"]["computed_over"]["with_exact_area"] == [theirs]
    assert told["us"]["computed_over"]["with_exact_area"] == sorted((ours, theirs))
    assert {tuple(one["computed_over"]["notices"]) for one in told.values()} == {
        tuple(sorted((ours, theirs)))
    }
    details = {
        party: len(desks.register(party).details(desks.register(party).record(ours))) for party in told
    }
    assert details == {"iran": 2, "iraq": 0, "us": 2}
