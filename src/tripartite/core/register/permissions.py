# SPDX-License-Identifier: Apache-2.0
"""The permission matrix: which delegates sign which acts, with which power, and how much that weighs (REG-22).

The chapters say who may do what; this table says it a second time, so that nobody widens a permission by accident. A
test holds the two equal, kind by kind. What roots, offices and nodes sign has no line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tripartite.core.register.kinds import ANYONE, Chapter, Kind, Who

Weight = Literal["routine", "consequential", "binding"]
"""What signing asks of a person: one click; a PIN; a PIN, the text read to its end and the power shown."""
BINDING = frozenset({"adopt_text", "authenticate_text", "express_consent"})
"""Powers whose use binds a party, whatever the kind of act."""
Right = tuple[frozenset[str], str, bool, frozenset[str], str, bool]
"""Of one `Who` what a matrix can say: letters, power, second person, letters by right, the right, power by body."""


@dataclass(frozen=True, slots=True)
class Line:
    """Kinds that the same delegates sign, and that weigh the same."""

    weight: Weight
    who: tuple[Who, ...]
    kinds: str
    """Names, by spaces."""
    powers: frozenset[str] = frozenset()
    """What an act may need by its body, where that decides."""

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(self.kinds.split())

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset(_right(who, bool(self.powers)) for who in self.who)

    def weighs(self, power: str) -> Weight:
        """What an act of this line weighs that needs this power."""
        return "binding" if power in BINDING else self.weight


def _right(who: Who, by_body: bool) -> Right:
    return (
        frozenset(who.letters.split()), who.power, who.second, frozenset(who.also.split()), who.right, by_body,
    )  # fmt: skip


def rights_of(chapter: Chapter | None, kind: Kind) -> frozenset[Right]:
    """Who may do it: by the rows of its chapter's table, else by the kind itself; None for what every record takes."""
    rows = [row.who for row in chapter.rows(kind.name)] if chapter is not None else []
    return frozenset(_right(who, who.needs is not None) for who in rows or (kind.who,))


def lines_with(kind: str) -> list[Line]:
    """The lines of the matrix that name a kind."""
    return [line for line in MATRIX if kind in line.named]


CHAIR, HEAD, DELEGATION, LIAISON = Who("C"), Who("H"), Who("H D"), Who("L")
CONSENT = Who("H", "express_consent")
REPORTERS = Who("H D L M", "sign_report")
FIELD = Who("H D L M", "sign_report", also="Me O", right="observers_report")
ROOM, PAPER = "H D L S C", "H D L S C M"

