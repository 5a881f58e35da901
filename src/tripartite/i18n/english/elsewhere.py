# SPDX-License-Identifier: Apache-2.0
"""What the desk says of signing elsewhere: taking a text away, bringing it back, and keys that no server has."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "elsewhere.title": "Sign with a key that is elsewhere",
    "elsewhere.why": (
        "The signer shows it once more, from the text itself, and signs with a key that this office does "
        "not have."
    ),
    "elsewhere.take": "Take it away as a file",
    "elsewhere.here": "Sign in this browser",
    "elsewhere.bring": "Bring a signed text back",
    "elsewhere.bring.why": (
        "Only what this desk gave away in the last week is taken back, and only under the signature of "
        "the role it was prepared for."
    ),
    "elsewhere.file": "The signed file",
    "elsewhere.text": "Or its text, pasted",
    "elsewhere.hand_in": "Hand it in",
    "elsewhere.away": "On their way",
    "elsewhere.nothing": "Nothing is on its way.",
    "elsewhere.drop": "It will not come back",
    "elsewhere.about": "What the signer is, and keys of your own",
    "elsewhere.signer": (
        "One file that shows what a text says and signs it. Whoever does not want to trust this desk "
        "with that saves it once, compares its number with others, and opens it from disk."
    ),
    "elsewhere.open": "Open the signer",
    "elsewhere.save": "Save it",
    "elsewhere.digest": "Its number (SHA-256)",
    "elsewhere.compare": (
        "The same number stands in the reference of the program, and the command “tripartite signer” "
        "prints it."
    ),
    "elsewhere.new": "A new officer, or a second device",
    "elsewhere.new.paper": (
        "Take the paper for the key: it names mechanism, party and role. A second device takes a role of "
        "its own, such as head-phone."
    ),
    "elsewhere.new.key": (
        "On the device, open the signer, give it the paper, and make the key. Read its fingerprint and "
        "its public half to whoever holds the roots."
    ),
    "elsewhere.new.grant": (
        "The roots, or the office within its ceiling, give it functions and powers: “tripartite accredit "
        "ROLE --public KEY”."
    ),
    "elsewhere.role": "Role",
    "elsewhere.role.help": "Small letters, digits and hyphens. No name of a person.",
    "elsewhere.paper": "The paper for this key",
    "elsewhere.lost": "A lost device",
    "elsewhere.lost.recall": (
        "Recall its key at once, here or with “tripartite recall ROLE”. From then on nothing that it "
        "signs counts."
    ),
    "elsewhere.lost.role": "Whose key is lost",
    "elsewhere.lost.go": "Recall this key",
    "elsewhere.lost.who": "A head, a deputy or the protocol office can do it here.",
    "elsewhere.recalled": "The key is recalled. Give the delegate a new one under a role of its own.",
    "elsewhere.lost.earlier": (
        "What it signed before stands: others hold it, and a later loss takes nothing back."
    ),
    "help.signer": "Write the page that shows a text and signs it in a browser, and print its digest.",
    "cli.signer.digest": "SHA-256 of the signer: {digest}",
    "cli.signer.written": "Written to {path}. Open it from disk, in a browser.",
}
