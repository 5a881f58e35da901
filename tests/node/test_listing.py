# SPDX-License-Identifier: Apache-2.0
"""Lists of records: by a filter, in an order, a page at a time, and no more read than that (VIE-3, VIE-4)."""

from __future__ import annotations

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, position, table, text_proposal
from tripartite.cli.lists import Lists
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.node.author import Wish
from tripartite.node.listing import Cursor, Filter, counted, listed
from tripartite.node.node import Node
from tripartite.node.query import Register, cut_at_time
from tripartite.node.seeking import alike, is_at, says


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)))
    found.accredit("head", "chair", "observer")
    found.settle(2)
    return found


def register(node: Node) -> Register:
    return Register(node.histories, node.past)


def _said(nodes: Nodes, name: str, wishes: list[Wish]) -> str:
    nodes.wall.pass_(60)
    ident = nodes[name].do("d/head", wishes).acts[0]
    nodes[name].tick()
    nodes.settle(2)
    return ident


def _incident(day: str, title: str, code: str = "IQ-BG") -> Wish:
    body = {
        "day": day, "time_precision": "day", "adm0": "IQ", "adm1": code, "geo_precision": 3,
        "category": "vehicle_bomb", "event_clarity": 1, "title": [["en", title]],
    }  # fmt: skip
    return Wish("incident.report", body)


def test_a_list_is_paged_by_its_cursor_without_gap_or_repeat(nodes: Nodes) -> None:
    iran = nodes["iran"]
    idents = [iran.do("d/head", [table(f"{i}")]).acts[0] for i in range(7)]
    seen: list[str] = []
    after: Cursor | None = (0, 0)
    while after is not None:
        found = listed(register(iran), Filter("proposals", {}, after, 3))
        assert len(found.items) <= 3
        seen += [item["id"] for item in found.items]
        after = found.next
    assert seen == idents


def test_a_list_is_filtered_by_state_author_and_any_field_shown(nodes: Nodes) -> None:
    ident = _said(nodes, "iran", text_proposal("We meet."))
    for name in nodes.running:
        _said(nodes, name, [position(ident)])
    other = _said(nodes, "iraq", [table("Oil")])
    asked = register(nodes["us"])

    def ids(**conditions: str) -> list[str]:
        return [item["id"] for item in listed(asked, Filter("proposals", conditions)).items]

    assert ids() == [ident, other]
    assert ids(by="iraq") == [other]
    assert ids(state="tabled") == [ident, other]
    assert ids(state="withdrawn") == []
    assert ids(truth="agreed") == [ident]
    assert ids(truth="agreed", by="iraq") == []
    assert ids(nonsense="x") == []


def test_an_act_without_effect_founds_nothing_that_is_listed_or_counted(nodes: Nodes) -> None:
    iran = nodes["iran"]
    iran.do("d/observer", [table("beyond my powers")], keep=True)
    found = listed(register(iran), Filter("proposals", {}))
    assert (found.items, found.next) == ([], None)
    assert counted(register(iran), Filter("proposals", {}), 100) == 0


def test_a_list_as_of_then_has_the_records_and_states_of_then(nodes: Nodes) -> None:
    ident = _said(nodes, "iran", [table("Water")])
    then = nodes.wall.time
    _said(nodes, "iran", [Wish("proposal.withdraw", {}, record=ident, on=(ident,))])
    _said(nodes, "iraq", [table("Oil")])
    node = nodes["us"]
    past = Register(node.histories, node.past, cut_at_time(node.histories, then))
    for state, expected in (("tabled", [ident]), ("withdrawn", [])):
        items = listed(past, Filter("proposals", {"state": state})).items
        assert [item["id"] for item in items] == expected
    assert counted(past, Filter("proposals", {}), 100) is None
    assert listed(register(node), Filter("proposals", {"state": "withdrawn"})).items[0]["id"] == ident


def test_what_happened_last_comes_first_whenever_it_was_written_down(nodes: Nodes) -> None:
    days = ("2007-05-28", "2007-05-21", "2007-06-01")
    first, second, third = (_said(nodes, "iran", [_incident(day, day)]) for day in days)
    asked = register(nodes["us"])
    orders = {
        "oldest": [first, second, third], "newest": [third, second, first],
        "earliest": [second, first, third], "latest": [third, first, second],
    }  # fmt: skip
    for order, expected in orders.items():
        after: Cursor | None = (0, 0)
        seen = []
        while after is not None:
            found = listed(asked, Filter("incidents", {}, after, 1, order=order))  # type: ignore[arg-type]
            seen += [item["id"] for item in found.items]
            after = found.next
        assert seen == expected, order


