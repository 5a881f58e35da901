# SPDX-License-Identifier: Apache-2.0
"""A node's answers, typed. `Client` asks over any line; `Program` asks what only the API of a desk answers."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, Self, TypeVar

import msgspec

from tripartite.client import shapes
from tripartite.client.http import HttpLine
from tripartite.client.line import Line
from tripartite.core.encoding.values import unb64

T = TypeVar("T")
PAGE = 200
Acts = Sequence[Mapping[str, Any]]
"""Acts in plain values, as the API's `ActSaid`."""


class Client:
    """Raises `Trouble` as the node did; `Unavailable("unreachable")` where nobody answers."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def _ask(self, shape: type[T], call: str, **said: Any) -> T:
        return msgspec.convert(self._line.call(call, said), shape)

    def status(self) -> shapes.Status:
        return self._ask(shapes.Status, "status")

    def page(
        self, chapter: str, after: str | None = None, limit: int = PAGE, as_of: str | None = None,
        audience: str | None = None, **where: str,
    ) -> shapes.Items[shapes.Record]:  # fmt: skip
        """Records of a chapter, the oldest first; `where`: as `field=value` of the command `show`."""
        return self._ask(
            shapes.Items[shapes.Record], "list", chapter=chapter, where=where, after=after, limit=limit, as_of=as_of,
            audience=audience,
        )  # fmt: skip

    def records(self, chapter: str, **where: Any) -> Iterator[shapes.Record]:
        """All of them, page by page."""
        after: str | None = None
        while True:
            page = self.page(chapter, after=after, **where)
            yield from page.items
            after = page.next
            if after is None:
                return

    def record(self, record: str, as_of: str | None = None, known_to: str | None = None) -> shapes.Record:
        """By id, or by a unique prefix of it."""
        return self._ask(shapes.Record, "show", record=record, as_of=as_of, known_to=known_to)

    def history(self, record: str, as_of: str | None = None) -> list[shapes.Said]:
        return self._ask(shapes.Items[shapes.Said], "history", record=record, as_of=as_of).items

    def pending(self, whom: str | None = None, as_of: str | None = None) -> list[shapes.Open]:
        return self._ask(shapes.Items[shapes.Open], "pending", whom=whom, as_of=as_of).items

    def digest(self, as_of: str | None = None, audience: str | None = None) -> shapes.Digest:
        return self._ask(shapes.Digest, "digest", as_of=as_of, audience=audience)

    def line(self) -> shapes.Line:
        return self._ask(shapes.Line, "line")

    def watch(self) -> shapes.Watch:
        return self._ask(shapes.Watch, "watch")

    def attachments(self, record: str) -> list[shapes.Attached]:
        """Of a record, or of one act."""
        return self._ask(shapes.Items[shapes.Attached], "attachments", id=record).items

    def content(self, file: shapes.Attached) -> bytes:
        """Of a file that is held; its hash is `file.sha256`."""
        return unb64(self._line.call("attachment", {"act": file.act, "c": file.c})["content"])

    def append(self, dispatch: str, payload: str, keep: bool = False) -> shapes.Done:
        """A text that was signed elsewhere, and its payload in base64."""
        return self._ask(shapes.Done, "append", dispatch=dispatch, payload=payload, keep=keep)


class Program(Client):
    """A program with a token, before the API of a desk."""

    def __init__(self, line: HttpLine) -> None:
        super().__init__(line)
        self._http = line

    def token(self) -> shapes.Token:
        return self._ask(shapes.Token, "token")

    def chapters(self) -> list[shapes.ChapterOf]:
        return self._ask(shapes.Items[shapes.ChapterOf], "chapters").items

    def matrix(self) -> list[shapes.Row]:
        return self._ask(shapes.Matrix, "matrix").rows

    def possible(self, record: str | None = None) -> list[shapes.Possible]:
        return self._ask(shapes.Items[shapes.Possible], "possible", record=record).items

    def prepare(self, acts: Acts, to: Sequence[str] | None = None) -> shapes.Prepared:
        """What would be signed; nothing is."""
        return self._ask(shapes.Prepared, "prepare", acts=list(acts), to=to)

    def sign(self, prepared: shapes.Prepared) -> shapes.Done:
        """Routine acts, while the delegate sits at the desk."""
        return self._ask(shapes.Done, "sign", id=prepared.id)

    def drafts(self) -> list[shapes.Draft]:
        return self._ask(shapes.Items[shapes.Draft], "drafts").items

    def draft(self, ident: str) -> shapes.Draft:
        return self._ask(shapes.Draft, "draft", draft=ident)

    def save(self, acts: Acts, to: Sequence[str] | None = None, over: str | None = None) -> shapes.Draft:
        """Keeps a draft; `over`: the id of the one whose place it takes."""
        said = {"acts": list(acts), "to": to}
        if over is None:
            return self._ask(shapes.Draft, "draft_new", **said)
        return self._ask(shapes.Draft, "draft_change", draft=over, **said)

    def throw_away(self, draft: str) -> None:
        self._http.call("draft_away", {"draft": draft})

    def folder(self) -> list[shapes.Item]:
        return self._ask(shapes.Items[shapes.Item], "folder").items

    def item(self, ident: str) -> shapes.Item:
        return self._ask(shapes.Item, "folder_item", item=ident)

    def put(self, acts: Acts, to: Sequence[str] | None = None) -> shapes.Item:
        """Lays an act into the signature folder, for a person to sign."""
        return self._ask(shapes.Item, "folder_put", acts=list(acts), to=to)

    def changes(self, since: str | None = None) -> Generator[shapes.Change, None, None]:
        """Without end; keep `position` to go on from there another time."""
        for event in self._http.changes(since):
            yield msgspec.convert({"moved": False, "more": False, "records": [], **event}, shapes.Change)
