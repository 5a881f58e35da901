# SPDX-License-Identifier: Apache-2.0
"""US12, the secretariat: concordance of Persian, Arabic and English authentic texts (PRO-4, LST-17 to LST-21)."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import done, told
from tests.world.nodes import Nodes, position
from tests.world.town import Town
from tripartite.cli.main import run
from tripartite.node.author import Wish
from tripartite.node.open_items import items_of
from tripartite.node.query import Register

CONCORDANT = {
    "ar": ["تبقى 3 مراكز مفتوحة.", "يسري من 2007-05-28 على ١٬٥٠٠ رجل."],
    "en": ["3 posts stay open.", "In force from 2007-05-28 for 1,500 men."],
    "fa": ["۳ پاسگاه باز می‌ماند.", "از ۲۰۰۷-۰۵-۲۸ برای ۱٬۵۰۰ تن اجرا می‌شود."],
}
Texts = Mapping[str, list[str]]


def changed(lang: str, *paragraphs: str) -> Texts:
    return {**CONCORDANT, lang: list(paragraphs)}


# --- by command: what may be fixed, and how it reads


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of Iraq's under a charter with three authentic languages."""
    home, rules = tmp_path / "iraq", tmp_path / "rules.yaml"
    rules.write_text("languages: [fa, ar, en]\n", encoding="utf-8")
    at = ("--home", str(home))
    done(*at, "init", "iraq", "--name", "en=Iraq", "--recovery", "safe")
    papers = ("--paper", "iran=Iran", "--paper", "us=US", "--set", str(rules))
    done(*at, "charter", "draft", "--preset", "three-parties", "--label", "talks", *papers)
    done(*at, "charter", "sign")
    done(*at, "charter", "join")
    done(*at, "accredit", "head", "--function", "head_of_delegation", "--power", "negotiate")
    return home


def tabled(home: Path, texts: Texts) -> str:
    """A text on the table in these languages, negotiation open; returns the move that opened it."""
    acts: list[dict[str, Any]] = [
        {
            "kind": "proposal.table",
            "body": {"kind": "agreement", "form": "text", "title": [["en", "Posts"]]},
            "refs": [[f"./{place}", "text"] for place in range(1, len(texts) + 1)],
        }
    ]
    acts += [
        {"kind": "proposal.text", "record": "./0", "body": {"lang": lang, "paragraphs": paragraphs}}
        for lang, paragraphs in sorted(texts.items())
    ]
    file = home.parent / "acts.json"
    file.write_text(json.dumps(acts), encoding="utf-8")
    return str(done("--home", str(home), "do", str(file), "--as", "head")["acts"][0])


def fix(home: Path, text: str) -> str:
    """What becomes of fixing the text: nothing said, or what was not met."""
    at = ("--home", str(home), "do")
    head = ("--as", "head", f"record={text}")
    opened = done(*at, "proposal.open", *head, f"on={text}")["acts"][0]
    status, answer = told(*at, "proposal.fix", *head, f"on={opened}", f"version={text}")
    return str(answer["facts"]["detail"]) if status else ""


def page(home: Path, lang: str, *words: str) -> list[str]:
    out = io.StringIO()
    assert run(["--home", str(home), "--lang", lang, *words], {}, (io.StringIO(), out, out)) == 0
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("texts", "lacks"),
    [
        (CONCORDANT, ""),
        (changed("fa", CONCORDANT["fa"][0]), "paragraph_counts_differ"),
        (changed("ar", "تبقى 4 مراكز مفتوحة.", CONCORDANT["ar"][1]), "numbers_differ"),
        (changed("fa", CONCORDANT["fa"][0], "از ۲۰۰۷-۰۵-۲۷ برای ۱٬۵۰۰ تن اجرا می‌شود."), "dates_differ"),
        (changed("en", CONCORDANT["en"][0], "In force from 2007-05-28 for 1,50 men."), "numbers_differ"),
        ({lang: CONCORDANT[lang] for lang in ("en", "fa")}, "no_text_in"),
    ],
    ids=("concordant", "paragraphs", "numbers", "dates", "quantities", "languages"),
)
def test_us12_what_differs_in_paragraphs_numbers_dates_or_quantities_is_not_fixed(
    home: Path, texts: Texts, lacks: str
) -> None:
    text = tabled(home, texts)
    shown = done("--home", str(home), "concordance", text)
    assert [code for code, *_ in shown["differences"]] == ([lacks] if lacks else [])
    assert fix(home, text) == lacks


