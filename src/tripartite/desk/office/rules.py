# SPDX-License-Identifier: Apache-2.0
"""The office's own rules: the marking on every page, and what may be held here at most (OFF-50, OFF-51)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.office import stewards
from tripartite.desk.pages import drawn
from tripartite.i18n.languages import BY_CODE
from tripartite.storage.house import CEILINGS, House, house_of, keep_house

LONGEST = 120


@require_http_methods(["GET", "POST"])
def rules(request: Any) -> HttpResponse:
    page, post = request.page, request.POST
    home = page.desk.keys.parent
    house = house_of(home)
    if request.method == "GET":
        tongues = [(one, house.marking.get(code, "")) for code, one in BY_CODE.items()]
        return drawn(
            request, "office/rules", tongues=tongues, ceilings=CEILINGS, ceiling=house.ceiling,
            **stewards.common(page, "office_rules"),
        )  # fmt: skip
    stewards.must_be(page)
    ceiling = next((one for one in CEILINGS if one == post.get("ceiling")), None)
    if ceiling is None:
        raise Refused("bad_value", "OFF-51", what="ceiling", found=post.get("ceiling", "")[:40])
    typed = {code: post.get(f"marking:{code}", "").strip()[:LONGEST] for code in BY_CODE}
    new = House({code: text for code, text in typed.items() if text}, ceiling)
    keep_house(home, new)
    if new.marking != house.marking:
        page.note("marking")
    if new.ceiling != house.ceiling:
        page.note("ceiling", new.ceiling)
    return HttpResponseRedirect(f"{reverse('office_rules')}?saved=1")
