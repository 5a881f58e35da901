# SPDX-License-Identifier: Apache-2.0
"""What is sealed for some of the parties: what is known of it, and refusals."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "help.sealed": "List what is sealed for some of the parties: from whom, for whom, how large, when.",
    "help.sealed.more": (
        "Whoever it is not for holds and relays it, and learns no more of it than is listed here: not what kind of act it is, and no word of it."
    ),
    "cli.do.prepared.sealed": "The file opens what is sealed: whoever has it can read it. The signed one that comes back does not.",
    "option.for_audience": "Only what is sealed for exactly these parties, or parties for what is open.",
    "option.over": "Make evidence over this act, if what was signed there cannot be so. It shows words, and opens what was sealed.",
    "cli.evidence.e6": "A request to erase that misstates what it would erase: {acts}",
    "cli.evidence.e7": "Bytes that are the ones named, and do not open to what was signed: {acts}",
    "cli.evidence.beside": "The bytes it is about lie beside it; keep the two together.",
    "cli.sealed.none": "Nothing is sealed for some of the parties.",
    "cli.sealed.item": "{id} · {time} · from {party} for {names} · {size} bytes",
    "cli.sealed.opened": "read here",
    "cli.sealed.unread": "not for this party to read",
    "refusal.bad_seal.what": "This sealed file does not open.",
    "refusal.bad_seal.why": "What is sealed opens only with the key that the signed note names, and only if not a byte of it was changed.",
    "refusal.bad_seal.todo": "Ask its author, or another party it was sent to, to give it to you again.",
    "refusal.no_seal_key.what": "Nothing can be sealed for this party.",
    "refusal.no_seal_key.why": "A party on paper, or one whose charter entry has no key for sealed papers, could not open what is sent to it alone.",
    "refusal.no_seal_key.todo": "Leave the party out, or send the act to all parties.",
}
