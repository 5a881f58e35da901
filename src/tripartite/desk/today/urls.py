# SPDX-License-Identifier: Apache-2.0
"""The addresses of Today and of the watch."""

from __future__ import annotations

from django.urls import path

from tripartite.desk.today import page, watch

urls = [path("", page.today, name="today"), path("watch", watch.watch, name="watch")]
