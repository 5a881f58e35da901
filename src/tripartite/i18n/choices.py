# SPDX-License-Identifier: Apache-2.0
"""Where the words of what may be chosen in an act are: `conduct` of `allegation.file` has `conduct.<choice>`."""

from __future__ import annotations

from collections.abc import Mapping

FAMILIES: Mapping[str, str] = {
    "action_types": "action", "adoption_rule": "adoption_rule", "age_band": "age", "answer": "answer",
    "attribution": "attributed", "attribution_status": "attribution", "authentication": "authentication",
    "basis": "basis", "cannot_be_taken_back": "cannot_be_taken_back", "capacity": "capacity",
    "category": "category", "ceiling": "power", "conditionality": "condition", "conduct": "conduct",
    "confidence": "confidence", "confidentiality_rule": "confidentiality",
    "consent_to_publish": "consent_to_publish", "copy_kind": "copy_kind", "counts": "source",
    "credibility": "credibility", "delivery": "statement_delivery", "event_clarity": "scale.event_clarity",
    "extent": "extent", "facts": "facts", "flags": "marker", "form": "form", "format": "format",
    "function": "function", "functions": "function", "geo_precision": "scale.geo_precision",
    "given_by": "function", "harm": "harm", "intent": "intent", "interpretation": "interpretation",
    "legal": "legal", "legal_character": "legal_character", "level": "level", "line_states": "state.channels",
    "means": "means", "media_rules": "media", "method": "method", "mode": "mode",
    "outcome_form": "outcome_form", "own_line_tested": "line_test", "path": "line_path", "powers": "power",
    "precedence": "precedence", "precision": "scale.geo_precision", "protected_status": "protected",
    "qualifier": "qualifier",
    "redactions": "redaction", "reliability": "reliability", "renewal_rule": "renewal_rule",
    "severity": "severity", "sex": "sex",
    "shifts": "function", "site_type": "site", "source_category": "source", "standard_of_proof": "standard",
    "taken_by": "function", "target_types": "target", "team": "function", "text_status": "text_status",
    "time_precision": "precision", "told_by": "source", "undertaking_kind": "undertaking", "verb": "verb",
    "verification_method": "method", "voice": "voice", "who": "function", "whom": "function",
}  # fmt: skip
OF_A_KIND: Mapping[tuple[str, str], str] = {
    ("Chair", "rule"): "chair_rule", ("Instrument", "status"): "instrument",
    ("access.restriction", "type"): "restriction",
    ("allegation.admissibility", "admissibility"): "admissibility",
    ("allegation.file", "complainant"): "complainant",
    ("allegation.file", "evidence_withheld_reason"): "redaction",
    ("allegation.file", "requested_action"): "requested", ("allegation.reply", "reply"): "reply",
    ("answer_entry", "answer"): "entry_answer", ("call.note", "by"): "call_by",
    ("credential.verify", "answer"): "verified", ("document.consent", "level"): "consent_level",
    ("document.file", "form"): "document", ("document.releasability", "rule"): "releasable",
    ("explanation.ask", "questions"): "question", ("explanation.reply", "answers"): "question",
    ("incident.actor", "role"): "actor", ("incident.casualty", "category"): "victims",
    ("incident.casualty", "status"): "figure", ("incident.conclude", "outcome"): "state.incidents",
    ("investigation.evidence", "basis"): "observed", ("mechanism.leave", "leads_to"): "state.mechanism",
    ("mechanism.renewal_notice", "says"): "renewal", ("meeting.agenda_position", "position"): "agenda",
    ("meeting.attend", "role"): "attendance", ("meeting.close", "outcome"): "outcome",
    ("meeting.item_status", "status"): "item", ("message.not_answered", "cause"): "line_cause",
    ("message.send", "type"): "message_type", ("message.translated", "status"): "text_standing",
    ("notice.send", "type"): "notice_type", ("proposal.position", "position"): "position",
    ("proposal.reaction", "reaction"): "reaction", ("proposal.renewal_notice", "says"): "renewal",
    ("proposal.table", "kind"): "proposal",
    ("protection.referral", "subject"): "referral_subject",
    ("release.propose", "authority"): "release_authority", ("release.propose", "kind"): "release",
    ("statement.make", "kind"): "statement", ("statement.response", "status"): "response",
    ("submission.reject", "reason"): "moderation", ("submission.withhold", "reason"): "moderation",
    ("translate", "status"): "text_standing", ("undertaking.assess", "assessor"): "assessor",
    ("undertaking.assess", "level"): "scale.level",
    ("undertaking.conclude", "outcome"): "state.undertakings", ("undertaking.remedy", "status"): "remedy",
    ("verification.component_view", "conclusion"): "conclusion",
    ("verification.observation", "basis"): "observed", ("verification.report", "conclusion"): "conclusion",
    ("verification.report", "method"): "checked",
}  # fmt: skip
"""Where the words of a member's choices are: by kind of act, or structure within one, and member; else by member."""


