# SPDX-License-Identifier: Apache-2.0
"""All charters of one mechanism: the first, and what amends it (MEC-1 to MEC-4).

An amendment names the charter before it. Which charter binds a log follows from that log alone, so two amendments of
one charter are no quarrel here: each log follows the one that its own roots named first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Origin, Party
from tripartite.core.keys.names import KeyName
from tripartite.core.keys.public import PublicKey
from tripartite.core.register.charter import Charter, read_charter, verify_charter, verify_roots
from tripartite.core.register.charter_text import PartyEntry

Left = Callable[[Party], bool]
"""Whether a log held of this party has a `leave` of its roots."""


class Charters:
    """The charters held. It only grows; what it says of names and keys holds under each of them alike."""

    def __init__(self, first: Charter) -> None:
        if first.said.before is not None:
            raise Refused("bad_charter", "MEC-1", detail="an amendment without what it amends")
        self.first = first
        self._by_id = {first.ident: first}
        self._origins: dict[str, frozenset[str]] = {}
        self.keys: dict[str, PublicKey] = dict(first.keys)
        """Every key that any of them gives, by name."""

    # --- names and keys

    @property
    def net(self) -> str:
        return self.first.net

    def name(self, party: str, role: str) -> KeyName:
        return self.first.name(party, role)

    def origin(self, party: str) -> Origin:
        """The name of the party's main log."""
        return self.first.origin(party)

    def key(self, name: str) -> PublicKey:
        """The key that a charter gives this name; raises `Refused`."""
        found = self.keys.get(name)
        return self.first.key(name) if found is None else found

    @property
    def nodes(self) -> tuple[Party, ...]:
        """The parties that have a node under any of them: the first charter's in its order, then who came later."""
        return tuple(dict.fromkeys(party for charter in self for party in charter.nodes))

    def entry(self, party: str) -> PartyEntry:
        """A party's entry with its keys, whichever charter has it; raises `Refused`."""
        return (self.of(party) or self.first).entry(party)

    # --- charters

    def __iter__(self) -> Iterator[Charter]:
        """The first, then each after the one it amends."""
        return iter(self._by_id.values())

    def get(self, ident: str) -> Charter | None:
        return self._by_id.get(ident)

    def chain(self, charter: Charter) -> tuple[Charter, ...]:
        """From the first charter to this one."""
        found = [charter]
        while (before := found[-1].said.before) is not None:
            found.append(self._by_id[before])
        return tuple(reversed(found))

    def follows(self, later: Charter, earlier: Charter) -> bool:
        """Whether one charter amends another, or one that amends it in turn."""
        return later.ident != earlier.ident and any(one.ident == earlier.ident for one in self.chain(later))

    def of(self, party: str) -> Charter | None:
        """The earliest charter held that gives this party a node; all give it the same keys."""
        return next((charter for charter in self if party in charter.nodes), None)

    def origins(self, charter: Charter) -> frozenset[str]:
        """The logs that this charter, or one it follows from, knows."""
        if charter.ident not in self._origins:
            parties = (party for one in self.chain(charter) for party in one.nodes)
            self._origins[charter.ident] = frozenset(self.origin(party) for party in parties)
        return self._origins[charter.ident]

    # --- amending

    def verify(self, data: bytes, left: Left) -> Charter:
        """An amendment of a charter held, signed by every party of both; raises `Refused` or `Malformed` (MEC-2).

        Not by one that it leaves out, if that one has left.
        """
        charter, note = read_charter(data)
        before = self.before(charter)
        self.check(charter)
        verify_charter(data)
        for party in before.nodes:
            if party not in charter.nodes and not left(party):
                verify_roots(before, party, note)
        return charter

    def before(self, charter: Charter) -> Charter:
        """The charter held that this one amends; raises `Refused`."""
        if charter.net != self.net or charter.said.before is None:
            raise Refused("wrong_mechanism", "MEC-1", found=charter.net, expected=self.net)
        before = self._by_id.get(charter.said.before)
        if before is None:
            raise Refused("unknown_charter", "MEC-1", found=charter.said.before)
        return before

    def check(self, charter: Charter) -> None:
        """What an amendment may not change (MEC-2); raises `Refused`."""
        said, first = charter.said, self.first.said
        if (said.label, said.purpose, said.exercise is None) != (
            first.label, first.purpose, first.exercise is None,
        ):  # fmt: skip
            raise Refused("bad_charter", "MEC-2", detail="another label, purpose or exercise")
        for entry in said.parties:
            old = self.entry(entry.id) if self.of(entry.id) else None
            if old and (old.keys, old.threshold) != (entry.keys, entry.threshold):
                raise Refused("bad_charter", "MEC-2", party=entry.id, detail="other keys")
        raws = {key.raw: key.name for key in self.keys.values()}
        for key in charter.keys.values():
            known = self.keys.get(key.name)
            if raws.get(key.raw, key.name) != key.name or (known is not None and known.raw != key.raw):
                raise Refused(
                    "bad_charter", "MEC-2", detail="a key of another name, or another key", key=key.name
                )

    def add(self, charter: Charter) -> None:
        """Holds one more; it was verified."""
        self._by_id[charter.ident] = charter
        self.keys.update(charter.keys)

    def with_those(self, notes: Iterable[bytes], left: Left) -> Charters:
        """These and those of the notes that amend them, whatever order they come in; the others are left aside.

        Raises `Refused` for one that amends and is not signed by all.
        """
        both = Charters(self.first)
        for charter in self:
            both.add(charter)
        waiting = {charter.ident: charter for charter in (read_charter(data)[0] for data in notes)}
        while ready := [ident for ident, one in waiting.items() if both.get(one.said.before or "")]:
            for ident in sorted(ready):
                both.add(both.verify(waiting.pop(ident).data, left))
        return both


def held_charters(first: Charter, amendments: Iterable[bytes]) -> Charters:
    """A charter with what was kept of its amendments. Whether those who did not sign had left was checked when they
    were taken."""
    return Charters(first).with_those(amendments, lambda _party: True)
