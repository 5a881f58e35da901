# SPDX-License-Identifier: Apache-2.0
"""Signing with the keys at hand: in the node where it has them, else here, whichever machine this is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tripartite.cli.homes import home_of, signers
from tripartite.cli.reach import Line
from tripartite.cli.session import Session
from tripartite.core.dispatch.envelope import read_text
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, signed_line
from tripartite.keyring.files import KeyFolder
from tripartite.node.ports import Signer

Done = dict[str, Any]


def sign_text(text: bytes, signer: Signer, threshold: int = 8) -> bytes:
    """The note, signed with the key of its `by`; roots sign with as many keys as are at hand, up to the threshold."""
    by = read_text(text).by
    roles = [by.role]
    if by.role == "root":
        roles = [role for role in signer.roles() if role.startswith("root/")][:threshold]
    if not roles:
        raise Refused("no_key", "HOM-4", role=by.role)
    lines = [
        signed_line(named_key(by.of(role), signer.public(role)), signer.sign(role, text)) for role in roles
    ]
    return make_note(text, lines)


def threshold(session: Session) -> int:
    """How many roots of ours must sign, as the charter says."""
    home = home_of(session)
    return home.charter().entry(home.settings.party).threshold


def do_acts(
    session: Session,
    office: Line,
    role: str,
    acts: Sequence[dict[str, Any]],
    lax: bool = False,
    keep: bool = False,
) -> Done:
    """Signs and appends, with a key named by --keys if it is there, else with the node's own."""
    said = {"as": role, "acts": list(acts), "lax": lax, "keep": keep}
    if not any(_holds(path, role) for path in session.keys):
        try:
            done: Done = office.call("do", said)
        except Trouble as trouble:
            if trouble.code != "passphrase_wrong":
                raise
        else:
            return done
    prepared = office.call("prepare", said)
    note = sign_text(prepared["text"].encode(), signers(session), threshold(session))
    appended: Done = office.call(
        "append", {"dispatch": note.decode(), "payload": prepared["payload"], "keep": keep}
    )
    return appended


def _holds(folder: Path, role: str) -> bool:
    roles = KeyFolder(folder).roles()
    return role in roles or (role == "root" and any(one.startswith("root/") for one in roles))
