# SPDX-License-Identifier: Apache-2.0
"""What refusals say, continued: troubles of the machine, the network and the command line."""

from __future__ import annotations

from collections.abc import Mapping

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
