# SPDX-License-Identifier: Apache-2.0
"""What the desk says of coming in: seats, passkeys, codes from a phone, and keys of one's own."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "logins.title": "Where you sit, and how you come in",
    "logins.short": "Logins",
    "logins.closing": "This desk locks in two minutes if nothing is done. Save what you are writing.",
    "logins.sits": "Where you sit now",
    "logins.here": "here",
    "logins.end": "Leave there",
    "logins.end_all": "Leave everywhere",
    "logins.how.pin": "by PIN",
    "logins.how.code": "by PIN and a code",
    "logins.how.passkey": "by passkey",
    "logins.how.key": "by a key of your own",
    "logins.passkeys": "Passkeys",
    "logins.passkeys.why": (
        "A passkey opens the desk for reading and drafting. To sign, you give the PIN once."
    ),
    "logins.passkeys.none": "You have none.",
    "logins.passkey.new": "Make a passkey",
    "logins.passkey.label": "What to call it",
    "logins.passkey.use": "Come in with a passkey",
    "logins.passkey.failed": "The device gave no answer: it was stopped, or could not tell who you are.",
    "logins.passkey.drop": "It is lost, or no longer used",
    "logins.passkey.scripts": "Passkeys need scripts.",
    "logins.passkey.address": "Passkeys need the desk to be opened by its name, not by a number.",
    "logins.code": "Code from your phone",
    "logins.code.if": "Only for those who set it up; a code for a lost phone will do as well.",
    "logins.codes": "Codes from a phone",
    "logins.codes.off": "No code is asked of you.",
    "logins.codes.on": (
        "A code is asked of you beside the PIN. {n} code for a lost phone is left.",
        "A code is asked of you beside the PIN. {n} codes for a lost phone are left.",
    ),
    "logins.codes.new": "Set up a phone",
    "logins.codes.drop": "Ask for no code any more",
    "logins.codes.scan": "Let the phone read the square, then type the code that it shows.",
    "logins.codes.square": "Square code for the phone",
    "logins.codes.typed": "Or type this into it:",
    "logins.codes.go": "From now on",
    "logins.codes.done": "A code is asked of you from now on.",
    "logins.spare": "Codes for a lost phone",
    "logins.spare.why": (
        "Each works once. They are shown now and never again: write them down and keep them apart from "
        "the PIN."
    ),
    "logins.back": "Back",
    "logins.times": "The last three months",
    "logins.when": "When",
    "logins.what": "What",
    "logins.from": "How and from where",
    "logins.refused": "turned away",
    "logins.did.sign_in": "came in",
    "logins.did.leave": "left",
    "logins.did.device": "passkeys changed",
    "logins.did.second_factor": "codes changed",
    "logins.key": "Come in with a key of your own",
    "logins.key.use": "Come in with a key of your own",
    "logins.key.why": (
        "The desk asks a question that only your key can answer. The signer shows the question, and "
        "signs the answer."
    ),
    "logins.key.ask": "Ask me",
    "logins.key.asked": "The question, for the signer",
    "logins.key.signed": "The answer, from the signer",
    "logins.pin.use": "Come in by PIN",
    "refusal.code_wrong.what": "This is not the code of this moment.",
    "refusal.code_wrong.why": "A code counts once, for half a minute, and only beside the right PIN.",
    "refusal.code_wrong.todo": "Type the next one that the phone shows, or a code for a lost phone.",
    "refusal.passkey_wrong.what": "This passkey does not open the desk.",
    "refusal.passkey_wrong.why": (
        "It belongs to another name or desk, did not make sure who you are, or was copied."
    ),
    "refusal.passkey_wrong.todo": "Come in by PIN, and make a new one there.",
    "refusal.stale_challenge.what": "The question was answered too late, or twice.",
    "refusal.stale_challenge.why": (
        "An answer counts once and for five minutes, so that nobody can use it again."
    ),
    "refusal.stale_challenge.todo": "Begin again.",
}
