# SPDX-License-Identifier: Apache-2.0
"""A party on paper: who recorded its words, who did not sign them, and what waits for its answer (LST-14 to LST-16)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1
from tests.core.register.chapters.test_scans import SCAN, deposited, pending, tabled
from tests.core.register.chapters.test_silence import DAY
from tests.core.register.chapters.test_statements import made
from tests.core.register.test_charters import amended
from tests.world.party import Party
from tests.world.town import DELEGATES
from tripartite.core.encoding.values import instant_text

LETTER = {"form": "letter", "sha256": "ab" * 32, "of_party": "iraq"}
SECOND_HAND = {"text_status": "reported_by_another_party", "by_party": "iraq"}


def on_paper() -> Scene:
    """Iraq takes part on paper; Iran presides."""
    return Scene(paper=("iraq",), chair="iran")


def recorded(scene: Scene, kind: str) -> str:
    if kind == "document":
        return scene.say("iran", "document.file", LETTER)
    if kind == "statement":
        return scene.say("iran", "statement.make", made(**SECOND_HAND))
    report = scene.say("us", "report.file", R1)
    body = {"undertaking_kind": "offer", "attributed_to": "iraq", "text": en("We host.")}
    return scene.say("iran", "undertaking.report", body, refs=[(report, "cites")])


KINDS = ["document", "statement", "undertaking"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_recorded_of_a_party_on_paper_says_so_and_waits_for_its_answer(kind: str) -> None:
    scene = on_paper()
    entry = recorded(scene, kind)
    assert scene.view(entry)["recorded_for"] == {
        "recorded_by": "iran",
        "not_signed_by": "iraq",
        "answer": None,
    }
    assert ("entry_answer", ("iraq",), entry) in pending(scene, entry)


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_party_that_could_have_signed_nothing_of_the_kind_is_said(kind: str) -> None:
    scene = Scene()
    entry = recorded(scene, kind)
    assert scene.view(entry)["recorded_for"] is None
    assert "entry_answer" not in [what for what, _, _ in pending(scene, entry)]


@pytest.mark.parametrize(
    ("kind", "body", "found"),
    [
        ("document.file", {**LETTER, "of_party": "spain"}, ("guard", "not_a_party", "spain")),
        ("document.file", {**LETTER, "of_party": "iran"}, ()),
        ("document.file", {"form": "letter", "sha256": "ab" * 32}, ()),
    ],
)
def test_a_paper_of_ones_own_or_of_nobody_is_recorded_for_nobody(
    kind: str, body: dict[str, Any], found: tuple[str, ...]
) -> None:
    scene = on_paper()
    entry = scene.say("iran", kind, body)
    assert scene.inert(entry) == found
    assert found or scene.view(entry)["recorded_for"] is None


def test_nothing_is_agreed_or_adopted_without_the_party_on_paper() -> None:
    scene = on_paper()
    paper = tabled(scene, deposited(scene))
    text = scene.town["iran"].table(adoption_rule="consensus")
    opened = scene.say("iran", "proposal.open", {}, text, role="chair", on=text)
    fixed = scene.say("iran", "proposal.fix", {"version": text}, text, role="chair", on=opened)
    put = scene.say("iran", "proposal.put", {}, text, role="chair", on=fixed)
    scene.town.ack_all()
    for party in scene.town:
        party.takes("accepts", paper)
        party.takes("does_not_object", text, refs=[(put, "part_of")])
    scene.town.ack_all(2)
    shown = [scene.view(ident)["versions"][0] for ident in (paper, text)]
    assert [(version["agreed"], version["adopted"]) for version in shown] == [([], []), ([], [])]
    assert shown[0]["paper"]["confirmed_by"] == ["iran", "us"]
    assert pending(scene, paper) == [("paper_copy", ("iraq",), paper)]


def test_no_silence_is_placed_without_the_party_on_paper() -> None:
    scene = on_paper()
    text = scene.town["iran"].table(adoption_rule="silence")
    opened = scene.say("iran", "proposal.open", {}, text, role="chair", on=text)
    fixed = scene.say("iran", "proposal.fix", {"version": text}, text, role="chair", on=opened)
    until = {"version": text, "until": instant_text(scene.town.now + 30 * DAY)}
    placed = scene.say("iran", "proposal.place", until, text, role="chair", on=fixed)
    assert scene.inert(placed) == ("guard", "party_without_node")


def test_a_scan_may_be_of_the_papers_of_a_party_on_paper() -> None:
    scene = on_paper()
    scan = deposited(scene, of_party="iraq")
    assert scene.view(scan)["recorded_for"]["not_signed_by"] == "iraq"
    assert scene.view(scan)["form"] == SCAN["form"]


# --- once it has joined


class Joined:
    """Iraq has joined; before, Iran recorded a letter of Iraq's and tabled a paper that Iraq had signed by hand."""

    def __init__(self) -> None:
        self.scene = on_paper()
        self.letter = self.scene.say("iran", "document.file", LETTER)
        self.paper = tabled(self.scene, deposited(self.scene))
        town = self.scene.town
        town.ack_all()
        for party in town:
            party.takes("accepts", self.paper)
        note = amended(town, "iran", "iraq", "us")
        charters = self.scene.holder.charters
        charters.add(charters.verify(note, lambda _party: False))
        self.iraq = town.parties["iraq"] = Party(town, "iraq")
        for party in town:
            party.say("root", "charter", {"id": next(reversed(list(charters))).ident})
        self.iraq.accredit("head", *DELEGATES["head"])
        town.ack_all(2)

    def answers(self, answer: str, of: str | None = None, **body: Any) -> str:
        return self.scene.say(
            "iraq", "answer_entry", {"of": of or self.letter, "answer": answer, **body}, self.letter
        )

    @property
    def answered(self) -> str | None:
        found: str | None = self.scene.view(self.letter)["recorded_for"]["answer"]
        return found


def test_once_joined_it_confirms_or_disputes_by_its_own_act_and_the_last_one_stands() -> None:
    joined = Joined()
    first = joined.answers("disputes", text=en("Not our letterhead."))
    assert joined.scene.inert(first) == ()
    assert joined.answered == "disputes"
    last = joined.answers("confirms")
    assert joined.answered == "confirms"
    assert pending(joined.scene, joined.letter) == []
    joined.scene.say("iraq", "withdraw", {"of": last}, joined.letter)
    assert joined.answered == "disputes"
    assert joined.scene.view(joined.letter)["recorded_for"]["not_signed_by"] == "iraq"


def test_ignoring_an_entry_is_no_act_and_nobody_else_answers_it() -> None:
    joined = Joined()
    joined.scene.say("us", "answer_entry", {"of": joined.letter, "answer": "confirms"}, joined.letter)
    correction = joined.scene.say("iran", "correct", {"of": joined.letter, "text": en("x")}, joined.letter)
    joined.answers("disputes", of=correction)
    assert joined.answered is None
    assert pending(joined.scene, joined.letter) == [("entry_answer", ("iraq",), joined.letter)]


def test_its_confirmation_of_a_paper_from_before_is_the_third_of_three() -> None:
    joined = Joined()
    assert joined.scene.truth(joined.paper) == "account"
    accepted = joined.iraq.takes("accepts", joined.paper)
    joined.scene.town.ack_all(2)
    assert joined.scene.inert(accepted) == ()
    assert joined.scene.truth(joined.paper) == "agreed"
    assert joined.scene.view(joined.paper)["versions"][0]["paper"]["confirmed_by"] == ["iran", "iraq", "us"]
