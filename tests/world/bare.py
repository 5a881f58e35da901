# SPDX-License-Identifier: Apache-2.0
"""Acts without bytes, for tests of the fold alone: placed by hand, in a world where everything is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from tests.world.town import EVERYTHING, Town
from tripartite.core.encoding.values import ActId, DispatchId, Party
from tripartite.core.register.charter import Charter
from tripartite.core.register.grants import Grant
from tripartite.core.register.kinds import Kind
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record

BARE = Town(accredited=False)
HEAD = Grant(
    role="d/head", raw=b"", functions=frozenset({"chair", "head_of_delegation"}), powers=frozenset(EVERYTHING),
    ceiling=frozenset(), not_after=None, ad_referendum_only=False, act=ActId("the grant"),
)  # fmt: skip


@dataclass(frozen=True)
class Bare:
    """A world in which everything is held and everyone received everything that stands earlier."""

    charter: Charter = BARE.charter
    texts: Sequence[Placed] = ()

    def find(self, act: str) -> Placed | None:
        return next((text for text in self.texts if text.id == act), None)

    def record(self, act: str) -> Record | None:
        return None

    def covered(self, what: Place, before: Place) -> bool:
        return what.leaf < before.leaf

    def receipt(self, what: Place, party: Party) -> Place | None:
        return replace(what, party=party, leaf=what.leaf + 1)

    def granted(self, act: Placed) -> bool:
        return True

    def charter_at(self, place: Place) -> Charter:
        return self.charter

    def gone(self, place: Place) -> frozenset[Party]:
        return frozenset()

    def past_held(self, place: Place) -> bool:
        return True


def bare_act(
    number: int,
    kind: Kind,
    body: object = None,
    *,
    record: str | None = None,
    on: Sequence[str] = (),
    refs: Sequence[tuple[str, str]] = (),
    party: str = "iran",
    role: str = "d/head",
) -> Placed:
    """The only act of dispatch `number`, which is also its leaf and its log time."""
    dispatch = DispatchId(f"{number:064x}")
    place = Place(
        dispatch=dispatch, origin=BARE.charter.origin(party), branch=1 + BARE.charter.parties.index(Party(party)),
        leaf=number, party=Party(party), role=role, grant=HEAD if role.startswith("d/") else None, time=number,
        at=number, reason="", to="parties", carried=True, forked=False,
    )  # fmt: skip
    return Placed(
        place, 0, ActId(f"{dispatch}/0"), kind.spelled, kind, body, record, tuple(on), tuple(refs), ""
    )
