# SPDX-License-Identifier: Apache-2.0
"""What the demo says between what it shows."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "demo.enter": "Enter goes on …",
    "demo.title": "The talks of 28 May 2007 in Baghdad",
    "demo.lead": (
        "Three parties that do not trust each other, three offices on this machine: each with keys, files and a copy of its own. There is nobody in the middle."
    ),
    "demo.playing": "The day is played",
    "demo.part_one": "1 · What was agreed?",
    "demo.part_two": "2 · The cable is cut",
    "demo.cut": "{time} in Baghdad. The lines of the United States are down; it signs all the same:",
    "demo.courier": "{time}. A courier carries a file to Iraq, where every signature is checked:",
    "demo.neighbour": "{time}. Iran asks Iraq, and has the words of the United States from it:",
    "demo.mended": "{time}. The lines are mended; the United States learns who has it:",
    "demo.has_nothing": "does not have it",
    "demo.held_by_nobody": "signed here; held by nobody else yet",
    "demo.no_server": "No server, no cloud: signed words, whichever way they travel.",
    "demo.line": "At the other end of a line {party} is cut off. What is known is said, and nothing more:",
    "demo.placed": "{text}: a text under silence, objections until {until}. When the time is up:",
    "demo.let_pass": "let it pass, and says so",
    "demo.not_adopted": "Not adopted: {state}. Who never received a text has not agreed to it.",
    "demo.part_three": "3 · One office tells two stories",
    "demo.copied": (
        "The office of {party} was copied, keys and all. The office and its copy each signed something else for the same place:"
    ),
    "demo.told": "to {party}",
    "demo.story_one": "The crossing will be open on Monday.",
    "demo.story_two": "Nobody ever promised to open the crossing on Monday.",
    "demo.met_again": "The two neighbours ask each other what they hold. Now each of them shows:",
    "demo.held": "held by {names}",
    "demo.since": "{party} since {time}",
    "demo.proof": "both signed with the key of {party} for entry {place}; a file proves it to anyone",
    "demo.unmoved": "Agreed before, and agreed still: {texts}.",
    "fixed.nothing": "nothing",
    "demo.the_same": "Three copies",
    "demo.equal": ("{n} record, the same on all copies", "{n} records, the same on all copies"),
    "demo.desks": "Three desks",
    "demo.pin": "Each opens in its party's language. The PIN of every delegate in this exercise: {pin}",
    "demo.served": "The page, in three languages: {url} (Ctrl-C ends)",
}
