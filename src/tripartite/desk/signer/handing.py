# SPDX-License-Identifier: Apache-2.0
"""Handing in what was signed elsewhere: once, by the key of the role it was prepared for (SGN-12, SGN-13)."""

from __future__ import annotations

from threading import Lock
from typing import Any

from tripartite.core.encoding.refusal import Held, Trouble
from tripartite.desk.away import Taken
from tripartite.desk.kept import Form
from tripartite.desk.store import Drawer

_ONE = Lock()
"""What is handed in twice at once is appended once."""


def handed_in(page: Any, signed: tuple[str, str]) -> str:
    """The record where it stands now. The node judges the signature as it judges any; raises what it refuses."""
    ident, note = signed
    with _ONE:
        taken = page.desk.drawer.away.one(ident)
        record = _appended(page, taken, note)
        page.desk.drawer.away.forget(ident)
    if taken.was.draft:
        page.desk.drawer.throw_away(taken.was.draft, taken.role)
    return record


def _appended(page: Any, taken: Taken, note: str) -> str:
    was, drawer = taken.was, page.desk.drawer
    if was.edition:
        drawer.begin_signing(was.item, was.edition, taken.role, page.now, taken.id)
    try:
        done = page.ask("append", dispatch=note, payload=was.payload, keep=was.second)
    except Held:
        raise
    except Trouble:
        if was.edition:
            drawer.end_signing(was.item, "")
        raise
    record = was.record or str(done["acts"][0])
    drawer.field.signed(_form(drawer, taken).get("note", []), record, str(done["acts"][0]))
    if was.edition:
        drawer.end_signing(was.item, record)
    return record


def _form(drawer: Drawer, taken: Taken) -> Form:
    """The form it was written in, as far as it is still there."""
    if taken.was.item:
        return drawer.item(taken.was.item).wish.form
    draft = drawer.draft(taken.was.draft, taken.role)
    return draft.form if draft else {}
