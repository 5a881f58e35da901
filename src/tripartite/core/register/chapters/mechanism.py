# SPDX-License-Identifier: Apache-2.0
"""The mechanism itself: founded by its charter, suspended, left, renewed, ended, kept (MEC-6 to MEC-19).

Nothing here ends what was undertaken. How long the mechanism stands, each party says for itself, and both are shown.
"""

from __future__ import annotations

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, ReasonBody, StepBody
from tripartite.core.register.case import NOT_HELD, Case, missing, of_act
from tripartite.core.register.chapters.mechanism_bodies import (
    AmendBody,
    ArchivedBody,
    CardBody,
    LeaveBody,
)
from tripartite.core.register.chapters.mechanism_terms import NOTICE
from tripartite.core.register.chapters.mechanism_view import deadlines, pending, suspenders, truth, view
from tripartite.core.register.chapters.naming import VERSIONS, adopted, earlier, kind_of
from tripartite.core.register.chapters.renewals import NoticeBody
from tripartite.core.register.kinds import Chapter, Finding, Kind, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.world import World

# --- who ----------------------------------------------------------------------------------------------------------


def _suspender(case: Case) -> frozenset[Party]:
    """The party that suspended, alone: whoever continues two suspensions speaks for neither."""
    parties = suspenders(case.act.on, case.decided)
    return parties if len(parties) == 1 else frozenset()


def _staying(case: Case) -> set[Party]:
    """The full parties where the act stands, without those that had left."""
    return set(case.world.charter_at(case.place).parties) - case.world.gone(case.place)


# --- guards -------------------------------------------------------------------------------------------------------


def _founds(case: Case) -> Finding | None:
    """MEC-6: once, by the roots of the first party with a node."""
    if case.act.place.role != "root":
        return Finding("no_power")
    return None if case.world.granted(case.act) else Finding("guard", "founded_once")


def _root_act(case: Case, kind: str, detail: str) -> Placed | Finding:
    """The act of some party's roots that a move is about, if it had effect in its log."""
    root = case.world.find(of_act(case.act))
    if root is None:
        return NOT_HELD
    right = kind_of(root) == kind and case.world.granted(root)
    return root if right else Finding("guard", detail)


def _amends(case: Case) -> Finding | None:
    """MEC-7: a charter binds a log once all signed it, so one such act speaks for all."""
    root = _root_act(case, "charter", "no_amendment")
    return root if isinstance(root, Finding) else None


def _leaves(case: Case) -> Finding | None:
    """MEC-10: its own roots said so; what the mechanism is then follows from who stays and who suspended."""
    root = _root_act(case, "leave", "no_leave")
    if isinstance(root, Finding):
        return root
    if root.party != case.act.party:
        return Finding("guard", "not_own_act")
    if not case.world.past_held(case.place):
        return NOT_HELD
    staying = _staying(case)
    right = "ended" if len(staying) < 2 else "in_force"
    if right == "in_force" and suspenders(case.act.on, case.decided) & staying:
        right = "suspended_by"
    return None if case.body.leads_to == right else Finding("guard", "leads_elsewhere", (right,))


def _terminates(case: Case) -> Finding | None:
    """MEC-11: by a decision to end it; where nothing is decided, with the consent of all."""
    if not case.charter.adopts:
        return _all_consent(case)
    findings = [_decided(case.world, ref) for ref in case.act.refs_as("derived_from")]
    if not findings:
        return Finding("guard", "names_no_decision")
    return None if None in findings else NOT_HELD if NOT_HELD in findings else findings[0]


def _decided(world: World, ref: str) -> Finding | None:
    record = earlier(world, ref, VERSIONS)
    if isinstance(record, Finding):
        return record
    if record.founding.body.kind != "termination":
        return Finding("guard", "no_termination", (ref,))
    return None if adopted(record, ref, world) else NOT_HELD


def _all_consent(case: Case) -> Finding | None:
    if not case.world.past_held(case.place):
        return NOT_HELD
    taken = {
        of_act(act) for act in case.decided.values() if act.kind_name == "withdraw@1" and case.received(act)
    }
    given = {act.party for act in case.named("mechanism.end_consent") if act.id not in taken}
    lacking = _staying(case) - given
    return missing("end_consents_of", case, *sorted(lacking)) if lacking else None


def _joins(case: Case) -> Finding | None:
    """MEC-12: of somebody who is no party yet."""
    known = case.world.charter_at(case.place).parties
    return Finding("guard", "party_already", (case.body.party,)) if case.body.party in known else None


# --- chapter ------------------------------------------------------------------------------------------------------

LIVE = ("in_force", "suspended_by")
HEAD = Who("H")
CONSENTING = Who("H", power="express_consent")
RESUMING = Who("H", power="express_consent", owners=_suspender, of="the party that suspended")


def _move(name: str, body: type[Body]) -> Kind:
    return Kind(f"mechanism.{name}", body, "move")


def _left(state: str, says: str) -> Row:
    return Row(LIVE, "mechanism.leave", HEAD, state, _leaves, says, lambda body: bool(body.leads_to == state))


CHAPTER = Chapter(
    name="mechanism",
    kinds=(
        Kind("mechanism.found", StepBody, "found", structural=True),
        _move("amend", AmendBody),
        _move("suspend_own", ReasonBody),
        _move("resume", StepBody),
        _move("leave", LeaveBody),
        _move("terminate", StepBody),
        Kind("mechanism.card", CardBody, "add", HEAD, guard=_joins),
        Kind(NOTICE, NoticeBody, "add", CONSENTING),
        Kind("mechanism.end_consent", StepBody, "add", CONSENTING),
        Kind("mechanism.archived", ArchivedBody, "add", Who("H S"), kept=False),
    ),
    table=(
        Row((), "mechanism.found", Who(""), "in_force", _founds, "roots of the first party with a node, once"),
        Row(("in_force",), "mechanism.amend", HEAD, "in_force", _amends, "names the act of some party's roots"),
        Row(("in_force",), "mechanism.suspend_own", CONSENTING, "suspended_by", says="the reason"),
        Row(("suspended_by",), "mechanism.resume", RESUMING, "in_force"),
        _left("in_force", "names its roots' act; two or more stay, and none of them suspended"),
        _left("suspended_by", "names its roots' act; one that stays suspended"),
        _left("ended", "names its roots' act; fewer than two stay"),
        Row(
            LIVE, "mechanism.terminate", Who("C"), "ended", _terminates,
            "names the adopted decision; in a talks record the consent of every full party",
        ),
    ),
    reads=("proposals",),
    view=view,
    truth=truth,
    deadlines=deadlines,
    pending=pending,
)  # fmt: skip
