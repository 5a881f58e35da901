# SPDX-License-Identifier: Apache-2.0
"""Why an act is kept without effect: one sentence for each reason code."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "reason.bad_note": "The signed text is not built as it must be.",
    "reason.bad_prev": "It does not continue what its author said before.",
    "reason.no_key": "The key was not in force when this was signed.",
    "reason.duplicate_id": "It was already there: the second copy has no effect.",
    "reason.forked": "Its author has told two stories from here on.",
    "reason.orphaned": "It lies on a branch that its author gave up.",
    "reason.bad_payload": "The contents do not match what was signed for them.",
    "reason.bad_act": "It does not follow the form of its kind.",
    "reason.unknown_kind": "This version does not know that kind of act.",
    "reason.not_held": "What it refers to is not held here.",
    "reason.no_power": "Its signer had no power for it. It can still be confirmed.",
    "reason.unchecked": "A second person of that party has not checked it yet.",
    "reason.no_receipt": "The party had not confirmed receipt, so nothing could start for it.",
    "reason.no_text": "There is no text yet that could be accepted.",
    "reason.not_carried": "Its text did not travel with it, as it must.",
    "reason.wrong_audience": "It was sent to others than it must be.",
    "reason.wrong_state": "The step was not possible from the state it names.",
    "reason.guard": "A condition of the step was not met.",
    "reason.late": "It came after the deadline.",
    "reason.too_early": "It was signed before the time at which it may be.",
    "reason.talks_record": "A talks record adopts nothing.",
    "reason.bad_stub": "The note left in place of erased contents does not match them.",
}
