# SPDX-License-Identifier: Apache-2.0
"""A desk of a real node in a process of its own, and what a browser or a stranger sends it, byte by byte."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner

PIN = "471100"
HEAD = "{function: head_of_delegation, authority: [negotiate, adopt_text, speak_in_meeting, sign_report]}"
DEPUTY = "{function: adviser_expert, authority: [speak_in_meeting]}"
PLAY = "\n".join(
    (
        "play: 1", "title: desks", "clock: 2007-06-20T06:00:00Z",
        "charter: {preset: talks-record, exercise: EXERCISE. Invented., languages: [en]}",
        "parties:",
        f"  iran: {{name: [[en, Iran]], delegates: {{head: {HEAD}}}}}",
        f"  iraq: {{name: [[en, '<b>Iraq']], delegates: {{head: {HEAD}, law: {DEPUTY}}}}}",
        "steps: []",
    )
)  # fmt: skip
STATEMENT = {"speaker": "Spokesman", "kind": "offer", "voice": "press", "text:en": "We are ready."}
PROPOSAL = {"kind": "decision", "form": "oral_no_text", "title:en": "A hotline"}


@contextmanager
def desks(folder: Path) -> Iterator[Nodes]:
    """Iran and Iraq with desks, silent towards each other; Iraq has a head and a legal adviser."""
    play = read_play(PLAY.encode(), "desks")
    with Nodes(play, folder, PIN) as nodes:
        Runner(play, nodes).open()
        yield nodes


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def where(self) -> str:
        return self.headers.get("Location", "")

    @property
    def code(self) -> str:
        """What is wrong, if the page says that something is."""
        found = re.search(r'data-code="(\w+)"', self.text)
        return found[1] if found else ""

    def hidden(self, name: str) -> str:
        """A value that the page's form sends back."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return unescape(found[1]) if found else ""


@dataclass
class Browser:
    """Keeps cookies and sends what browsers send; `host` is what its address bar says."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.port}"

    def ask(
        self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:  # fmt: skip
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        said = {"Host": f"{self.host}:{self.port}", **(headers or {})}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, said)
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = one.partition("=")
            value = rest.partition(";")[0].strip('"')
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return Answer(answer.status, answer.headers, text)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, form: Mapping[str, str | list[str]], **headers: str) -> Answer:
        """As a form of the desk's own does, unless another `origin` is said."""
        token = self.get("/sign-in").hidden("csrfmiddlewaretoken")
        body = urlencode({"csrfmiddlewaretoken": token, **form}, doseq=True)
        said = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", path, body, said)

    def sign_in(self, role: str = "head", pin: str = PIN, **more: str) -> Answer:
        return self.post("/sign-in", {"role": f"d/{role}", "pin": pin, **more})

    @property
    def sits(self) -> bool:
        return self.get("/").status == 200

    def look(self, kind: str, form: Mapping[str, str | list[str]], record: str = "") -> Answer:
        """What a form comes to, before anybody signs it."""
        return self.post(f"/acts/{kind}?record={record}" if record else f"/acts/{kind}", form)

    def sign(self, looked: Answer, **more: str) -> Answer:
        return self.post("/sign", {"id": looked.hidden("id"), **more})

    def say(self, text: str) -> str:
        """Makes a statement; its record."""
        answer = self.sign(self.look("statement.make", {**STATEMENT, "text:en": text}))
        return answer.where.partition("/records/")[2].partition("?")[0]


def browser(nodes: Nodes, party: str = "iraq") -> Browser:
    found = urlsplit(nodes.members[party].desk)
    return Browser(found.port or 0, found.hostname or "")


def raw(port: int, data: bytes, timeout: float = 10.0) -> bytes:
    """What the desk sends back to these bytes until it closes, or cuts the connection."""
    out = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as line, suppress(ConnectionError):
        line.sendall(data)
        while part := line.recv(65_536):
            out += part
    return out
