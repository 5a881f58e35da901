# SPDX-License-Identifier: Apache-2.0
"""What refusals say: for each code what happened, why that is a rule, and what to do.

These sentences have no placeholders: a code is raised in many places with different facts, so the facts are
listed after the sentence under the labels of `facts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

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
        "The file cannot be read as acts.",
        "What could be read in two ways is refused: a key twice, anchors, unknown keys, numbers with fractions.",
        "Correct the line named. Every kind of act has its fields in the reference.",
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

# What the machine, the network or the command line says.
WORLD: Mapping[str, tuple[str, str, str]] = {
    "locked_home": (
        "Another process is using this home.",
        "Two writers in one home could sign two different texts at one place.",
        "Stop the other process, or let it do this: commands reach a running node by themselves.",
    ),
    "no_home": (
        "There is no home here.",
        "A home is made on purpose, so that a mistyped path cannot found a second one.",
        "Check the path given with --home, or make a home with: tripartite init PARTY",
    ),
    "home_exists": (
        "There is already a home here.",
        "Making it anew would destroy keys that nobody can replace.",
        "Use it as it is, or choose another place with --home.",
    ),
    "holding": (
        "Stored safely, but not signed yet: the node is waiting to learn its own latest head.",
        "After a start it asks another party first, lest a restored copy signs a second story.",
        "Reach any other party, or start with --alone if there is none to ask.",
    ),
    "guard_refuses": (
        "The signing guard refused to sign.",
        "It never signs two different heads of one size, or a smaller head after a larger one.",
        "Do not force it. Fetch your own log from another party, then rebuild.",
    ),
    "guard_missing": (
        "The signing guard of this home is missing.",
        "Without it the node cannot know what it has already signed.",
        "If the home was restored from a copy, follow the recovery guide; never make a guard by hand.",
    ),
    "unreachable": (
        "The other side could not be reached.",
        "The cause is not established: a fault and a refusal look alike from here.",
        "Test your own line, try later, or send a bundle by another way.",
    ),
    "timeout": (
        "The other side took too long to answer.",
        "No one waits without limit, so that one slow party cannot stop another.",
        "Try again later; nothing was lost.",
    ),
    "bad_answer": (
        "The other side answered with something that does not fit the question.",
        "Answers are checked as strictly as anything else before they are stored.",
        "Nothing was stored. Try another party, and tell the owner of that node.",
    ),
    "unauthorized": (
        "The request was not signed by a key that may make it.",
        "Only parties of the charter may read and write here.",
        "Check that both sides hold the same charter and the current card.",
    ),
    "clock_skew": (
        "The two clocks differ too much.",
        "A signed request is valid for a few minutes only, so that nobody can replay it later.",
        "Compare both clocks named here with a third, and set the wrong one.",
    ),
    "rate_limited": (
        "Too many requests in too short a time.",
        "Each party gets the same share, so that none can crowd out the others.",
        "Wait for the time named; the program continues by itself.",
    ),
    "not_found": (
        "This copy holds nothing of that name.",
        "It may exist and not have arrived here yet.",
        "Check the spelling, or synchronise and look again.",
    ),
    "ambiguous_id": (
        "The short form fits more than one thing.",
        "A shortened identifier is accepted only while it is unique.",
        "Give more characters of it.",
    ),
    "disk_full": (
        "The disk is full.",
        "Nothing is answered as done before it is stored safely.",
        "Make room and try again; what was answered as done is safe.",
    ),
    "no_key": (
        "The private key for this is not here.",
        "Only the holder of a key can sign in its name.",
        "Name the folder with --keys, or sign on the machine that holds the key.",
    ),
    "passphrase_wrong": (
        "The passphrase does not open this key.",
        "The key is encrypted; without its passphrase nobody can read it.",
        "Type it again; check the keyboard's language.",
    ),
    "usage": (
        "The command was not given as it must be.",
        "Each command takes the arguments that its help shows.",
        "Add --help to see an example.",
    ),
    "foreign_store": (
        "The store in this home belongs to another charter or another version.",
        "Two registers must never be mixed in one store.",
        "Check the path given with --home. If it is right, rebuild the store from the logs.",
    ),
    "unknown": (
        "The other side refused with a code that this version does not know.",
        "A newer version may use codes that an older one cannot explain.",
        "Update the program, or ask the other side what the code means.",
    ),
    "store_order": (
        "The store was given entries out of their order.",
        "A log grows at its end only; a gap would lose what lies between.",
        "Nothing was stored. Restart the node; if it happens again, rebuild the store from the logs.",
    ),
    "store_failed": (
        "The store could not be read or written.",
        "The store is only a copy: everything in it follows from the logs.",
        "Check the disk. If it is sound, rebuild the store from the logs.",
    ),
    "journal_failed": (
        "The journal could not be written.",
        "Nothing is answered as done before it is in the journal and on the disk.",
        "Check the disk, then restart the node; it finds its place by itself.",
    ),
    "guard_failed": (
        "The signing guard could not be read or written.",
        "Nothing is signed before the guard has it on the disk.",
        "Check the disk, then restart the node. Never delete the guard or replace it by a copy.",
    ),
    "key_exposed": (
        "Others on this machine can read the file of this key.",
        "Whoever can read a private key can sign in its owner's name.",
        "Take the permission away with chmod 600. If somebody may have read it, recall the key.",
    ),
    "key_exists": (
        "There is already a key for this role here.",
        "A key that is overwritten is lost, and nobody can make it again.",
        "Use the key that is there, or name another folder with --keys.",
    ),
    "key_failed": (
        "The file of the key could not be written.",
        "A key is used only once it is safely on the disk.",
        "Check the folder and its permissions, and try again.",
    ),
    "bad_key_file": (
        "The file of this key is damaged, or is no key file.",
        "A key file states its role and public key, and both must fit what it holds.",
        "Restore the file from where the recovery sheet says the key is kept.",
    ),
    "no_charter": (
        "No charter is in force in this home yet.",
        "Everything signed names the charter it was signed under.",
        "Draft one or take the others' draft, have all sign it, then: tripartite charter join FILE",
    ),
    "file_failed": (
        "A file could not be read or written.",
        "The system refused; nothing was signed or stored in its place.",
        "Check the path and its permissions, and try again.",
    ),
    "internal": (
        "Something went wrong inside the program.",
        "This is a fault of the program, not of what you did.",
        "What was answered as done is safe. Report it with the facts named here; TRIPARTITE_TRACE=1 shows more.",
    ),
    "address_taken": (
        "The node cannot listen at that address.",
        "Another program listens there already, or the system does not allow it.",
        "Stop the other program, or choose another port with --port.",
    ),
    "link_cut": (
        "The link to that party is cut at the moment.",
        "Somebody on this side has cut it; nothing is asked and nothing answered meanwhile.",
        "Heal the link, or send a bundle by another way.",
    ),
    "wrong_pin": (
        "Whoever answers there holds another key than the one that was told beforehand.",
        "The key, not the address, says who answers.",
        "Do not send anything there. Ask that party by voice for its card, and compare.",
    ),
    "bad_bundle": (
        "The bundle is damaged, or is not built as it must be.",
        "A bundle is checked whole before anything of it is taken.",
        "Nothing was taken. Ask its sender for a new one.",
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
