# SPDX-License-Identifier: Apache-2.0
"""Texts by paragraphs: what the form's buttons do, brackets and who sponsors them, what differs (ROO-1 to ROO-5)."""

from __future__ import annotations

import pytest

from tripartite.desk.drafting import checking
from tripartite.desk.drafting.differing import Part, compared, parts, words
from tripartite.desk.drafting.editing import conflicts
from tripartite.desk.drafting.order import in_order
from tripartite.desk.wording import brackets
from tripartite.desk.wording.sheet import Sheet, form_with, of_texts, sheet_of

LANGUAGES = ("ar", "en")
TWO = Sheet([{"en": "One."}, {"en": "Two [a] [b]."}], [(2, "iran"), (2, "us")])


# --- the sheet of a form ------------------------------------------------------------------------------------------


def test_a_form_says_a_sheet_and_a_sheet_makes_the_same_form() -> None:
    form = form_with({"kind": ["decision"]}, TWO)
    assert form["kind"] == ["decision"]
    assert form["rows"] == ["2"]
    assert sheet_of(form) == TWO
    assert form_with(form, Sheet([{"en": "Only."}])) == {
        "kind": ["decision"],
        "rows": ["1"],
        "par.0:en": ["Only."],
    }


def test_a_whole_text_takes_the_place_of_that_languages_paragraphs() -> None:
    form = {"rows": ["3"], "par.0:en": ["Old."], "par.0:ar": ["قديم."], "paragraphs:en": ["A.\r\n\r\nB."]}
    assert sheet_of(form).rows == [{"ar": "قديم.", "en": "A."}, {"en": "B."}, {}]


@pytest.mark.parametrize("rows", ["-1", "x", "99999", "٣", ""])
def test_a_number_of_rows_that_is_none_is_no_row(rows: str) -> None:
    assert sheet_of({"rows": [rows], "par.0:en": ["A."]}).rows == [{"en": "A."}]


def test_no_more_rows_than_there_is_room_for() -> None:
    assert len(sheet_of({"rows": ["4000"]}).rows) == 300
    assert sheet_of({"par.999:en": ["A."]}).rows == []


@pytest.mark.parametrize(
    ("done", "english", "marks"),
    [
        (TWO.added(1), ["One.", "", "Two [a] [b]."], [(3, "iran"), (3, "us")]),
        (TWO.removed(0), ["Two [a] [b]."], [(1, "iran"), (1, "us")]),
        (TWO.removed(1), ["One."], []),
        (TWO.moved(1, 0), ["Two [a] [b].", "One."], [(1, "iran"), (1, "us")]),
        (TWO.moved(0, -1), ["One.", "Two [a] [b]."], [(2, "iran"), (2, "us")]),
        (TWO.added(0).without_gaps(), ["One.", "Two [a] [b]."], [(2, "iran"), (2, "us")]),
        (TWO.taken(0, {"en": "Theirs."}), ["Theirs.", "Two [a] [b]."], [(2, "iran"), (2, "us")]),
    ],
)
def test_brackets_go_with_their_paragraphs(
    done: Sheet, english: list[str], marks: list[tuple[int, str]]
) -> None:
    assert [row.get("en", "") for row in done.rows] == english
    assert done.marks == marks


def test_a_bracket_is_put_into_every_language_and_has_a_sponsor() -> None:
    done = TWO.bracketed(0, "iraq", LANGUAGES)
    assert done.rows[0] == {"ar": "[…]", "en": "One. […]"}
    assert done.marks == [(1, "iraq"), (2, "iran"), (2, "us")]


def test_each_bracket_has_one_line_and_none_is_left_over() -> None:
    rows = [{"en": "One [x].", "ar": "واحد."}, {"en": "Two [a]."}]
    assert Sheet(rows, TWO.marks).sponsored("iraq").marks == [(1, "iraq"), (2, "iran")]


def test_a_language_that_has_a_paragraph_needs_them_all() -> None:
    assert Sheet([{"en": "A.", "ar": "أ."}, {"en": "B."}]).lacking() == (2, "ar")
    assert Sheet([{"en": "A."}, {"en": "B."}]).lacking() is None


def test_an_amendment_begins_with_the_texts_that_stand() -> None:
    sheet = of_texts([("ar", ["أ."]), ("en", ["A.", "B [x]."])], [(2, "us")])
    assert sheet.rows == [{"ar": "أ.", "en": "A."}, {"en": "B [x]."}]
    assert sheet.texts() == {"ar": ["أ."], "en": ["A.", "B [x]."]}
    assert sheet.marks == [(2, "us")]


# --- brackets -----------------------------------------------------------------------------------------------------


def test_alternatives_are_those_that_stand_next_to_each_other() -> None:
    found = brackets.alternatives("At [9] / [10 [or 11]] we meet, [daily].")
    assert [[piece.text for piece in group] for group in found] == [["[9]", "[10 [or 11]]"], ["[daily]"]]
    assert [piece.bracket for group in found for piece in group] == [1, 2, 3]