def family(kind: str, member: str) -> str | None:
    """What stands before the dot in the messages of a choice; `kind` without version, or "" if any will do."""
    return OF_A_KIND.get((kind, member)) or FAMILIES.get(member) or (_ANY.get(member) if not kind else None)


_ANY: Mapping[str, str] = {member: found for (_, member), found in OF_A_KIND.items()}
_SHOWN: Mapping[tuple[str, str], str] = {
    ("", "body"): "body_name", ("", "body_face"): "body_face", ("", "differing_on"): "field",
    ("", "founded_as"): "founded", ("", "means_claimed"): "means", ("", "missing"): "field",
    ("", "parent"): "body_name", ("", "positions"): "position", ("", "public"): "publicity",
    ("", "purpose"): "face", ("", "reports_to"): "body_name", ("actors", "role"): "actor",
    ("agenda", "status"): "item", ("agenda_positions", "position"): "agenda",
    ("allegations", "reply"): "allegation_reply", ("answered_by", "answer"): "entry_answer",
    ("assessments", "level"): "scale.level", ("attendance", "role"): "attendance",
    ("beneficiary", "level"): "scale.level", ("body.propose", "face"): "body_face",
    ("chair_rule", "rule"): "chair_rule", ("checks", "cause"): "line_cause",
    ("complaint_log", "status"): "remedy", ("consent", "level"): "consent_level",
    ("evidence_log", "basis"): "observed", ("figures", "category"): "victims", ("figures", "status"): "figure",
    ("incident.report", "attribution"): "attribution", ("items", "status"): "item",
    ("no_longer_named", "status"): "instrument", ("not_answered", "cause"): "line_cause",
    ("obligor", "level"): "scale.level", ("observations", "basis"): "observed",
    ("present", "role"): "attendance", ("readings", "says"): "renewal",
    ("recorded_for", "answer"): "entry_answer", ("related_instruments", "status"): "instrument",
    ("releasability", "rule"): "releasable", ("replies", "answers"): "question",
    ("responses", "status"): "response", ("rights_of_reply", "kind"): "statement",
    ("silence", "state"): "state.proposals", ("speakers", "kind"): "statement", ("times", "what"): "sitting",
    ("translations", "status"): "text_standing", ("verifier", "level"): "scale.level",
}  # fmt: skip
"""Where the words of a code are that a view shows: by the field that its row stands in, or the kind that founds the
record, and its own name; by the name alone where the first is empty."""


def shown(kind: str, under: str, member: str) -> tuple[str, ...]:
    """Where the words of a code may be that a view shows, the likeliest first.

    `kind`: what founds the record, without version; `under`: the innermost field that its row stands in, or "".
    """
    found = (_SHOWN.get((under, member)), _SHOWN.get((kind, member)), _SHOWN.get(("", member)))
    return tuple(place for place in (*found, family(under or kind, member), member) if place)
