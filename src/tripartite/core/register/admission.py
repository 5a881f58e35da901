# SPDX-License-Identifier: Apache-2.0
"""Admission, the per-log pass (REG-1, REG-2, REG-4 to REG-8): is this note valid here, and under which powers.

Everything depends on the charter and on the earlier leaves of the same log alone, so every node comes to the same
verdict, about its own words as about a stranger's. A leaf that fails stays in the log, inert, with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from tripartite.core.dispatch.envelope import Dispatch
from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import Hash, Party
from tripartite.core.keys.names import is_delegate, is_structural, key_name
from tripartite.core.keys.public import PublicKey, key_id, named_key
from tripartite.core.keys.signature import admit_key
from tripartite.core.log.note import SignatureLine
from tripartite.core.register.bodies import day_start
from tripartite.core.register.charter import Charter
from tripartite.core.register.charters import Charters
from tripartite.core.register.grants import Grant, grant_of, may_grant, may_recall
from tripartite.core.register.placed import Placed

NO_GRANT = -1
MAX_GRANTS = 16_384
"""How many `key` acts take effect in one log: more than any delegation needs, few enough to keep in mind (REG-7)."""
CHANGING = frozenset({"key@1", "recall@1", "charter@1", "leave@1", "mechanism.found@1"})
"""Acts of a structural dispatch by which the state of a log changes."""
Verified = Callable[[PublicKey, bytes, bytes], object]
"""Checks one signature over (key, text, signature); raises `Trouble`."""


class Standing(msgspec.Struct, frozen=True):
    """The verdict on one note: its reason ("" if it holds), its log time, the grant its author held."""

    reason: str
    time: int
    grant: int
    detail: str = ""


class Keys:
    """The keys one log has granted, and which of them are in force. Shared by copies until one of them changes it."""

    __slots__ = ("granted", "grants", "idents", "in_force", "raws", "role_of")

    def __init__(self) -> None:
        self.grants: list[Grant] = []
        self.in_force: dict[str, int] = {}
        """Role to the ordinal of its grant."""
        self.role_of: dict[str, str] = {}
        """A `key` act whose grant is in force, to its role."""
        self.granted: set[str] = set()
        self.raws: set[bytes] = set()
        self.idents: set[tuple[str, bytes]] = set()

    def copy(self) -> Keys:
        other = Keys()
        other.grants, other.in_force, other.role_of = (
            list(self.grants),
            dict(self.in_force),
            dict(self.role_of),
        )
        other.granted, other.raws, other.idents = set(self.granted), set(self.raws), set(self.idents)
        return other


class Departure(msgspec.Struct, frozen=True):
    """A party's word that it leaves: where it stands in the party's log, and from when on, in Unix seconds (MEC-5)."""

    leaf: int
    since: int


def _sealable(charter: Charter, to: Sequence[Party]) -> bool:
    """Whether a list names parties of the charter that things can be sealed for, and not all there are (SEA-1)."""
    able = {entry.id for entry in charter.said.parties if entry.sealing} if to else ()
    return not to or (all(party in able for party in to) and len(to) < len(charter.parties))


class LogState:
    """What the earlier leaves of one log establish: its time, its charter, and which keys are in force."""

    def __init__(self, charters: Charters, party: Party) -> None:
        self.charters = charters
        self.party = party
        self.origin = charters.origin(party)
        self.time = 0
        self.left: Departure | None = None
        self._founded = False
        self._bound: tuple[tuple[int, Charter], ...] = ((0, charters.first),)
        """From which leaf on which charter binds the log."""
        self._begun = party in charters.first.nodes
        self._keys = Keys()

    def copy(self) -> LogState:
        """The same state, to try a continuation on."""
        other = LogState(self.charters, self.party)
        other.time, other.left, other._keys = self.time, self.left, self._keys
        other._bound, other._begun, other._founded = self._bound, self._begun, self._founded
        return other

    @property
    def charter(self) -> Charter:
        """The charter that binds the next leaf."""
        return self._bound[-1][1]

    @property
    def begun(self) -> bool:
        """Whether more than roots may speak here: a later party's log begins with the charter that names it (MEC-3)."""
        return self._begun

    @property
    def bound(self) -> tuple[tuple[int, Charter], ...]:
        """From which leaf on which charter binds the log, in that order."""
        return self._bound

    def charter_at(self, leaf: int) -> Charter:
        """The charter that binds a leaf."""
        return next(charter for start, charter in reversed(self._bound) if start <= leaf)

    def grant(self, ordinal: int) -> Grant | None:
        return self._keys.grants[ordinal] if ordinal >= 0 else None

    def granted(self, act: str) -> bool:
        """Whether this act, of those by which the state of a log changes, took effect."""
        return act in self._keys.granted

    def holder(self, role: str) -> Grant | None:
        """The grant in force for a role now."""
        return self.grant(self._keys.in_force.get(role, NO_GRANT))

    def holders(self) -> dict[str, Grant]:
        """The grants in force now, by role."""
        return {role: self._keys.grants[ordinal] for role, ordinal in self._keys.in_force.items()}

    def judge(
        self,
        dispatch: Dispatch,
        seen: Callable[[str], bool],
        root: Callable[[int], Hash | None],
        check: Verified,
    ) -> Standing:
        """V1. `seen`: is this id in an earlier leaf; `root`: this log's root at an earlier size, if there is one."""
        time = max(self.time, dispatch.at)
        fault = self._misplaced(dispatch)
        if fault:
            return Standing("bad_note", self.time, NO_GRANT, fault)
        keys = self._signers(dispatch, time)
        if keys is None:
            return Standing("no_key", self.time, NO_GRANT)
        try:
            for key, line in zip(keys, dispatch.note.lines, strict=True):
                check(key, dispatch.note.text, line.signature)
        except Trouble as error:
            return Standing("bad_note", self.time, NO_GRANT, error.code)
        if root(dispatch.prev_size) != dispatch.prev_root:
            return Standing("bad_prev", self.time, NO_GRANT)
        if seen(dispatch.id):
            return Standing("duplicate_id", self.time, NO_GRANT)
        return Standing("", time, self._keys.in_force.get(dispatch.by.role, NO_GRANT))

    def _misplaced(self, dispatch: Dispatch) -> str:
        """What is wrong with the envelope in this log, or ""."""
        by = dispatch.by
        wrong = {
            "net": dispatch.net != self.charters.net,
            "log": dispatch.origin != self.origin,
            "by": by != self.charters.name(self.party, by.role),
            "role": not (is_delegate(by.role) or by.role in ("node", "office", "root")),
            "to": dispatch.to == "public" or not _sealable(self.charter, dispatch.sealed_for),
            "charter": not (self._begun or by.role == "root"),
            "structural": is_structural(by.role)
            and (dispatch.to != "parties" or dispatch.commitment.length > CARRIED),
        }
        return next((name for name, found in wrong.items() if found), "")

    def _signers(self, dispatch: Dispatch, time: int) -> list[PublicKey] | None:
        """The keys that the lines' names and ids denote here; None if one denotes none, or too few sign."""
        lines = dispatch.note.lines
        if dispatch.by.role == "root":
            keys = [self._root(line) for line in lines]
            if len(lines) < self.charters.entry(self.party).threshold:
                return None
        else:
            keys = [self._named(dispatch, line, time) for line in lines] if len(lines) == 1 else [None]
        found = [key for key in keys if key is not None]
        return found if len(found) == len(keys) else None

    def _root(self, line: SignatureLine) -> PublicKey | None:
        key = self.charters.keys.get(line.name)
        if key is None or key.id != line.key_id:
            return None
        name = key_name(key.name)
        return key if name.party == self.party and name.role.startswith("root/") else None

    def _named(self, dispatch: Dispatch, line: SignatureLine, time: int) -> PublicKey | None:
        name = str(dispatch.by)
        if line.name != name:
            return None
        key = self.charters.keys.get(name)
        if key is None:
            grant = self.holder(dispatch.by.role)
            if grant is None or not grant.in_force(time):
                return None
            key = named_key(dispatch.by, grant.raw)
        return key if key.id == line.key_id else None

    def likely_key(self, dispatch: Dispatch) -> bytes | None:
        """The key that a dispatch by one signer will be judged under if nothing before it changes keys."""
        if len(dispatch.note.lines) != 1:
            return None
        key = self.charters.keys.get(dispatch.note.lines[0].name)
        grant = self.holder(dispatch.by.role)
        return key.raw if key else grant.raw if grant else None

    def advance(self, standing: Standing) -> None:
        """Takes an effective note into the log's time."""
        if not standing.reason:
            self.time = standing.time

    def absorb(self, acts: Sequence[Placed]) -> None:
        """Lets what changes the log's state in one structural dispatch take effect, from the next leaf on.

        Raises `Refused("unknown_charter")` where the charter that binds what follows is not held.
        """
        changing = [act for act in acts if not act.reason and act.kind_name in CHANGING]
        if changing:
            self._keys = self._keys.copy()
        takes = {
            "key@1": self._take_key, "recall@1": self._take_recall, "charter@1": self._take_charter,
            "leave@1": self._take_leave, "mechanism.found@1": self._take_founding,
        }  # fmt: skip
        for act in changing:
            takes[act.kind_name](act)

    def _take_charter(self, act: Placed) -> None:
        """MEC-3: an amendment, in any number of steps, of the charter that binds the log so far."""
        if act.place.role != "root":
            return
        charter = self.charters.get(act.body.id)
        if charter is None:
            raise Refused("unknown_charter", "MEC-3", found=act.body.id, origin=self.origin)
        if self.party in charter.nodes and self.charters.follows(charter, self.charter):
            self._bound = (*self._bound, (act.place.leaf + 1, charter))
            self._begun = True
            self._keys.granted.add(act.id)

    def _take_leave(self, act: Placed) -> None:
        """MEC-5: with the notice of the charter that binds the log."""
        since = day_start(act.body.since)
        if act.place.role != "root" or since < act.time + (self.charter.said.notice_period or 0):
            return
        if self.left is None:
            self.left = Departure(act.place.leaf, since)
        self._keys.granted.add(act.id)

    def _take_founding(self, act: Placed) -> None:
        """MEC-6: the mechanism has one record, so one log alone can found it, and once."""
        first = self.charters.first.nodes[0]
        if act.place.role == "root" and self.party == first and not self._founded:
            self._founded = True
            self._keys.granted.add(act.id)

    def _take_key(self, act: Placed) -> None:
        keys, body = self._keys, act.body
        if len(keys.grants) >= MAX_GRANTS or not may_grant(act.place.role, act.place.grant, body):
            return
        try:
            grant = grant_of(body, act.id)
            raw = admit_key(grant.raw)
        except Trouble:
            return
        name = str(self.charters.name(self.party, grant.role))
        ident = grant.role, key_id(name, 1, raw)
        if raw in keys.raws or raw in self.charter.raws or ident in keys.idents:
            return
        keys.raws.add(raw)
        keys.idents.add(ident)
        keys.grants.append(grant)
        former = keys.in_force.get(grant.role)
        if former is not None:
            del keys.role_of[keys.grants[former].act]
        keys.in_force[grant.role] = len(keys.grants) - 1
        keys.role_of[act.id] = grant.role
        keys.granted.add(act.id)

    def _take_recall(self, act: Placed) -> None:
        keys = self._keys
        if act.record in keys.role_of and may_recall(act.place.role):
            del keys.in_force[keys.role_of.pop(act.record)]
            keys.granted.add(act.id)
