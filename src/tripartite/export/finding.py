# SPDX-License-Identifier: Apache-2.0
"""A finding for people: whose word each part of it is, and the view of every component side by side (INV-7, INV-11).

Nothing is put in other words than the register's: a conclusion is the code somebody signed, a text stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tripartite.export.lines import block_lines
from tripartite.export.page import Block, Column, Columns, Item, Items, Line, Said, Truth
from tripartite.i18n.words import Words

QUESTIONS = {
    "facts": "facts", "attribution": "attributed", "legal": "legal", "intent": "intent", "severity": "severity",
}  # fmt: skip
"""What is concluded apart from each other, and where the words of its answers are."""


def lines(said: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What an investigation came to, the newest last; before that the views that were signed so far.

    `said`: the fields of its record as `show` gives them.
    """
    for block in blocks(said, words):
        yield from block_lines(block, words.language.is_rtl)


def blocks(said: Mapping[str, Any], words: Words) -> Iterator[Block]:
    for found in said["findings"]:
        yield from _finding(found, words)
    if not said["findings"]:
        yield Line(words("finding.not_yet"), strong=True)
        yield from _views(said, words)


def _finding(found: Mapping[str, Any], words: Words) -> Iterator[Block]:
    yield Line(words(f"finding.{found['outcome_form']}"), strong=True)
    truth, face = _truth(found, words)
    own = _conclusions(found, words)
    if own:
        side_by_side = found["outcome_form"] != "chairs_finding"
        yield Items([Item(words("finding.together") if side_by_side else face, truth, notes=own)])
    texts = list(_paragraphs(found, face, truth, words))
    if texts:
        yield Items(texts)
    if any(found["component_views"].values()):
        yield from _views(found, words)
    if found["view_changed"]:
        yield Line(words("finding.changed", parties=words.language.listed(found["view_changed"])))


def _truth(found: Mapping[str, Any], words: Words) -> tuple[Truth, str]:
    if found["truth"] == "agreed":
        return "agreed", words("face.agreed")
    return "account", words("face.account", party=found["by"])


def _paragraphs(found: Mapping[str, Any], face: str, truth: Truth, words: Words) -> Iterator[Item]:
    """Each paragraph with its verb, in the reader's language if there is a text in it."""
    known = dict(found["texts"])
    code = next((code for code in (words.language.code, "en", *known) if code in known), "")
    verbs = {number: words(f"verb.{verb}") for number, verb in found["verb"]}
    for number, paragraph in enumerate(known.get(code, ()), 1):
        yield Item(face, truth, Said(paragraph, code), verbs.get(number, ""))


def _views(said: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """One column a component: its own conclusions and words under its own face."""
    views: Mapping[str, Any] = said["component_views"]
    yield Columns([Column(party, [_view(party, view, words)]) for party, view in views.items()])
    if said["differing_on"]:
        what = words.language.listed([words(f"concluded.{name}") for name in said["differing_on"]])
        yield Line(words("finding.differs", what=what))


def _view(party: str, view: Mapping[str, Any] | None, words: Words) -> Item:
    if view is None:
        return Item(words("finding.not_signed"), "none")
    texts = dict(view["text"] or ())
    code = next((code for code in (words.language.code, "en", *texts) if code in texts), "")
    own = Said(texts[code], code) if code else None
    return Item(words("face.account", party=party), "account", own, notes=_conclusions(view, words))


def _conclusions(said: Mapping[str, Any], words: Words) -> list[str]:
    return [
        words(_sentence(name, said), **_facts(name, said, words))
        for name in QUESTIONS
        if said[name] is not None
    ]


def _sentence(name: str, said: Mapping[str, Any]) -> str:
    return "finding.attribution_to" if name == "attribution" and said["actor"] else f"finding.{name}"


def _facts(name: str, said: Mapping[str, Any], words: Words) -> dict[str, str]:
    what = {"what": words(f"{QUESTIONS[name]}.{said[name]}")}
    return what | {"actor": said["actor"]} if _sentence(name, said) == "finding.attribution_to" else what
