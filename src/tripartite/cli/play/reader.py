# SPDX-License-Identifier: Apache-2.0
"""Reads a play: typed steps, or a refusal with line, path and reason before anything is started (PLA-5).

Whatever can be known without running is checked here: keys, kinds of act, bodies against their schemas, names, parties,
and a clock that never runs backwards.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Literal

from tripartite.cli.play.acts import ACT_KEYS, act_forms, read_acts
from tripartite.cli.play.expectations import read_expectation
from tripartite.cli.play.forms import Form, flag_of, items_of, listed, moment_of, seconds_of, text_of
from tripartite.cli.play.header import read_cast, read_charter_part, read_members
from tripartite.cli.play.names import Names
from tripartite.cli.play.plain import Items, Map, Value, read_plain, wrong
from tripartite.cli.play.story import Amend, Bundle, Do, Fate, Join, Link, Play, Scene, Step, Sync, Wait

DO_KEYS = "party as at to refused keep"
VERBS = "do acts sync cut heal kill restart wait bundle amend join expect scene"


LATER = (("node", "paper_first"), ("add", "outside"))
"""How a party gets a node by an amendment, and what it was before."""


def read_play(data: bytes, file: str) -> Play:
    """The play in this file; raises `Malformed("bad_play")`."""
    form = Form(read_plain(data, file), "play title clock charter parties steps")
    if form.text("play") != "1":
        raise wrong(form.at("play"), "unknown_version", found=form.text("play"), allowed="1")
    title = form.text("title")
    start = moment_of(form["clock"], 0)
    preset, label, charter = read_charter_part(form["charter"])
    cast = read_cast(form["parties"])
    names = Names(cast)
    if not names.nodes:
        raise wrong(form.at("parties"), "no_node")
    steps = _Steps(names, start).read(form["steps"])
    return Play(title, start, preset, label, charter, cast, steps)


class _Steps:
    """Reads steps in order, keeping the clock and the names."""

    def __init__(self, names: Names, clock: int) -> None:
        self._names = names
        self._clock = clock
        self._steps: list[Step] = []
        self._verbs: dict[str, Callable[[Value], None]] = {
            "sync": self._sync,
            "cut": lambda value: self._link(value, whole=False),
            "heal": lambda value: self._link(value, whole=True),
            "kill": lambda value: self._fate(value, "kill"),
            "restart": lambda value: self._fate(value, "restart"),
            "wait": self._wait,
            "bundle": self._bundle,
            "amend": self._amend,
            "join": self._join,
            "expect": self._expect,
            "scene": self._scene,
        }

    def read(self, value: Value) -> tuple[Step, ...]:
        for item in items_of(value):
            self._step(item)
        return tuple(self._steps)

    def _step(self, value: Value) -> None:
        verb = next(iter(value.values), "") if isinstance(value, Map) else ""
        if not isinstance(value, Map) or verb not in VERBS.split():
            raise wrong(value.spot, "unknown_step", found=verb, allowed=VERBS.replace(" ", ", "))
        if verb in ("do", "acts"):
            self._do(value, verb)
        else:
            self._verbs[verb](Form(value, verb)[verb])

    @property
    def _number(self) -> int:
        return len(self._steps) + 1

    def _do(self, value: Map, verb: str) -> None:
        form = Form(value, f"{verb} party", DO_KEYS + (f" {ACT_KEYS}" if verb == "do" else ""))
        party = self._names.party(form["party"])
        role = self._names.role(party, form.get("as"), value)
        if "at" in form:
            self._clock = moment_of(form["at"], self._clock)
        to = self._names.parties(form["to"]) if "to" in form else ()
        forms, kinds = ([form], [form["do"]]) if verb == "do" else act_forms(form["acts"])
        acts = read_acts(forms, kinds, self._names)
        self._steps.append(
            Do(
                self._number, value.spot, self._clock, party, role, acts, form.text("refused"),
                flag_of(form.get("keep")), to,
            )
        )  # fmt: skip

    def _sync(self, value: Value) -> None:
        self._steps.append(Sync(self._number, value.spot, self._clock, self._names.parties(value)))

    def _link(self, value: Value, *, whole: bool) -> None:
        pairs = tuple(combinations(self._names.parties(value), 2))
        if not pairs:
            raise wrong(value.spot, "wrong_shape", allowed="two parties or more")
        self._steps.append(Link(self._number, value.spot, self._clock, pairs, whole))

    def _fate(self, value: Value, what: Literal["kill", "restart"]) -> None:
        self._steps.append(Fate(self._number, value.spot, self._clock, self._names.party(value), what))

    def _wait(self, value: Value) -> None:
        text = text_of(value)
        self._clock = moment_of(value, self._clock) if "T" in text else self._clock + seconds_of(value, text)
        self._steps.append(Wait(self._number, value.spot, self._clock))

    def _bundle(self, value: Value) -> None:
        form = Form(value, "from to")
        ends = self._names.party(form["from"]), self._names.party(form["to"])
        self._steps.append(Bundle(self._number, value.spot, self._clock, *ends))

    def _amend(self, value: Value) -> None:
        form = Form(value, "", "node add without set")
        nodes, added = (self._each(form, key, kind) for key, kind in LATER)
        without = tuple(self._known(item) for item in listed(form.get("without")))
        said = read_members(form["set"]) if "set" in form else {}
        if not (nodes or added or without or said):
            raise wrong(form.spot, "missing_key", allowed="node, add, without, set")
        self._steps.append(Amend(self._number, value.spot, self._clock, nodes, added, without, said))

    def _each(self, form: Form, key: str, kind: str) -> tuple[str, ...]:
        return tuple(self._names.later(item, kind) for item in listed(form.get(key)))

    def _known(self, value: Value) -> str:
        name = text_of(value)
        if name not in self._names.cast:
            raise wrong(value.spot, "unknown_party", found=name, allowed=", ".join(self._names.cast))
        return name

    def _join(self, value: Value) -> None:
        self._steps.append(Join(self._number, value.spot, self._clock, self._names.joins(value)))

    def _expect(self, value: Value) -> None:
        """One expectation, or a list of them: each is a step of its own."""
        for item in value.values if isinstance(value, Items) else (value,):
            self._steps.append(read_expectation(item, self._number, self._clock, self._names))

    def _scene(self, value: Value) -> None:
        self._steps.append(Scene(self._number, value.spot, self._clock, text_of(value)))
