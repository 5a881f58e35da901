# SPDX-License-Identifier: Apache-2.0
"""Codes that no act has and pages show all the same: how a thing stands as its view works it out."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "body_face.disputed": "its mandate is disputed",
    "body_face.proposed": "only proposed so far",
    "body_name.plenary": "the plenary",
    "class.core": "what all who may see the record may see",
    "class.exact_place_time": "exact place and time",
    "class.operational": "operational",
    "class.persons": "names of persons",
    "display.all_affirm": "All affirm this sentence in principle; no text.",
    "display.different_words": "Each speaks of agreement, in different words; no text.",
    "display.none_says": "Nobody speaks of agreement any more.",
    "display.one_has_said": "One party speaks of agreement; not all have said.",
    "instruments.declared_not_shared": "there are others, not shared",
    "instruments.none": "none, its author says",
    "instruments.not_stated": "not stated",
    "instruments.stated": "named below",
    "publicity.never": "never public",
    "referral.confirmed": "confirmed by the capital",
    "referral.declined": "declined by the capital",
    "referral.lapsed": "lapsed without confirmation",
    "referral.none": "not referred",
    "referral.referred": "with the capital",
    "remedy.disputed": "found wanting",
}
