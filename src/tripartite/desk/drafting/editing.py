# SPDX-License-Identifier: Apache-2.0
"""The form of a text: what it begins with, what its buttons do, what is checked first (ROO-1 to ROO-5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.kinds import Kind
from tripartite.desk import drafts
from tripartite.desk.drafting import checking
from tripartite.desk.drafting.differing import Row as Difference
from tripartite.desk.drafting.differing import compared
from tripartite.desk.drafting.order import in_order
from tripartite.desk.kept import Draft, Form
from tripartite.desk.shapes import Shape, shapes_of
from tripartite.desk.tags import tongue
from tripartite.desk.texts import TEXTED
from tripartite.desk.wording import brackets
from tripartite.desk.wording.sheet import Sheet, form_with, of_texts, sheet_of

AMENDMENT = "proposal.version"
OWN_FIELDS = frozenset({"brackets", "amends"})
"""Fields of these kinds that the sheet asks for in its own way."""
NOTED, DESPITE = "as_it_is", "despite"
"""Inputs by which somebody takes note: of what differs between the languages, of a newer version."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One paragraph that another version changed since the one that this draft began from: in one language.

    `place`: where it stands in the draft, from 0. `theirs`: the number of their paragraph, 0 where they left it out.
    """

    place: int
    theirs: int
    base: str
    mine: str
    difference: Difference


def asked_of(kind: Kind) -> tuple[Shape, ...]:
    """The questions of a kind that its form asks one by one."""
    return tuple(one for one in shapes_of(kind) if kind.name not in TEXTED or one.name not in OWN_FIELDS)


# --- what a form begins with --------------------------------------------------------------------------------------


def begun(page: Any, draft: Draft, form: Form) -> Form:
    """An amendment begins with the version that a link names, else with the last one; other forms with a few rows."""
    if draft.kind not in TEXTED:
        return form
    if draft.kind != AMENDMENT or not draft.record:
        return form_with(form, sheet_of(form).added(0)) if not sheet_of(form).rows else form
    versions = _versions(page, draft)
    named = (form.get("of") or form.get("amends") or [""])[0]
    version = next((one for one in versions if one["id"] == named), versions[-1] if versions else None)
    rest = {name: values for name, values in form.items() if name != "of"}
    if version is None:
        return rest
    return form_with({**rest, "amends": [version["id"]]}, of_texts(version["texts"], _marks(page, version)))


def _versions(page: Any, draft: Draft) -> Sequence[Values]:
    return in_order(page.ask("show", record=draft.record)["fields"].get("versions", ()))


def _marks(page: Any, version: Values) -> list[tuple[int, str]]:
    """Who sponsors which bracket, as the version was signed."""
    shown = page.ask("show", record=version["id"])
    act = next((one for one in shown["acts"] if one["id"] == version["id"]), None)
    return [(place, line) for place, line in act["body"].get("brackets") or ()] if act else []


# --- what the buttons do ------------------------------------------------------------------------------------------


def turned(request: Any, draft: Draft) -> HttpResponse | None:
    """What a button of the sheet did to a draft, and where to go on; None where none was pressed."""
    page = request.page
    asked = str(request.POST.get("do", ""))
    if draft.kind not in TEXTED or not asked:
        return None
    what, *places = asked.split(".")
    numbers = [int(one) for one in places if one.isascii() and one.isdecimal() and len(one) < 4]
    form, place = _done(page, draft, what, numbers)
    page.desk.drawer.save(replace(draft, form=form))
    return HttpResponseRedirect(f"{drafts.address(draft)}#par-{place}")


def _done(page: Any, draft: Draft, what: str, numbers: Sequence[int]) -> tuple[Form, int]:
    """The form as the button leaves it, and the place to look at."""
    form, sheet = draft.form, sheet_of(draft.form)
    place = min(numbers[0], max(len(sheet.rows) - 1, 0)) if numbers else 0
    if what == "rebase" and draft.kind == AMENDMENT and (versions := _versions(page, draft)):
        return form_with({**form, "amends": [versions[-1]["id"]]}, sheet), 0
    if what in ("take", "put") and len(numbers) == 2:
        return form_with(form, _taken(page, draft, sheet, what, numbers)), numbers[0]
    if what == "bracket" and sheet.rows:
        sheet = sheet.bracketed(place, page.desk.party, page.desk.charter().said.languages)
    else:
        sheet, place = _shifted(sheet, what, place)
    return form_with(form, sheet), place


def _shifted(sheet: Sheet, what: str, place: int) -> tuple[Sheet, int]:
    match what:
        case "add":
            return sheet.added(place + 1), place + 1
        case "remove":
            return sheet.removed(place), max(place - 1, 0)
        case "up":
            return sheet.moved(place, place - 1), max(place - 1, 0)
        case "down":
            return sheet.moved(place, place + 1), min(place + 1, max(len(sheet.rows) - 1, 0))
    return sheet, place


def _taken(page: Any, draft: Draft, sheet: Sheet, what: str, numbers: Sequence[int]) -> Sheet:
    """Their paragraph in place of mine, or put in before it."""
    versions = _versions(page, draft)
    theirs = of_texts(versions[-1]["texts"]) if versions else Sheet()
    place, number = numbers
    if not 0 < number <= len(theirs.rows):
        return sheet
    if what == "put":
        sheet = sheet.added(place)
    return sheet.taken(place, theirs.rows[number - 1])


# --- before it is looked at ---------------------------------------------------------------------------------------


def ready(page: Any, draft: Draft) -> Draft:
    """The draft as it will be signed: without gaps, each bracket with its sponsor. Raises `Refused` where it is not
    ready: a language lacks a paragraph, brackets came or went, the languages differ, or there is a newer version and
    nobody took note of that."""
    if draft.kind not in TEXTED:
        return draft
    sheet = sheet_of(draft.form).without_gaps()
    if lacking := sheet.lacking():
        raise Refused(
            "paragraph_lacking", "ROO-1", count=str(lacking[0]), found=tongue(lacking[1], "")["name"]
        )
    whole = sheet.sponsored(page.desk.party) if draft.kind == AMENDMENT else Sheet(sheet.rows)
    draft = replace(draft, form=form_with(draft.form, whole))
    page.desk.drawer.save(draft)
    if draft.kind == AMENDMENT and whole.marks != sheet.marks:
        raise Refused("brackets_changed", "ROO-2")
    check = checking.check(whole.texts(), page.desk.charter().said.languages)
    if check.differs and _first(draft.form, NOTED) != check.told:
        raise Refused("not_concordant", "ROO-3")
    newer = _newer(page, draft)
    if newer and _first(draft.form, DESPITE) != newer["id"]:
        raise Refused("newer_version", "ROO-5", party=page.tell.party(newer["by"]))
    return draft  # fmt: skip


def _first(form: Form, name: str) -> str:
    return (form.get(name) or [""])[0]


def _newer(page: Any, draft: Draft) -> Values | None:
    """The last version, if it is none of those that this amendment began from."""
    base = _first(draft.form, "amends")
    if draft.kind != AMENDMENT or not draft.record or not base:
        return None
    versions = _versions(page, draft)
    return versions[-1] if versions and versions[-1]["id"] != base else None


# --- what is drawn ------------------------------------------------------------------------------------------------


def editor(page: Any, draft: Draft, form: Form) -> dict[str, Any]:
    """For the template of the form: rows, brackets with their sponsors, the check, and a newer version."""
    sheet, charter = sheet_of(form), page.desk.charter()
    codes = charter.said.languages
    check = checking.check(sheet.without_gaps().texts(), codes)
    places = iter(range(len(sheet.marks)))
    rows = [
        {
            "number": number,
            "place": number - 1,
            "cells": [tongue(code, row.get(code, "")) for code in codes],
            "marks": [
                (next(places), line, page.tell.parties(brackets.sponsors(line, charter.parties)) or line)
                for line in brackets.of_paragraph(sheet.marks, number)
            ],
            "differs": [f"guard.{code}" for code in check.at.get(number, ())],
            "last": number == len(sheet.rows),
        }
        for number, row in enumerate(sheet.rows or [{}], 1)
    ]
    return {
        "rows": rows,
        "count": len(rows),
        "amendment": draft.kind == AMENDMENT,
        "amends": _first(form, "amends"),
        "pasted": [tongue(code, "") for code in codes],
        "check": check,
        "told": check.told,
        "lacking": [tongue(code, "")["name"] for code in check.lacking],
        "noted": _first(form, NOTED) == check.told,
        "written": any(any(row.values()) for row in sheet.rows),
        **_meanwhile(page, draft, sheet),
    }


def _meanwhile(page: Any, draft: Draft, sheet: Sheet) -> dict[str, Any]:
    """What somebody else tabled since: base, mine and theirs, in the reader's language if they all have it."""
    newer = _newer(page, draft)
    if newer is None:
        return {"newer": None}
    base = next((one for one in _versions(page, draft) if one["id"] == _first(draft.form, "amends")), newer)
    theirs = dict(newer["texts"])
    shared = [code for code, _ in base["texts"] if code in theirs]
    mine = page.words.language.code
    code = mine if mine in shared else next(iter(shared), "")
    return {
        "newer": newer["id"],
        "newer_by": page.tell.party(newer["by"]),
        "base": base["id"],
        "in": tongue(code, ""),
        "conflicts": conflicts(dict(base["texts"]).get(code, ()), sheet.texts().get(code, ()), theirs.get(code, ())),
        "despite": _first(draft.form, DESPITE) == newer["id"],
    }  # fmt: skip


def conflicts(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Conflict]:
    """Where their text is another than the base: with what stands there in mine."""
    where = {row.before: row.after for row in compared(base, mine) if row.before}
    found, place = [], 0
    for row in compared(base, theirs):
        if row.before:
            place = (where.get(row.before) or place + 1) - 1
        if row.changed:
            kept = bool(row.before) and bool(where.get(row.before))
            found.append(
                Conflict(
                    place, row.after, base[row.before - 1] if row.before else "",
                    mine[place] if kept else "", row,
                )
            )  # fmt: skip
        if row.before:
            place += bool(where.get(row.before))
    return found
