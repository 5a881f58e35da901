# SPDX-License-Identifier: Apache-2.0
"""The addresses of the API in one table: the desk answers by it, the client asks by it, its description follows it.

Paths are those below /api/v1. A name in braces is a part of the path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from tripartite.client import shapes
from tripartite.core.encoding.values import B64Text, InstantText, PartyText

BASE = "/api/v1"
Scope = Literal["read", "draft", "append", "sign:routine", ""]
"""What a token needs; "" for any token."""
PARTS: Mapping[str, str] = {
    "chapter": r"[a-z][a-z_]{0,40}",
    "record": r"[0-9a-f]{4,64}(/[0-9]{1,5})?",
    "act": r"[0-9a-f]{4,64}(/[0-9]{1,5})?",
    "draft": r"[0-9a-f]{32}",
    "item": r"[0-9a-f]{32}",
}
"""What the parts of a path look like."""
MOST = 500
"""Records of one page."""
MOST_ACTS = 64
"""Acts of one text that is prepared here; whoever has more signs elsewhere."""
Where = Annotated[str, Meta(pattern=r"^[a-z_0-9.]{1,80}=[^\x00-\x1f]{0,200}\Z")]
Cursor = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,60}\Z")]
Audience = Annotated[str, Meta(pattern=r"^[a-z0-9]{2,16}(,[a-z0-9]{2,16}){0,15}\Z")]
KindName = Annotated[str, Meta(pattern=r"^[a-z_]{1,40}(\.[a-z_]{1,40})?(@[1-9])?\Z")]
Ref = Annotated[str, Meta(pattern=r"^([0-9a-f]{4,64}(/[0-9]{1,5})?|\./[0-9]{1,5})\Z")]
Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A query of nothing."""


class AsOf(Struct, frozen=True, forbid_unknown_fields=True):
    as_of: InstantText | None = None
    """As of what the logs said by this instant."""


class Seen(AsOf, frozen=True, forbid_unknown_fields=True):
    known_to: PartyText | None = None
    """As this party's log shows it."""


class Listing(Seen, frozen=True, forbid_unknown_fields=True):
    state: Name | None = None
    by: PartyText | None = None
    truth: Name | None = None
    where: tuple[Where, ...] = ()
    """Further conditions, `field=value`."""
    audience: Audience | None = None
    after: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 100


class Whom(AsOf, frozen=True, forbid_unknown_fields=True):
    whom: PartyText | None = None


class Digested(AsOf, frozen=True, forbid_unknown_fields=True):
    audience: Audience | None = None


class About(Struct, frozen=True, forbid_unknown_fields=True):
    record: Annotated[str, Meta(pattern=rf"^{PARTS['record']}\Z")] | None = None


class Which(Struct, frozen=True, forbid_unknown_fields=True):
    c: B64Text
    """Which file of the act."""


class Since(Struct, frozen=True, forbid_unknown_fields=True):
    since: Annotated[str, Meta(max_length=4096)] | None = None
    """A position; `Last-Event-ID` says the same."""


class Enclosed(Struct, frozen=True, forbid_unknown_fields=True):
    """A file, in base64. Files of the node's own machine are not named here."""

    content: Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]*={0,2}\Z")]
    type: Annotated[str, Meta(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}\Z")]


class ActSaid(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An act as somebody would like it signed. `on`: what it continues; without it, where the record stands."""

    kind: KindName
    body: dict[str, Any] = {}
    record: Ref | None = None
    on: tuple[Ref, ...] = ()
    refs: tuple[tuple[Ref, Name], ...] = ()
    attach: tuple[Enclosed, ...] = ()


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """`to`: the parties it is sealed for, ours understood; without it as the record that it joins."""

    acts: Annotated[tuple[ActSaid, ...], Meta(min_length=1, max_length=MOST_ACTS)]
    to: tuple[PartyText, ...] | None = None


class Signing(Struct, frozen=True, forbid_unknown_fields=True):
    id: Hex
    """Of what was prepared."""


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """A text that was signed elsewhere, and its payload in base64; `keep`: even if a colleague must cure it."""

    dispatch: Annotated[str, Meta(min_length=1)]
    payload: Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]*={0,2}\Z")]
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """`call`: its name; `query`, `body`, `answer`: types; `pulsed`: the answer changes only when something came."""

    call: str
    method: str
    path: str
    scope: Scope
    answer: Any
    query: type[Struct] = Nothing
    body: type[Struct] | None = None
    pulsed: bool = False
    media: str = "application/json"

    @property
    def parts(self) -> list[str]:
        return re.findall(r"{([a-z]+)}", self.path)


ROUTES: tuple[Route, ...] = (
    Route("token", "GET", "/token", "", shapes.Token),
    Route("document", "GET", "/openapi.json", "", dict[str, Any]),
    Route("status", "GET", "/status", "read", shapes.Status),
    Route("chapters", "GET", "/chapters", "read", shapes.Items[shapes.ChapterOf], pulsed=True),
    Route("list", "GET", "/chapters/{chapter}", "read", shapes.Items[shapes.Record], Listing, pulsed=True),
    Route("show", "GET", "/records/{record}", "read", shapes.Record, Seen, pulsed=True),
    Route("history", "GET", "/records/{record}/history", "read", shapes.Items[shapes.Said], AsOf, pulsed=True),
    Route("attachments", "GET", "/records/{record}/attachments", "read", shapes.Items[shapes.Attached]),
    Route("attachment", "GET", "/acts/{act}/attachment", "read", bytes, Which, media="application/octet-stream"),
    Route("pending", "GET", "/pending", "read", shapes.Items[shapes.Open], Whom, pulsed=True),
    Route("line", "GET", "/line", "read", shapes.Line),
    Route("watch", "GET", "/watch", "read", shapes.Watch),
    Route("matrix", "GET", "/matrix", "read", shapes.Matrix, pulsed=True),
    Route("digest", "GET", "/digest", "read", shapes.Digest, Digested, pulsed=True),
    Route("changes", "GET", "/changes", "read", shapes.Change, Since, media="text/event-stream"),
    Route("possible", "GET", "/possible", "draft", shapes.Items[shapes.Possible], About),
    Route("prepare", "POST", "/prepare", "draft", shapes.Prepared, body=Wanted),
    Route("drafts", "GET", "/drafts", "draft", shapes.Items[shapes.Draft]),
    Route("draft_new", "POST", "/drafts", "draft", shapes.Draft, body=Wanted),
    Route("draft", "GET", "/drafts/{draft}", "draft", shapes.Draft),
    Route("draft_change", "PUT", "/drafts/{draft}", "draft", shapes.Draft, body=Wanted),
    Route("draft_away", "DELETE", "/drafts/{draft}", "draft", None),
    Route("folder", "GET", "/folder", "draft", shapes.Items[shapes.Item]),
    Route("folder_put", "POST", "/folder", "draft", shapes.Item, body=Wanted),
    Route("folder_item", "GET", "/folder/{item}", "draft", shapes.Item),
    Route("sign", "POST", "/sign", "sign:routine", shapes.Done, body=Signing),
    Route("append", "POST", "/dispatches", "append", shapes.Done, body=Signed),
)  # fmt: skip
BY_CALL: Mapping[str, Route] = {route.call: route for route in ROUTES}
