# SPDX-License-Identifier: Apache-2.0
"""Backups at the desk: how old the last one is, a new one that is tried at once, and its download (OFF-43)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import instant_text
from tripartite.desk.first.steps import SHORTEST_PASSPHRASE, secret_of
from tripartite.desk.office import stewards
from tripartite.desk.pages import drawn, troubled

FOLDER = "backups"
"""In the home: the one that was made at the desk last, until it is fetched and another one is made."""


@require_http_methods(["GET", "POST"])
def backup(request: Any) -> HttpResponse:
    page = request.page
    if request.method == "GET":
        return drawn(request, "office/backup", **_shown(page))
    stewards.must_be(page)
    try:
        done = _made(page, request.POST)
    except Trouble as trouble:
        page.note("backup", "", trouble.code)
        return troubled(request, trouble, "office/backup", **_shown(page))
    return drawn(request, "office/backup", done=done, **_shown(page))


def _made(page: Any, post: Any) -> dict[str, Any]:
    """Makes it, and restores it for a moment: a backup that nobody tried is a hope."""
    passphrase = secret_of(post.get("passphrase", ""), post.get("again", ""), SHORTEST_PASSPHRASE)
    folder = _folder(page)
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = instant_text(page.now).replace(":", "").replace("-", "")
    path = folder / f"{page.desk.party}-{stamp}.backup"
    before = _files(page)
    made = page.ask("backup", path=str(path), passphrase=passphrase)
    page.note("backup", path.name)
    tried = page.ask("drill", path=str(path), passphrase=passphrase)
    page.note("drill", path.name, tried["failures"][0]["code"] if tried["failures"] else "")
    for old in before:
        old.unlink(missing_ok=True)
    return {
        "name": path.name,
        "kilobytes": made["bytes"] // 1024,
        "checked": tried["checked"],
        "sound": not tried["failures"],
    }


def _folder(page: Any) -> Path:
    return Path(page.desk.keys.parent) / FOLDER


def _files(page: Any) -> list[Path]:
    return sorted(_folder(page).glob("*.backup"))


def _shown(page: Any) -> dict[str, Any]:
    found, files = page.ask("health")["backup"], _files(page)
    drill = page.desk.drawer.diary.last("drill")
    return {
        **stewards.common(page, "office_backup"),
        "last": None if found is None else {**found, "at": instant_text(found["at"]), "days": found["age"] // 86_400},
        "drill": instant_text(drill.at) if drill else None, "file": files[-1].name if files else "",
    }  # fmt: skip


@require_GET
def file(request: Any) -> Any:
    """The newest one that was made here, sealed as it is."""
    stewards.must_be(request.page)
    files = _files(request.page)
    if not files:
        raise Refused("not_found", "OFF-43", what="file", found=FOLDER)
    request.page.note("export", files[-1].name)
    return FileResponse(
        files[-1].open("rb"),
        as_attachment=True,
        filename=files[-1].name,
        content_type="application/octet-stream",
    )
