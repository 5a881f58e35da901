# SPDX-License-Identifier: Apache-2.0
"""The addresses of lists and of what stands over the same filter."""

from __future__ import annotations

from django.urls import path

from tripartite.desk.lists import listing, matrix, timeline
from tripartite.desk.slices import detailing

urls = [
    path("screens/<slug:name>", listing.screen, name="screen"),
    path("screens/<slug:name>/timeline", timeline.timeline, name="timeline"),
    path("matrix", matrix.matrix, name="matrix"),
    *detailing.urls,
]
