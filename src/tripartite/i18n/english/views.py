# SPDX-License-Identifier: Apache-2.0
"""What stands over many records: filters, lists, time lines; and over one: accounts side by side, changes, readers."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "views.views": "Ways to look",
    "views.tab.list": "List",
    "views.tab.map": "Map",
    "views.tab.timeline": "Time line",
    "views.all": "all",
    "views.any": "any",
    "views.more_filter": "More to filter by",
    "views.all_of_it": "Show all",
    "views.utc_days": "Days are days of UTC, so that they are the same ones for every party.",
    "views.part.chapter": "Kind",
    "views.part.text": "Words",
    "views.part.by": "By",
    "views.part.state": "State",
    "views.part.truth": "Whose word",
    "views.part.from": "From",
    "views.part.to": "To",
    "views.part.place": "Place",
    "views.part.sort": "Order",
    "views.part.columns": "Columns",
    "views.part.after": "Page",
    "views.sort.newest": "what came last first",
    "views.sort.oldest": "what came first first",
    "views.sort.latest": "what happened last first",
    "views.sort.earliest": "what happened first first",
    "views.column.truth": "Whose word",
    "views.column.state": "State",
    "views.column.by": "By",
    "views.column.day": "Happened",
    "views.column.place": "Place",
    "views.signed": "Signed",
    "views.wrong": "A part of this address could not be read, so it filters nothing.",
    "views.wrong.choice": "There is no such choice.",
    "views.wrong.day": "This is no day. Write year, month and day, as 2007-05-28.",
    "views.wrong.span": "The last day lies before the first.",
    "views.wrong.text": "This is too long, or has signs that nobody types.",
    "views.wrong.after": "There is no such page.",
    "views.count": ("{n} record", "{n} records"),
    "views.count.more": ("at least {n} record", "at least {n} records"),
    "views.none_fits": "Nothing fits this filter.",
    "views.looked_at": (
        "{n} record was looked at for this page; there are more.",
        "{n} records were looked at for this page; there are more.",
    ),
    "views.beginning": "From the beginning",
    "views.on": "Go on",
    "views.back": "Back to the list",
    "views.drawing": "Days with records, from {from} to {to}. The table says the same.",
    "views.no_hour": "no hour was said",
    "views.more_days": "There are more; narrow the days to see them.",
}
