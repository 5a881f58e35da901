# SPDX-License-Identifier: Apache-2.0
"""A finding for people: whose word each part of it is, and the view of every component side by side (INV-7, INV-11).

Nothing is put in other words than the register's: a conclusion is the code somebody signed, a text stands as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from tripartite.export.lines import block_lines
from tripartite.export.page import Block, Column, Columns, Item, Items, Line, Said, Section, Truth
from tripartite.export.telling import Teller, fields
from tripartite.i18n.words import Words

QUESTIONS = {
    "facts": "facts", "attribution": "attributed", "legal": "legal", "intent": "intent", "severity": "severity",
}  # fmt: skip
"""What is concluded apart from each other, and where the words of its answers are."""


Name = Callable[[str], str]
"""A party as the page calls it."""


def lines(said: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What an investigation came to, the newest last; before that the views that were signed so far.

    `said`: the fields of its record as `show` gives them.
    """
    for block in _blocks(said, words, str):
        yield from block_lines(block, words.language.is_rtl)


def findings(tell: Teller) -> Section | None:
    """The same on a page, for every investigation."""
    blocks: list[Block] = []
    for record in tell.gathered["investigations"]:
        said = fields(record)
        if said["title"]:
            blocks.append(Line(tell.pick(said["title"]).text))
        blocks += _blocks(said, tell.words, partial(_called, tell))
    return Section("findings", tell.words("brief.findings"), blocks) if blocks else None


def _called(tell: Teller, who: str) -> str:
    """A party by its name; a force or group as it was named."""
    return tell.name(who) if who in tell.gathered.parties else who


def _blocks(said: Mapping[str, Any], words: Words, name: Name) -> Iterator[Block]:
    for found in said["findings"]:
        yield from _finding(found, words, name)
    if not said["findings"]:
        yield Line(words("finding.not_yet"), strong=True)
        yield from _views(said, words, name)


def _finding(found: Mapping[str, Any], words: Words, name: Name) -> Iterator[Block]:
    yield Line(words(f"finding.{found['outcome_form']}"), strong=True)
    truth, face = _truth(found, words, name)
    own = _conclusions(found, words, name)
    if own:
        alone = found["outcome_form"] == "chairs_finding"
        yield Items([Item(face if alone else words("finding.together"), truth, notes=own)])
    texts = list(_paragraphs(found, face, truth, words))
    if texts:
        yield Items(texts)
    if any(found["component_views"].values()):
        yield from _views(found, words, name)
    changed = found["view_changed"]
    if changed:
        yield Line(words("finding.changed", parties=words.language.listed([name(one) for one in changed])))


def _truth(found: Mapping[str, Any], words: Words, name: Name) -> tuple[Truth, str]:
    if found["truth"] == "agreed":
        return "agreed", words("face.agreed")
    return "account", words("face.account", party=name(found["by"]))


def _paragraphs(found: Mapping[str, Any], face: str, truth: Truth, words: Words) -> Iterator[Item]:
    """Each paragraph with its verb, in the reader's language if there is a text in it."""
    known = dict(found["texts"])
    code = _language(known, words)
    verbs = {number: words(f"verb.{verb}") for number, verb in found["verb"]}
    for number, paragraph in enumerate(known.get(code, ()), 1):
        yield Item(face, truth, Said(paragraph, code), verbs.get(number, ""))


def _language(known: Mapping[str, Any], words: Words) -> str:
    return next((code for code in (words.language.code, "en", *known) if code in known), "")


def _views(said: Mapping[str, Any], words: Words, name: Name) -> Iterator[Block]:
    """One column a component: its own conclusions and words under its own face."""
    views: Mapping[str, Any] = said["component_views"]
    yield Columns([Column(name(party), [_view(party, view, words, name)]) for party, view in views.items()])
    if said["differing_on"]:
        what = words.language.listed([words(f"concluded.{question}") for question in said["differing_on"]])
        yield Line(words("finding.differs", what=what))


def _view(party: str, view: Mapping[str, Any] | None, words: Words, name: Name) -> Item:
    if view is None:
        return Item(words("finding.not_signed"), "none")
    texts = dict(view["text"] or ())
    code = _language(texts, words)
    own = Said(texts[code], code) if code else None
    return Item(
        words("face.account", party=name(party)), "account", own, notes=_conclusions(view, words, name)
    )


def _conclusions(said: Mapping[str, Any], words: Words, name: Name) -> list[str]:
    return [_conclusion(question, said, words, name) for question in QUESTIONS if said[question] is not None]


def _conclusion(question: str, said: Mapping[str, Any], words: Words, name: Name) -> str:
    what = words(f"{QUESTIONS[question]}.{said[question]}")
    if question != "attribution" or not said["actor"]:
        return words(f"finding.{question}", what=what)
    return words("finding.attribution_to", what=what, actor=name(said["actor"]))
