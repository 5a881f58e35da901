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
}
