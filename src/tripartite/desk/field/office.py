# SPDX-License-Identifier: Apache-2.0
"""The field box at the desk: which phones may send, what they sent, and the drafts that are made of it (FLD-6 to 9)."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.desk import drafts
from tripartite.desk.field.note import Note, read
from tripartite.desk.field.parts import MARK, Part, parts
from tripartite.desk.field.questions import answered
from tripartite.desk.kept import Draft
from tripartite.desk.note_box import Box, Sent, State
from tripartite.desk.pages import drawn
from tripartite.desk.store import fresh
from tripartite.i18n.words import tame

INVITERS = frozenset({"head_of_delegation", "deputy_head", "secretariat"})
"""Functions whose holders let phones in and shut them out (FLD-1)."""
SAME_CLOCK = 120
"""Seconds by which two clocks may differ and still be called the same."""
CHAPTERS = {"happened": "incidents", "turned": "access"}
OFFERED = 30
"""Records that a note may be said to belong to."""


def _box(request: Any) -> Box:
    found: Box = request.page.desk.drawer.field
    return found


def _may_invite(request: Any) -> bool:
    return bool(INVITERS & set(request.page.seat.functions))


def _inviter(request: Any) -> None:
    if not _may_invite(request):
        raise Refused("no_power", "FLD-1")


# --- the box and its phones


@require_GET
def box(request: Any) -> HttpResponse:
    return _drawn(request)


def _drawn(request: Any, **context: Any) -> HttpResponse:
    page, kept = request.page, _box(request)
    phones = kept.phones()
    labels = {one.id: one.label for one in phones}
    return drawn(
        request, "field/box", here="incidents", notes=[_listed(one, labels) for one in kept.notes()],
        done=[_listed(one, labels) for one in kept.notes(waiting=False)],
        phones=[{"said": one, "by": page.who(one.made_by), "revoked_by": page.who(one.revoked_by)} for one in phones],
        inviter=_may_invite(request), **context,
    )  # fmt: skip


def _listed(one: Sent, labels: dict[str, str]) -> dict[str, Any]:
    return {"said": one, "label": labels.get(one.phone, ""), "state": f"box.state.{one.handled.state}"}


@require_POST
def invite(request: Any) -> HttpResponse:
    """Shows the invitation once: its link, and the same as a square code."""
    _inviter(request)
    page, label = request.page, request.POST.get("label", "").strip()
    if not label:
        raise Malformed("bad_value", "FLD-1", what="label")
    language = page.words.language.code
    word = _box(request).invite(label, page.seat.role, page.now)
    page.note("invitation", about=label)
    link = request.build_absolute_uri(reverse("notes_join", kwargs={"language": language, "word": word}))
    return _drawn(request, link=link, label=label, code=_square(link))


def _square(link: str) -> str:
    """The link as a square code, a drawing within the page."""
    drawing: str = segno.make(link, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)
    return drawing


@require_POST
def revoke(request: Any, phone: str) -> HttpResponse:
    _inviter(request)
    page = request.page
    _box(request).revoke(phone, page.seat.role, page.now)
    page.note("device", about=phone)
    return HttpResponseRedirect(reverse("field"))


# --- one note


@require_GET
def note(request: Any, phone: str, note: str) -> HttpResponse:
    page = request.page
    found = _box(request).note(phone, note)
    said, trouble = _opened(page, found)
    label = _box(request).phone(phone).label
    context: dict[str, Any] = {"sent": found, "label": label, "clock": _clock(page, found.skew)}
    if said is None:
        return drawn(request, "field/note", here="incidents", unreadable=trouble, **context)
    ready = [_step(one, found) for one in _parts(page, found, said)]
    return drawn(
        request, "field/note", here="incidents", note=said, steps=ready, answers=_answers(page, said),
        belongs=_records(page, said), told=said.known == "was_told_by", **context,
    )  # fmt: skip


def _clock(page: Any, skew: int) -> str:
    """How far the phone's clock was off when it sent the note; "" if it was not."""
    if abs(skew) <= SAME_CLOCK:
        return ""
    unit, seconds = ("days", 86_400) if abs(skew) >= 2 * 86_400 else ("minutes", 60)
    found: str = page.words.plural(
        f"box.clock.{'ahead' if skew > 0 else 'behind'}.{unit}", abs(skew) // seconds
    )
    return found


