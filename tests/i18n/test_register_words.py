# SPDX-License-Identifier: Apache-2.0
"""Whatever the register can show has its words: chapters, states, acts, choices, reasons, and what was missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import inspect

from tests.house.source import calls, modules, nothing
from tripartite.core.register.chapters import ALL, KINDS
from tripartite.core.register.kinds import BEFORE, SAME
from tripartite.i18n.english import ENGLISH


def missing(*messages: str) -> list[str]:
    return sorted({message for message in messages if message not in ENGLISH})


def said(function: str, place: int) -> Iterator[str]:
    """The texts that stand in the register at this place of a call of this function."""
    for module in modules("src/tripartite/core/register"):
        for call, name in calls(module):
            given = call.args[place] if name == function and len(call.args) > place else None
            if isinstance(given, ast.Constant) and given.value:
                yield str(given.value)


def test_every_chapter_has_a_name() -> None:
    nothing(missing(*(f"chapter.{chapter.name}" for chapter in ALL)))


def test_every_state_of_every_chapter_has_a_name() -> None:
    states = {(chapter.name, state) for chapter in ALL for state in chapter.states}
    nothing(
        missing(*(f"state.{chapter}.{state}" for chapter, state in states if state not in (SAME, BEFORE)))
    )


def test_every_kind_of_act_has_a_name() -> None:
    nothing(missing(*(f"kind.{spelled.partition('@')[0]}" for spelled in KINDS)))


def test_every_reason_the_fold_gives_has_its_sentence() -> None:
    given = set(said("Finding", 0))
    assert given
    nothing(missing(*(f"reason.{code}" for code in given)))


def test_what_exactly_was_missing_is_a_code_with_its_sentence() -> None:
    given = {*said("Finding", 1), *said("missing", 0)}
    assert given
    nothing(missing(*(f"guard.{code}" for code in given)))


FAMILIES = {
    "action_types": "action", "adoption_rule": "adoption_rule", "age_band": "age", "answer": "answer",
    "attribution": "attributed", "attribution_status": "attribution", "authentication": "authentication",
    "basis": "basis", "cannot_be_taken_back": "cannot_be_taken_back", "capacity": "capacity",
    "category": "category", "ceiling": "power", "conditionality": "condition", "conduct": "conduct",
    "confidence": "confidence", "confidentiality_rule": "confidentiality",
    "consent_to_publish": "consent_to_publish", "copy_kind": "copy_kind", "counts": "source",
    "credibility": "credibility", "delivery": "statement_delivery", "extent": "extent", "facts": "facts",
    "flags": "marker", "form": "form", "format": "format", "function": "function", "functions": "function",
    "given_by": "function", "harm": "harm", "intent": "intent", "interpretation": "interpretation",
    "legal": "legal", "legal_character": "legal_character", "level": "level", "line_states": "state.channels",
    "means": "means", "media_rules": "media", "method": "method", "mode": "mode",
    "outcome_form": "outcome_form", "own_line_tested": "line_test", "path": "line_path", "powers": "power",
    "precedence": "precedence", "protected_status": "protected", "qualifier": "qualifier",
    "redactions": "redaction", "reliability": "reliability", "severity": "severity", "sex": "sex",
    "shifts": "function", "site_type": "site", "source_category": "source", "standard_of_proof": "standard",
    "taken_by": "function", "target_types": "target", "team": "function", "text_status": "text_status",
    "time_precision": "precision", "told_by": "source", "undertaking_kind": "undertaking", "verb": "verb",
    "verification_method": "method", "voice": "voice", "who": "function", "whom": "function",
}  # fmt: skip
OF_A_KIND = {
    ("access.restriction", "type"): "restriction",
    ("allegation.admissibility", "admissibility"): "admissibility",
    ("allegation.file", "complainant"): "complainant",
    ("allegation.file", "evidence_withheld_reason"): "redaction",
    ("allegation.file", "requested_action"): "requested", ("allegation.reply", "reply"): "reply",
    ("call.note", "by"): "call_by", ("credential.verify", "answer"): "verified",
    ("document.consent", "level"): "consent_level", ("document.file", "form"): "document",
    ("document.releasability", "rule"): "releasable", ("explanation.ask", "questions"): "question",
    ("explanation.reply", "answers"): "question", ("incident.actor", "role"): "actor",
    ("incident.casualty", "category"): "victims", ("incident.casualty", "status"): "figure",
    ("incident.conclude", "outcome"): "state.incidents", ("investigation.evidence", "basis"): "observed",
    ("meeting.agenda_position", "position"): "agenda", ("meeting.attend", "role"): "attendance",
    ("meeting.close", "outcome"): "outcome", ("meeting.item_status", "status"): "item",
    ("message.not_answered", "cause"): "line_cause", ("message.send", "type"): "message_type",
    ("message.translated", "status"): "text_standing", ("notice.send", "type"): "notice_type",
    ("proposal.position", "position"): "position",
    ("proposal.reaction", "reaction"): "reaction", ("proposal.table", "kind"): "proposal",
    ("protection.referral", "subject"): "referral_subject",
    ("release.propose", "authority"): "release_authority", ("release.propose", "kind"): "release",
    ("statement.make", "kind"): "statement", ("statement.response", "status"): "response",
    ("submission.reject", "reason"): "moderation", ("submission.withhold", "reason"): "moderation",
    ("undertaking.assess", "assessor"): "assessor", ("undertaking.conclude", "outcome"): "state.undertakings",
    ("undertaking.remedy", "status"): "remedy", ("verification.component_view", "conclusion"): "conclusion",
    ("verification.observation", "basis"): "observed", ("verification.report", "conclusion"): "conclusion",
    ("verification.report", "method"): "checked",
}  # fmt: skip
"""Where the words of a member's choices are: by kind of act and member, else by member."""


def choices(type_: inspect.Type) -> Iterator[str]:
    """The texts a member may be, however deep in lists."""
    match type_:
        case inspect.LiteralType(values=values):
            yield from (str(value) for value in values)
        case inspect.UnionType(types=parts) | inspect.TupleType(item_types=parts):
            for part in parts:
                yield from choices(part)
        case inspect.VarTupleType(item_type=part):
            yield from choices(part)
        case inspect.Metadata(type=part):
            yield from choices(part)


def test_every_choice_of_every_act_of_a_chapter_has_its_words() -> None:
    lacking: list[str] = []
    for kind in (kind for chapter in ALL for kind in chapter.kinds):
        body = inspect.type_info(kind.body)
        assert isinstance(body, inspect.StructType)
        for member in body.fields:
            family = OF_A_KIND.get((kind.name, member.name)) or FAMILIES.get(
                member.name, f"?{kind.name}.{member.name}"
            )
            lacking += missing(*(f"{family}.{choice}" for choice in choices(member.type)))
    nothing(sorted(set(lacking)))