def test_us12_paragraphs_stand_beside_each_other_and_what_differs_is_marked(home: Path) -> None:
    text = tabled(home, changed("ar", "تبقى 4 مراكز مفتوحة.", CONCORDANT["ar"][1]))
    first, second = done("--home", str(home), "concordance", text)["paragraphs"]
    assert first["texts"] == [
        ["ar", "تبقى 4 مراكز مفتوحة."],
        ["en", "3 posts stay open."],
        ["fa", "۳ پاسگاه باز می‌ماند."],
    ]
    assert (first["dates"], len(second["texts"])) == ([], 3)
    lines = page(home, "en", "concordance", text)
    at = lines.index("Paragraph 1")
    assert lines[at + 4] == "  ! The numbers differ between the languages."
    assert "Paragraph 2" in lines[at + 5 :]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428"),
        ("ar", "٢٨ أيار ٢٠٠٧ · ٧ خرداد ١٣٨٦ · ١١ جمادى الأولى ١٤٢٨"),
        ("fa", "۲۸ مهٔ ۲۰۰۷ · ۷ خرداد ۱۳۸۶ · ۱۱ جمادی‌الاول ۱۴۲۸"),
    ],
)
def test_us12_a_date_stands_in_three_calendars_from_one_instant(home: Path, lang: str, said: str) -> None:
    text = tabled(home, CONCORDANT)
    (date,) = [line for line in page(home, lang, "concordance", text) if line.startswith("  2007-05-28: ")]
    assert date == f"  2007-05-28: {said}"


# --- on real nodes: what turns out to differ once all have signed


class Signed:
    """A text that all three accepted; its Persian says another word, which the secretariat notes later."""

    def __init__(self) -> None:
        self.nodes = Nodes(Town(languages=("ar", "en", "fa")))
        self.nodes.accredit("head", "secretary")
        self.nodes.settle()
        title = [["en", "Posts"]]
        said = {"kind": "agreement", "form": "text", "title": title, "adoption_rule": "consensus"}
        self.text = self.version("proposal.table", said, CONCORDANT)
        self.accept(self.text, "iran", "iraq", "us")

    def do(self, party: str, *wishes: Wish, role: str = "d/head") -> str:
        done = self.nodes[party].do(role, wishes).acts[0]
        self.nodes[party].tick()
        self.nodes.settle()
        return str(done)

    def version(self, kind: str, body: dict[str, Any], texts: Texts, *refs: tuple[str, str]) -> str:
        record = self.text if kind == "proposal.version" else None
        beside = [
            Wish("proposal.text", {"lang": lang, "paragraphs": paragraphs}, record=record or "./0")
            for lang, paragraphs in sorted(texts.items())
        ]
        named = tuple((f"./{place}", "text") for place in range(1, len(texts) + 1))
        return self.do("iran", Wish(kind, body, record, refs=(*named, *refs)), *beside)

    def accept(self, version: str, *parties: str) -> None:
        for party in parties:
            self.do(party, position(version, record=self.text))

    def shown(self, party: str) -> tuple[dict[str, Any], list[tuple[str, list[str]]]]:
        """The version signed first, and what is open, on that party's node."""
        node = self.nodes[party]
        with node.lock:
            register = Register(node.histories, node.past)
            record = register.record(self.text)
            open_ = [(item["what"], item["whom"]) for item in items_of(register, record)]
            return register.shown(record)["fields"]["versions"][0], open_


def test_us12_a_later_mismatch_opens_a_correction_that_all_must_consent_to() -> None:
    signed = Signed()
    body = {
        "of": signed.text,
        "paragraph": 1,
        "languages": ["en", "fa"],
        "text": [["en", "Posts, or gates?"]],
    }
    signed.do("iraq", Wish("proposal.mismatch", body, signed.text), role="d/secretary")
    assert {str(signed.shown(party)[1]) for party in ("iran", "iraq", "us")} == {
        "[('correction', ['iran', 'iraq', 'us'])]"
    }
    right = changed("fa", "۳ گذرگاه باز می‌ماند.", CONCORDANT["fa"][1])
    correction = signed.version("proposal.version", {}, right, (signed.text, "corrects"))
    signed.accept(correction, "iran", "us")
    first, open_ = signed.shown("us")
    assert (first["corrected_by"], open_) == (None, [("correction", ["iraq"])])
    signed.accept(correction, "iraq")
    for party in ("iran", "iraq", "us"):
        first, open_ = signed.shown(party)
        assert (first["corrected_by"], open_) == (correction, [])
        assert bool(first["agreed"])
        assert first["texts"] == [[lang, paragraphs] for lang, paragraphs in sorted(CONCORDANT.items())]
