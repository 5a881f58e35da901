# SPDX-License-Identifier: Apache-2.0
"""Agreed lists, papers signed by hand, and what a party on paper finds."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "proposal.contested_terms_list": "list of contested terms",
    "guard.no_list_has_entries": "Only a list has entries.",
    "guard.terms_elsewhere": "Each party's own term stands in a list of contested terms.",
    "guard.no_such_list": "What it points to is no list of that kind.",
    "guard.no_such_entry": "The list has no entry of that name.",
    "guard.list_not_adopted": "The list that it points to is not adopted, as far as this office knows.",
    "guard.no_instrument": "What it says is in the record is neither a document nor a version.",
    "guard.scan_of_no_paper": "Only a version signed on paper names a scan.",
    "guard.paper_without_scan": "A version signed on paper names the one scan of it.",
    "guard.no_scan_of_paper": "The document that it names is no scan of a signed paper.",
    "guard.scan_not_attached": "The scan has no file attached.",
    "face.instruments.declared_not_shared": "Declared, not shared: {titles}",
    "face.instruments.none": "Beside it there is no other instrument, its author says.",
    "face.instruments.not_stated": "Whether other instruments stand beside it is not stated.",
    "face.instruments.stated": "Beside it: {titles}",
    "face.no_longer_named": "Named by an earlier version, and not by this one: {titles}",
    "face.ad_referendum.referred": "Accepted ad referendum by {party}; not confirmed",
    "face.ad_referendum.referred_due": "Accepted ad referendum by {party}; confirmation due {due}",
    "face.ad_referendum.lapsed": "Accepted ad referendum by {party}; lapsed, not confirmed by {due}",
    "face.earlier_version": "Of an earlier version: {what}",
    "kind.proposal.mismatch": "mismatch between languages",
    "guard.dates_differ": "The dates in one paragraph are not the same in every language.",
    "guard.no_such_paragraph": "The text has no paragraph of that number.",
    "guard.corrects_nothing": "The correction changes no word of what it corrects.",
    "guard.corrects_several": "A version corrects one other, not several.",
    "help.concordance": "Read a text's languages beside each other; see what differs, and dates in three calendars.",
    "option.of_version": "The version, by the first digits of its act; the last one if none is named.",
    "cli.concordance.version": "Version {version}",
    "cli.concordance.paragraph": "Paragraph {number}",
    "cli.concordance.nothing": "(nothing)",
    "cli.concordance.same": "Paragraphs, dates and numbers are the same in every language. What words mean, people compare.",
    "cli.concordance.mismatch": "{party} says that paragraph {number} differs between {languages}.",
    "cli.concordance.corrected": "Corrected by version {version}, to which every party consented.",
    "pending.correction": "correction of an adopted text",
    "default.stays_as_signed": "the text stays as it was signed",
    "pending.entry_answer": "answer to what another party recorded",
    "pending.paper_copy": "confirmation of the copy of a signed paper",
    "default.not_agreed": "it is not agreed",
    "default.stays_account": "it stays the account of whoever recorded it",
}
