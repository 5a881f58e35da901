# SPDX-License-Identifier: Apache-2.0
"""What every page stands on: the reader's language, the sentences, the face of an exercise, and errors in words."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tripartite.core.encoding.refusal import Refused, Trouble, Unavailable
from tripartite.desk.desk import Desk
from tripartite.desk.pointing import called
from tripartite.desk.screens import SCREENS
from tripartite.desk.seats import Seat
from tripartite.desk.telling import Telling
from tripartite.i18n.explain import explain
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.words import Words
from tripartite.storage.house import house_of

STATUS = {
    "not_found": 404,
    "ambiguous_id": 404,
    "passphrase_wrong": 403,
    "too_many_tries": 429,
    "no_power": 403,
}


LOOKUPS = 40
"""Records elsewhere whose titles one page looks up."""


class Page:
    """One request, as its page sees it."""

    def __init__(self, desk: Desk, request: HttpRequest, seat: Seat | None) -> None:
        self.desk = desk
        self.seat = seat
        self._request = request
        self._called: dict[str, str] = {}

    @cached_property
    def words(self) -> Words:
        chosen = self._request.COOKIES.get(language_cookie(self.desk), "")
        return Words(chosen if chosen in BY_CODE else self.desk.language)

    @cached_property
    def tell(self) -> Telling:
        entries = self.desk.charter().said.parties
        names = {entry.id: [list(pair) for pair in entry.names] for entry in entries}
        return Telling(self.words, names, self.desk.zone, self.called)

    def called(self, act: str) -> str:
        """What a record elsewhere is called, by an act of it; "" if it is not held, and beyond `LOOKUPS`."""
        if act not in self._called and len(self._called) < LOOKUPS:
            self._called[act] = called(self, act)
        return self._called.get(act, "")

    @cached_property
    def people(self) -> dict[str, str]:
        """By role the functions of the delegates in force, in words."""
        return {
            one["role"]: self.words.language.listed(
                [self.words(f"function.{name}") for name in one["functions"]]
            )
            for one in self.ask("seats")["items"]
        }

    def who(self, role: str) -> str:
        """A delegate of this desk by function, and by role."""
        name, functions = role.removeprefix("d/"), self.people.get(role, "")
        if functions.casefold() in ("", name):
            return functions or name
        return self.words("folder.who", role=name, functions=functions)

    @cached_property
    def now(self) -> int:
        """The node's clock, Unix seconds."""
        return int(self.ask("status")["now"])

    def ask(self, call: str, **said: Any) -> Any:
        """What the node answers."""
        return self.desk.call(call, said)

    @cached_property
    def marking(self) -> str:
        """This office's own marking, in the reader's language if it has it (OFF-50)."""
        marking = house_of(self.desk.keys.parent).marking
        return self.tell.chosen(sorted([code, text] for code, text in marking.items())) if marking else ""

    def note(self, verb: str, about: str = "", why: str = "", who: str = "") -> None:
        """Notes what was done at this desk that is no act, by whoever sits here unless said otherwise (OFF-30)."""
        hand = who or (self.seat.role if self.seat else "")
        self.desk.drawer.diary.note(self.now, hand, verb, about, why)

    def common(self) -> dict[str, Any]:
        charter = self.desk.charter().said
        face = self.tell.chosen([list(pair) for pair in charter.exercise]) if charter.exercise else ""
        return {
            "words": self.words,
            "tell": self.tell,
            "language": self.words.language,
            "languages": LANGUAGES,
            "seat": self.seat,
            "own": self.desk.party,
            "exercise": face,
            "marking": self.marking,
            "purpose": charter.purpose,
            "screens": [(screen.name, f"screen.{screen.name}") for screen in SCREENS],
        }


def language_cookie(desk: Desk) -> str:
    """Its name."""
    return f"desk_language_{desk.party}"


def drawn(request: Any, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page from its template."""
    return render(request, f"desk/{template}.html", {**request.page.common(), **context}, status=status)


def troubled(
    request: Any, trouble: Trouble, template: str = "trouble", status: int = 0, **context: Any
) -> HttpResponse:
    """What happened, why, and what to do; what was typed is kept where a form is drawn again."""
    said = explain(trouble.refusal, request.page.words)
    status = status or STATUS.get(trouble.code, 400)
    return drawn(request, template, status, trouble=said, code=trouble.code, **context)


def stale_form(request: Any, reason: str = "") -> HttpResponse:
    """A form from before the sign-in, or from somewhere else: nothing was done."""
    return drawn(request, "stale", 403, back=reverse("today"))


def nothing_here(request: Any, exception: Exception | None = None) -> HttpResponse:
    """No page has this address."""
    del exception
    return troubled(request, Refused("not_found", "DSK-1", what="page", found=request.path[:80]))


def fault(request: Any) -> HttpResponse:
    """A fault of ours: nothing is said of it but that nothing signed is lost."""
    if not hasattr(request, "page"):
        return HttpResponse(status=500)
    return troubled(request, Unavailable("internal", "DSK-1"), status=500)
