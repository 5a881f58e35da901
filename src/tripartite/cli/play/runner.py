# SPDX-License-Identifier: Apache-2.0
"""Performs a play on a stage, step by step, and stops at the first expectation that fails.

The caller draws the steps one after the other, so that a demo can pause between scenes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tripartite.cli.play.expect import NOTHING, holds, in_words, value_at
from tripartite.cli.play.forms import replaced
from tripartite.cli.play.stage import Stage
from tripartite.cli.play.story import (
    Act,
    Amend,
    Bundle,
    Cast,
    Do,
    Expect,
    Fate,
    Join,
    Link,
    Play,
    SameRegister,
    Scene,
    Step,
    Sync,
    Wait,
)
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import b64, instant_text

PAGE = 500
MAX_ITEMS = 100_000


@dataclass(frozen=True, slots=True)
class Done:
    """One step that went as it should, and what came of it."""

    step: Step
    result: dict[str, Any]

    @property
    def shown(self) -> dict[str, Any]:
        """As `play --json` prints it."""
        return {
            "step": self.step.number,
            "line": self.step.spot.line,
            "at": instant_text(self.step.at),
            **self.result,
        }


class Runner:
    """Keeps what the acts of a play are called."""

    def __init__(self, play: Play, stage: Stage) -> None:
        self.play = play
        self.stage = stage
        self.ids: dict[str, str] = {}
        self.records: dict[str, str] = {}
        """By name: the act's id, and the record that it concerns."""
        self._now = play.start
        self._perform: dict[type[Step], Callable[[Any], dict[str, Any]]] = {
            Do: self._do,
            Sync: self._sync,
            Link: self._link,
            Fate: self._fate,
            Wait: self._wait,
            Bundle: self._bundle,
            Amend: self._amend,
            Join: self._join,
            Expect: self._expect,
            SameRegister: self._same,
            Scene: self._scene,
        }

    def open(self) -> None:
        """Every party accredits its delegates, and the nodes learn of it."""
        for member in self.play.cast:
            if not member.later:
                self._accredit(member)
        self.stage.sync(self.play.nodes)

    def _accredit(self, member: Cast) -> None:
        for one in member.delegates:
            body = {
                "role": one.key,
                "pk": self.stage.make_key(member.id, one.key),
                "functions": list(one.functions),
                "powers": list(one.powers),
            }
            done = self.stage.ask(member.id, "do", {"as": "root", "acts": [{"kind": "key", "body": body}]})
            self._remember(f"{member.id}.{one.role}", done["acts"][0], done["acts"][0])

    def steps(self) -> Iterator[Done]:
        """Performs the steps; raises `Refused("expectation_failed")` at the first that does not go as expected."""
        for step in self.play.steps:
            yield self.perform(step)

    def perform(self, step: Step) -> Done:
        if step.at > self._now:
            self._now = step.at
            self.stage.clock(step.at)
        return Done(step, self._perform[type(step)](step))

    # --- acts

    def _do(self, step: Do) -> dict[str, Any]:
        local = {act.name: f"./{place}" for place, act in enumerate(step.acts) if act.name}
        said = {
            "as": step.role,
            "lax": True,
            "keep": step.keep,
            "to": list(step.to) or None,
            "acts": [self._act(act, local) for act in step.acts],
        }
        kinds = [act.kind.removesuffix("@1") for act in step.acts]
        result = {"do": kinds[0] if len(kinds) == 1 else kinds, "party": step.party, "as": step.role}
        try:
            done = self.stage.ask(step.party, "do", said)
        except Trouble as trouble:
            if not step.refused or trouble.code != step.refused:
                raise self._failed(
                    step, "refused", step.refused or NOTHING, _code(trouble), step.party
                ) from trouble
            return {**result, "refused": trouble.code}
        self._expected_effect(step, done["inert"])
        for act, ident in zip(step.acts, done["acts"], strict=True):
            self._remember(act.name, ident, self._record(act, local, done["acts"]))
        return {**result, "acts": done["acts"], "inert": done["inert"]}

    def _act(self, act: Act, local: dict[str, str]) -> dict[str, Any]:
        known = {**self.ids, **local}
        return {
            "kind": act.kind,
            "body": replaced(act.body, known),
            "record": replaced(act.record, known),
            "on": replaced(list(act.on), known),
            "refs": [[replaced(ref, known), relation] for ref, relation in act.refs],
            "attach": [{"type": kind, "content": b64(text.encode())} for kind, text in act.attach],
        }

    def _record(self, act: Act, local: dict[str, str], ids: list[str]) -> str:
        name = act.record[1:] if act.record else act.name
        return ids[int(local[name][2:])] if name in local else self.records.get(name, "")

    def _remember(self, name: str, ident: str, record: str) -> None:
        if name:
            self.ids[name] = ident
            self.records[name] = record or ident

    def _expected_effect(self, step: Do, inert: dict[str, str]) -> None:
        reasons = sorted(set(inert.values()))
        if step.refused and step.refused not in reasons:
            raise self._failed(step, "refused", step.refused, in_words(reasons), step.party)
        if reasons and not step.refused:
            raise self._failed(step, "refused", NOTHING, in_words(reasons), step.party)

    # --- the world

    def _sync(self, step: Sync) -> dict[str, Any]:
        self.stage.sync(step.parties)
        return {"sync": list(step.parties)}

    def _link(self, step: Link) -> dict[str, Any]:
        for one, other in step.pairs:
            self.stage.line(one, other, step.whole)
        return {"heal" if step.whole else "cut": [list(pair) for pair in step.pairs]}

    def _fate(self, step: Fate) -> dict[str, Any]:
        if step.what == "kill":
            self.stage.kill(step.party)
        else:
            self.stage.restart(step.party)
        return {step.what: step.party}

    def _wait(self, step: Wait) -> dict[str, Any]:
        return {"wait": instant_text(step.at)}

    def _bundle(self, step: Bundle) -> dict[str, Any]:
        self.stage.bundle(step.source, step.target)
        return {"bundle": {"from": step.source, "to": step.target}}

    def _amend(self, step: Amend) -> dict[str, Any]:
        self.stage.amend(step)
        said = {"node": step.nodes, "add": step.added, "without": step.without, "set": sorted(step.said)}
        return {"amend": {key: list(value) for key, value in said.items() if value}}

    def _join(self, step: Join) -> dict[str, Any]:
        self.stage.join(step.party)
        member = next(one for one in self.play.cast if one.id == step.party)
        self._accredit(member)
        return {"join": step.party}

    def _scene(self, step: Scene) -> dict[str, Any]:
        return {"scene": step.title}

    # --- expectations

    def _expect(self, step: Expect) -> dict[str, Any]:
        expected = replaced(step.value, self.ids)
        found: dict[str, Any] = {}
        for party in step.parties:
            held, found[party] = self._found(step, party)
            absent = step.test == "absent" and not step.field and step.about != "chapter"
            good = not held if absent else held and holds(step, expected, found[party])
            if not good:
                wanted = f"{step.test} {in_words(expected)}"
                said = in_words(found[party]) if held else NOTHING
                raise self._failed(step, step.field or step.about, wanted, said, party)
        return {
            "expect": step.field or step.about,
            step.about: step.subject,
            step.test: expected,
            "on": list(step.parties),
            "found": found[step.parties[-1]],
        }

    def _found(self, step: Expect, party: str) -> tuple[bool, Any]:
        """Whether the subject is held there, and what its field says."""
        try:
            shown = self._subject(step, party)
        except Trouble as trouble:
            if trouble.code != "not_found":
                raise
            return False, None
        return shown is not None, value_at(shown, step.field)

    def _subject(self, step: Expect, party: str) -> Any:
        if step.about == "chapter":
            return self._listed(step, party)
        name = step.subject[1:]
        if step.about == "record":
            return self.stage.ask(party, "show", {"record": self.ids[name]})
        if step.about == "sealed":
            return next(iter(self.stage.ask(party, "sealed", {"id": self.ids[name]})["items"]), None)
        rows = self.stage.ask(party, "history", {"record": self.records[name]})["items"]
        return next((row for row in rows if row["id"] == self.ids[name]), None)

    def _listed(self, step: Expect, party: str) -> list[Any]:
        items: list[Any] = []
        where = replaced(dict(step.where), self.ids)
        cursor = None
        while len(items) < MAX_ITEMS:
            said = {"chapter": step.subject, "where": where, "after": cursor, "limit": PAGE}
            page = self.stage.ask(party, "list", said)
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                break
        return items

    def _same(self, step: SameRegister) -> dict[str, Any]:
        self.stage.sync(step.parties)
        digests = {party: self.stage.ask(party, "digest", {})["digest"] for party in step.parties}
        if len(set(digests.values())) > 1:
            first = digests[step.parties[0]]
            other = next(party for party, digest in digests.items() if digest != first)
            raise self._failed(step, "digest", first, digests[other], other)
        return {"same_register": list(step.parties), "digest": digests[step.parties[0]]}

    def _failed(self, step: Step, field: str, expected: str, found: str, party: str) -> Refused:
        return Refused(
            "expectation_failed", "PLA-7", file=step.spot.file, line=step.spot.line, step=step.number,
            field=field, expected=expected, found=found, party=party,
        )  # fmt: skip


def _code(trouble: Trouble) -> str:
    """The code with its facts: a refusal that nobody expected is read by whoever wrote the play."""
    facts = ", ".join(f"{name}: {value}" for name, value in trouble.refusal.facts if value)
    return f"{trouble.code} ({facts})" if facts else trouble.code
