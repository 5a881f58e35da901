# SPDX-License-Identifier: Apache-2.0
"""Django, told once per process what it serves: one party's desk, without a database, without a request that leaves."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Protocol

import django
from django.conf import settings

from tripartite.sync.sockets import names_at

HERE = Path(__file__).parent
PROGRAMS = {"tripartite.desk": ("tripartite.desk.api.door.ApiDoor",)}
"""The door for programs, of a part that answers any."""
MAX_FORM = 4_194_304
"""Bytes of one posted form, and its fields."""
MAX_FIELDS = 4_000
SIGNED_IN = 12 * 3600
"""Seconds after which a browser signs in anew, however busy it was."""
FAULT = 500
"""Statuses from which on it was ours."""
MAX_SESSIONS = 2_000
"""Whoever has none of the PINs has no session."""
TAGS = [
    "tripartite.desk.tags",
    "tripartite.desk.words_of",
    "tripartite.desk.at_hand",
    "tripartite.desk.lists.tags",
    "tripartite.desk.line.tags",
    "tripartite.desk.maps.tags",
]
"""What every template may say without asking for it."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Served(Protocol):
    """What is served: whose it is, under which further names, and whether over TLS."""

    @property
    def party(self) -> str: ...
    @property
    def hosts(self) -> tuple[str, ...]: ...
    @property
    def tls(self) -> bool: ...


class Quiet(logging.Filter):
    """Of what the framework logs of a request only that it failed: addresses and errors may quote a text (DSK-12)."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = int(getattr(record, "status_code", 0))
        record.msg, record.args, record.exc_info = f"the desk answered {status}", (), None
        return status >= FAULT


def _names(desk: Served) -> list[str]:
    """Under which further names it answers: those of the addresses it was given."""
    return sorted({name for host in desk.hosts for name in names_at(host)})


def settle(desk: Served, secret: str, part: str = "tripartite.desk") -> None:
    """Makes this process ready to serve this desk; cookies bear the party's name, for several may share a machine.

    `part`: the package whose `urls` and `doors` it has.
    """
    settings.configure(
        DEBUG=False,
        SECRET_KEY=secret,
        ALLOWED_HOSTS=["127.0.0.1", "[::1]", "localhost", f"{desk.party}.localhost", *_names(desk)],
        ROOT_URLCONF=f"{part}.urls",
        INSTALLED_APPS=["django.contrib.sessions"],
        MIDDLEWARE=[
            *PROGRAMS.get(part, ()),
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{part}.doors.Doors",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {
                    "builtins": TAGS,
                    "context_processors": ["django.template.context_processors.request"],
                },
            }
        ],
        CACHES={
            "default": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "OPTIONS": {"MAX_ENTRIES": MAX_SESSIONS},
            }
        },
        SESSION_ENGINE="django.contrib.sessions.backends.cache",
        SESSION_COOKIE_NAME=f"desk_{desk.party}",
        SESSION_COOKIE_AGE=SIGNED_IN,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=desk.tls,
        SESSION_EXPIRE_AT_BROWSER_CLOSE=True,
        CSRF_COOKIE_NAME=f"desk_form_{desk.party}",
        CSRF_COOKIE_SAMESITE="Strict",
        CSRF_COOKIE_HTTPONLY=True,
        CSRF_COOKIE_SECURE=desk.tls,
        CSRF_FAILURE_VIEW="tripartite.desk.pages.stale_form",
        DATA_UPLOAD_MAX_MEMORY_SIZE=MAX_FORM,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=MAX_FIELDS,
        SECURE_REFERRER_POLICY="same-origin",
        X_FRAME_OPTIONS="DENY",
        USE_I18N=False,
        USE_TZ=True,
        DATABASES={},
        APPEND_SLASH=False,
        LOGGING_CONFIG=None,
    )
    django.setup(set_prefix=False)
    for name in ("django.request", "django.security", "django.security.DisallowedHost"):
        logging.getLogger(name).addFilter(Quiet())
