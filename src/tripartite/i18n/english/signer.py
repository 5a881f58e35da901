# SPDX-License-Identifier: Apache-2.0
"""What the signer says: the page of its own that shows a text and signs it."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "signer.title": "The signer",
    "signer.scriptless": "This page needs scripts. It fetches nothing and sends nothing.",
    "signer.why": (
        "This page shows what a text says, all of it, and signs exactly that with a key that no server "
        "has. It can send nothing anywhere."
    ),
    "signer.key": "Who signs",
    "signer.key.none": "No key is here yet.",
    "signer.key.which": "With which key",
    "signer.key.kept": "Kept in this browser; it cannot be copied out of it.",
    "signer.key.once": "From a file, until this page is closed.",
    "signer.key.print": "Fingerprint of the key:",
    "signer.key.public": "Its public half:",
    "signer.key.forget": "Forget this key",
    "signer.key.forget.sure": "The key will be gone for ever. What it signed keeps its worth. Go on?",
    "signer.key.another": "Make a key, or open one from a file",
    "signer.key.file": "The key's file",
    "signer.fleeting": (
        "This browser does not promise to keep the key: it may be gone when space is short or history is "
        "cleared. Keep a second key elsewhere."
    ),
    "signer.place": "The paper for a new key, from your desk",
    "signer.place.why": (
        "Your desk hands out a small file that says for which mechanism, party and role the key is. The "
        "key will sign for nothing else."
    ),
    "signer.mechanism": "Fingerprint of the mechanism:",
    "signer.parties": "Its parties",
    "signer.compared": (
        "I have compared the fingerprint of the mechanism with the one that my delegation read aloud."
    ),
    "signer.make.here": "Make a key in this browser",
    "signer.make.file": "Make a key in a file",
    "signer.make.file.why": (
        "For a page that is opened from disk, or for several machines: a file under a passphrase of at "
        "least six characters."
    ),
    "signer.passphrase": "Passphrase of the file",
    "signer.open": "Open the key's file",
    "signer.task": "What is to be signed",
    "signer.task.why": "What your desk hands over, or a file that it gave you to take away.",
    "signer.task.file": "The file",
    "signer.task.paste": "Or its text, pasted",
    "signer.look": "Look at it",
    "signer.shown": "What you would sign",
    "signer.as": "Signed as",
    "signer.at": "Time that will stand on it",
    "signer.clock": "The clock of this machine says another hour.",
    "signer.audience": "Who will see it",
    "signer.audience.parties": "all parties: {names}, and whoever joins them",
    "signer.audience.public": "everybody: it is public",
    "signer.audience.narrow": "not the usual audience",
    "signer.party.unknown": "{party} (not known to this key)",
    "signer.count": "Number of acts: {n}",
    "signer.record": "In the record",
    "signer.on": "Continues",
    "signer.blob": "Attached file",
    "signer.blob.type": "Kind of file",
    "signer.blob.size": "Bytes",
    "signer.empty": "It says nothing more than this.",
    "signer.exact": "The exact text, letter by letter",
    "signer.read": "I have read it to its end.",
    "signer.sign": "Sign",
    "signer.away": "Put it away unsigned",
    "signer.done": "Signed",
    "signer.done.desk": "The desk that asked for it has it. Go back to its page.",
    "signer.done.file": "Take it back to your desk: it counts once it is handed in there.",
    "signer.out": "Signed text",
    "signer.save": "Save as a file",
    "signer.login": "A desk asks who you are",
    "signer.login.to": "You would sign in at",
    "signer.login.other": (
        "This is another address than that of this page. Sign only if you are about to sign in there."
    ),
    "signer.nothing": "Nothing was signed.",
    "signer.why.audience": "It does not fit together for whom it is sealed.",
    "signer.why.browser": (
        "This browser cannot make, keep or use such keys. Take a newer one, or sign with the command line."
    ),
    "signer.why.file": "This is no file for the signer.",
    "signer.why.form": "It is not written as such texts must be.",
    "signer.why.key": "There is no key here that can sign it.",
    "signer.why.key_exists": "A key of this name is already in this browser.",
    "signer.why.key_file": "This is no file of a key under a passphrase.",
    "signer.why.other_log": "It is not meant for the book of your own party.",
    "signer.why.other_mechanism": "It belongs to another mechanism than this key.",
    "signer.why.other_party": "It speaks for another party.",
    "signer.why.other_role": "It speaks for another role than the one of this key.",
    "signer.why.passphrase": "The passphrase does not open this file.",
    "signer.why.payload": "The acts are not those that the text commits to.",
    "signer.why.place": (
        "The paper for the key does not fit its mechanism, or you did not compare the fingerprint."
    ),
    "signer.why.seal": "What is sealed does not open.",
    "signer.why.structural": "This kind of act is not for a delegate to sign.",
    "signer.why.too_long": "It is longer than anybody reads to the end. Sign it with the command line.",
    "signer.why.turning": "It holds characters that turn the order of a line around.",
    "signer.why.unknown": "It says something that this signer has no words for, so it cannot show it.",
    "signer.why.unseen": "It holds characters that nobody can see.",
    "signer.why.weak": "The passphrase is too short.",
}
