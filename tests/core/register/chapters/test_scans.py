# SPDX-License-Identifier: Apache-2.0
"""Texts signed on paper: the scan stands for the text, and each party's own key for its consent (LST-9 to LST-13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.world import wording
from tests.world.party import Forgery
from tests.world.wording import Refs
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import b64

SCAN = {"form": "signed_scan", "authentication": "signed", "dated": "2007-05-28"}
PAPER = {"kind": "agreement", "form": "paper", "title": en("Hours of the crossing")}


def deposited(scene: Scene, party: str = "iran", **body: Any) -> str:
    """A scan with its file, filed by a party."""
    blob = {"c": b64(b"c" * 32), "h": "ab" * 32, "n": 9, "t": "application/pdf", "to": "parties"}
    act = {"blobs": [blob], "body": {**SCAN, **body}, "kind": "document.file@1"}
    return scene.town[party].say_all("head", (), forgery=Forgery(lines=[encode(act)]))[0]


def tabled(scene: Scene, scan: str, **body: Any) -> str:
    return scene.say("iran", "proposal.table", {**PAPER, **body}, refs=[(scan, "scan")])


def pending(scene: Scene, ident: str) -> list[tuple[str, tuple[str, ...], str]]:
    record = scene.record(ident)
    items = record.chapter.pending(record, scene.holder.world)
    return [(item.what, item.whom, item.act) for item in items]


# --- the version


def test_a_paper_comes_with_its_scan_and_needs_no_text() -> None:
    scene = Scene()
    scan = deposited(scene)
    paper = tabled(scene, scan)
    assert scene.inert(paper) == ()
    (version,) = scene.view(paper)["versions"]
    assert (version["form"], version["texts"]) == ("paper", [])
    assert version["paper"] == {"scan": scan, "confirmed_by": [], "of": 3}


@pytest.mark.parametrize(
    ("form", "refs", "found"),
    [
        ("paper", ("scan", "letter"), ("guard", "paper_without_scan")),
        ("paper", (), ("guard", "paper_without_scan")),
        ("paper", ("letter",), ("guard", "no_scan_of_paper")),
        ("paper", ("hashed",), ("guard", "scan_not_attached")),
        ("paper", ("proposal",), ("guard", "not_a_source")),
        ("paper", ("nowhere",), ("not_held",)),
        ("oral_no_text", ("scan",), ("guard", "scan_of_no_paper")),
        ("text", ("scan",), ("no_text",)),
    ],
)
def test_a_paper_and_no_other_form_names_the_one_scan_that_stands_for_it(
    form: str, refs: tuple[str, ...], found: tuple[str, ...]
) -> None:
    scene = Scene()
    named = {
        "scan": deposited(scene),
        "letter": deposited(scene, form="letter"),
        "hashed": scene.say("iran", "document.file", {**SCAN, "sha256": "ab" * 32}),
        "proposal": scene.town["iran"].table(),
        "nowhere": NOWHERE,
    }
    given: Refs = [(named[ref], "scan") for ref in refs]
    act = scene.say("iran", "proposal.table", {**PAPER, "form": form}, refs=given)
    assert scene.inert(act)[: len(found)] == found
    assert scene.inert(act)[2:] in ((), tuple(named[ref] for ref in refs))


def test_a_text_that_was_tabled_becomes_a_further_version_once_it_is_signed_on_paper() -> None:
    scene = Scene()
    first = scene.town["iran"].table()
    scan = deposited(scene, "us")
    signed = scene.say(
        "us", "proposal.version", {"form": "paper", "amends": first}, first, refs=[(scan, "scan")]
    )
    assert scene.inert(signed) == ()
    assert [version["paper"] is None for version in scene.view(first)["versions"]] == [True, False]


def test_a_paper_without_texts_is_not_fixed_and_with_texts_it_is() -> None:
    scene = Scene(languages=("en",))
    bare = tabled(scene, deposited(scene))
    refs = [(deposited(scene), "scan"), ("./1", "text")]
    text = wording("proposal.text", {"lang": "en", "paragraphs": ["From 6 to 20 h."]}, record="./0")
    whole = scene.town["iran"].say_all("head", [wording("proposal.table", PAPER, refs=refs), text])[0]
    found = []
    for version in (bare, whole):
        opened = scene.say("iraq", "proposal.open", {}, version, role="chair", on=version)
        fix = scene.say("iraq", "proposal.fix", {"version": version}, version, role="chair", on=opened)
        found.append(scene.inert(fix))
    assert found == [("guard", "no_text_in", "en"), ()]


# --- consent


def accepted(scene: Scene, paper: str, parties: Sequence[str]) -> None:
    for party in parties:
        scene.town[party].takes("accepts", paper)


def test_to_confirm_the_copy_is_to_accept_it_and_all_three_make_it_agreed() -> None:
    scene = Scene()
    paper = tabled(scene, deposited(scene))
    scene.town.ack_all()
    assert pending(scene, paper) == [("paper_copy", ("iran", "iraq", "us"), paper)]
    accepted(scene, paper, ("iran", "us"))
    scene.town.ack_all(2)
    (version,) = scene.view(paper)["versions"]
    assert (version["paper"]["confirmed_by"], version["agreed"]) == (["iran", "us"], [])
    assert pending(scene, paper) == [("paper_copy", ("iraq",), paper)]
    accepted(scene, paper, ("iraq",))
    scene.town.ack_all(2)
    assert scene.truth(paper) == "agreed"
    assert scene.view(paper)["versions"][0]["paper"]["confirmed_by"] == ["iran", "iraq", "us"]
    assert pending(scene, paper) == []


def test_a_copy_that_one_declines_or_that_is_withdrawn_waits_for_nobody() -> None:
    scene = Scene()
    declined, withdrawn = tabled(scene, deposited(scene)), tabled(scene, deposited(scene))
    scene.town.ack_all()
    scene.town["us"].takes("declines", declined)
    scene.say("iran", "proposal.withdraw", {}, withdrawn, on=withdrawn)
    assert scene.state(withdrawn) == "withdrawn"
    assert [pending(scene, ident) for ident in (declined, withdrawn)] == [[], []]


def test_a_confirmation_taken_back_confirms_no_more_until_the_text_is_agreed() -> None:
    scene = Scene()
    paper = tabled(scene, deposited(scene))
    scene.town.ack_all()
    given = scene.town["us"].takes("accepts", paper)
    scene.say("us", "withdraw", {"of": given}, paper)
    assert scene.view(paper)["versions"][0]["paper"]["confirmed_by"] == []


def test_who_has_not_received_the_scan_cannot_confirm_the_copy() -> None:
    scene = Scene()
    town = scene.town
    scan = deposited(scene, "us")
    town["iran"].ack(town["us"])
    paper = tabled(scene, scan)
    town["iraq"].ack(town["iran"])
    early = town["iraq"].takes("accepts", paper)
    assert scene.inert(early) == ("no_receipt",)
    town["iraq"].ack(town["us"])
    assert scene.inert(town["iraq"].takes("accepts", paper)) == ()


def test_signatures_on_the_paper_agree_nothing_under_a_talks_record() -> None:
    scene = Scene(purpose="talks_record")
    paper = tabled(scene, deposited(scene))
    scene.town.ack_all()
    assert scene.inert(scene.town["us"].takes("accepts", paper)) == ("talks_record",)
    assert pending(scene, paper) == []


def test_erasing_the_scan_undoes_nothing() -> None:
    scene = Scene()
    scan = deposited(scene)
    paper = tabled(scene, scan)
    scene.town.ack_all()
    accepted(scene, paper, ("iran", "iraq", "us"))
    scene.town.ack_all(2)
    scene.say("iran", "erase", {"of": [[scan, "document.file@1", scan]]})
    assert scene.inert(scan) == ("erased",)
    assert (scene.truth(paper), scene.inert(paper)) == ("agreed", ())


# --- without any text


def test_what_was_proposed_in_words_alone_is_referred_but_not_accepted_until_a_text_is_tabled() -> None:
    """PRO-2: the form `oral_no_text`."""
    scene = Scene()
    oral = scene.say("iran", "proposal.table", {**PAPER, "form": "oral_no_text"})
    scene.town.ack_all()
    referred = scene.town["us"].takes("referred_to_capital", oral)
    taken = [scene.town["us"].takes(said, oral) for said in ("accepts", "does_not_object", "declines")]
    initial = scene.say("us", "proposal.initial", {"of": oral}, oral)
    assert scene.inert(referred) == ()
    assert {scene.inert(act) for act in taken} == {("guard", "oral_without_text")}
    assert scene.inert(initial) == ("guard", "no_such_text")
    assert scene.view(oral)["referral"]["us"] == "referred"
    version = scene.town["iran"].version(oral)
    scene.town.ack_all()
    assert scene.inert(scene.town["us"].takes("accepts", version, oral)) == ()
