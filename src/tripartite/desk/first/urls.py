# SPDX-License-Identifier: Apache-2.0
"""The addresses of the first desk."""

from __future__ import annotations

from django.urls import path

from tripartite.desk.first import charter, views

urlpatterns = [
    path("", views.today, name="today"),
    path("enter/<str:secret>", views.enter, name="enter"),
    path("language", views.language, name="language"),
    path("practise", views.practise, name="practise"),
    path("start", views.start, name="start"),
    path("invitation", views.invitation, name="invitation"),
    path("sheet", views.sheet, name="sheet"),
    path("sheet/code", views.code, name="code"),
    path("charter", charter.charter, name="charter"),
    path("charter/file", charter.file, name="charter_file"),
    path("card", charter.card, name="card"),
    path("delegate", views.delegate, name="delegate"),
    path("done", views.done, name="done"),
]

handler404 = "tripartite.desk.pages.nothing_here"
handler500 = "tripartite.desk.pages.fault"
