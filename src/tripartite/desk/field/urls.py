# SPDX-License-Identifier: Apache-2.0
"""The addresses of the field form and of the field box."""

from __future__ import annotations

from django.urls import path

from tripartite.desk.field import office, phone

OPEN = frozenset(
    {
        "notes", "notes_start", "notes_form", "notes_join", "notes_forget", "notes_in", "notes_worker",
        "notes_manifest",
    }
)  # fmt: skip
"""Views for phones: they need nobody's PIN."""

urls = [
    path("notes/", phone.front, name="notes"),
    path("notes/in", phone.arrive, name="notes_in"),
    path("notes/worker.js", phone.worker, name="notes_worker"),
    path("notes/<slug:language>", phone.start, name="notes_start"),
    path("notes/<slug:language>/manifest", phone.manifest, name="notes_manifest"),
    path("notes/<slug:language>/forget", phone.forget, name="notes_forget"),
    path("notes/<slug:language>/join/<slug:word>", phone.join, name="notes_join"),
    path("notes/<slug:language>/<slug:kind>", phone.form, name="notes_form"),
    path("field", office.box, name="field"),
    path("field/invite", office.invite, name="field_invite"),
    path("field/phones/<slug:phone>/revoke", office.revoke, name="field_revoke"),
    path("field/<slug:phone>/<slug:note>", office.note, name="field_note"),
    path("field/<slug:phone>/<slug:note>/draft", office.draft, name="field_draft"),
    path("field/<slug:phone>/<slug:note>/belongs", office.belongs, name="field_belongs"),
    path("field/<slug:phone>/<slug:note>/close", office.close, name="field_close"),
]