@pytest.mark.parametrize("text", ["", "No bracket.", "[x] y", "a [b", "c] d", "[[]] [", "بين [قوسين] هنا"])
def test_no_letter_of_a_paragraph_is_lost_between_its_pieces(text: str) -> None:
    assert "".join(piece.text for piece in brackets.pieces(text)) == text


@pytest.mark.parametrize(
    ("row", "differs"),
    [
        ({"en": "[a]", "ar": "[أ]"}, False),
        ({"en": "[a]", "ar": ""}, False),
        ({"en": "[a] [b]", "ar": "[أ]"}, True),
        ({"en": "[a"}, True),
        ({"en": "a]"}, True),
    ],
)
def test_brackets_are_the_same_in_every_language(row: dict[str, str], differs: bool) -> None:
    assert brackets.differing(row) is differs


def test_the_line_of_a_bracket_names_parties_or_is_somebodys_words() -> None:
    assert brackets.sponsors("iran, us", ("iran", "iraq", "us")) == ["iran", "us"]
    assert brackets.sponsors("the hour", ("iran",)) == []


# --- what differs between languages -------------------------------------------------------------------------------


def test_the_check_says_where_languages_differ_and_what_is_lacking() -> None:
    found = checking.check({"ar": ["في 9.", "[أ]"], "en": ["At 10.", "[a] [b]"]}, ("ar", "en", "fa"))
    assert found.lacking == ("fa",)
    assert found.at == {1: ("numbers_differ",), 2: ("brackets_differ",)}
    assert found.told == "1:numbers_differ,2:brackets_differ"
    assert found.differs
    assert not found.same


def test_digits_of_either_kind_are_the_same_numbers() -> None:
    assert checking.check({"en": ["On 2007-06-04 at 9."], "fa": ["در ۲۰۰۷-۰۶-۰۴ ساعت ۹."]}, ("en", "fa")).same


def test_a_lacking_language_is_told_and_is_no_difference() -> None:
    found = checking.check({"en": ["A."]}, LANGUAGES)
    assert (found.lacking, found.differs, found.same) == (("ar",), False, False)


# --- what differs between versions --------------------------------------------------------------------------------

PAIRS = [
    ("They speak at 9.", "They speak at 10 and at 18."),
    ("", "New."),
    ("Gone.", ""),
    ("گفت‌وگو می‌کنند.", "بی‌درنگ گفت‌وگو می‌کنند."),
    ("كَتَبَ النصَّ", "كَتَبَ نصًّا"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_both_texts_can_be_read_out_of_their_difference(before: str, after: str) -> None:
    found = parts(before, after)
    assert "".join(part.text for part in found if part.kind != "new") == before
    assert "".join(part.text for part in found if part.kind != "gone") == after


def test_words_keep_their_joiners_and_vowel_signs() -> None:
    assert words("گفت‌وگو كَتَبَ،") == ["گفت‌وگو", " ", "كَتَبَ", "،"]


def test_paragraphs_that_came_or_went_stand_alone() -> None:
    rows = compared(
        ["One.", "Two is here.", "Three."], ["One.", "Quite another thing.", "Two was here.", "Three."]
    )
    assert [(row.before, row.after) for row in rows] == [(1, 1), (0, 2), (2, 3), (3, 4)]
    assert [row.changed for row in rows] == [False, True, True, False]
    assert rows[2].earlier == (Part("same", "Two "), Part("gone", "is"), Part("same", " here."))
    assert rows[2].later == (Part("same", "Two "), Part("new", "was"), Part("same", " here."))


def test_a_paragraph_that_became_quite_another_is_one_gone_and_one_new() -> None:
    assert [(row.before, row.after) for row in compared(["Alpha beta."], ["Gamma, delta"])] == [
        (1, 0),
        (0, 1),
    ]


def test_a_conflict_stands_where_theirs_changed_with_what_is_mine_there() -> None:
    base, mine = ["One is.", "Two is.", "Three is."], ["Zero.", "One is.", "Two is mine.", "Three is."]
    theirs = ["One is.", "Two is theirs.", "Three is.", "Four is."]
    found = conflicts(base, mine, theirs)
    assert [(one.place, one.theirs, one.base, one.mine) for one in found] == [
        (2, 2, "Two is.", "Two is mine."),
        (4, 4, "", ""),
    ]


def test_no_version_stands_before_the_one_that_it_amends() -> None:
    versions: list[dict[str, str | None]] = [
        {"id": "a", "amends": None},
        {"id": "c", "amends": "b"},
        {"id": "b", "amends": "a"},
    ]
    assert [one["id"] for one in in_order(versions)] == ["a", "b", "c"]
    loop = [{"id": "x", "amends": "y"}, {"id": "y", "amends": "x"}, {"id": "z", "amends": "elsewhere"}]
    assert {one["id"] for one in in_order(loop)} == {"x", "y", "z"}
