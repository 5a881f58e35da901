# SPDX-License-Identifier: Apache-2.0
"""What refusals say: for each code what happened, why that is a rule, and what to do.

These sentences have no placeholders: a code is raised in many places with different facts, so the facts are
listed after the sentence under the labels of `facts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.troubles import WORLD

# What arrives and cannot be read or relied on.
BYTES: Mapping[str, tuple[str, str, str]] = {
    "json_syntax": (
        "The text is not valid JSON.",
        "Whatever is signed must be readable by everyone in exactly one way.",
        "Correct the text at the place named, or ask for the file again: it may have been cut off.",
    ),
    "json_not_canonical": (
        "The text is valid JSON, but not in the one agreed spelling.",
        "If two spellings meant the same, two signatures could stand for one act.",
        "Have the sender write it again with a program that keeps the canonical form.",
    ),
    "json_bounds": (
        "The text goes beyond a fixed limit of size, depth or number.",
        "Limits protect every party from a message made to exhaust its machine.",
        "Split the content into several acts, or attach it as a file.",
    ),
    "json_string": (
        "A piece of text contains a character that may not be signed.",
        "Invisible and direction-changing characters could make one text read as another.",
        "Remove the character named, or type the text again.",
    ),
    "bad_value": (
        "A value does not have the form it must have.",
        "Names, instants, numbers and identifiers each have exactly one spelling.",
        "Write the value in the form shown in the reference.",
    ),
    "bad_note": (
        "The signed text is not built as it must be.",
        "A signed text and its signature lines follow one fixed layout.",
        "Ask for it again; if it comes back the same, tell its author.",
    ),
    "bad_key_name": (
        "The name of a key is not built as it must be.",
        "A key's name says the mechanism, the party and the role, in that order.",
        "Take the name from the card of the party it belongs to.",
    ),
    "bad_key": (
        "The key cannot be accepted.",
        "Only keys are admitted whose signatures everyone judges alike.",
        "Make a new key with this program and send its card again.",
    ),
    "bad_signature": (
        "The signature does not hold for this text.",
        "Either the text was changed after signing, or another key signed it.",
        "Do not rely on it. Ask the author for the original.",
    ),
    "unknown_signer": (
        "The text is signed with a key that nobody has presented.",
        "A signature counts only if the charter or an accreditation names its key.",
        "Bring in what accredits the key first, then try again.",
    ),
    "too_large": (
        "This is larger than what may be sent or stored in one piece.",
        "Sizes are capped so that no message can exhaust a party's machine.",
        "Divide it and send the parts one after the other.",
    ),
    "bad_checkpoint": (
        "The signed head of a log is not built as it must be.",
        "A head states its log, its size and its root, and nothing else.",
        "Ask for the head again; if it comes back the same, tell its owner.",
    ),
    "bad_cosignature": (
        "A counter-signature does not hold for this head.",
        "A counter-signature binds one party to one head at one time.",
        "Ask the party that is said to have counter-signed for its own copy.",
    ),
    "bad_proof": (
        "The proof has the wrong shape for the sizes it names.",
        "From the sizes it follows exactly how many hashes a proof must hold.",
        "Ask for the proof again, from another party if need be.",
    ),
    "proof_mismatch": (
        "The proof does not lead to the root that was signed.",
        "A proof that does not lead to the signed root proves nothing.",
        "Do not rely on it. Keep the file and ask another party for its copy.",
    ),
    "root_mismatch": (
        "The contents do not add up to the root that was signed.",
        "Every act is counted into the signed root; one changed byte changes it.",
        "Do not rely on it. Fetch the contents from another party.",
    ),
    "bad_payload": (
        "The contents do not match what was signed for them.",
        "A signature commits its author to exact contents of an exact length.",
        "Fetch the contents again, from another party if need be.",
    ),
    "bad_act": (
        "An act does not follow the form of its kind.",
        "Each kind of act has its fields, and no others.",
        "Correct the field named and sign again.",
    ),
    "unknown_kind": (
        "This version does not know that kind of act.",
        "What is not understood is kept and shown, but has no effect.",
        "Check the spelling, or update the program.",
    ),
    "over_quota": (
        "That log holds more of today than the charter's quota for one day.",
        "A flood may cost its author time, and no other party its disk.",
        "Nothing is lost: the rest comes in when the day is over. If this is honest work, agree on a larger quota.",
    ),
    "bad_charter": (
        "The charter cannot be accepted as it stands.",
        "A charter names its parties, keys, purpose and rules completely and consistently.",
        "Correct what is named, and have every party sign the new text.",
    ),
    "bad_card": (
        "The card of a party cannot be accepted.",
        "A card carries a party's public keys and its own signature over them.",
        "Ask that party for its card again, and compare the fingerprint by voice.",
    ),
    "bad_play": (
        "The play file cannot be read.",
        "A play uses only the steps and fields of its reference page.",
        "Correct the line named.",
    ),
    "schema": (
        "A field is missing, unknown, or not of its type.",
        "Every record has named fields of fixed types.",
        "Correct the field named; the reference lists what each kind holds.",
    ),
    "bad_evidence": (
        "The evidence file cannot be read.",
        "Evidence must be readable by anyone who holds the charter, in exactly one way.",
        "Ask for the file again, from whoever made it.",
    ),
    "bad_file": (
        "The file cannot be used as it stands.",
        "What could be read in two ways is refused: a key twice, anchors, unknown keys, numbers with fractions.",
        "Correct the place named. The reference shows what such a file holds.",
    ),
    "no_basemap": (
        "The file of the base map that the settings name is not there.",
        "Who wants a map of his own is not shown another one in its place without knowing.",
        "Put the file where it is looked for, or take basemap out of node.toml for the map that is shipped.",
    ),
    "bad_basemap": (
        "The file of the base map cannot be used.",
        "Maps are drawn from a PMTiles file of version 3 with vector tiles, of sensible bounds and sizes, and from nothing else.",
        "Make the file anew, or take basemap out of node.toml for the map that is shipped.",
    ),
    "bad_settings": (
        "The settings of this home cannot be read.",
        "The settings say whose home this is; a guess could sign for the wrong party.",
        "Correct node.toml at the place named.",
    ),
}

# What a rule of the mechanism does not allow.
RULES: Mapping[str, tuple[str, str, str]] = {
    "no_power": (
        "The signer has no power for this act.",
        "An act binds a party only if the party gave its delegate that power beforehand.",
        "Have a delegate with the power sign, or confirm the act afterwards.",
    ),
    "wrong_state": (
        "This step is not possible from the present state of the record.",
        "Each kind of record has a fixed table of steps; what it does not list is not allowed.",
        "Look at the record again: someone may have acted in the meantime.",
    ),
    "guard": (
        "A condition of this step is not met.",
        "Some steps depend on what others have signed before.",
        "See what is still missing, and name it when you try again.",
    ),
    "wrong_mechanism": (
        "This belongs to another mechanism.",
        "Every signed text names the charter it was made under.",
        "Use the home of that mechanism, and compare the charter's fingerprint.",
    ),
    "fork": (
        "A log shows two different texts for one place.",
        "A log only grows: whoever signs two versions of it has told two stories.",
        "Keep the evidence file, and show it. It proves two texts were signed; it does not prove who ordered it.",
    ),
    "regress": (
        "Something that can only grow was signed smaller, or earlier, than before.",
        "Sizes and times in counter-signatures never run backwards.",
        "Keep the evidence file and show it to the other parties.",
    ),
    "expectation_failed": (
        "The play expected something else.",
        "An expectation compares what the play says with what the register shows.",
        "Correct the play, or find out why the register differs.",
    ),
    "no_misconduct": (
        "The evidence file does not prove what it claims.",
        "Nobody is convicted but by two signatures that no honest party can have made.",
        "Do not rely on it, and do not pass it on.",
    ),
    "charter_unsigned": (
        "The charter is not signed by every party that must sign it.",
        "A charter binds only when all its parties with a node have signed the same text.",
        "Wait for the missing signature, or ask that party for it.",
    ),
    "not_yet": (
        "This version cannot do that yet.",
        "A promise that is not kept is worse than a missing one.",
        "See the changelog for what this version does.",
    ),
    "not_signed": (
        "The dispatch in this file is not signed yet.",
        "A log holds signed texts only.",
        "Sign it first where the key is: tripartite sign FILE",
    ),
    "not_prepared": (
        "The file holds nothing that was prepared for signing.",
        "Only what a node has prepared binds the charter, the log and the acts together.",
        "Prepare it at the node: tripartite do … --prepare FILE",
    ),
    "not_confirmed": (
        "Nothing was done: it was not confirmed.",
        "This cannot be taken back, so a person must say yes.",
        "Read what was shown, and confirm it; or add --yes once it has been read.",
    ),
    "card_differs": (
        "Another card of this party is held already.",
        "A card names the keys a party is known by; a second one may be an impostor's.",
        "Compare both fingerprints by voice with that party before you replace anything.",
    ),
    "charter_differs": (
        "Another charter is in force in this home.",
        "A home serves one mechanism for its whole life.",
        "Make a second home for the other mechanism.",
    ),
    "unknown_call": (
        "The node does not know that request.",
        "A command and the node it asks must speak the same version.",
        "Stop the node and start it again with this version.",
    ),
    "not_an_exercise": (
        "Only an exercise allows that.",
        "Clocks that are set and links that are cut on purpose would make a real record worthless.",
        "Make a charter with --exercise for it.",
    ),
    "insecure_link": (
        "The address is not safe: other machines could listen in or answer in its place.",
        "Beyond this machine nodes speak TLS only, to a key that was told beforehand.",
        "Use an https:// address with the pin of the other node's key, from its card.",
    ),
    "too_many_branches": (
        "A log shows more stories than are kept.",
        "Two stories convict; more of them would only fill the disk.",
        "Keep the evidence that is held, and show it.",
    ),
    "leaf_differs": (
        "What is stored beside a signed text is not what follows from the text.",
        "Everything about a signed text follows from its bytes and from those before it.",
        "The store is damaged. Rebuild it from another party's copy, and check the disk.",
    ),
    "tree_differs": (
        "The stored tree of a log has another root than its texts give.",
        "The root follows from the texts, byte for byte.",
        "The store is damaged. Rebuild it from another party's copy, and check the disk.",
    ),
    "payload_missing": (
        "The contents of a signed text are missing.",
        "A node counter-signs only what it holds with its contents.",
        "Synchronise: any other party may have them.",
    ),
    "head_differs": (
        "A signed head has another root than the texts held below it.",
        "A head binds every text below it.",
        "Keep this copy as it is and compare it with another party's: one of the two is damaged, or somebody told two stories.",
    ),
    "guard_ahead": (
        "The signing guard has permitted a head that this copy does not have.",
        "The guard remembers what was signed; a copy that has less is older.",
        "Synchronise before anything is signed: the other parties hold what is missing.",
    ),
    "journal_differs": (
        "The journal holds another text than the log at that place.",
        "The journal is the truth of the own log; the store follows it.",
        "Keep both as they are, and compare with what the other parties hold.",
    ),
    "index_differs": (
        "The index shows another register than the logs give.",
        "The register is a function of the logs and of nothing else.",
        "Make the index anew: tripartite rebuild",
    ),
}

PARTS = ("what", "why", "todo")

SENTENCES: Mapping[str, str] = {
    f"refusal.{code}.{part}": sentence
    for group in (BYTES, RULES, WORLD)
    for code, sentences in group.items()
    for part, sentence in zip(PARTS, sentences, strict=True)
} | {
    "explain.rule": "rule {rule}",
    "hint.canonical": "Nothing was wrong with the meaning: only the spelling of the bytes.",
    "hint.tidy": "The program can clean the text for you before you sign it.",
}
