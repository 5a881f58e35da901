# SPDX-License-Identifier: Apache-2.0
"""Which function answers which call; every route has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tripartite.desk.api import document, reading, stream, writing
from tripartite.desk.api.asking import Asked, Caller

HANDLERS: Mapping[str, Callable[[Caller, Asked], Any]] = {
    "token": reading.token,
    "document": document.answered,
    "status": reading.simply("status"),
    "chapters": reading.chapters,
    "list": reading.list_,
    "show": reading.show,
    "history": reading.history,
    "attachments": reading.attachments,
    "attachment": reading.attachment,
    "pending": reading.pending,
    "line": reading.simply("line"),
    "watch": reading.simply("watch"),
    "matrix": reading.matrix,
    "digest": reading.digest,
    "changes": stream.changes,
    "possible": reading.possible,
    "prepare": writing.prepare,
    "drafts": writing.drafts,
    "draft_new": writing.draft_new,
    "draft": writing.draft,
    "draft_change": writing.draft_change,
    "draft_away": writing.draft_away,
    "folder": writing.folder,
    "folder_put": writing.folder_put,
    "folder_item": writing.folder_item,
    "sign": writing.sign,
    "append": writing.append,
}
"""Each gives plain values, bytes, an answer of its own, or None where there is nothing to say."""
