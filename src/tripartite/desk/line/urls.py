# SPDX-License-Identifier: Apache-2.0
"""The addresses of the line; its page stands before those of the other screens."""

from __future__ import annotations

from django.urls import path, re_path

from tripartite.desk.line import message, page, signing

_RECORD = r"(?P<record>[0-9a-f]{4,64}(?:/[0-9]{1,5})?)"

urls = [
    path("screens/line", page.line, name="line"),
    path("line/send", page.send, name="send"),
    path("line/note", page.note, name="note_call"),
    path("line/sign", signing.sign, name="sign_line"),
    re_path(rf"^line/messages/{_RECORD}$", message.message, name="message"),
    re_path(rf"^line/messages/{_RECORD}/opened$", message.opened, name="opened"),
]
