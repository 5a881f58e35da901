# SPDX-License-Identifier: Apache-2.0
"""What holds at every door of these pages: one name, answers for nobody else, no fault that tells a text."""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.pages import fault, troubled
from tripartite.desk.settled import POLICY
from tripartite.sync.app import PATIENCE

_log = logging.getLogger(__name__)


class Threshold(ABC):
    """Middleware. Whoever is expected has the patience of the server; strangers have a deadline (DSK-12)."""

    NAME: str
    """What the log calls these pages."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponse(status=400)
        request.page = self.page(request)
        if self.expected(request):
            request.META[PATIENCE]()
        response = self._answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    @abstractmethod
    def page(self, request: Any) -> Any:
        """The request, as its page is to see it."""

    @abstractmethod
    def expected(self, request: Any) -> bool:
        """Whether it is somebody known here."""

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """A refusal is a page; anything else is a fault of ours, and a page all the same.

        The log is told where it happened and nothing of what was said: an error's own words may quote a text.
        """
        if isinstance(error, Trouble):
            return troubled(request, error)
        if isinstance(error, (Http404, SuspiciousOperation)):
            return None
        places = (
            f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)
        )
        _log.error("%s: %s at %s", self.NAME, type(error).__name__, " ".join(places))
        return fault(request)
