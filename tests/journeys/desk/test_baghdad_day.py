# SPDX-License-Identifier: Apache-2.0
"""The day of 28 May 2007 at three desks in three languages, by clicking alone: each side's own words, nothing agreed.

Shortened from the play of the day, which holds the sources. Each delegate writes in the language of the own desk.
"""

from __future__ import annotations

import pytest

from tests.journeys.desk.clicking import Delegate, delegate
from tests.journeys.desk.office import Offices

TALKS = "محادثات بغداد بشأن أمن العراق"
MECHANISM = "سازوکاری سه‌جانبه برای هماهنگی در امنیت عراق"
REPORT = "Iran and US hold 'positive' talks"
AMBASSADOR_EN, AMBASSADOR_FA = "Ambassador in Baghdad", "سفیر در بغداد"
DEMAND = "What we need to see is Iranian action on the ground."
SECOND = "جولة ثانية من المحادثات"
SINAK = "تفجير السنك"
BOMB = "A truck bomb exploded in Sinak: at least 19 killed."


@pytest.fixture(scope="module")
def desks(offices: Offices) -> dict[str, Delegate]:
    """By office, in the language it opens in."""
    seats = {
        "tehran": ("iran", "head"), "washington": ("us", "head"),
        "baghdad": ("iraq", "head"), "chair": ("iraq", "chair"), "secretary": ("iraq", "secretary"),
    }  # fmt: skip
    return {name: delegate(offices, party, role) for name, (party, role) in seats.items()}


def test_what_was_printed_is_filed_with_its_slip(desks: dict[str, Delegate]) -> None:
    secretary = desks["secretary"]
    secretary.screen("said").begin("report.file").says(
        {"outlet": "Al Jazeera", "date": "2007-05-28", "language": "en", "title": REPORT}
    )
    assert "Al Jazeera" in secretary.text(".faces")
    secretary.about("report.claim").says({"who": "Al Jazeera", "voice": "outlet", "what:en": BOMB})
    secretary.about("report.corrigendum").says(
        {"printed": "Mottaki, Iraq's foreign minister", "reads": "Mottaki, Iran's foreign minister"}
    )  # fmt: skip
    assert "Iraq's foreign minister" in secretary.text()
    assert "Iran's foreign minister" in secretary.text()


def test_the_host_records_the_meeting_and_each_side_its_own_scope_and_account(
    desks: dict[str, Delegate],
) -> None:
    chair, baghdad, tehran, washington = (
        desks[name] for name in ("chair", "baghdad", "tehran", "washington")
    )
    chair.screen("meetings").begin("meeting.record").says(
        {"title:ar": TALKS, "level": "heads_of_mission", "format": "trilateral", "place_city": "بغداد",
         "host": "iraq", "date": "2007-05-28", "local_tz": "Asia/Baghdad", "media_rules": "press_after"}
    )  # fmt: skip
    baghdad.open("meetings", TALKS)
    baghdad.about("meeting.attend").says({"office": "رئيس الوزراء", "role": "host"})
    baghdad.about("meeting.agenda_item").says({"number": "1", "title:ar": "الأمن في العراق"})
    accounts = {
        "tehran": (tehran, "fa", "گفت‌وگوهایی صریح و گامی مثبت.", "برنامهٔ هسته‌ای ایران"),
        "washington": (
            washington,
            "en",
            "About four hours; business-like, and positive.",
            "Iran's nuclear programme",
        ),
        "baghdad": (baghdad, "ar", "استضاف رئيس الوزراء المحادثات وخاطب الجانبين.", "برنامج إيران النووي"),
    }
    for desk, language, account, left_out in accounts.values():
        desk.open("meetings", TALKS)
        desk.about("meeting.scope").says({"topics": "Security in Iraq", "left_out": left_out})
        desk.open("meetings", TALKS)
        desk.about("meeting.account").says({"voice": "press", f"text:{language}": account})
    for _desk, _, account, left_out in accounts.values():
        assert left_out in washington.open("meetings", TALKS).until(account).text()


def test_the_proposal_is_irans_word_and_referred_by_the_united_states(desks: dict[str, Delegate]) -> None:
    tehran, washington, baghdad = desks["tehran"], desks["washington"], desks["baghdad"]
    tehran.open("meetings", TALKS).refer().begin("proposal.table").says(
        {"kind": "terms_of_reference", "form": "oral_no_text", "title:fa": MECHANISM,
         "gist:fa": "کمیته‌ای سه‌جانبه برای ادعاها و نشست‌های آینده."}
    )  # fmt: skip
    washington.open("texts", MECHANISM).about("proposal.position").says(
        {
            "position": "referred_to_capital",
            "referred_to": "Washington",
            "reason:en": "For study in Washington.",
        }
    )
    baghdad.open("texts", MECHANISM).until("أحاله إلى العاصمة")
    assert baghdad.page.locator(".face.agreed").count() == 0


