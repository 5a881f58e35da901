# SPDX-License-Identifier: Apache-2.0
"""The silence procedure: its acts, what one lacked, and what is open."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "kind.proposal.waive_rest": "rest day waived",
    "kind.proposal.ask_reopening": "request to open the text again",
    "guard.names_no_meeting": "The move names no meeting in which it was made.",
    "guard.no_such_placing": "It is about no text placed under silence in this record.",
    "guard.not_by_silence": "A text of this kind, or under this rule, is never adopted by silence.",
    "guard.not_the_fixed_version": "It is not the version that was fixed.",
    "guard.party_without_node": "A party takes part on paper: no silence is placed without it.",
    "guard.rest_day_of": "The last day is a day of rest of a party that has not waived it.",
    "guard.window_too_short": "The end leaves less than the notice and the delay that the charter asks for.",
    "pending.silence": "objection, or the end of the silence",
    "pending.referral": "word of a capital",
    "default.not_adopted": "it is not adopted",
}
