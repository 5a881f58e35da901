# SPDX-License-Identifier: Apache-2.0
"""US4: a head accepts ad referendum; the others see until when, and nobody ever sees an agreed text (SIL-13, PRO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.world.nodes import Nodes
from tests.world.town import Town
from tripartite.cli.pages import record_page
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant_text
from tripartite.i18n.words import Words
from tripartite.node.author import Wish
from tripartite.node.query import Register

DAY = 86_400
PARTIES = ("iran", "iraq", "us")
TEXTS = {"en": "A joint committee of 3.", "fa": "کمیته‌ای مشترک از ۳ تن."}


@dataclass
class Talks:
    """Iran's text, which Iran and Iraq accepted, and the United States ad referendum for thirty days."""

    nodes: Nodes
    text: str = ""
    accepted: str = ""
    due: int = 0

    def do(self, party: str, *wishes: Wish, role: str = "d/head") -> str:
        done = self.nodes[party].do(role, wishes).acts[0]
        self.nodes[party].tick()
        self.nodes.settle()
        return str(done)

    def take(self, party: str, position: str, of: str, role: str = "d/head", **body: Any) -> str:
        said = {"of": of, "position": position, **body}
        return self.do(party, Wish("proposal.position", said, self.text), role=role)

    def version(self, kind: str, body: dict[str, Any], record: str = "") -> str:
        """A version in both languages, bound together."""
        texts = [
            Wish("proposal.text", {"lang": lang, "paragraphs": [text]}, record=record or "./0")
            for lang, text in TEXTS.items()
        ]
        refs = (("./1", "text"), ("./2", "text"))
        return self.do("iran", Wish(kind, body, record or None, refs=refs), *texts)

    def begin(self) -> None:
        title = [["en", "A joint committee"]]
        said = {"kind": "terms_of_reference", "form": "text", "title": title, "related_instruments": []}
        self.text = self.version("proposal.table", said)
        for party in ("iran", "iraq"):
            self.take(party, "accepts", self.text)
        self.due = self.nodes.wall.time + 30 * DAY
        self.accepted = self.take(
            "us", "accepts_ad_referendum", self.text, "d/deputy", due=instant_text(self.due)
        )

    def confirm(self, role: str = "d/head") -> str:
        return self.do("us", Wish("confirm", {"of": self.accepted}, self.text), role=role)

    def reach(self, instant: int) -> None:
        """The wall's clock moves on, every node looks at it, and what is said travels."""
        self.nodes.wall.time = instant
        for node in self.nodes.running.values():
            node.keep_time()
            node.tick()
        self.nodes.settle()

    def shown(self, party: str) -> dict[str, Any]:
        node = self.nodes[party]
        with node.lock:
            register = Register(node.histories, node.past)
            return register.shown(register.record(self.text))

    def face(self, party: str, language: str = "en") -> list[str]:
        """What a person of that party reads first."""
        return list(record_page(self.shown(party), Words(language)))[1:4]

    def truths(self) -> set[str]:
        return {self.shown(party)["truth"] for party in PARTIES}

    def referral(self) -> set[str]:
        return {self.shown(party)["fields"]["referral"]["us"] for party in PARTIES}


@pytest.fixture
def talks() -> Talks:
    nodes = Nodes(Town())
    nodes.accredit("head", "deputy", "chair")
    nodes.settle()
    found = Talks(nodes)
    found.begin()
    return found


def test_us04_the_others_see_who_accepted_and_until_when_it_is_to_be_confirmed(talks: Talks) -> None:
    due = instant_text(talks.due)
    for party in PARTIES:
        assert talks.face(party)[:2] == [
            "Account of iran",
            f"Accepted ad referendum by us; confirmation due {due}",
        ]
        (version,) = talks.shown(party)["fields"]["versions"]
        assert version["accepted_ad_referendum"] == ["us"]
        assert sorted(lang for lang, _ in version["texts"]) == ["en", "fa"]
    assert (talks.truths(), talks.referral()) == ({"account"}, {"referred"})


def test_us04_a_key_that_may_only_adopt_texts_confirms_nothing(talks: Talks) -> None:
    with pytest.raises(Refused) as caught:
        talks.confirm("d/deputy")
    assert caught.value.code == "no_power"
    assert talks.truths() == {"account"}


def test_us04_confirmed_in_time_by_a_key_that_may_consent_the_text_is_agreed(talks: Talks) -> None:
    talks.reach(talks.due - DAY)
    assert talks.truths() == {"account"}
    talks.confirm()
    assert (talks.truths(), talks.referral()) == ({"agreed"}, {"confirmed"})
    assert talks.face("iraq")[0] == "Agreed text"


def test_us04_after_the_date_it_has_lapsed_on_every_node_and_a_late_word_confirms_nothing(
    talks: Talks,
) -> None:
    delay = talks.nodes.town.charter.said.delay
    talks.reach(talks.due)
    assert talks.referral() == {"referred"}
    talks.reach(talks.due + delay)
    assert (talks.truths(), talks.referral()) == ({"account"}, {"lapsed"})
    lapsed = f"Accepted ad referendum by us; lapsed, not confirmed by {instant_text(talks.due)}"
    assert talks.face("iran")[1] == lapsed
    talks.confirm()
    assert talks.truths() == {"account"}
    talks.take("us", "accepts", talks.text)
    assert talks.truths() == {"agreed"}


def test_us04_a_new_version_leaves_it_behind(talks: Talks) -> None:
    later = talks.version("proposal.version", {"amends": talks.text}, talks.text)
    for party in ("iran", "iraq"):
        talks.take(party, "accepts", later)
    said = talks.shown("iraq")["fields"]["versions"][1]
    assert (said["id"], said["accepted_ad_referendum"], said["agreed"]) == (later, [], [])
    assert talks.face("iraq")[1].startswith("Of an earlier version: Accepted ad referendum by us;")
    talks.confirm()
    versions = [bool(version["agreed"]) for version in talks.shown("us")["fields"]["versions"]]
    assert versions == [True, False]


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_us04_no_screen_shows_it_as_agreed(talks: Talks, language: str) -> None:
    words = Words(language)
    delay = talks.nodes.town.charter.said.delay
    for instant in (talks.nodes.wall.time, talks.due + delay):
        talks.reach(instant)
        for party in PARTIES:
            page = list(record_page(talks.shown(party), words))
            assert words("face.agreed") not in page
            assert words("truth.agreed") not in page
