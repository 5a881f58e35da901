# SPDX-License-Identifier: Apache-2.0
"""A list written out in a template: `{% for one in "a b c"|words_of %}`."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def words_of(text: str) -> list[str]:
    return text.split()
