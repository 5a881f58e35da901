# SPDX-License-Identifier: Apache-2.0
"""Documents: copies, custody, consent, scans of signed papers (DOC-1 to DOC-6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec import convert

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.encoding.values import instant
from tripartite.core.register.bodies import Blank, Erased
from tripartite.core.register.chapters.documents import ConsentBody, FileBody, ReleasabilityBody

A, B = "aa" * 32, "bb" * 32
PHOTO: Mapping[str, Any] = {
    "form": "photo",
    "copy_kind": "evidentiary",
    "sha256": A,
    "captured_at": "2007-05-28T10:40:00Z",
}


def filed(scene: Scene, **more: Any) -> str:
    return scene.say("iraq", "document.file", {**PHOTO, **more})


def handed(
    scene: Scene, record: str, day: int, before: str, after: str, giver: str = "iraq", taker: str = "us"
) -> str:
    body = {
        "given_by": [giver, "monitor"], "taken_by": [taker, "monitor"], "at": f"2007-06-{day:02d}T08:00:00Z",
        "purpose": "comparison", "hash_before": before, "hash_after": after,
    }  # fmt: skip
    return scene.say("iraq", "document.custody", body, record)


def breaks(scene: Scene, record: str) -> list[tuple[str, str]]:
    view = scene.view(record)
    assert view["custody_broken"] == bool(view["custody_breaks"])
    return [(act, code) for act, code in view["custody_breaks"]]


def test_a_document_says_what_it_is_and_what_it_was_made_from() -> None:
    scene = Scene()
    whole = filed(scene, title=en("The gate"))
    redacted = scene.say("iraq", "document.file", {"form": "photo", "copy_kind": "redacted", "sha256": B},
                         refs=[(whole, "derived_from")])  # fmt: skip
    view = scene.view(redacted)
    assert (view["copy_kind"], view["derived_from"], view["filed_by"]) == ("redacted", [whole], "iraq")
    assert scene.view(whole)["custody_broken"] is False
    assert scene.record(whole).chapter.when(scene.record(whole)) == instant("2007-05-28T10:40:00Z")


@pytest.mark.parametrize(
    ("body", "refs", "found"),
    [
        ({"form": "letter"}, [], ("guard", "no_file")),
        ({"form": "letter", "copy_kind": "redacted", "sha256": A}, [], ("guard", "redacted_from_nothing")),
        (
            {"form": "letter", "sha256": A},
            [("{incident}", "derived_from")],
            ("guard", "names_none", "derived_from"),
        ),
        ({"form": "letter", "copy_kind": "evidentiary"}, [], ("bad_act",)),
        ({"form": "letter", "captured_by": "A. B.", "sha256": A}, [], ("bad_act",)),
        ({"form": "letter", "sha256": A, "dated": "2007-05-28"}, [], ()),
    ],
)
def test_what_is_filed_has_a_file_and_names_no_person(
    body: Mapping[str, Any], refs: list[tuple[str, str]], found: tuple[str, ...]
) -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", {"day": "2007-05-28"})
    named = [(ref.format(incident=incident), relation) for ref, relation in refs]
    assert scene.inert(scene.say("iraq", "document.file", body, refs=named)) == found


def test_an_unbroken_chain_of_custody_is_in_order_of_what_happened() -> None:
    scene = Scene()
    record = filed(scene)
    back = handed(scene, record, 3, A, A, giver="us", taker="iraq")
    there = handed(scene, record, 2, A, A)
    assert [entry["act"] for entry in scene.view(record)["custody"]] == [there, back]
    assert breaks(scene, record) == []


def test_a_break_is_computed_and_says_where() -> None:
    scene = Scene()
    record = filed(scene)
    first = handed(scene, record, 2, B, B)
    second = handed(scene, record, 3, B, A, giver="us", taker="iraq")
    third = handed(scene, record, 4, B, B, giver="us", taker="iraq")
    assert breaks(scene, record) == [
        (first, "hash_differs"), (second, "content_changed"), (third, "hash_differs"), (third, "holder_differs"),
    ]  # fmt: skip


def test_a_document_known_by_no_hash_is_compared_from_its_first_hand_over_on() -> None:
    scene = Scene()
    record = filed(scene)
    handed(scene, record, 2, B, B)
    scene.say("iraq", "withdraw", {"of": scene.record(record).effective[-1].id}, record)
    assert breaks(scene, record) == []


def test_parties_speak_of_hand_overs_they_had_a_part_in() -> None:
    scene = Scene()
    record = filed(scene)
    assert scene.inert(handed(scene, record, 2, A, A, giver="iran", taker="us")) == (
        "guard",
        "not_ones_hands",
    )
    assert scene.inert(handed(scene, record, 2, A, A, taker="mars"))[:2] == ("guard", "not_a_party")


def test_who_filed_it_says_who_may_have_it_and_who_decides() -> None:
    scene = Scene()
    record = filed(scene)
    scene.say("iraq", "document.consent", {"level": "named_parties", "may_share_with": ["us"]}, record)
    scene.say("iraq", "document.releasability", {"rule": "after_date", "after": "2017-05-28"}, record)
    view = scene.view(record)
    assert (view["consent"]["may_share_with"], view["releasability"]["after"]) == (["us"], "2017-05-28")
    scene.say("iraq", "document.consent", {"level": "public", "may_publish": True}, record)
    assert scene.view(record)["consent"]["level"] == "public"
    assert scene.inert(scene.say("us", "document.consent", {"level": "none"}, record)) == ("no_power",)
    stranger = {"level": "named_parties", "may_share_with": ["mars"]}
    assert scene.inert(scene.say("iraq", "document.consent", stranger, record))[:2] == (
        "guard",
        "not_a_party",
    )


def test_nothing_is_said_of_consent_where_nothing_was_said() -> None:
    scene = Scene()
    view = scene.view(filed(scene))
    assert (view["consent"], view["releasability"], view["copy_confirmed"]) == (None, None, None)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"level": "named_parties"}, ConsentBody),
        ({"level": "none", "may_share_with": ["us"]}, ConsentBody),
        ({"level": "none", "may_publish": True}, ConsentBody),
        ({"rule": "after_date"}, ReleasabilityBody),
        ({"rule": "public", "after": "2017-05-28"}, ReleasabilityBody),
        ({"form": "photo", "copy_kind": "evidentiary"}, FileBody),
    ],
)
def test_what_goes_together_is_said_together(body: Mapping[str, Any], kind: type) -> None:
    with pytest.raises(ValueError, match="`"):
        convert(body, kind)


def test_a_scan_of_a_signed_paper_is_confirmed_by_the_others() -> None:
    scene = Scene()
    scan = filed(scene, form="signed_scan", authentication="signed")
    assert scene.view(scan)["copy_confirmed"] == "1/3"
    scene.say("us", "document.confirm_copy", {"sha256": A}, scan)
    view = scene.view(scan)
    assert (view["copy_confirmed_by"], view["copy_confirmed"]) == (["iraq", "us"], "2/3")
    assert scene.inert(scene.say("iran", "document.confirm_copy", {"sha256": B}, scan)) == (
        "guard",
        "another_content",
    )
    assert scene.inert(scene.say("iraq", "document.confirm_copy", {"sha256": A}, scan)) == (
        "guard",
        "own_scan",
    )
    photo = filed(scene)
    assert scene.inert(scene.say("us", "document.confirm_copy", {"sha256": A}, photo)) == (
        "guard",
        "no_signed_scan",
    )


def test_a_document_without_a_date_is_of_the_time_it_was_filed() -> None:
    scene = Scene()
    record = scene.record(scene.say("iraq", "document.file", {"form": "map", "sha256": A}))
    assert record.chapter.when(record) == record.founding.time


def test_a_confirmation_of_an_erased_scan_stands_and_later_ones_are_held_against_nothing() -> None:
    """ERA-4: what was said in a record once can be held against nothing in it any more."""
    scene = Scene()
    scan = filed(scene, form="signed_scan")
    before = scene.say("us", "document.confirm_copy", {"sha256": A}, scan)
    scene.say("iraq", "erase", {"of": [[scan, "document.file@1", scan]]})
    after = scene.say("iran", "document.confirm_copy", {"sha256": B}, scan)
    assert (scene.inert(before), scene.inert(after)) == ((), ())


def test_a_blank_says_in_which_record_it_stood_and_nothing_else() -> None:
    body = Blank(blank_of="x")
    with pytest.raises(Erased) as asked:
        body.title  # noqa: B018 - asking is what is tried
    assert asked.value.record == "x"
    assert getattr(body, "__len__", None) is None
