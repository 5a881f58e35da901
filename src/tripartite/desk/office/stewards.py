# SPDX-License-Identifier: Apache-2.0
"""Who may look after an office, and how its root signs at a desk: what was shown, and nothing else (OFF-10, OFF-11)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.keyring.files import KeyFolder
from tripartite.node.signing import sign_text

STEWARDS = frozenset({"head_of_delegation", "deputy_head", "protocol_office", "secretariat"})
AUDITORS = STEWARDS | {"auditor"}
_SEEN = "office_seen"
"""In the session: what was shown last, to be signed by the root."""
TABS = ("people", "office_charter", "health", "office_backup", "office_audit", "office_rules")


def is_steward(page: Any) -> bool:
    return bool(STEWARDS.intersection(page.seat.functions))


def must_be(page: Any, functions: frozenset[str] = STEWARDS) -> None:
    """Passes if whoever sits here has one of these functions; raises `Refused("no_steward")`."""
    if not functions.intersection(page.seat.functions):
        raise Refused("no_steward", "OFF-10", role=page.seat.role)


def common(page: Any, here: str) -> dict[str, Any]:
    """What every page of administration has: its tabs, and whether this delegate may change anything."""
    return {"here": "delegation", "tab": here, "tabs": TABS, "steward": is_steward(page)}


def show(request: Any, acts: Sequence[dict[str, Any]], after: str, verb: str, about: str) -> str:
    """Prepares acts of the root, keeps them for this browser, and gives the id of what is shown."""
    prepared = request.page.ask("prepare", **{"as": "root", "acts": list(acts)})
    ident = secrets.token_hex(8)
    request.session[_SEEN] = {
        "id": ident, "text": prepared["text"], "payload": prepared["payload"], "after": after, "verb": verb,
        "about": about,
    }  # fmt: skip
    return ident


def sign_seen(request: Any) -> str:
    """Signs what was shown with the root, by its passphrase; where to go then. Raises `Refused`."""
    page, seen = request.page, request.session.get(_SEEN)
    if not seen or request.POST.get("id") != seen["id"]:
        raise Refused("not_shown", "OFF-11")
    try:
        note = sign_text(seen["text"].encode(), root(page, request.POST.get("passphrase", "")))
        page.ask("append", dispatch=note.decode(), payload=seen["payload"])
    except Trouble as trouble:
        page.note(seen["verb"], seen["about"], trouble.code)
        raise
    del request.session[_SEEN]
    page.note(seen["verb"], seen["about"])
    return str(seen["after"])


def sign_now(page: Any, acts: Sequence[dict[str, Any]], keys: KeyFolder) -> None:
    """Acts that follow from what was signed already: no person decides anything about them."""
    prepared = page.ask("prepare", **{"as": "root", "acts": list(acts)})
    note = sign_text(prepared["text"].encode(), keys)
    page.ask("append", dispatch=note.decode(), payload=prepared["payload"])


def root(page: Any, passphrase: str) -> KeyFolder:
    """The root keys of this home, opened; raises `Refused("passphrase_wrong")`."""
    keys = KeyFolder(page.desk.keys, lambda _role: passphrase)
    roots = [role for role in keys.roles() if role.startswith("root/")]
    if not roots:
        raise Refused("no_key", "OFF-11", role="root")
    with page.desk.seats.one_at_a_time():
        keys.sign(roots[0], b"")
    return keys
