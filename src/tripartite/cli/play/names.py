# SPDX-License-Identifier: Apache-2.0
"""Who and what a play has named so far: parties, delegates, and the acts that carry a name (PLA-3)."""

from __future__ import annotations

from tripartite.cli.play.forms import items_of, name_of, reference, references, text_of
from tripartite.cli.play.plain import Text, Value, wrong
from tripartite.cli.play.story import Cast

STRUCTURAL = ("root", "office", "node")
"""Roles that every home has; they sign what delegates do not."""


class Names:
    """Grows with the steps; what is used must stand earlier."""

    def __init__(self, cast: tuple[Cast, ...]) -> None:
        self.cast = {member.id: member for member in cast}
        self.nodes = tuple(member.id for member in cast if member.kind == "node")
        self.named: set[str] = set()
        """Parties that an amendment gave a node, and that have not joined yet."""
        self.acts = {f"{party}.{one.role}" for party in self.nodes for one in self.cast[party].delegates}
        """Each accreditation can be named as `$party.delegate`."""

    def party(self, value: Value) -> str:
        """A party that has a node."""
        name = text_of(value)
        if name not in self.cast:
            raise wrong(value.spot, "unknown_party", found=name, allowed=", ".join(self.cast))
        if name not in self.nodes:
            raise wrong(value.spot, "no_node", found=name)
        return name

    def later(self, value: Value, kind: str) -> str:
        """A party of this kind that no amendment has given a node yet; from now on one has."""
        name = text_of(value)
        if name not in self.cast:
            raise wrong(value.spot, "unknown_party", found=name, allowed=", ".join(self.cast))
        if self.cast[name].kind != kind or name in (*self.nodes, *self.named):
            raise wrong(value.spot, "not_later", found=name, allowed=f"kind: {kind}")
        self.named.add(name)
        return name

    def joins(self, value: Value) -> str:
        """A party that an earlier amendment gave a node; from now on it has one."""
        name = text_of(value)
        if name not in self.named:
            raise wrong(value.spot, "not_named", found=name, allowed=", ".join(sorted(self.named)))
        self.named.discard(name)
        self.nodes = tuple(party for party in self.cast if party in (*self.nodes, name))
        self.acts |= {f"{name}.{one.role}" for one in self.cast[name].delegates}
        return name

    def parties(self, value: Value | None) -> tuple[str, ...]:
        """`all`, one, or a list; all if absent."""
        if value is None or (isinstance(value, Text) and value.value == "all"):
            return self.nodes
        items = (value,) if isinstance(value, Text) else items_of(value)
        return tuple(self.party(item) for item in items)

    def role(self, party: str, value: Value | None, at: Value) -> str:
        """The key's role of a delegate; the only one, if none is named."""
        delegates = self.cast[party].delegates
        if value is None:
            if len(delegates) != 1:
                raise wrong(at.spot, "missing_key", allowed="as")
            return delegates[0].key
        name = text_of(value)
        if name in STRUCTURAL:
            return name
        for one in delegates:
            if one.role == name:
                return one.key
        known = (*(one.role for one in delegates), *STRUCTURAL)
        raise wrong(value.spot, "unknown_delegate", found=name, allowed=", ".join(known))

    def define(self, value: Value) -> str:
        name = name_of(value)
        if name in self.acts:
            raise wrong(value.spot, "name_taken", found=name)
        self.acts.add(name)
        return name

    def check(self, *values: Value | None) -> None:
        """Every `$name` in these is known already."""
        for value in values:
            for spot, name in references(value) if value is not None else ():
                if name not in self.acts:
                    raise wrong(spot, "unknown_name", found=f"${name}")

    def known(self, value: Value) -> str:
        """The name in a text that must be a `$name`."""
        text = text_of(value)
        if reference(text) is None:
            raise wrong(value.spot, "no_reference", found=text, allowed="$name")
        self.check(value)
        return text

    def references(self, value: Value | None) -> tuple[str, ...]:
        """One `$name`, or a list of them."""
        if value is None:
            return ()
        return tuple(self.known(item) for item in ([value] if isinstance(value, Text) else items_of(value)))