MATRIX: tuple[Line, ...] = (
    Line(
        "consequential", (CHAIR,),
        "join proposal.open proposal.fix proposal.put proposal.place proposal.reopen proposal.end body.constitute "
        "body.settle_mandate body.end meeting.record meeting.convene meeting.begin meeting.suspend meeting.resume "
        "meeting.close meeting.item_status mechanism.terminate journal.close journal.chair_signs "
        "undertaking.take_up undertaking.start undertaking.assign undertaking.extend undertaking.suspend "
        "undertaking.discharge undertaking.supersede "
        "explanation.hold allegation.refer allegation.close incident.close investigation.close_comments "
        "investigation.issue investigation.close",
    ),
    Line("consequential", (Who("C", also="H", right="heads_task"),), "incident.task_team"),
    Line("consequential", (Who("C", also="H", right="heads_mandate"),), "investigation.mandate"),
    Line("consequential", (Who("C H"),), "incident.inquire"),
    Line("consequential", (Who("C S"),), "undertaking.commit"),
    Line("consequential", (Who("S C", second=True),), "allegation.merge incident.merge"),
    Line("consequential", (Who("S C H"),), "label"),
    Line("consequential", (Who("H D C Me", "negotiate"),), "proposal.table"),
    Line("consequential", (Who("H D C"),), "proposal.version"),
    Line("consequential", (ANYONE,), "proposal.text check"),
    Line(
        "consequential", (HEAD,),
        "proposal.withdraw proposal.waive_rest proposal.ask_reopening mechanism.amend mechanism.leave "
        "mechanism.card body.propose body.dispute_mandate meeting.cancel meeting.break_off "
        "journal.approves journal.diverges journal.correction undertaking.own undertaking.withdraw "
        "allegation.settle allegation.withdraw allegation.reopen allegation.offer_settlement "
        "incident.offer_settlement incident.settle incident.reopen incident.split investigation.reopen "
        "channel.open_channel channel.accept_channel channel.close_channel channel.end_consent "
        "explanation.call_consultation explanation.close",
    ),
    Line(
        "consequential", (DELEGATION,),
        "withdraw dispute answer_entry credential.verify document.confirm_copy proposal.leave body.member "
        "body.mandate_reading body.same_mandate meeting.agenda_item meeting.agenda_position meeting.scope "
        "allegation.file allegation.admissibility "
        "meeting.account common_point.say common_point.add common_point.affirm undertaking.declare "
        "undertaking.report undertaking.trigger incident.scope investigation.comment release.reply",
    ),
    Line(
        "consequential", (DELEGATION,), "proposal.position",
        frozenset({"negotiate", "adopt_text", "express_consent"}),
    ),
    Line("binding", (Who("H D", "authenticate_text"),), "proposal.initial"),
    Line("binding", (Who("H D", "express_consent"),), "proposal.reaction"),
    Line(
        "binding", (CONSENT,),
        "proposal.suspend proposal.resume proposal.renewal_notice mechanism.suspend_own mechanism.resume "
        "mechanism.renewal_notice mechanism.end_consent body.suspend body.resume undertaking.declare_suspended "
        "channel.suspend channel.resume",
    ),
    Line("consequential", (CONSENT, CHAIR), "undertaking.resume"),
    Line("binding", (ANYONE,), "confirm"),
    Line(
        "consequential", (Who("H D L"),),
        "meeting.requested_by meeting.accept_date meeting.counter_date meeting.decline_date meeting.told "
        "undertaking.answer undertaking.remedy",
    ),
    Line(
        "consequential", (Who("H L", "send_notification", second=True),), "notice.send notice.change",
    ),
    Line(
        "consequential", (Who("H L", "send_notification"),),
        "notice.start notice.complete notice.cancel explanation.ask explanation.reply explanation.insufficient "
        "explanation.contests_trigger explanation.satisfied explanation.did_not_attend",
    ),
    Line("consequential", (Who("H D L", "negotiate"),), "allegation.reply"),
    Line("consequential", (Who("H L"),), "meeting.propose meeting.postpone"),
    Line("consequential", (Who("H S"),), "meeting.schedule mechanism.archived release.propose release.drop"),
    Line("consequential", (Who("H D S"),), "credential.present erase proposal.mismatch"),
    Line("consequential", (Who("S", second=True),), "journal.issue journal.revise submission.publish"),
    Line(
        "consequential", (Who("S"),),
        "submission.withhold submission.reject submission.take_down submission.lead submission.feedback",
    ),
    Line("consequential", (Who("H", "release_public"),), "release.consent"),
    Line(
        "consequential", (Who("H", "release_public", also="Me", right="mediators_release"),),
        "release.give_notice",
    ),
    Line(
        "consequential", (Who("H", "release_public", also="Me", right="mediators_release", second=True),),
        "release.publish release.correct release.retract",
    ),
    Line("consequential", (Who("H L", "sign_report"),), "undertaking.report_done"),
    Line("consequential", (REPORTERS,), "undertaking.conclude"),
    Line("consequential", (Who("M"),), "incident.conclude investigation.share_draft"),
    Line("consequential", (Who("M C"),), "investigation.text"),
    Line("consequential", (Who("H D M"),), "investigation.dissent"),
    Line("routine", (REPORTERS,), "undertaking.assess call.note call.confirm_call call.own_version"),
    Line(
        "routine", (FIELD,),
        "access.restriction verification.report incident.report incident.claim incident.casualty incident.damage "
        "incident.actor incident.same_event_as incident.measure incident.access_request protection.referral "
        "investigation.evidence investigation.measure",
    ),
    Line(
        "routine", (Who("M"),),
        "verification.component_view verification.dissent investigation.component_view "
        "investigation.recommendation investigation.access investigation.interviews investigation.timeline",
    ),
    Line(
        "routine", (Who("M", "sign_report", also="O", right="observers_report"),),
        "verification.observation verification.recommendation",
    ),
    Line(
        "routine", (Who(ROOM, "speak_in_meeting"),),
        "report.file report.claim report.corrigendum statement.make statement.response statement.interpretation "
        "meeting.attend meeting.did_not_attend",
    ),
    Line(
        "routine", (Who(PAPER, "speak_in_meeting", also="Me O", right="observers_report"),), "document.file",
    ),
    Line(
        "routine", (Who("H D L S M", "speak_in_meeting", also="Me O", right="observers_report"),),
        "document.custody",
    ),
    Line("routine", (Who(PAPER, "speak_in_meeting"),), "document.consent document.releasability"),
    Line("routine", (Who("H L S", "send_notification"),), "message.send message.not_answered"),
    Line("routine", (LIAISON,), "channel.degrade channel.restore message.close"),
    Line(
        "routine", (Who("H L S", "receive_hotline"),),
        "channel.check channel.check_answer channel.outage message.opened message.acknowledged message.translated "
        "message.forwarded_to message.answered notice.acknowledge rota.draw_up watch.hand_over watch.take_over",
    ),
    Line(
        "routine", (ANYONE,),
        "correct translate attach detail.place_time detail.area detail.passage detail.damage detail.device "
        "detail.response detail.forces detail.team detail.person",
    ),
)  # fmt: skip
"""Every kind that a delegate signs, in one line."""
