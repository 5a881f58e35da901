# SPDX-License-Identifier: Apache-2.0
"""The record of the mechanism: its states and acts, how long it stands, what one lacked, and what is open."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "chapter.mechanism": "The mechanism",
    "state.mechanism.in_force": "in force",
    "state.mechanism.suspended_by": "a party suspended its part",
    "state.mechanism.ended": "ended",
    "kind.repudiate": "the roots repudiate an act",
    "kind.mechanism.found": "the mechanism is founded",
    "kind.mechanism.amend": "an amendment of the charter is entered",
    "kind.mechanism.suspend_own": "a party suspends its part",
    "kind.mechanism.resume": "a party resumes its part",
    "kind.mechanism.leave": "a party's leaving is entered",
    "kind.mechanism.terminate": "the mechanism is ended",
    "kind.mechanism.card": "card of a party that is to join",
    "kind.mechanism.renewal_notice": "notice on the end of a term",
    "kind.mechanism.end_consent": "consent to the end of the mechanism",
    "kind.mechanism.archived": "a party keeps a copy",
    "renewal.renewed": "renewed",
    "renewal.expires": "not renewed",
    "standing.renewed": "renewed",
    "standing.notice_given": "notice was given: the clause settles nothing",
    "standing.over": "over",
    "guard.founded_once": "A mechanism has one record, founded once, by the roots of the first party that has a node.",
    "guard.found_without_effect": "This founds nothing: the mechanism has its record, or another party founds it.",
    "guard.no_amendment": "It names no act by which some party's roots made an amendment bind their log.",
    "guard.no_leave": "It names no act by which roots said, with the notice that the charter asks for, that their party leaves.",
    "guard.leads_elsewhere": "The mechanism would be something else after this: see what is named.",
    "guard.no_termination": "The decision it names is not one to end the mechanism.",
    "guard.end_consents_of": "The consent of these parties to the end is lacking, or is not named.",
    "guard.party_already": "It is a party already.",
    "kind.proposal.renewal_notice": "notice on the end of a text's term",
    "renewal_rule.expires": "expires",
    "renewal_rule.auto_renew_same_period_unless_notice": "renewed for the same period unless notice is given",
    "renewal_rule.renew_by_explicit_consent": "renewed by explicit consent",
    "guard.no_duration": "It is about no version here that says how long it stands.",
    "pending.renewal_notice": "notice on renewal",
    "pending.renewal_consent": "consent to renewal",
    "pending.term_end": "end of the term",
    "pending.duration_dispute": "readings of the duration that differ",
    "pending.end_consent": "consent to the end",
    "default.renewed": "it is renewed for the same period",
    "default.term_ends": "the term ends",
    "default.not_renewed_by_itself": "it is not renewed by itself",
    "default.readings_stand": "the readings stand beside each other",
    "default.mechanism_stands": "the mechanism goes on",
}
