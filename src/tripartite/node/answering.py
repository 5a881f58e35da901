# SPDX-License-Identifier: Apache-2.0
"""Which kinds of act answer an open item: whoever may sign one of them is whom it waits for in person (TOD-2)."""

from __future__ import annotations

from collections.abc import Mapping

ANSWERS: Mapping[str, str] = {
    "accept_channel": "channel.accept_channel",
    "access": "answer_entry dispute",
    "access_answer": "answer_entry dispute",
    "acknowledge_message": "message.acknowledged message.answered",
    "acknowledge_notice": "notice.acknowledge",
    "allegation_reply": "allegation.reply",
    "answer": "undertaking.answer",
    "check_answer": "channel.check_answer",
    "close_allegation": "allegation.close",
    "close_channel": "channel.close_channel",
    "close_message": "message.close",
    "close_request": "explanation.close",
    "complete_notice": "notice.complete notice.cancel",
    "component_view": "verification.component_view investigation.component_view",
    "confirm_call": "call.confirm_call call.own_version",
    "correction": "proposal.version proposal.position",
    "draft": "investigation.share_draft",
    "draft_comment": "investigation.comment",
    "duration_dispute": "mechanism.renewal_notice proposal.renewal_notice",
    "end_consent": "mechanism.end_consent",
    "entry_answer": "answer_entry",
    "explain": "explanation.reply",
    "finding": "investigation.issue",
    "follow_up": "investigation.measure",
    "fulfilment": "undertaking.report_done",
    "hold_consultation": "explanation.hold explanation.did_not_attend",
    "journal_approval": "journal.approves journal.diverges",
    "journal_correction": "journal.revise",
    "more_information": "detail.passage attach correct",
    "paper_copy": "document.confirm_copy proposal.position",
    "referral": "confirm proposal.position",
    "release_consent": "release.consent",
    "renewal_consent": "mechanism.renewal_notice",
    "renewal_notice": "mechanism.renewal_notice",
    "right_of_reply": "answer_entry dispute incident.actor",
    "settle_mandate": "body.settle_mandate",
    "settlement_answer": "allegation.settle incident.settle answer_entry",
    "silence": "proposal.position",
    "take_over": "watch.take_over",
    "term_end": "mechanism.amend mechanism.renewal_notice",
    "terms_of_reference": "body.constitute",
    "trigger": "undertaking.trigger",
    "verification": "verification.report undertaking.assess",
}
"""By the code of an item the kinds that answer it, by spaces."""
ON_CALL = frozenset({"acknowledge_message", "check_answer"})
"""What waits for the officer on call before it waits for the others who may answer it (TOD-3)."""
