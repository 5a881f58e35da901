# SPDX-License-Identifier: Apache-2.0
"""`{% place_map shown %}`: a small map on the page of a record that has a place; `{% sign number %}`: a party's."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from tripartite.desk.maps.views import small
from tripartite.maps.drawing import tag
from tripartite.maps.picture import sign as figure_of

register = template.Library()


@register.inclusion_tag("desk/maps/figure.html", takes_context=True)
def place_map(context: Any, shown: dict[str, Any]) -> dict[str, Any]:
    page = context["request"].page
    return {"figure": small(page, shown), "words": page.words, "tell": page.tell}


@register.simple_tag
def sign(number: int) -> SafeString:
    """Its name stands beside it, so it says nothing itself."""
    inner = figure_of(number, 10, 10)
    said = tag("svg", inner, class_="m-key", viewBox="0 0 20 20", width=20, height=20, aria_hidden="true")
    return mark_safe(said)  # noqa: S308  (made of numbers alone)
