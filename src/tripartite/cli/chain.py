# SPDX-License-Identifier: Apache-2.0
"""The charters a home holds, from the first to the one in force, as its node or its files say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.cli.reach import Line
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.charter import Charter, verify_charter
from tripartite.core.register.charters import Charters, held_charters
from tripartite.export.charter_page import change_lines, change_object, charter_object
from tripartite.i18n.words import Words
from tripartite.wiring import CHARTER, Home

Binding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """All of them, the one that binds our log, and from which leaf on each binds which log."""

    charters: Charters
    in_force: Charter
    binds: Mapping[str, Sequence[Binding]]

    @property
    def way(self) -> tuple[Charter, ...]:
        """From the first charter to the one in force."""
        return self.charters.chain(self.in_force)

    def before(self, charter: Charter) -> Charter | None:
        return self.charters.get(charter.said.before or "")


def chain_of(office: Line) -> Chain:
    """As a node says. Each note is checked here as well, all but whether those who did not sign had left."""
    said = office.call("charters", {})
    first, *rest = [item["note"].encode() for item in said["items"]]
    charters = held_charters(verify_charter(first), rest)
    in_force = charters.get(said["in_force"])
    if in_force is None:
        raise Refused("unknown_charter", "MEC-1", found=said["in_force"])
    return Chain(charters, in_force, {item["id"]: item["binds"] for item in said["items"]})


def held_before(home: Home, charter: Charter) -> Charter | None:
    """The charter that this one amends, if this home's files have it."""
    if charter.said.before is None or not (home.path / CHARTER).exists():
        return None
    return home.charters().get(charter.said.before)


def chain_objects(chain: Chain) -> list[dict[str, Any]]:
    """One for each charter held, with its number in the way to the one in force; None where it is none of them."""
    numbers = {one.ident: number for number, one in enumerate(chain.way, 1)}
    return [_object(chain, one, numbers.get(one.ident)) for one in chain.charters]


def _object(chain: Chain, charter: Charter, number: int | None) -> dict[str, Any]:
    before = chain.before(charter)
    said = charter_object(charter, before)
    return {
        "number": number,
        **{name: said[name] for name in ("id", "before", "fingerprint", "signed", "in_force")},
        "changes": change_object(before, charter),
        "binds": list(chain.binds[charter.ident]),
    }


def chain_lines(chain: Chain, words: Words) -> Iterator[str]:
    listed = words.language.listed
    for said, charter in zip(chain_objects(chain), chain.charters, strict=True):
        number = said["number"]
        if number is None:
            yield words("cli.chain.aside")
        else:
            mark = "cli.chain.in_force" if charter.ident == chain.in_force.ident else "cli.chain.number"
            yield words(mark, number=number)
        yield f"  {words('cli.charter.fingerprint', fingerprint=charter.fingerprint)}"
        yield f"  {words('cli.chain.signed', names=listed([p for p, n in said['signed'].items() if n]))}"
        yield from (f"  {line}" for line in change_lines(chain.before(charter), charter, words))
        for one in said["binds"]:
            yield f"  {words('cli.chain.binds', party=one['party'], leaf=one['from'])}"
