# SPDX-License-Identifier: Apache-2.0
"""What a disclosure proves to somebody who holds only the charter: who signed, and by which grant (DSC-4, DSC-5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tripartite.core.dispatch.act import act_id_of
from tripartite.core.dispatch.disclosure import Disclosure, claimed_origin, verify_disclosure
from tripartite.core.dispatch.envelope import Dispatch
from tripartite.core.encoding.canon import decode_as
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import Party
from tripartite.core.keys.names import key_name
from tripartite.core.keys.public import PublicKey, named_key
from tripartite.core.log.checkpoint import verify_cosignature
from tripartite.core.log.note import verify_line
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.charter import Charter, verify_roots
from tripartite.core.register.grants import Grant, KeyBody, grant_of, may_grant

KEY = KINDS["key@1"]


class Keys(Protocol):
    """The charter, or all that are held of a mechanism."""

    def key(self, name: str) -> PublicKey: ...

    def of(self, party: str) -> Charter | None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A disclosure whose author is known."""

    disclosure: Disclosure
    grant: Grant | None
    """What gave its author the key; None for keys of the charter."""
    cosigned: tuple[Party, ...]
    """The parties whose cosignature on the head holds, sorted."""


def verify_shown(data: bytes, keys: Keys, parties: tuple[Party, ...]) -> Shown:
    """Checks a disclosure down to its author's signature; raises what is wrong with it.

    That the author's key was not recalled before is what no disclosure can show.
    """
    log_key = keys.key(claimed_origin(data))
    disclosure = verify_disclosure(data, log_key)
    grants: dict[str, Grant] = {}
    for proof in disclosure.keys:
        found = verify_disclosure(proof, log_key)
        if found.leaf_index >= disclosure.leaf_index:
            raise Refused("no_key", "DSC-5", detail="granted later", index=found.leaf_index)
        grant = _granted(found, keys, grants)
        grants[grant.role] = grant
    grant_ = _author(disclosure.dispatch, keys, grants)
    return Shown(disclosure, grant_, _cosigners(disclosure, keys, parties))


def _granted(shown: Disclosure, keys: Keys, grants: dict[str, Grant]) -> Grant:
    """What a `key` act granted, by roots, or by the office that an earlier one accredited."""
    if shown.act is None or shown.act.kind != KEY.spelled:
        raise Refused("no_key", "DSC-5", detail="no key act")
    body: KeyBody = decode_as(bytes(shown.act.body), KEY.decoder, None)
    author = _author(shown.dispatch, keys, grants)
    if not may_grant(shown.dispatch.by.role, author, body):
        raise Refused("no_key", "DSC-5", detail="granted by nobody who may")
    return grant_of(body, act_id_of(shown.dispatch.id, shown.index))


def _author(dispatch: Dispatch, keys: Keys, grants: dict[str, Grant]) -> Grant | None:
    """The grant of a dispatch's author, once the signature holds; None where the charter names the key."""
    by, charter = dispatch.by, keys.of(dispatch.by.party)
    if charter is None or by.party != key_name(dispatch.origin).party:
        raise Refused("unknown_signer", "DSC-5", key=str(by))
    if by.role == "root":
        verify_roots(charter, by.party, dispatch.note)
        return None
    grant = grants.get(by.role)
    if grant is None:
        verify_line(dispatch.note, keys.key(str(by)))
        return None
    if not grant.in_force(dispatch.at):
        raise Refused("no_key", "DSC-5", detail="not in force any more", role=by.role)
    verify_line(dispatch.note, named_key(by, grant.raw))
    return grant


def _cosigners(disclosure: Disclosure, keys: Keys, parties: tuple[Party, ...]) -> tuple[Party, ...]:
    found = []
    for party in parties:
        try:
            charter = keys.of(party)
            if charter is not None:
                verify_cosignature(disclosure.head.note, charter.key(str(charter.name(party, "w"))))
                found.append(party)
        except Trouble:
            continue
    return tuple(sorted(found))
