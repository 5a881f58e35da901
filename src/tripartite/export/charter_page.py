# SPDX-License-Identifier: Apache-2.0
"""A charter in words, and as an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from tripartite.core.encoding.refusal import Trouble
from tripartite.core.keys.names import key_name
from tripartite.core.keys.signature import verify_signature
from tripartite.core.log.note import parse_note
from tripartite.core.register.charter import MAX_CHARTER, Charter
from tripartite.i18n.texts import chosen
from tripartite.i18n.words import Words, tame
from tripartite.node.amending import changed, signers_of

HOUR = 3600
LONGEST = 120
"""Characters of a member's value that a line shows."""


def signed_by(charter: Charter, before: Charter | None = None) -> dict[str, int]:
    """For each party that must sign, how many of its roots have signed this text, each signature checked.

    `before`: the charter that it amends, whose parties sign too, if it is held (MEC-2).
    """
    found = dict.fromkeys(signers_of(before, charter), 0)
    if not charter.data:
        return found
    keys = {**(before.keys if before else {}), **charter.keys}
    for line in parse_note(charter.data, MAX_CHARTER).lines:
        key = keys.get(line.name)
        if key is None or key.id != line.key_id or not key_name(line.name).role.startswith("root/"):
            continue
        try:
            verify_signature(key.raw, charter.text, line.signature)
        except Trouble:
            continue
        found[key_name(line.name).party] += 1
    return found


def charter_object(charter: Charter, before: Charter | None = None) -> dict[str, Any]:
    """`in_force`: whether every party that keeps a node signed it; of one that it leaves out `signed` says."""
    signed = signed_by(charter, before)
    return {
        "charter": charter.net,
        "id": charter.ident,
        "before": charter.said.before,
        "fingerprint": charter.fingerprint,
        "signed": signed,
        "in_force": all(signed[party] >= charter.entry(party).threshold for party in charter.nodes),
        "says": msgspec.to_builtins(charter.said),
    }


def change_object(before: Charter | None, charter: Charter) -> list[dict[str, Any]]:
    """What an amendment changes; nothing where the charter before it is not held."""
    if before is None:
        return []
    return [
        {"what": one.what, "name": one.name, "old": one.old, "new": one.new}
        for one in changed(before, charter)
    ]


def change_lines(before: Charter | None, charter: Charter, words: Words) -> Iterator[str]:
    if charter.said.before is None:
        return
    if before is None:
        yield words("cli.amends.unknown")
        return
    yield words("cli.amends", fingerprint=before.fingerprint)
    for one in changed(before, charter):
        if one.what == "member":
            old, new = (json.dumps(value, ensure_ascii=False) for value in (one.old, one.new))
            yield words("cli.change.member", name=one.name, old=_brief(old), new=_brief(new))
        else:
            yield words(f"cli.change.{one.what}", party=one.name)


def _brief(text: str) -> str:
    return tame(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def charter_lines(charter: Charter, words: Words, before: Charter | None = None) -> Iterator[str]:
    said = charter.said
    if said.exercise:
        yield _face(said.exercise, words)
    yield words("cli.charter.title", label=said.label)
    yield words("cli.charter.fingerprint", fingerprint=charter.fingerprint)
    yield words("face.mechanism" if charter.adopts else "face.talks_record")
    yield from _parties(charter, words, before)
    yield words("cli.charter.languages", names=words.language.listed(list(said.languages)))
    yield words("cli.charter.delay", hours=said.delay // HOUR)
    if charter.adopts:
        yield words("cli.charter.silence", hours=said.silence_notice // HOUR)
    for message, topics in (
        ("cli.charter.topics", said.scope.topics),
        ("cli.charter.left_out", said.scope.left_out),
    ):
        if topics:
            yield words(message, names=words.language.listed([tame(topic) for topic in topics]))
    for body in said.bodies:
        chair = f"chair.{body.chair.rule}"
        yield words(f"cli.charter.{chair}", name=_text(body.names, words), party=body.chair.party or "")
    for term in said.contested:
        yield words("cli.charter.contested", name=_text(term.neutral, words))
    yield words.plural("cli.charter.kinds", len(said.kinds))
    yield from change_lines(before, charter, words)


def _parties(charter: Charter, words: Words, before: Charter | None) -> Iterator[str]:
    signed = signed_by(charter, before)
    gone = [before.entry(party) for party in signed if before and party not in charter.parties]
    for entry in (*charter.said.parties, *gone):
        name = _text(entry.names, words)
        if entry.on_paper:
            yield words("cli.charter.paper", party=entry.id, name=name)
        elif signed[entry.id] >= entry.threshold:
            yield words("cli.charter.signed", party=entry.id, name=name, zone=entry.zone)
        else:
            yield words("cli.charter.unsigned", party=entry.id, name=name, zone=entry.zone)


def _text(value: tuple[tuple[str, str], ...], words: Words) -> str:
    return tame(chosen([list(pair) for pair in value], words.language))


def _face(value: tuple[tuple[str, str], ...], words: Words) -> str:
    said, word = _text(value, words), words("face.exercise")
    return said if said.startswith(word) else f"{word} · {said}"
