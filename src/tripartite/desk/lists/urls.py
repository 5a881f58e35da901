# SPDX-License-Identifier: Apache-2.0
"""The addresses of lists and of what stands over the same filter."""

from __future__ import annotations

from django.urls import path

from tripartite.desk.lists import bulk, listing, matrix, saved, search, sheets, timeline
from tripartite.desk.slices import detailing

urls = [
    path("screens/<slug:name>", listing.screen, name="screen"),
    path("screens/<slug:name>/timeline", timeline.timeline, name="timeline"),
    path("screens/<slug:name>/list.csv", sheets.sheet, name="sheet"),
    path("search", search.search, name="search"),
    path("matrix", matrix.matrix, name="matrix"),
    path("filters", saved.shelf, name="filters"),
    path("filters/save", saved.save, name="filter_save"),
    path("filters/<slug:saved>", saved.look, name="filter_look"),
    path("filters/<slug:saved>/drop", saved.drop, name="filter_drop"),
    path("bulk", bulk.choose, name="bulk"),
    path("bulk/form", bulk.named, name="bulk_kind"),
    path("bulk/<str:kind>/look", bulk.write, name="bulk_write"),
    *detailing.urls,
]
