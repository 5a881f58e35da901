# SPDX-License-Identifier: Apache-2.0
"""Signing with the keys at hand: in the node where it has them, else here, whichever machine this is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tripartite.cli.homes import home_of, signers
from tripartite.cli.ids import REFERENCES, as_if_whole, is_short
from tripartite.cli.reach import Line
from tripartite.cli.session import Session
from tripartite.core.dispatch.envelope import Dispatch, read_text
from tripartite.core.dispatch.payload import check_acts, open_payload
from tripartite.core.dispatch.sealed import split_parcel
from tripartite.core.encoding.refusal import Misbehaved, Refused, Trouble
from tripartite.core.encoding.values import sha256, unb64
from tripartite.keyring.age_keys import AgeCipher
from tripartite.keyring.files import KeyFolder
from tripartite.node.author import Wish, act_line
from tripartite.node.signing import sign_text
from tripartite.node.system import SystemChance

Done = dict[str, Any]


def threshold(session: Session) -> int:
    """How many roots of ours must sign, as the charter says."""
    home = home_of(session)
    return home.charters().entry(home.settings.party).threshold


def do_acts(
    session: Session,
    office: Line,
    role: str,
    acts: Sequence[dict[str, Any]],
    lax: bool = False,
    keep: bool = False,
    to: Sequence[str] | None = None,
) -> Done:
    """Signs and appends, with a key named by --keys if it is there, else with the node's own.

    Who will see it is shown before anything is signed, where that is not all parties.
    """
    said = {"as": role, "acts": list(acts), "lax": lax, "keep": keep, "to": to}
    if to is not None and role != "root":
        audience = office.call("audience", said)["to"]
        if audience != "parties":
            session.voice.aside("cli.sign.audience", names=session.words.language.listed(audience))
    if not any(_holds(path, role) for path in session.keys):
        try:
            done: Done = office.call("do", said)
        except Trouble as trouble:
            if trouble.code != "passphrase_wrong":
                raise
        else:
            return done
    prepared = office.call("prepare", said)
    check_prepared(prepared, role, acts, lax)
    _check_audience(read_text(prepared["text"].encode()), to, session)
    note = sign_text(prepared["text"].encode(), signers(session), threshold(session))
    appended: Done = office.call(
        "append", {"dispatch": note.decode(), "payload": prepared["payload"], "keep": keep}
    )
    return appended


def check_prepared(prepared: Done, role: str, acts: Sequence[dict[str, Any]], lax: bool) -> None:
    """Passes if a node prepared what it was asked to: a key that is not the node's signs nothing else.

    Raises `Misbehaved`. What ids the first digits of one stand for, and what a move continues, is the node's to find.
    """
    dispatch = read_text(prepared["text"].encode())
    lines = prepared_lines(dispatch, unb64(prepared["payload"]), prepared.get("identity", ""))
    asked = len(lines) == len(acts) and dispatch.by.role == role
    if not asked or not all(
        _is_asked(json.loads(line), act, lax) for line, act in zip(lines, acts, strict=True)
    ):
        raise Misbehaved("bad_answer", "CMD-6", detail="prepared other acts than asked for")


def _check_audience(dispatch: Dispatch, to: Sequence[str] | None, session: Session) -> None:
    """Passes if a dispatch is for the parties named, if any were, and for nobody else; raises `Misbehaved`."""
    if to is None or dispatch.by.role == "root":
        return
    wanted = {str(dispatch.by.party), *to}
    everybody = set(map(str, [*home_of(session).charters()][-1].parties))
    sealed = set(map(str, dispatch.sealed_for))
    if sealed != wanted and (sealed or not wanted >= everybody):
        raise Misbehaved("bad_answer", "CMD-6", detail="prepared for others than asked for")


def prepared_lines(dispatch: Dispatch, parcel: bytes, identity: str) -> Sequence[bytes]:
    """The acts that a prepared dispatch commits to, sealed or not: what a person is shown is what would be signed.

    Raises `Refused`: for a sealed one without the identity of its `rk` too.
    """
    said = dispatch.commitment
    if not dispatch.sealed_for:
        return open_payload(parcel, said).lines
    stored, _ = split_parcel(parcel, dispatch)
    if len(stored) != said.length or sha256(stored) != said.stored:
        raise Refused("bad_payload", "PAY-3", detail="length or hash", expected=said.stored.hex())
    cipher = AgeCipher(SystemChance())
    if not identity or cipher.recipient(identity) != dispatch.rk:
        raise Refused("bad_seal", "SEA-3", detail="another identity", expected=dispatch.rk)
    return check_acts(cipher.open(stored, identity), said).lines


def _is_asked(found: dict[str, Any], act: dict[str, Any], lax: bool) -> bool:
    body = act.get("body") or {}
    wanted = json.loads(act_line(Wish(act["kind"], as_if_whole(body)), lax))
    fields = {**wanted["body"], **{key: body[key] for key in REFERENCES if is_short(body.get(key))}}
    refs, on = act.get("refs") or [], act.get("on") or []
    return (
        found["kind"] == wanted["kind"]
        and len(found.get("blobs", ())) == len(act.get("attach") or ())
        and found["body"].keys() == fields.keys()
        and all(_same(found["body"][key], value, key in REFERENCES) for key, value in fields.items())
        and _same(found.get("record"), act.get("record"))
        and (not on or (len(on) == len(found["on"]) and all(map(_same, found["on"], on))))
        and all(
            any(_same(ref, one) and rel == kind for one, kind in refs) for ref, rel in found.get("refs", ())
        )
        and all(
            any(_same(one, ref) and rel == kind for one, kind in found.get("refs", ())) for ref, rel in refs
        )
    )


def _same(found: Any, asked: Any, reference: bool = True) -> bool:
    if not (reference and is_short(asked)):
        return bool(found == asked)
    dispatch, _, index = asked.partition("/")
    return isinstance(found, str) and found.startswith(dispatch) and found.partition("/")[2] == (index or "0")


def _holds(folder: Path, role: str) -> bool:
    roles = KeyFolder(folder).roles()
    return role in roles or (role == "root" and any(one.startswith("root/") for one in roles))
