# SPDX-License-Identifier: Apache-2.0
"""`{% loud %}`: the banner that every page bears while an urgent message waits for a person's word (TOD-20)."""

from __future__ import annotations

from typing import Any

from django import template

from tripartite.desk.events import mark

register = template.Library()


@register.inclusion_tag("desk/line/loud.html", takes_context=True)
def loud(context: Any) -> dict[str, Any]:
    request = context["request"]
    items = request.page.ask("loud")["items"] if request.page.seat else []
    return {
        "items": items, "first": items[0] if items else None, "seat": request.page.seat,
        "words": context["words"], "tell": context["tell"], "here": request.get_full_path(),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def since(context: Any) -> str:
    """Up to where this page is, for the stream of changes."""
    return mark(context["request"].page.desk)
