# SPDX-License-Identifier: Apache-2.0
"""US14, a member of the public: whose word it is stands on everything; one act checks offline; readers stay readers.

The register's part and that of the one page there is; a site is not there yet.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.play.in_process import the_day
from tests.core.register.chapters.scene import Scene, en
from tests.journeys.cli.places import desk, done, told
from tripartite.export.brief import brief
from tripartite.export.html import as_html
from tripartite.i18n.words import Words

LETTERS = {
    "en": "Let the people of Iraq vote.",
    "ar": "دعوا شعب العراق يصوّت.",
    "fa": "بگذارید مردم عراق رأی دهند.",
}


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_us14_the_page_gives_ranges_with_their_sources_and_never_says_agreed_of_what_is_not(
    language: str,
) -> None:
    _, stage = the_day()
    words = Words(language)
    page = as_html(brief(lambda call, said: stage.ask("iraq", call, said), stage.charter, words), {})
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for party in ("iran", "iraq", "us"):
        assert words("face.account", party=dict(stage.charter.entry(party).names)[language]) in plain
    assert words("fixed.no_finding") in plain
    assert words("face.agreed") not in plain
    assert "<script" not in page


def test_us14_one_act_is_checked_without_a_network_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    at = ("--home", str(home))
    done(*at, "accredit", "clerk", "--function", "head_of_delegation", "--power", "speak_in_meeting")
    said = ("kind=offer", "voice=press", "speaker=Spokesman", "text.en=We will host the next meeting.")
    act = done(*at, "do", "statement.make", "--as", "clerk", *said)["acts"][0]
    proof, charter = tmp_path / "act.proof", str(home / "charter.note")
    done(*at, "disclose", act, "--out", str(proof))
    assert done("verify", str(proof), "--charter", charter)
    data = bytearray(proof.read_bytes())
    data[len(data) // 3] ^= 1
    proof.write_bytes(data)
    assert told("verify", str(proof), "--charter", charter)[0] in (3, 4)


def test_us14_readers_write_in_three_languages_without_account_and_are_never_a_party() -> None:
    scene, letters = Scene(rights=("public_submissions",)), []
    for language, text in LETTERS.items():
        letter = {"language": language, "text": text, "consent_to_publish": True, "shown_name": "Bob"}
        act = scene.say("iraq", "submission.publish", letter, role="secretary")
        scene.say("iraq", "check", {"of": act}, act)
        letters.append(act)
        view = scene.view(act)
        assert (scene.truth(act), view["shown_name"], view["text"]) == ("report", "Bob", text)
        assert not view.get("receipt_number")
    refused = scene.say("iraq", "submission.reject", {"reason": "safety"}, role="secretary")
    assert "text" not in scene.view(refused)
    scene.say("iraq", "submission.feedback", {"text": en("Thank you.")}, letters[0], role="secretary")
    assert [len(scene.view(one)["feedback"]) for one in letters] == [1, 0, 0]
