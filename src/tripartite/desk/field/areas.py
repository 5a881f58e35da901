# SPDX-License-Identifier: Apache-2.0
"""Districts that a phone may offer: the places with a code on lists of areas that the parties adopted (FLD-7)."""

from __future__ import annotations

import re
from typing import Any

from tripartite.i18n.texts import chosen
from tripartite.i18n.words import Words, tame

_CODE = re.compile(r"[A-Z]{2}-?[A-Z0-9]{1,12}\Z")
MOST = 200


def areas(page: Any, words: Words) -> list[tuple[str, str]]:
    """Codes and names, by name; for phones that were let in alone, for lists are the parties'."""
    lists = page.ask("list", chapter="proposals", where={}, after=None, limit=MOST)["items"]
    found = {
        entry["place"]: tame(chosen(entry["words"], words.language))
        for one in lists
        if one["fields"] and one["fields"].get("kind") == "area_list"
        for version in one["fields"]["versions"]
        if version["adopted"]
        for entry in version["entries"]
        if _CODE.match(entry.get("place") or "")
    }
    return sorted(found.items(), key=lambda pair: pair[1])[:MOST]
