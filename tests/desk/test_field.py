# SPDX-License-Identifier: Apache-2.0
"""From a note to the forms of acts, and what the field box keeps (FLD-3 to FLD-10)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.register.chapters import KINDS
from tripartite.desk.field.note import Note, read, write
from tripartite.desk.field.parts import Part, parts
from tripartite.desk.field.questions import FORMS, answered
from tripartite.desk.looking import refs_of
from tripartite.desk.note_box import INVITED, MOST_PHONES, Box, Phone
from tripartite.desk.shapes import body_of, shapes_of
from tripartite.desk.store import Drawer
from tripartite.i18n.english import ENGLISH
from tripartite.keyring.note_box import PLAIN, SEALED, NoteKey, seal

AT = 1_180_350_000
NOTE = "0" * 32
HAPPENED = {
    "kind": "happened", "language": "en", "day": "2007-05-28", "time": "13:00", "precision": "hour",
    "category": "vehicle_bomb", "means": "vehicle_borne_ied_truck", "target": "market_commercial",
    "place": "Khalani square", "known": "saw", "killed_qualifier": "at_least", "killed": "19", "counted": "here",
    "damage": "The wall of the mosque", "protected": "religious", "text": "A truck exploded.",
    "lat": "33.33", "lon": "44.4", "district": "IQ-BG",
}  # fmt: skip
TURNED = {
    "kind": "turned", "language": "fa", "day": "2007-05-28", "time": "09:05", "place": "Bridge", "by": "police",
    "words": "No one passes.", "delay": "20", "notified": "true",
}  # fmt: skip


def note(said: dict[str, str], **more: str) -> Note:
    return read(write({**said, **more}, AT, 240))


def made(said: Note, acts: dict[str, str] | None = None) -> dict[str, Part]:
    return {one.name: one for one in parts(said, acts or {}, ("ar", "en", "fa"))}


def body(part: Part) -> Any:
    """What the form comes to, read by the schema of its kind."""
    kind = KINDS[f"{part.kind}@1"]
    return msgspec.convert(
        json.loads(json.dumps(body_of(shapes_of(kind), part.form))), kind.body, strict=False
    )


# --- notes and their parts


def test_at_least_nineteen_is_a_lowest_number_and_no_other() -> None:
    figure = body(made(note(HAPPENED), {"claim": "a" * 64 + "/0"})["killed"])
    assert (figure.qualifier, figure.low, figure.best, figure.high) == ("at_least", 19, None, None)
    assert figure.source_category == "own_observation"


@pytest.mark.parametrize(("qualifier", "low", "best", "high"), [
    ("exactly", 19, None, 19), ("more_than", 20, None, None), ("at_most", None, None, 19),
    ("fewer_than", None, None, 18), ("about", None, 19, None), ("between", 19, None, 24),
    ("several", None, None, None), ("dozens", None, None, None), ("unknown", None, 19, None),
])  # fmt: skip
def test_every_qualifier_goes_with_its_numbers(
    qualifier: str, low: int | None, best: int | None, high: int | None
) -> None:
    figure = body(made(note(HAPPENED, killed_qualifier=qualifier, killed_high="24"))["killed"])
    figure.check()
    assert (figure.low, figure.best, figure.high) == (low, best, high)


def test_the_minute_the_site_and_the_point_stand_in_the_detail_alone() -> None:
    found = made(note(HAPPENED), {"report": "b" * 64 + "/0"})
    report, exactly = body(found["report"]), body(found["exactly"])
    assert (report.day, report.time_precision, report.adm1) == ("2007-05-28", "hour", "IQ-BG")
    assert "Khalani" not in msgspec.json.encode(report).decode()
    assert (exactly.site, exactly.lat, exactly.start) == (
        "Khalani square",
        "33.33",
        "2007-05-28T09:00:00Z",
    )
    assert exactly.discovered == note(HAPPENED).saved
    assert refs_of(found["exactly"].form) == [["b" * 64 + "/0", "part_of"]]


def test_a_figure_rests_on_the_claim_which_says_how_it_was_counted() -> None:
    found = made(note(HAPPENED), {"claim": "c" * 64 + "/0"})
    assert body(found["claim"]).what == (("en", "A truck exploded.\nCounted on the spot."),)
    assert refs_of(found["killed"].form) == [["c" * 64 + "/0", "cites"]]
    assert [one.after for one in found.values()] == ["", "report", "claim", "report", "report"]


def test_what_was_told_bears_the_kind_of_its_source() -> None:
    assert (
        body(made(note(HAPPENED, known="was_told_by", told_by="witness"))["claim"]).source_category
        == "witness"
    )
    assert body(made(note(HAPPENED, known="was_told_by"))["claim"]).source_category == "unknown"


def test_whoever_turned_somebody_back_is_a_function() -> None:
    found = made(note(TURNED))
    said = body(found["report"])
    assert (said.type, said.by, said.delay_min) == ("denied", "پلیس", 20)
    assert said.reason_quoted == (("fa", "No one passes."),)
    assert said.notified_in_advance is True
    assert body(found["passage"]).restricted_at == "2007-05-28T05:05:00Z"
    assert body(made(note(TURNED, by="", force="Bridge guards"))["report"]).by == "Bridge guards"


def test_what_a_note_leaves_open_the_forms_leave_open() -> None:
    bare = note({"kind": "happened", "language": "en", "day": "2007-05-28"})
    assert list(made(bare)) == ["report"]
    assert body(made(bare)["report"]).category == "unknown"
    assert list(made(note({"kind": "turned", "language": "en", "day": "2007-05-28"}))) == ["report"]


def test_no_member_of_a_note_is_a_source_or_a_name() -> None:
    names = set(Note.__struct_fields__)
    assert not names & {"source", "name", "witness", "contact", "who", "phone", "informant"}
    with pytest.raises(Malformed):
        read(write(HAPPENED, AT, 0)[:-1] + b',"source":"my cousin"}')


def test_every_question_and_every_choice_has_words() -> None:
    asked = [part for form in FORMS.values() for one in form for part in (one, *one.parts)]
    assert [one.label for one in asked if one.label not in ENGLISH] == []
    assert [said for one in asked for _, said in one.choices if said not in ENGLISH] == []
    assert ("phone.q.killed_qualifier", "qualifier.at_least", "at_least") in answered(note(HAPPENED))


def test_what_a_page_without_scripts_posts_is_the_same_note() -> None:
    posted = {**HAPPENED, "token": "x", "killed": "19"}
    assert read(write(posted, AT, 240)) == note(HAPPENED)


# --- the seal


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> NoteKey:
    return NoteKey(tmp_path_factory.mktemp("home") / "field.key")


def test_every_sealed_note_has_one_length(key: NoteKey) -> None:
    assert {len(seal(key.point, b"x" * size, "a.b")) for size in (0, 1, 500, PLAIN - 4)} == {SEALED}
    with pytest.raises(Malformed):
        seal(key.point, b"x" * (PLAIN - 3), "a.b")


@pytest.mark.parametrize("place", [0, 4, 5, 68, 69, 4_000, SEALED - 1])
def test_a_changed_byte_opens_to_nothing(key: NoteKey, place: int) -> None:
    sealed = bytearray(seal(key.point, b"said", "a.b"))
    assert key.opened(bytes(sealed), "a.b") == b"said"
    sealed[place] ^= 1
    with pytest.raises(Malformed):
        key.opened(bytes(sealed), "a.b")


def test_a_point_that_is_none_is_refused(key: NoteKey) -> None:
    with pytest.raises(Malformed):
        seal(b"\x04" + bytes(64), b"said", "a.b")
    with pytest.raises(Malformed):
        key.opened(b"tfn1" + bytes(SEALED - 4), "a.b")


def test_the_key_stays_the_same_and_a_file_that_is_none_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "field.key"
    assert NoteKey(path).point == NoteKey(path).point
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), NoteKey(path).point).curve.name)
    path.write_bytes(bytes(32))
    with pytest.raises(Malformed):
        NoteKey(path)


# --- the box


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path / "desk.sqlite")
    yield found
    found.close()


@pytest.fixture
def box(drawer: Drawer) -> Box:
    return drawer.field


def phone(box: Box) -> Phone:
    ident, word = box.let_in(box.invite("monitor 1", "d/head", AT), AT)
    return box.known(ident, word)


def test_an_invitation_is_good_once_and_for_a_day(box: Box) -> None:
    word = box.invite("monitor 1", "d/head", AT)
    assert box.invited(word, AT + INVITED - 1)
    assert not box.invited(word, AT + INVITED)
    box.let_in(word, AT)
    for late in (AT, AT + INVITED):
        with pytest.raises(Refused) as refused:
            box.let_in(word, late)
        assert refused.value.code == "not_invited"


def test_neither_invitations_nor_words_of_phones_stand_in_the_file(box: Box, tmp_path: Path) -> None:
    invited = box.invite("monitor 1", "d/head", AT)
    _, word = box.let_in(box.invite("monitor 2", "d/head", AT), AT)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"monitor 1" in held
    assert invited.encode() not in held
    assert word.encode() not in held


def test_phones_end_somewhere(box: Box) -> None:
    for number in range(MOST_PHONES):
        box.invite(f"monitor {number}", "d/head", AT)
    with pytest.raises(Refused) as refused:
        box.invite("one more", "d/head", AT)
    assert refused.value.code == "box_full"
    box.invite("tomorrow", "d/head", AT + INVITED)


def test_what_is_done_with_is_removed_and_its_id_stays(box: Box, key: NoteKey) -> None:
    """FLD-5, FLD-10."""
    one = phone(box)
    sealed = seal(key.point, b"{}", f"{one.id}.{NOTE}")
    assert box.take(one, NOTE, sealed, AT + 600, AT)
    assert not box.take(one, NOTE, sealed, AT, AT)
    assert box.note(one.id, NOTE).skew == 600
    assert box.waiting() == 1
    box.close(one.id, NOTE, "aside", "d/head", AT)
    assert box.waiting() == 0
    assert not box.take(one, NOTE, sealed, AT, AT)
    found = box.notes(waiting=False)[0]
    assert (found.sealed, found.handled.state, found.handled.by) == (b"", "aside", "d/head")


def test_a_signed_draft_is_remembered_where_it_was_made_and_no_other_mark_does_anything(
    box: Box, key: NoteKey
) -> None:
    one = phone(box)
    box.take(one, NOTE, seal(key.point, b"{}", "a.b"), AT, AT)
    for marks in ([], [""], ["x"], [f"{one.id}.{'1' * 32}.report"], [f"{one.id}"]):
        box.signed(marks, "r/0", "a/0")
        assert box.note(one.id, NOTE).handled.acts == {}
    box.signed([f"{one.id}.{NOTE}.report"], "r/0", "r/0")
    box.signed([f"{one.id}.{NOTE}.exactly"], "d/0", "d/0")
    handled = box.note(one.id, NOTE).handled
    assert (handled.record, handled.acts) == ("r/0", {"report": "r/0", "exactly": "d/0"})


def test_whoever_is_shut_out_stays_out(box: Box) -> None:
    ident, word = box.let_in(box.invite("monitor 1", "d/head", AT), AT)
    box.revoke(ident, "d/head", AT)
    box.revoke(ident, "d/deputy", AT + 1)
    assert (box.phone(ident).revoked, box.phone(ident).revoked_by) == (AT, "d/head")
    with pytest.raises(Refused) as refused:
        box.known(ident, word)
    assert refused.value.code == "phone_revoked"
    for unknown in (("0" * 16, word), (ident, "x")):
        with pytest.raises(Refused) as refused:
            box.known(*unknown)
        assert refused.value.code == "not_invited"
    with pytest.raises(Refused):
        box.revoke("nobody", "d/head", AT)
