# SPDX-License-Identifier: Apache-2.0
"""`{% alerts %}` on any page: what is new in saved filters that somebody wanted to be told of."""

from __future__ import annotations

from typing import Any

from django import template

from tripartite.desk.lists import saved

register = template.Library()


@register.inclusion_tag("desk/lists/alerts.html", takes_context=True)
def alerts(context: Any) -> dict[str, Any]:
    page = context["request"].page
    return {
        "found": saved.alerts(page),
        "words": page.words,
        "tell": page.tell,
        "csrf_token": context["csrf_token"],
    }