def test_each_says_what_it_calls_common_and_the_two_sentences_differ(desks: dict[str, Delegate]) -> None:
    tehran, washington, baghdad = desks["tehran"], desks["washington"], desks["baghdad"]
    ours = "Iran and the United States agreed in principle on security issues in Iraq."
    theirs = "دو طرف توافق کردند از دولت عراق پشتیبانی و آن را تقویت کنند."
    washington.screen("said").begin("common_point.say").says(
        {"topic": "Security in Iraq", "sentence:en": ours}
    )
    tehran.open("said", "Security in Iraq").about("common_point.add").says({"sentence:fa": theirs})
    assert ours in baghdad.open("said", "Security in Iraq").until(theirs).text()
    assert baghdad.page.locator(".face.agreed").count() == 0


def test_offers_demands_and_a_pledge_each_in_its_own_words(desks: dict[str, Delegate]) -> None:
    tehran, washington, baghdad = desks["tehran"], desks["washington"], desks["baghdad"]
    washington.screen("owed").begin("undertaking.declare").says(
        {"undertaking_kind": "demand", "claimant": "us", "obligor": "iran", "text:en": DEMAND}
    )
    tehran.screen("owed").begin("undertaking.declare").says(
        {"undertaking_kind": "offer", "obligor": "iran", "beneficiary": "iraq",
         "text:fa": "ایران پیشنهاد می‌کند در آموزش و تجهیز ارتش عراق کمک کند."}
    )  # fmt: skip
    baghdad.screen("owed").begin("undertaking.declare").says(
        {
            "undertaking_kind": "pledge",
            "obligor": "iraq",
            "text:ar": "لن يُستخدم العراق منطلقاً لهجوم على جيرانه.",
        }
    )
    tehran.open("owed", DEMAND)
    assert "ایالات متحده" in tehran.text(".faces")


def test_the_next_meeting_is_asked_for_by_all_and_owned_by_nobody(desks: dict[str, Delegate]) -> None:
    tehran, washington, baghdad = desks["tehran"], desks["washington"], desks["baghdad"]
    baghdad.screen("meetings").begin("meeting.propose").says(
        {
            "title:ar": SECOND,
            "level": "heads_of_mission",
            "format": "trilateral",
            "place_city": "بغداد",
            "host": "iraq",
        }
    )
    washington.open("meetings", SECOND).about("meeting.requested_by").says(
        {"asked": "iraq", "text:en": "The US expects Iran to propose a second meeting."}
    )
    tehran.open("meetings", SECOND).about("meeting.requested_by").says(
        {"asked": "iran", "text:fa": "ایران نشست دوم را پیشنهاد کرد."}
    )
    tehran.open("meetings", SECOND).refer().begin("statement.make").says(
        {"speaker": "وزیر امور خارجه", "kind": "willingness", "voice": "capital", "delivery": "oral",
         "conditions": "واشنگتن بپذیرد که سیاستش شکست خورده است",
         "text:fa": "گفت‌وگوهای بیشتر ممکن است، اگر واشنگتن به سیاست شکست‌خوردهٔ خود اعتراف کند."}
    )  # fmt: skip
    baghdad.open("meetings", SECOND).until("The US expects Iran to propose a second meeting.")
    assert baghdad.page.locator(".face.agreed").count() == 0


def test_the_bomb_has_at_least_nineteen_dead_by_the_report_that_says_so(desks: dict[str, Delegate]) -> None:
    baghdad, washington = desks["baghdad"], desks["washington"]
    baghdad.open("said", REPORT).refer(BOMB)
    baghdad.screen("incidents").begin("incident.report").says(
        {"day": "2007-05-28", "time_precision": "day", "category": "vehicle_bomb", "title:ar": SINAK}
    )
    baghdad.about("incident.casualty")
    claim = baghdad.page.locator("datalist#known option").filter(has_text=f"· {REPORT}").first
    baghdad.says(
        {"harm": "killed", "qualifier": "at_least", "low": "19", "source_category": "press",
         "ref.0.relation": "cites", "ref.0.act": claim.get_attribute("value") or ""}
    )  # fmt: skip
    washington.open("incidents", SINAK).until("19")
    assert "at least" in washington.text().casefold()


def test_three_offices_hold_the_same_and_nothing_of_it_is_agreed(
    offices: Offices, desks: dict[str, Delegate]
) -> None:
    offices.nodes.sync(["iran", "iraq", "us"])
    proofs = set()
    for name in ("tehran", "washington", "baghdad"):
        desk = desks[name]
        for screen in ("meetings", "said", "texts", "owed", "incidents"):
            desk.screen(screen)
            assert desk.page.locator(".face.agreed, .face.adopted").count() == 0
        desk.page.click('footer a[href="/proof"]')
        proofs.add(desk.page.locator("code.long").first.inner_text())
    assert len(proofs) == 1
