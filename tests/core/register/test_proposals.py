# SPDX-License-Identifier: Apache-2.0
"""Proposals: texts beside their version, what may be fixed, who may withdraw, what proves adoption (PRO-1 to PRO-6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.test_moves import NOWHERE, ORAL, Story
from tests.world import Holder, Town, wording
from tripartite.core.register.kinds import Finding

TITLE = {"form": "text", "kind": "decision", "title": [["en", "A mechanism"]]}


def text(lang: str, *paragraphs: str, record: str = "./0") -> Any:
    return wording("proposal.text", {"lang": lang, "paragraphs": list(paragraphs)}, record=record)


def finding(town: Town, act: str) -> Finding:
    return Holder(town.charter).take_all(town.logs()).finding(act)


def detail(story: Story, act: str) -> str:
    return story.reason(act)[1]


# --- texts


def test_a_text_comes_with_its_texts() -> None:
    town = Town()
    act = town["iran"].say("head", "proposal.table", TITLE)
    assert finding(town, act).reason == "no_text"


def test_what_is_named_as_a_text_stands_beside_it_is_a_text_and_is_of_the_same_record() -> None:
    town = Town()
    iran = town["iran"]
    elsewhere = iran.say_all("head", [wording("proposal.table", ORAL), text("en", "Words.")])
    body = wording("proposal.table", TITLE, refs=[(elsewhere[1], "text")])
    other_record = [
        wording("proposal.table", TITLE, refs=[("./1", "text")]),
        text("en", "Words.", record=elsewhere[0]),
    ]
    no_text = [wording("proposal.table", TITLE, refs=[("./1", "text")]), wording("proposal.table", ORAL)]
    missing = [wording("proposal.table", TITLE, refs=[("./9", "text")])]
    acts = [iran.say_all("head", words)[0] for words in ([body], other_record, no_text, missing)]
    assert [finding(town, act).detail for act in acts] == ["text_not_beside"] * 4


def test_a_bad_text_beside_it_leaves_a_version_without_text() -> None:
    town = Town()
    words = [wording("proposal.table", TITLE, refs=[("./1", "text")]), text("en")]
    assert finding(town, town["iran"].say_all("head", words)[0]).reason == "no_text"


def test_several_texts_of_one_language_are_read_in_the_order_listed() -> None:
    town = Town()
    words = [
        wording("proposal.table", TITLE, refs=[("./2", "text"), ("./1", "text")]),
        text("en", "Second."),
        text("en", "First."),
    ]
    version = town["iran"].say_all("head", words)[0]
    holder = Holder(town.charter).take_all(town.logs())
    record = holder.record(version)
    assert record.chapter.view(record, holder.world)["versions"][0]["texts"] == [
        ["en", ["First.", "Second."]]
    ]


# --- fixing


FIXABLE = {"en": ("By 3 May.", "2 posts."), "fa": ("تا ۳ مه.", "۲ پاسگاه.")}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (FIXABLE, ""),
        ({**FIXABLE, "ar": ("قبل ٣ مايو.", "مركزان: ٢.")}, ""),
        ({"en": FIXABLE["en"]}, "no_text_in"),
        ({**FIXABLE, "fa": FIXABLE["fa"][:1]}, "paragraph_counts_differ"),
        ({**FIXABLE, "fa": ("تا ۴ مه.", "۲ پاسگاه.")}, "numbers_differ"),
        ({**FIXABLE, "fa": ("تا ۲ مه.", "۳ پاسگاه.")}, "numbers_differ"),
    ],
)
def test_a_version_is_fixed_in_every_authentic_language_of_one_shape_with_the_same_numbers(
    texts: dict[str, tuple[str, ...]], found: str
) -> None:
    story = Story()
    version = story.town["iran"].table(texts=texts)
    chair = story.chair
    opened = chair.say("chair", "proposal.open", {}, version, on=version)
    act = chair.say("chair", "proposal.fix", {"version": version}, version, on=opened)
    assert finding(story.town, act).detail == found


def test_what_is_in_brackets_is_not_fixed() -> None:
    story = Story()
    texts = [text(lang, "Words.", record=story.id) for lang in ("en", "fa")]
    refs = [("./1", "text"), ("./2", "text")]
    version = wording("proposal.version", {"brackets": [[0, "Words"]]}, record=story.id, refs=refs)
    bracketed = story.town["us"].say_all("head", [version, *texts])[0]
    opened = story.move("open", story.id)
    assert detail(story, story.move("fix", opened, version=bracketed)) == "brackets_open"
    assert detail(story, story.move("fix", opened, version=opened)) == "no_such_version"
    assert detail(story, story.move("fix", opened, version=NOWHERE)) == "no_such_version"


def test_nothing_is_fixed_put_ended_or_initialled_in_a_talks_record() -> None:
    story = Story(purpose="talks_record")
    opened = story.move("open", story.id)
    fixed = story.move("fix", opened, version=story.id)
    ended = story.move("end", story.id)
    initial = story.town["us"].say("head", "proposal.initial", {"of": story.id}, story.id)
    assert {story.reason(act)[0] for act in (fixed, ended, initial)} == {"talks_record"}
    assert story.state == "under_negotiation"


def test_there_is_nothing_to_initial_in_an_oral_proposal() -> None:
    town = Town()
    act = town["iran"].say("head", "proposal.table", ORAL)
    initial = town["us"].say("head", "proposal.initial", {"of": act}, act)
    assert finding(town, initial).detail == "no_such_text"


def test_a_position_is_on_a_version_of_its_record() -> None:
    story = Story()
    other = story.town["iran"].table()
    acts = [story.town["us"].takes("objects", of, story.id) for of in (other, NOWHERE)]
    assert [story.reason(act) for act in acts] == [("guard", "no_such_version"), ("not_held", "")]


# --- withdrawing, reopening


def test_a_proposal_is_withdrawn_by_a_sponsor_with_the_leave_of_every_other() -> None:
    town = Town()
    version = town["iran"].table(sponsors=["us"])
    story = Story.__new__(Story)
    story.town, story.id, story.chair = town, version, town["iraq"]
    early = story.move("withdraw", version, role="head", party="iran")
    stranger = town["iraq"].say("head", "proposal.leave", {}, version)
    leave = town["us"].say("head", "proposal.leave", {}, version)
    missing = story.move("withdraw", version, role="head", party="iran", refs=[(NOWHERE, "cites")])
    by_chair = story.move("withdraw", version, role="head", refs=[(leave, "cites")])
    assert [story.reason(act)[0] for act in (early, stranger, missing, by_chair)] == [
        "guard",
        "no_power",
        "not_held",
        "no_power",
    ]
    story.move("withdraw", version, role="head", party="iran", refs=[(leave, "cites")])
    assert story.state == "withdrawn"


def test_reopening_names_an_objection_or_a_refusal() -> None:
    story = Story()
    fixed = story.move("fix", story.move("open", story.id), version=story.id)
    supports = story.town["us"].takes("supports", story.id)
    objects = story.town["us"].takes("objects", story.id)
    assert detail(story, story.move("reopen", fixed, refs=[(supports, "cites")])) == "no_objection_named"
    story.move("reopen", fixed, refs=[(objects, "cites")])
    assert story.state == "under_negotiation"


# --- after adoption


class Adopted(Story):
    """A proposal everyone accepted."""

    def __init__(self, **town: Any) -> None:
        super().__init__(**town)
        self.town.ack_all()
        self.acts = [party.takes("accepts", self.id) for party in self.town]

    def proof(self, *acts: str) -> list[tuple[str, str]]:
        return [(act, "cites") for act in acts or self.acts]


def test_what_is_adopted_is_suspended_resumed_and_ended_by_naming_the_proof() -> None:
    story = Adopted()
    suspended = story.move("suspend", story.id, role="head", party="us", refs=story.proof())
    assert story.state == "suspended"
    resumed = story.move("resume", suspended, role="head", party="us")
    assert story.state == "tabled"
    story.move("end", resumed, refs=story.proof())
    assert story.state == "ended"


def test_a_proof_names_every_partys_position_on_one_version_that_is_adopted() -> None:
    story = Adopted()
    story.town["us"].takes("declines", story.id)
    refusals = [party.takes("declines", story.id) for party in story.town]
    assert detail(story, story.move("end", story.id, refs=story.proof(*story.acts[:2]))) == "positions_of"
    assert (
        story.reason(story.move("end", story.id, refs=story.proof(*story.acts[:2], NOWHERE)))[0] == "not_held"
    )
    assert detail(story, story.move("end", story.id)) == "positions_of"
    assert detail(story, story.move("end", story.id, refs=story.proof(*refusals))) == "positions_of"


def test_positions_that_adopt_nothing_prove_nothing() -> None:
    story = Story()
    story.town.ack_all()
    acts = [party.takes("accepts_ad_referendum", story.id) for party in story.town]
    act = story.move("end", story.id, refs=[(one, "cites") for one in acts])
    assert detail(story, act) == "not_adopted"


def test_the_proof_of_consensus_names_its_put_or_continues_it() -> None:
    story = Story()
    story.id = story.town["iran"].table(adoption_rule="consensus")
    story.town.ack_all()
    put = story.move("put", story.move("fix", story.move("open", story.id), version=story.id))
    acts = [party.takes("does_not_object", story.id, refs=[(put, "replies_to")]) for party in story.town]
    proof = [(act, "cites") for act in acts]
    assert detail(story, story.move("end", story.id, refs=proof)) == "not_adopted"
    assert story.reason(story.move("end", story.id, refs=[*proof, (put, "cites")]))[0] == ""
    assert story.reason(story.move("end", put, refs=proof))[0] == ""


def test_resuming_what_was_suspended_from_two_states_at_once_leads_nowhere() -> None:
    story = Adopted()
    one = story.move("open", story.id)
    other = story.move("fix", story.move("open", story.id), version=story.id)
    both = story.move("suspend", one, other, role="head", party="us", refs=story.proof())
    act = story.move("resume", both, role="head", party="us")
    assert story.reason(act) == ("wrong_state", "states_lead_apart")


def test_consensus_holds_through_a_suspension_between_fixing_and_putting() -> None:
    story = Story()
    story.id = story.town["iran"].table(adoption_rule="consensus")
    story.town.ack_all()
    acts = [party.takes("accepts", story.id) for party in story.town]
    proof = [(act, "cites") for act in acts]
    fixed = story.move("fix", story.move("open", story.id), version=story.id)
    suspended = story.move("suspend", fixed, role="head", party="us", refs=proof)
    put = story.move("put", story.move("resume", suspended, role="head", party="us"))
    for party in story.town:
        party.takes("does_not_object", story.id, refs=[(put, "replies_to")])
    holder = story.holder()
    record = holder.record(story.id)
    assert story.state == "put"
    assert record.chapter.truth(record, holder.world) == "agreed"


def test_an_account_is_what_a_proposal_is_until_it_is_adopted() -> None:
    story = Story()
    holder = story.holder()
    record = holder.record(story.id)
    assert record.chapter.truth(record, holder.world) == "account"
