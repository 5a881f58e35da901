# SPDX-License-Identifier: Apache-2.0
"""Tokens of a home (API-1 to API-3): made, listed, revoked, and asked whether one is good. In plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.node.node import Node
from tripartite.storage.sqlite.tokens import Token, Tokens

Values = Mapping[str, Any]
SCOPES = ("read", "draft", "append", "sign:routine")
IN_A_ROLE = frozenset({"draft", "sign:routine"})
"""What is done in the name of a delegate."""
DAY = 86_400
MOST_DAYS = 366
USUAL_DAYS = 30
LONGEST_NAME = 80


class TokenCalls:
    """The calls `token_…`."""

    def __init__(self, node: Node, tokens: Tokens) -> None:
        self._node = node
        self._tokens = tokens
        self.calls: dict[str, Callable[[Values], Any]] = {
            "token_new": self.new,
            "token_list": self.list,
            "token_revoke": self.revoke,
            "token_good": self.good,
        }

    @property
    def _now(self) -> int:
        return self._node.parts.clock.now()

    def _holders(self) -> set[str]:
        with self._node.lock:
            return {role for role in self._node.log.state.holders() if role.startswith("d/")}

    def new(self, said: Values) -> dict[str, Any]:
        """`name`, `scopes`; `role`: whose name it speaks in; `days`; `by`: who makes it. With `text`, this once."""
        name, role = " ".join(str(said["name"]).split()), said.get("role") or ""
        days = said.get("days", USUAL_DAYS)
        if not 0 < len(name) <= LONGEST_NAME:
            raise Malformed("bad_value", "API-1", what="name", found=name[:80])
        if not 0 < days <= MOST_DAYS:
            raise Malformed("bad_value", "API-1", what="days", found=str(days)[:20])
        scopes = tuple(one for one in SCOPES if one in said["scopes"])
        if unknown := set(said["scopes"]) - set(SCOPES):
            raise Malformed("bad_value", "API-1", what="scope", found=min(unknown)[:40])
        if not scopes or (IN_A_ROLE & set(scopes) and not role):
            raise Refused("token_role", "API-1", found=", ".join(scopes))
        if role and role not in self._holders():
            raise Refused("not_found", "API-1", what="role", found=role[:80])
        token, text = self._tokens.make(
            name, scopes, role, said.get("by") or "", self._now, self._now + days * DAY
        )
        return {**self._shown(token), "text": text}

    def list(self, _said: Values) -> dict[str, Any]:
        """All that were ever made, the newest first."""
        return {"items": [self._shown(token) for token in self._tokens.all()], "next": None}

    def revoke(self, said: Values) -> dict[str, Any]:
        """`id`, or the first digits of one."""
        wanted = str(said["id"])
        found = [one.id for one in self._tokens.all() if wanted and one.id.startswith(wanted)]
        if len(found) > 1:
            raise Refused("ambiguous_id", "API-3", found=wanted[:80], count=len(found))
        return self._shown(self._tokens.revoke(found[0] if found else wanted, self._now))

    def good(self, said: Values) -> dict[str, Any] | None:
        """`text`: the token itself; None for one that opens nothing, or whose delegate's key is no longer in force."""
        token = self._tokens.good(str(said["text"]), self._now)
        if token is None or (token.role and token.role not in self._holders()):
            return None
        return self._shown(token)

    def _shown(self, token: Token) -> dict[str, Any]:
        shown: dict[str, Any] = msgspec.to_builtins(token)
        return {**shown, "good": not token.revoked and token.until > self._now}
