# SPDX-License-Identifier: Apache-2.0
"""Tokens by which programs speak to a node, kept as hashes in a file of their own, `tokens.sqlite` in the home.

The file goes into no copy of a home: what was revoked since the copy would be good again. A token is 256 bits of
chance, so its hash needs no salt and no work.
"""

from __future__ import annotations

import hmac
import re
import secrets
from pathlib import Path
from threading import Lock

import msgspec
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import sha256
from tripartite.storage.sqlite.database import Database
from tripartite.storage.sqlite.schema import Schema

FILE = "tokens.sqlite"
SCHEMA = Schema(
    0x74726B74,
    1,
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
        "CREATE TABLE token (id TEXT PRIMARY KEY, hash BLOB NOT NULL, said BLOB NOT NULL) WITHOUT ROWID",
    ),
)
"""Marked "trkt"."""
NOTED = 60
"""Seconds between two times that the use of a token is written down."""
_TOKEN = re.compile(r"tri_([0-9a-f]{12})_([A-Za-z0-9_-]{43})\Z")
_NOBODY = bytes(32)


class Token(msgspec.Struct, frozen=True):
    """Instants are Unix seconds by the node's clock; 0 for what has not happened."""

    id: str
    name: str
    scopes: tuple[str, ...]
    role: str
    """The delegate it speaks for; "" for nobody."""
    by: str
    """The delegate who made it at the desk; "" where it was made by a command."""
    made: int
    until: int
    """It is good before this instant."""
    used: int = 0
    revoked: int = 0


class Tokens:
    """Whatever a method did is durable when it returns, but for `used`, which may be a minute old."""

    def __init__(self, path: Path) -> None:
        """The file is made with the first token."""
        self._path = path
        self._opened: Database | None = None
        self._lock = Lock()

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def make(
        self, name: str, scopes: tuple[str, ...], role: str, by: str, made: int, until: int
    ) -> tuple[Token, str]:
        """A new token, and its text, which is nowhere else."""
        token = Token(secrets.token_hex(6), name, scopes, role, by, made, until)
        text = f"tri_{token.id}_{secrets.token_urlsafe(32)}"
        database = self._database(make=True)
        with database.transaction():
            database.run(
                "INSERT INTO token VALUES (?, ?, ?)", (token.id, sha256(text.encode()), _bytes(token))
            )
        database.settle()
        return token, text

    def all(self) -> list[Token]:
        """The newest first."""
        if not self._path.exists():
            return []
        found = (_token(said) for (said,) in self._database().all("SELECT said FROM token"))
        return sorted(found, key=lambda token: (-token.made, token.id))

    def revoke(self, ident: str, now: int) -> Token:
        """Makes it good for nothing from now on; a second time changes nothing. Raises `Refused("not_found")`."""
        row = self._row(ident)
        if row is None:
            raise Refused("not_found", "API-3", what="token", found=ident[:80])
        token = row[1]
        if not token.revoked:
            token = replace(token, revoked=now)
            self._write(token)
            self._database().settle()
        return token

    def good(self, text: str, now: int) -> Token | None:
        """The token with this text, if it is good; the comparison takes as long whether or not there is one."""
        found = _TOKEN.match(text)
        row = self._row(found[1]) if found else None
        same = hmac.compare_digest(row[0] if row else _NOBODY, sha256(text.encode("utf-8", "replace")))
        token = row[1] if row and same else None
        if token is None or token.revoked or token.until <= now:
            return None
        if now - token.used >= NOTED:
            token = replace(token, used=now)
            self._note(token)
        return token

    def _note(self, token: Token) -> None:
        """A token that was revoked meanwhile stays revoked."""
        database = self._database()
        with database.transaction():
            row = self._row(token.id)
            if row is not None and not row[1].revoked:
                self._put(replace(row[1], used=token.used))

    def _write(self, token: Token) -> None:
        with self._database().transaction():
            self._put(token)

    def _put(self, token: Token) -> None:
        self._database().run("UPDATE token SET said=? WHERE id=?", (_bytes(token), token.id))

    def _row(self, ident: str) -> tuple[bytes, Token] | None:
        if not self._path.exists():
            return None
        row = self._database().one("SELECT hash, said FROM token WHERE id=?", (ident,))
        return (row[0], _token(row[1])) if row else None

    def _database(self, make: bool = False) -> Database:
        with self._lock:
            if self._opened is None:
                if make and not self._path.exists():
                    self._path.touch(0o600)
                self._opened = Database(self._path, schema=SCHEMA)
            return self._opened


def _bytes(token: Token) -> bytes:
    return msgspec.json.encode(token)


def _token(said: bytes) -> Token:
    return msgspec.json.decode(said, type=Token)
