# SPDX-License-Identifier: Apache-2.0
"""Amending a charter: who must sign, what stays, which log it binds, who joins and leaves (MEC-1 to MEC-5)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.world import Holder, Town
from tests.world.keys import raw_key, signing_key
from tests.world.party import Party
from tests.world.town import DELEGATES
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64, instant_text
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, signed_line
from tripartite.core.register.chapters import consent
from tripartite.core.register.charter import Charter, charter_text, read_charter_text
from tripartite.core.register.charter_text import PartyEntry
from tripartite.core.register.charters import Charters, held_charters
from tripartite.core.register.counted import counted

THREE = ("iran", "iraq", "us")


def entry(town: Town, name: str) -> PartyEntry:
    return PartyEntry(id=name, names=(("en", name.title()),), keys=town.card(name).keys)


def amended(
    town: Town, *parties: str, by: tuple[str, ...] = (), before: Charter | None = None, **more: Any
) -> bytes:
    """The note of an amendment with these parties, signed by them (or by those named)."""
    old = before or town.charter
    said = replace(
        town.said, parties=tuple(entry(town, name) for name in parties), net=town.charter.net, before=old.ident, **more
    )  # fmt: skip
    text = charter_text(said)
    draft = read_charter_text(text)
    lines = []
    for name in by or parties:
        seed = town.seed(name, "root/1")
        key = named_key(draft.name(name, "root/1"), raw_key(seed))
        lines.append(signed_line(key, signing_key(seed).sign(text).signature))
    return make_note(text, lines)


def nobody(_party: str) -> bool:
    return False


def test_an_amendment_keeps_the_mechanism_and_its_names() -> None:
    town = Town(accredited=False)
    charters = Charters(town.charter)
    charter = charters.verify(amended(town, *THREE, "oman"), nobody)
    charters.add(charter)
    assert (charter.net, charter.ident != charter.net) == (town.charter.net, True)
    assert charter.origin("iran") == town.charter.origin("iran")
    assert charters.nodes == (*THREE, "oman")
    assert charters.chain(charter) == (town.charter, charter)
    assert charters.follows(charter, town.charter)
    assert not charters.follows(town.charter, charter)
    assert charters.get(charter.ident) is charter
    assert charters.entry("oman").keys == town.card("oman").keys
    assert charters.key(str(charter.name("oman", "w"))).raw == raw_key(town.seed("oman", "w"))


@pytest.mark.parametrize("lacking", [*THREE, "oman"])
def test_every_party_of_both_signs(lacking: str) -> None:
    town = Town(accredited=False)
    signers = tuple(name for name in (*THREE, "oman") if name != lacking)
    with pytest.raises(Refused) as caught:
        Charters(town.charter).verify(amended(town, *THREE, "oman", by=signers), nobody)
    assert (caught.value.code, caught.value.refusal.fact("party")) == ("charter_unsigned", lacking)


def test_who_is_left_out_signs_too_unless_it_has_left() -> None:
    town = Town(accredited=False)
    charters = Charters(town.charter)
    assert charters.verify(amended(town, "iran", "iraq", by=THREE), nobody).nodes == ("iran", "iraq")
    with pytest.raises(Refused) as caught:
        charters.verify(amended(town, "iran", "iraq"), nobody)
    assert caught.value.refusal.fact("party") == "us"
    assert charters.verify(amended(town, "iran", "iraq"), lambda party: party == "us").nodes == (
        "iran",
        "iraq",
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"label": "other"}, "bad_charter"),
        ({"purpose": "talks_record"}, "bad_charter"),
        ({"exercise": None}, "bad_charter"),
        ({"net": b64(b"\x01" * 32)}, "wrong_mechanism"),
        ({"before": b64(b"\x01" * 32)}, "unknown_charter"),
        ({"net": None, "before": None}, "wrong_mechanism"),
    ],
)
def test_what_an_amendment_may_not_change(more: dict[str, Any], code: str) -> None:
    town = Town(accredited=False)
    said = replace(town.said, **{"net": town.charter.net, "before": town.charter.ident, **more})
    text = charter_text(said)
    with pytest.raises(Refused) as caught:
        Charters(town.charter).verify(make_note(text, [signed_line(*_anyone(town, text))]), nobody)
    assert caught.value.code == code


def _anyone(town: Town, text: bytes) -> tuple[Any, bytes]:
    key = named_key(town.charter.name("iran", "root/1"), raw_key("x"))
    return key, signing_key("x").sign(text).signature


@pytest.mark.parametrize("roles", [("m1",), ("m1", "node")])
def test_keys_neither_change_nor_change_hands(roles: tuple[str, ...]) -> None:
    town = Town(accredited=False)
    iran = entry(town, "iran")
    other = [(r, k, b64(raw_key(f"new {r}")) if r in roles else raw) for r, k, raw in iran.keys]
    said = replace(
        town.said, parties=(replace(iran, keys=tuple(other)), *town.said.parties[1:]), net=town.charter.net,
        before=town.charter.ident,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        Charters(town.charter).check(read_charter_text(charter_text(said)))
    assert caught.value.refusal.rule == "MEC-2"
    thief = replace(entry(town, "oman"), keys=iran.keys)
    said = replace(said, parties=(thief, *town.said.parties[1:]))
    with pytest.raises(Refused) as caught:
        Charters(town.charter).check(read_charter_text(charter_text(said)))
    assert caught.value.refusal.rule == "MEC-2"


def test_an_amendment_alone_is_no_beginning() -> None:
    town = Town(accredited=False)
    charter = read_charter_text(amended(town, *THREE).split(b"\n\n")[0] + b"\n")
    with pytest.raises(Refused) as caught:
        Charters(charter)
    assert caught.value.refusal.rule == "MEC-1"


def test_amendments_are_read_back_in_whatever_order_they_were_kept() -> None:
    town = Town(accredited=False)
    charters = Charters(town.charter)
    first = charters.verify(amended(town, *THREE, delay=60), nobody)
    charters.add(first)
    second = charters.verify(amended(town, *THREE, delay=61, before=first), nobody)
    for notes in ([first.data, second.data], [second.data, first.data]):
        found = held_charters(town.charter, notes)
        assert [charter.ident for charter in found] == [town.charter.ident, first.ident, second.ident]
    assert [charter.ident for charter in held_charters(town.charter, [second.data])] == [town.charter.ident]


# --- in the logs


class Joining:
    """A town that oman joins; `holder` has the amendment."""

    def __init__(self) -> None:
        self.town = Town(languages=("en",))
        self.holder = Holder(self.town.charter)
        self.charter = self.holder.charters.verify(amended(self.town, *THREE, "oman"), nobody)
        self.oman = Party(self.town, "oman")

    def take(self) -> Holder:
        return self.holder.take_all([*self.town.logs(), self.oman.log])

    def bind(self, *names: str) -> None:
        for name in names:
            self.town[name].say("root", "charter", {"id": self.charter.ident})


def test_a_later_party_speaks_once_its_log_began_with_the_charter() -> None:
    joining = Joining()
    joining.holder.charters.add(joining.charter)
    early = joining.oman.accredit("head", *DELEGATES["head"])
    ignored = joining.oman.say("node", "heartbeat", {})
    joining.oman.say("root", "charter", {"id": joining.charter.ident})
    said = joining.oman.say(
        "head", "common_point.say", {"topic": "water", "sentence": [["en", "We share it."]]}
    )
    holder = joining.take()
    state = holder.histories.main(joining.oman.log.origin)
    assert state is not None
    assert state.state.begun
    assert state.state.charter is joining.charter
    assert [holder.store.logs.by_id(ident.partition("/")[0])[0].reason for ident in (early, ignored)] == [
        "",
        "bad_note",
    ]
    assert holder.reason(said) == ""


def test_behind_a_charter_that_is_not_held_nothing_is_judged() -> None:
    joining = Joining()
    joining.bind("us")
    with pytest.raises(Refused) as caught:
        joining.holder.take(joining.town["us"].log)
    assert (caught.value.code, caught.value.refusal.rule) == ("unknown_charter", "MEC-3")
    joining.holder.charters.add(joining.charter)
    assert len(joining.holder.take(joining.town["us"].log)) == joining.town["us"].log.size


def test_only_roots_bind_a_log_and_only_forwards() -> None:
    joining = Joining()
    joining.holder.charters.add(joining.charter)
    us = joining.town["us"]
    us.say("node", "charter", {"id": joining.charter.ident})
    us.say("node", "leave", {"since": "2009-01-01"[:10] + "T00:00:00Z"})
    history = joining.take().histories.main(us.log.origin)
    assert history is not None
    assert history.state.charter is joining.town.charter
    assert history.state.left is None
    joining.bind("us")
    us.say("root", "charter", {"id": joining.town.charter.ident})
    joining.take()
    assert history.state.charter is joining.charter
    assert history.state.charter_at(0) is joining.town.charter
    bound = [(start, charter.ident) for start, charter in history.state.bound]
    assert bound == [(0, joining.town.charter.ident), (us.log.size - 1, joining.charter.ident)]


def test_who_joins_later_neither_undoes_nor_blocks_what_stands() -> None:
    joining = Joining()
    joining.holder.charters.add(joining.charter)
    town, oman = joining.town, joining.oman
    before = town["iran"].table()
    joining.bind(*THREE)
    oman.say("root", "charter", {"id": joining.charter.ident})
    oman.accredit("head", *DELEGATES["head"])
    after = town["iran"].table()
    town.ack_all()
    for name in THREE:
        for version in (before, after):
            town[name].takes("accepts", version)
    holder = joining.take()
    found = {v: consent.agreed(holder.record(v), v, holder.world) for v in (before, after)}
    assert (len(found[before]), found[after]) == (3, ())
    oman.ack(*town)
    oman.takes("accepts", after)
    holder = joining.take()
    assert len(consent.agreed(holder.record(after), after, holder.world)) == 4


def test_a_party_that_left_is_not_needed_where_its_leaving_was_known() -> None:
    town = Town(languages=("en",), notice_period=3600)
    us, iran, iraq = town["us"], town["iran"], town["iraq"]
    us.say("root", "leave", {"since": instant_text(town.now)})
    us.say("root", "leave", {"since": instant_text(town.now + 7200)})
    us.say("root", "leave", {"since": instant_text(town.now + 9_000_000)})
    unaware = iran.table()
    town.ack_all()
    early = iran.table()
    town.now += 10_000
    late = iran.table()
    town.ack_all()
    for version in (unaware, early, late):
        iran.takes("accepts", version)
        iraq.takes("accepts", version)
    holder = Holder(town.charter).take_all(town.logs())
    found = [bool(consent.agreed(holder.record(v), v, holder.world)) for v in (unaware, early, late)]
    assert found == [False, False, True]
    assert counted(late, holder.world) == ("iran", "iraq")
    assert counted("of an act nobody holds", holder.world) == THREE
