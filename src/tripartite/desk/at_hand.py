# SPDX-License-Identifier: Apache-2.0
"""What lies at hand for whoever sits here: `{% at_hand %}` lists drafts and the signature folder on a page."""

from __future__ import annotations

from typing import Any

from django import template

from tripartite.desk import drafts, folder

register = template.Library()


@register.inclusion_tag("desk/at_hand.html", takes_context=True)
def at_hand(context: Any, everything: bool = False) -> dict[str, Any]:
    """`everything`: what was signed as well, and headings where there is nothing."""
    page = context["request"].page
    return {
        "drafts": drafts.listed(page), "folder": folder.listed(page, everything), "everything": everything,
        "words": page.words, "tell": page.tell, "csrf_token": context["csrf_token"],
    }  # fmt: skip
