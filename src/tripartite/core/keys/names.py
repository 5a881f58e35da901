# SPDX-License-Identifier: Apache-2.0
"""Key names: `label/net8/party/role`, with `exercise/` in front of an exercise's (KEY-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import DELEGATE, LABEL, PARTY, Origin, Party

MAX_NAME = 128
_ROLE = rf"m[1-9][0-9]{{0,3}}|p[1-9][0-9]{{0,3}}|w|node|transport|root(?:/[1-8])?|office|d/{DELEGATE}"
_NAME = re.compile(rf"(exercise/)?({LABEL})/([0-9a-f]{{8}})/({PARTY})/({_ROLE})\Z")
ROLE_PATTERN = re.compile(rf"(?:{_ROLE})\Z")
_RESERVED = frozenset({"tripartite", "cosignature", "exercise"})


@dataclass(frozen=True, slots=True)
class KeyName:
    """Whose key it is and in which mechanism. `role` is one of KEY-2."""

    exercise: bool
    label: str
    net8: str
    party: Party
    role: str

    def __str__(self) -> str:
        prefix = "exercise/" if self.exercise else ""
        return f"{prefix}{self.label}/{self.net8}/{self.party}/{self.role}"

    def of(self, role: str) -> KeyName:
        """The name of another key of the same party."""
        return KeyName(self.exercise, self.label, self.net8, self.party, check_role(role))

    @property
    def origin(self) -> Origin:
        return Origin(str(self))


@lru_cache(maxsize=1024)
def key_name(text: str) -> KeyName:
    """Reads a key name; raises `Malformed`. Only good names, which are short, are remembered."""
    found = _NAME.match(text) if len(text) <= MAX_NAME else None
    if not found or found.group(2) in _RESERVED:
        raise Malformed("bad_key_name", "KEY-1", found=text[:MAX_NAME])
    exercise, label, net8, owner, role = found.groups()
    return KeyName(exercise is not None, label, net8, Party(owner), role)


def check_role(text: str) -> str:
    if not ROLE_PATTERN.match(text):
        raise Malformed("bad_key_name", "KEY-2", found=text[:MAX_NAME])
    return text


def check_label(text: str) -> str:
    if not re.fullmatch(LABEL, text) or text in _RESERVED:
        raise Malformed("bad_key_name", "KEY-1", found=text[:MAX_NAME])
    return text


def is_delegate(role: str) -> bool:
    return role.startswith("d/")


def is_structural(role: str) -> bool:
    """Whether dispatches of this role are open, carried and never erased (DIS-6)."""
    return role in ("node", "office", "root") or role.startswith("root/")
