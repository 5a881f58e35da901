# SPDX-License-Identifier: Apache-2.0
"""A charter in words, and as an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tripartite.cli.pages import exercise_face, text_of
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.keys.names import key_name
from tripartite.core.keys.signature import verify_signature
from tripartite.core.log.note import parse_note
from tripartite.core.register.charter import MAX_CHARTER, Charter
from tripartite.i18n.words import Words, tame

HOUR = 3600


def signed_by(charter: Charter) -> dict[str, int]:
    """For each party with a node, how many of its roots have signed this text, each signature checked."""
    found = dict.fromkeys(map(str, charter.nodes), 0)
    if not charter.data:
        return found
    for line in parse_note(charter.data, MAX_CHARTER).lines:
        key = charter.keys.get(line.name)
        if key is None or key.id != line.key_id or not key_name(line.name).role.startswith("root/"):
            continue
        try:
            verify_signature(key.raw, charter.text, line.signature)
        except Trouble:
            continue
        found[key_name(line.name).party] += 1
    return found


def charter_object(charter: Charter) -> dict[str, Any]:
    signed = signed_by(charter)
    return {
        "charter": charter.net,
        "fingerprint": charter.fingerprint,
        "signed": signed,
        "in_force": all(signed[party] >= charter.entry(party).threshold for party in charter.nodes),
        "says": msgspec.to_builtins(charter.said),
    }


def charter_lines(charter: Charter, words: Words) -> Iterator[str]:
    said = charter.said
    if said.exercise:
        yield exercise_face(said.exercise, words)
    yield words("cli.charter.title", label=said.label)
    yield words("cli.charter.fingerprint", fingerprint=charter.fingerprint)
    yield words("face.mechanism" if charter.adopts else "face.talks_record")
    yield from _parties(charter, words)
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


def _parties(charter: Charter, words: Words) -> Iterator[str]:
    signed = signed_by(charter)
    for entry in charter.said.parties:
        name = _text(entry.names, words)
        if entry.on_paper:
            yield words("cli.charter.paper", party=entry.id, name=name)
        elif signed[entry.id] >= entry.threshold:
            yield words("cli.charter.signed", party=entry.id, name=name, zone=entry.zone)
        else:
            yield words("cli.charter.unsigned", party=entry.id, name=name, zone=entry.zone)


def _text(value: tuple[tuple[str, str], ...], words: Words) -> str:
    return tame(text_of([list(pair) for pair in value], words))
