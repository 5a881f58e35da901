# SPDX-License-Identifier: Apache-2.0
"""A program before a desk: sends what it is told to, byte for byte, and reads what comes."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tripartite.cli.play.nodes import Nodes

BODY: dict[str, Any] = {
    "speaker": "Spokesman", "kind": "offer", "voice": "press", "text": [["en", "We are ready."]],
}  # fmt: skip
STATEMENT: dict[str, Any] = {"kind": "statement.make", "body": BODY}
ALL = ("read", "draft", "append", "sign:routine")


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json"
        return str(self.said["code"])


@dataclass
class Program:
    port: int
    host: str
    token: str
    id: str

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A body that is no bytes goes as JSON; the token unless a header says otherwise."""
        said = {"Host": f"{self.host}:{self.port}", "Authorization": f"Bearer {self.token}"}
        if body is not None and not isinstance(body, bytes):
            body, said["Content-Type"] = json.dumps(body).encode(), "application/json"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, f"/api/v1{path}", body, {**said, **(headers or {})})
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def post(self, path: str, body: Any) -> Answer:
        return self.ask("POST", path, body)


def program(
    nodes: Nodes, *scopes: str, role: str | None = "d/head", party: str = "iraq", days: int = 30
) -> Program:
    """With a token of its own."""
    said = {"name": "test", "scopes": list(scopes or ALL), "role": role, "days": days}
    made = nodes.ask(party, "token_new", said)
    found = urlsplit(nodes.members[party].desk)
    return Program(found.port or 0, found.hostname or "", made["text"], made["id"])


def stated(nodes: Nodes, text: str, party: str = "iraq", role: str = "d/head") -> str:
    """A statement that was made; its record."""
    act = {"kind": "statement.make", "body": {**BODY, "text": [["en", text]]}}
    return str(nodes.ask(party, "do", {"as": role, "acts": [act]})["acts"][0])
