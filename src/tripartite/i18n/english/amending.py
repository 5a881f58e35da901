# SPDX-License-Identifier: Apache-2.0
"""Words of changing the charter: amending it, joining later, leaving."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "help.charter.amend": "Draft an amendment of the charter in force.",
    "help.charter.amend.more": (
        "Every party that has a node under the charter, or gets one, signs it as it signed the first: charter sign FILE, from party to party. Then each puts it in force: charter join FILE."
    ),
    "help.leave": "Say, by the roots, that this party leaves the mechanism.",
    "help.leave.more": (
        "It shows what that means, and is signed only once the party's name has been typed in full. It cannot be taken back."
    ),
    "option.amend_node": "A party on paper that gets the node of its card.",
    "option.amend_add": "A new party, with the node of its card.",
    "option.amend_paper": "A new party on paper.",
    "option.amend_without": "A party that the charter no longer names.",
    "option.amend_set": "A YAML file of members of the charter that are to read otherwise.",
    "option.all_kinds": "Let every kind of act count that this version knows.",
    "option.chain": "Show every charter from the first to the one in force.",
    "option.out_charters": "With --chain: write each charter as a file into this folder, for a party that joins.",
    "option.leave_since": "From when on; not before the notice that the charter asks for.",
    "option.leave_reason": "Why, by language.",
    "cli.amend.next": "Every party that must sign adds its roots' signatures (tripartite charter sign FILE); then each joins it (tripartite charter join FILE).",
    "cli.amends": "Amends the charter {fingerprint}:",
    "cli.amends.unknown": "Amends a charter that is not held here; what it changes cannot be shown.",
    "cli.change.node": "{party} gets a node",
    "cli.change.added": "{party} becomes a party",
    "cli.change.left_out": "{party} is no longer a party",
    "cli.change.described": "{party} is described otherwise",
    "cli.change.member": "{name}: {old} → {new}",
    "cli.charter.chair.rotation": "{name}: chaired by each party in turn",
    "cli.charter.chair.alternating": "{name}: chaired by two parties by turns",
    "cli.chain.in_force": "Charter {number}, in force here",
    "cli.chain.number": "Charter {number}",
    "cli.chain.aside": "A charter that does not lead to the one in force here",
    "cli.chain.signed": "Signed by {names}",
    "cli.chain.binds": "Binds the log of {party} from leaf {leaf} on",
    "cli.join.act": "Signed and stored: {act}. The record of the mechanism enters it as: mechanism.amend of={act}",
    "cli.join.bound": "This party's log follows that charter already; nothing was signed.",
    "cli.join.next": "The other parties learn of it when they synchronise: tripartite sync",
    "cli.join.roots_elsewhere": (
        "The charter is kept. The roots are not here: tripartite do charter --as root id={id} --prepare act.json, then sign the file where they are and bring it back."
    ),
    "cli.leave.title": "{party} leaves the mechanism, from {since} on.",
    "cli.leave.stays": "What it signed stays signed, and what was agreed stays agreed. Its copy of the register stays its own.",
    "cli.leave.without": "A text proposed from {since} on by a party that knows of this is agreed without its word.",
    "cli.leave.amend": "The others can amend the charter without its signature: {names}.",
    "cli.leave.final": "It cannot be taken back.",
    "cli.leave.ask": "Type {party} to sign it.",
    "cli.leave.done": "Signed and stored: the party leaves on {since} ({act}).",
    "cli.leave.next": "Let the others have it: tripartite sync --settle. Then recall the delegates' keys: tripartite recall ROLE",
    "refusal.nothing_changed.what": "That would be the charter in force, word for word.",
    "refusal.nothing_changed.why": "An amendment that changes nothing would only have to be signed again.",
    "refusal.nothing_changed.todo": "Say what is to change: --node, --add, --paper, --without, --set or --all-kinds.",
    "refusal.no_node_named.what": "This charter gives this party no node.",
    "refusal.no_node_named.why": "Only a party whose keys the charter names has a log under it.",
    "refusal.no_node_named.todo": (
        "Name the amendment that does as well, behind the first charter: tripartite charter join FIRST AMENDMENT"
    ),
    "refusal.charter_passed.what": "This amends a charter that is no longer in force here, or not in force yet.",
    "refusal.charter_passed.why": "A log goes from the charter that binds it to one that follows from it, and never back.",
    "refusal.charter_passed.todo": (
        "Join what lies between, or let the amendment be drafted anew from the charter in force: tripartite charter show --chain"
    ),
    "refusal.notice_short.what": "That is earlier than the charter's notice allows.",
    "refusal.notice_short.why": "The parties agreed how long lies between the word that one leaves and its leaving.",
    "refusal.notice_short.todo": "Name the instant given as expected, or a later one.",
    "refusal.already_left.what": "This party has said already that it leaves.",
    "refusal.already_left.why": "The first such word holds; a second one would change nothing.",
    "refusal.already_left.todo": "Nothing is to be done; the instant found is the one that holds.",
    "hint.first_charter": "A party that joins later names the first charter too, and what lies between; any other party writes them with: tripartite charter show --chain --out DIR",
    "hint.card_first": "Take that party's card first, and compare its fingerprint: tripartite card add FILE",
    "hint.play_not_later": "Only a party that is to join later can be named here, and once.",
    "hint.play_not_named": "A party joins after a step that amends the charter and gives it a node.",
    "play.amended": "{time}  the charter is amended, and the parties signed it",
    "play.joined": "{time}  {party}: joins, with a node of its own",
}