def _answers(page: Any, said: Note) -> list[tuple[str, str]]:
    """What was asked and what was answered, in words, days and numbers as they read here."""
    return [
        (page.words(label), page.words(choice) if choice else _value(page, label, value))
        for label, choice, value in answered(said)
    ]


def _value(page: Any, label: str, value: str) -> str:
    if label == "phone.q.day":
        return str(page.tell.day(value).here)
    plain = value.replace(":", "").isdecimal()
    return str(page.words.language.number(value)) if plain else tame(value)


def _opened(page: Any, found: Sent) -> tuple[Note | None, str]:
    """What it says; else why nobody can read it. Nothing that is done with says anything any more."""
    if not found.sealed:
        return None, "box.gone"
    try:
        return read(page.desk.note_key.opened(found.sealed, found.bound)), ""
    except Trouble:
        return None, "box.unreadable"


def _parts(page: Any, found: Sent, said: Note) -> list[Part]:
    return parts(said, found.handled.acts, page.desk.charter().said.languages)


def _step(one: Part, found: Sent) -> dict[str, Any]:
    """How far it is with a part: signed as an act, to be drafted, or waiting for another part."""
    acts = found.handled.acts
    given = one.name == "report" and bool(found.handled.record)
    return {
        "part": one, "act": acts.get(one.name, ""), "given": given,
        "record": acts.get(one.name, found.handled.record) if one.founds else found.handled.record,
        "ready": not one.after or one.after in acts or (one.after == "report" and bool(found.handled.record)),
    }  # fmt: skip


def _records(page: Any, said: Note) -> list[tuple[str, str]]:
    """Records of the kind that may be about the same event already, the newest first."""
    found = page.ask("list", chapter=CHAPTERS[said.kind], where={}, after=None, limit=OFFERED)["items"]
    return [(one["id"], _called(page, one)) for one in reversed(found) if one["fields"]]


def _called(page: Any, record: dict[str, Any]) -> str:
    said = record["fields"]
    return " · ".join([page.tell.title(said), said.get("day", ""), page.tell.party(record["by"])])


@require_POST
def draft(request: Any, phone: str, note: str) -> HttpResponse:
    """A draft of its own for one part, which its author looks at and signs like any other (DSK-4)."""
    page, found = request.page, _box(request).note(phone, note)
    said, trouble = _opened(page, found)
    asked = request.POST.get("part", "")
    ready = {one.name: one for one in _parts(page, found, said)} if said else {}
    if asked not in ready or not _step(ready[asked], found)["ready"]:
        raise Refused("not_found", "FLD-9", what="note", found=trouble or asked[:80])
    part = ready[asked]
    record = "" if part.founds else found.handled.record
    form = {**part.form, MARK: [f"{found.phone}.{found.id}.{part.name}"]}
    if part.after == "report" and part.founds and not found.handled.acts.get("report"):
        form |= {"ref.0.relation": ["part_of"], "ref.0.act": [found.handled.record]}
    made = Draft(fresh(), page.seat.role, part.kind, record, "", page.now, form)
    page.desk.drawer.save(made)
    return HttpResponseRedirect(drafts.address(made))


@require_POST
def belongs(request: Any, phone: str, note: str) -> HttpResponse:
    """It is about something that is recorded already: what it says is added there."""
    page = request.page
    record = page.ask("show", record=request.POST.get("record", ""))["id"]
    _box(request).belongs(phone, note, record)
    return HttpResponseRedirect(_address(phone, note))


@require_POST
def close(request: Any, phone: str, note: str) -> HttpResponse:
    page = request.page
    state: State = "aside" if request.POST.get("state") == "aside" else "done"
    _box(request).close(phone, note, state, page.seat.role, page.now)
    return HttpResponseRedirect(reverse("field"))


def _address(phone: str, note: str) -> str:
    return reverse("field_note", kwargs={"phone": phone, "note": note})
