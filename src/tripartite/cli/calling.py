# SPDX-License-Identifier: Apache-2.0
"""Calls officers who are not at a desk while something urgent waits; tries the alerts once a day (TOD-30 to TOD-34).

Everything happens in a thread of its own: an alert that hangs keeps nobody waiting but the next alert.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from tripartite.alerts.port import Alert
from tripartite.alerts.settings import AlertSettings, Contact
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import instant, instant_text
from tripartite.i18n.languages import BY_CODE
from tripartite.i18n.words import Words
from tripartite.storage.files import put_file

EVERY = 2.0
"""Seconds between two looks at what waits."""
AGAIN = (30, 60, 120, 300)
"""Seconds after a call that failed until the next try; the last of them again and again."""
STATE = "alerts.json"
"""In the home: when the alerts worked last, and when they were tried in vain."""
NOBODY = "no_contact"
"""Why a test failed of an alert that has no address of anybody."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Call:
    """A call for one message at one step of the rota. `next`: the instant, Unix seconds, of the next try."""

    failures: int = 0
    next: int = 0
    done: bool = False


@dataclass(slots=True)
class Caller:
    """`loud`: the urgent messages that wait, as the call of that name; `now`: the node's clock, Unix seconds;
    `names`: of this party, by language."""

    settings: AlertSettings | None
    alerts: Sequence[Alert]
    loud: Callable[[], Sequence[Mapping[str, Any]]]
    now: Callable[[], int]
    names: Mapping[str, str]
    language: str
    home: Path
    calls: dict[tuple[str, int], _Call] = field(default_factory=dict)
    _stop: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)
    _thread: Thread | None = None

    # --- running

    def start(self) -> None:
        if self.settings is not None and self.alerts:
            self._thread = Thread(target=self._run, name="alerts", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self.look()
            except (Trouble, OSError) as error:
                _log.warning("alerts: %s", type(error).__name__)

    # --- one look

    def look(self) -> None:
        """Calls for what waits and was not called for at this step of the rota; tries the alerts when it is time."""
        waiting = {(one["record"], one["timers"]): one for one in self.loud()}
        self.calls = {key: call for key, call in self.calls.items() if key in waiting}
        now = self.now()
        due = [key for key in waiting if not self._call(key).done and self._call(key).next <= now]
        for office in dict.fromkeys(waiting[key]["office"] for key in due):
            worked = self._send(office, "alert.waits")
            for key in due:
                if waiting[key]["office"] == office:
                    self._note(self._call(key), worked, now)
        if self._is_time(now):
            self.try_all()

    def _call(self, key: tuple[str, int]) -> _Call:
        return self.calls.setdefault(key, _Call())

    def _note(self, call: _Call, worked: bool, now: int) -> None:
        call.done = worked
        if not worked:
            call.next = now + AGAIN[min(call.failures, len(AGAIN) - 1)]
            call.failures += 1

    def _send(self, office: str | None, message: str) -> bool:
        """Whether it worked by one way at least."""
        contacts = self.settings.reached_for(office) if self.settings else []
        reasons = [
            self._tried(alert, contact, message)
            for contact in contacts
            for alert in self.alerts
            if alert.reaches(contact)
        ]
        return "" in reasons

    def _tried(self, alert: Alert, contact: Contact, message: str) -> str:
        """ "" if it worked, else the kind of what went wrong; the log is told no more than that."""
        try:
            with self._lock:
                alert.send(contact, self._text(contact, message))
        except Trouble as trouble:
            why = trouble.refusal.fact("detail")
            _log.warning("alert by %s: %s", alert.port, why)
            return why
        return ""

    def _text(self, contact: Contact, message: str) -> str:
        """The name of the party in the officer's language, and that something waits there; nothing else (TOD-31)."""
        code = contact.language if contact.language in BY_CODE else self.language
        name = self.names.get(code) or self.names.get("en") or next(iter(self.names.values()))
        return Words(code)(message, name=name)

    # --- trying

    def _is_time(self, now: int) -> bool:
        """Whether the hour of the daily test came since they were tried last."""
        if self.settings is None:
            return False
        hour = instant(f"{instant_text(now)[:10]}T{self.settings.test_hour}:00Z")
        last = hour if hour <= now else hour - 86_400
        state = self.state()
        return max(state["tested"] or 0, state["failed"] or 0) < last

    def try_all(self) -> list[dict[str, Any]]:
        """Sends a test by every alert to every contact; `reason` is "" where it worked."""
        found = []
        for alert in self.alerts:
            contacts = self.settings.contacts if self.settings else ()
            reasons = [self._tried(alert, one, "alert.try") for one in contacts if alert.reaches(one)]
            found.append(
                {"port": alert.port, "reason": next(filter(None, reasons), "" if reasons else NOBODY)}
            )
        if found:
            self._keep(all(not one["reason"] for one in found))
        return found

    def _keep(self, worked: bool) -> None:
        state = self.state()
        said = {"tested": self.now() if worked else state["tested"], "failed": None if worked else self.now()}
        put_file(self.home / STATE, json.dumps(said).encode())

    def state(self) -> dict[str, Any]:
        """`set`: whether there is anything to call by; `tested`: when all of it worked last; `failed`: when it did not,
        if that is later. Unix seconds."""
        try:
            said = json.loads((self.home / STATE).read_text(encoding="utf-8"))
            found = {
                name: said[name] if isinstance(said.get(name), int) else None for name in ("tested", "failed")
            }
        except (OSError, ValueError, AttributeError):
            found = {"tested": None, "failed": None}
        return {"set": bool(self.settings and self.alerts), **found}

    # --- calls of a running home

    def answers(self) -> dict[str, Callable[[Mapping[str, Any]], Any]]:
        return {"alerts": lambda _said: self.state(), "alert_test": lambda _said: {"items": self.try_all()}}
