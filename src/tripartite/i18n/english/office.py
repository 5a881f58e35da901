# SPDX-License-Identifier: Apache-2.0
"""What administration says: people, health, peers, backups, the audit screen, markings and the ceiling."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "help.setup": "Begin a record at a desk: questions, recovery sheet, charter, first delegate.",
    "help.setup.more": "Prints an address that opens once, on this machine alone. The first page also makes an exercise to practise with.",
    "help.key.recover": "Make the party's root key again from its recovery sheet.",
    "option.party_sheet": "The party whose sheet it is, where there is no home.",
    "cli.setup.open": "Open this address in a browser on this machine:",
    "cli.setup.once": "It opens once. Start the command again for another one.",
    "cli.key.sheet": "Type the fourteen groups of the sheet in one line:",
    "help.backup": "Copy this home into one sealed file, while its node runs; or check such a file.",
    "help.backup.more": "The file holds no key and no signing guard. It is sealed with age: under a passphrase, or for a recipient. Keys go into a file of their own, if --with-keys names one. A backup made before an erasure holds what was erased: destroy it then.",
    "help.restore": "Make a home again from a backup, after every byte and signature was checked.",
    "help.restore.more": "The restored home signs nothing until another party has shown what it holds of ours.",
    "help.doctor": "Say what this office needs somebody for.",
    "option.backup_to": "Seal it for this age recipient instead of under a passphrase.",
    "option.with_keys": "Put the home's keys into this file too, sealed the same way.",
    "option.backup_check": "Restore FILE for a moment and check all of it; nothing is made.",
    "option.identity": "A file with the age identity that opens it.",
    "option.restore_keys": "The file with the home's keys.",
    "option.whole": "Check everything held anew as well.",
    "cli.backup.made": "Backup: {path} ({size} bytes)",
    "cli.backup.keys": "Keys: {path}. Keep the two files apart.",
    "cli.backup.no_keys": "No key is in it. Without the keys a restored home can read, and sign nothing.",
    "cli.backup.of": "Backup of {party}, made {time}",
    "cli.backup.sound": "Sound: a home can be made of it.",
    "cli.restore.done": "Restored: {path}",
    "cli.restore.waits": "It signs nothing until another party has shown what it holds of ours.",
    "cli.restore.no_keys": "Put the keys into its folder keys/ before it is to sign.",
    "cli.doctor.version": "Version {version}, {time}",
    "cli.doctor.disk": "Room on the disk: {free} MB; this office takes {ours} MB",
    "cli.doctor.certificate": "Number of our certificate: {pin}",
    "cli.doctor.peer": "{party}: {url}, last heard {time}",
    "health.good": "Nothing needs anybody.",
    "health.store": "The stored record is damaged: restore a backup.",
    "health.apart": "Another party holds words of ours that this copy does not have: this copy may be old, or somebody else signs as us.",
    "health.evidence": "Proof is held here that somebody signed two stories.",
    "health.holding": "This office waits until another party has shown what it holds of ours; until then it signs nothing.",
    "health.disk": "Little room is left on the disk.",
    "health.clock": "Another party's words are dated ahead of this clock: look at the clock.",
    "health.peer": "A peer could not be asked, or sent what is not in order.",
    "health.no_backup": "No backup was ever made.",
    "health.old_backup": "The last backup is older than a week.",
    "refusal.backup_exists.what": "There is a file of this name already.",
    "refusal.backup_exists.why": "A backup never replaces another one: the new one may turn out worse than the old.",
    "refusal.backup_exists.todo": "Choose another name.",
    "refusal.backup_damaged.what": "The backup is not what it says it is.",
    "refusal.backup_damaged.why": "A home is made only of a backup of which every byte and every signature holds.",
    "refusal.backup_damaged.todo": "Use another backup, and tell whoever keeps them.",
}
