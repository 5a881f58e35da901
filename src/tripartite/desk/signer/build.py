# SPDX-License-Identifier: Apache-2.0
"""Makes the signer: one HTML file with everything in it, the same bytes from the same program (SGN-1)."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from gzip import compress
from hashlib import sha256
from html import escape
from pathlib import Path

from tripartite.desk.signer.tables import tables
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words

PARTS = Path(__file__).parent / "parts"
READING = ("bytes", "notes", "seals", "keys", "telling")
"""What reads, shows and signs; it needs no page."""
PAGE = ("store", "page")
FILE = "signer.html"


def reading() -> str:
    """The scripts that need no page, with what they know of acts."""
    known = json.dumps(tables(), ensure_ascii=False, separators=(",", ":"))
    known = known.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return "\n".join((f"const TABLES = {known};", *map(_script, READING)))


def _script(name: str) -> str:
    return (PARTS / f"{name}.js").read_text(encoding="utf-8")


@cache
def filled() -> tuple[str, str, str]:
    """Style, script, and the policy that lets these two in and nothing else."""
    style = (PARTS / "page.css").read_text(encoding="utf-8")
    script = "\n".join(('"use strict";', "(() => {", reading(), *map(_script, PAGE), "start();", "})();"))
    policy = (
        f"default-src 'none'; script-src '{hashed(script)}'; style-src '{hashed(style)}'; img-src data:; "
        "connect-src 'none'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
    return style, script, policy


def hashed(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def policy() -> str:
    """What a desk sends with it: it can neither ask nor tell anybody anything, nor stand in another page."""
    sandbox = "sandbox allow-scripts allow-same-origin allow-downloads allow-modals"
    return f"{filled()[2]}; frame-ancestors 'none'; {sandbox}"


@cache
def page() -> bytes:
    """The file."""
    style, script, policy = filled()
    scriptless = " · ".join(Words(one.code)("signer.scriptless") for one in LANGUAGES)
    said = {
        "policy": escape(policy, quote=False),
        "title": escape(Words("en")("signer.title")),
        "scriptless": escape(scriptless),
        "style": style,
        "script": script,
    }
    text = (PARTS / "page.html").read_text(encoding="utf-8")
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    return text.encode()


def digest() -> str:
    """The SHA-256 of the file, in hexadecimal digits."""
    return sha256(page()).hexdigest()


@cache
def packed() -> bytes:
    """The file, compressed for the way to a browser."""
    return compress(page(), mtime=0)