def test_a_span_of_time_leaves_out_what_lies_beside_it_and_each_record_says_when_it_was(nodes: Nodes) -> None:
    inside = _said(nodes, "iran", [_incident("2007-05-28", "Sinak")])
    _said(nodes, "iran", [_incident("2007-06-02", "later")])
    day = 1180310400
    found = listed(register(nodes["us"]), Filter("incidents", {}, since=day, until=day + 86_399)).items
    assert [(item["id"], item["when"]) for item in found] == [(inside, day)]


def test_words_are_looked_for_in_what_is_said_and_places_in_what_says_where(nodes: Nodes) -> None:
    one = _said(nodes, "iran", [_incident("2007-05-28", "A truck bomb near Sinak")])
    _said(nodes, "iran", [_incident("2007-05-29", "Baghdad in the title alone", "IQ-NI")])
    asked = register(nodes["us"])

    def ids(**said: str) -> list[str]:
        return [item["id"] for item in listed(asked, Filter("incidents", {}, **said)).items]  # type: ignore[arg-type]

    assert ids(text="SINAK truck") == [one]
    assert ids(text="sinak ship") == []
    assert ids(place="iq-bg") == [one]
    assert ids(text="nothing of it") == []


def test_no_more_is_read_for_a_page_than_was_said_and_the_next_one_goes_on_there(nodes: Nodes) -> None:
    idents = [nodes["iran"].do("d/head", [table(f"paper {i}")]).acts[0] for i in range(6)]
    asked = register(nodes["iran"])
    found = listed(asked, Filter("proposals", {}, text="paper 5", most=4))
    assert (found.items, found.read) == ([], 4)
    assert found.next is not None
    rest = listed(asked, Filter("proposals", {}, found.next, text="paper 5", most=4))
    assert [item["id"] for item in rest.items] == [idents[5]]


def test_what_only_reading_them_all_could_count_is_not_counted(nodes: Nodes) -> None:
    for place in range(3):
        nodes["iran"].do("d/head", [table(str(place))])
    asked = register(nodes["iran"])
    assert counted(asked, Filter("proposals", {"by": "iran"}), 100) == 3
    assert counted(asked, Filter("proposals", {"by": "iraq"}), 100) == 0
    assert counted(asked, Filter("proposals", {}), 2) == 2
    assert counted(asked, Filter("proposals", {"truth": "account"}), 100) is None
    assert counted(asked, Filter("proposals", {}, text="1"), 100) is None


@pytest.mark.parametrize("order", ["oldest", "newest", "earliest", "latest"])
def test_the_call_pages_by_text_cursors(nodes: Nodes, order: str) -> None:
    iran = nodes["iran"]
    idents = {iran.do("d/head", [table(str(place))]).acts[0] for place in range(4)}
    call = Lists(iran, lambda _said: register(iran), lambda _said: None).calls["list"]
    seen: list[str] = []
    after = None
    while True:
        answer = call(
            {"chapter": "proposals", "order": order, "limit": 3, "after": after, "count": True, "most": 9}
        )
        assert (answer["count"], answer["read"] <= 9) == (4, True)
        seen += [item["id"] for item in answer["items"]]
        after = answer["next"]
        if after is None:
            break
    assert (len(seen), set(seen)) == (4, idents)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"chapter": "nothing"}, Refused),
        ({"chapter": "proposals", "order": "random"}, Refused),
        ({"chapter": "proposals", "after": "x"}, Malformed),
        ({"chapter": "proposals", "after": "1:-x"}, Malformed),
        ({"chapter": "proposals", "after": "-1"}, Malformed),
    ],
)
def test_the_call_refuses_what_it_does_not_know(
    nodes: Nodes, said: dict[str, str], error: type[Exception]
) -> None:
    call = Lists(nodes["us"], lambda _said: register(nodes["us"]), lambda _said: None).calls["list"]
    with pytest.raises(error):
        call(said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("گزارش‌ها", "گزارشها"), ("العراق", "العراقُ"), ("علي", "علی"), ("كربلاء", "کربلاء"), ("Zurich", "ZÜRICH"),
        ("market_commercial", "Market  Commercial"), ("مدينة", "مدینه"),
    ],
)  # fmt: skip
def test_what_is_typed_alike_is_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_a_place_is_found_at_any_depth_and_nowhere_else() -> None:
    shown = {"fields": {"title": [["en", "Baghdad"]], "claims": [{"district": "Rusafa"}], "adm1": "IQ-BG"}}
    assert is_at(shown, "rusafa iq-bg")
    assert not is_at(shown, "baghdad")
    assert says(shown, "baghdad rusafa")
    assert says(shown, "")
