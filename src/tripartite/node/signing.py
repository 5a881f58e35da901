# SPDX-License-Identifier: Apache-2.0
"""A dispatch text becomes a note: signed by whoever holds the keys, in the node, at a desk or on another machine."""

from __future__ import annotations

from tripartite.core.dispatch.envelope import read_text
from tripartite.core.encoding.refusal import Refused
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, signed_line
from tripartite.node.ports import Signer


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
