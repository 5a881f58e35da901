# SPDX-License-Identifier: Apache-2.0
"""Figures: claims that stay apart, and a headline that is a range over named sources."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1
from tests.world import wording
from tripartite.core.register.chapters import incidents
from tripartite.core.register.chapters.casualties import CasualtyBody
from tripartite.core.register.fold import fold

SINAK = {"day": "2007-05-28", "adm0": "IQ", "adm1": "IQ-BG", "category": "vehicle_bomb"}
NOWHERE = "0" * 64 + "/0"
KILLED = (
    ("wire, early", {"qualifier": "exactly", "low": 11, "high": 11}),
    ("Al Jazeera", {"qualifier": "at_least", "low": 19}),
    ("VOA", {"qualifier": "at_least", "low": 21}),
    ("CBS", {"qualifier": "more_than", "low": 21}),
    ("wire, later", {"qualifier": "at_least", "low": 24}),
)


def figure(scene: Scene, incident: str, outlet: str = "", **numbers: Any) -> str:
    """A figure of killed, unless it says otherwise, out of a report of its own."""
    report = scene.say("iraq", "report.file", {**R1, "outlet": outlet or "a paper"})
    body = {"harm": "killed", **numbers}
    return scene.say("iraq", "incident.casualty", body, incident, refs=[(report, "cites")])


def line(scene: Scene, incident: str, harm: str = "killed") -> dict[str, Any]:
    return next(line for line in scene.view(incident)["headline"] if line["harm"] == harm)


def test_reported_killed_at_sinak_from_11_to_at_least_24_by_five_sources() -> None:
    scene = Scene(purpose="talks_record")
    incident = scene.say("iraq", "incident.report", SINAK)
    for outlet, numbers in KILLED:
        figure(scene, incident, outlet, **numbers)
    killed = line(scene, incident)
    assert {key: killed[key] for key in ("low", "high", "at_least", "sources", "without_number")} == {
        "low": 11,
        "high": 24,
        "at_least": True,
        "sources": 5,
        "without_number": 0,
    }
    figures = scene.view(incident)["figures"]
    assert [entry["low"] for entry in figures] == [11, 19, 21, 21, 24]
    assert [entry["outlet"] for entry in figures] == [outlet for outlet, _ in KILLED]
    assert scene.truth(incident) == "account"


def test_a_source_that_gives_no_number_is_counted_as_one_and_moves_nothing() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    figure(scene, incident, harm="injured", qualifier="exactly", low=66, high=66)
    figure(scene, incident, harm="injured", qualifier="dozens")
    figure(scene, incident, harm="injured", qualifier="exactly", low=68, best=68, high=68)
    injured = line(scene, incident, "injured")
    assert (injured["low"], injured["high"], injured["at_least"]) == (66, 68, False)
    assert (injured["sources"], injured["without_number"]) == (3, 1)
    assert [entry["harm"] for entry in scene.view(incident)["headline"]] == ["injured"]


def test_without_any_number_the_headline_names_none() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    assert scene.view(incident)["headline"] == []
    figure(scene, incident, qualifier="several")
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"], killed["sources"]) == (None, None, False, 1)


def test_where_one_source_sets_no_upper_bound_the_others_highest_is_still_told() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    figure(scene, incident, qualifier="between", low=10, best=20, high=50, source_category="data_set")
    figure(scene, incident, qualifier="at_least", low=20, source_category="police")
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"], killed["highest_high"]) == (10, 20, True, 50)
    parts = killed["by_source_category"]
    assert (parts["data_set"]["high"], parts["police"]["at_least"]) == (50, True)


def test_at_most_gives_no_low_and_about_counts_as_its_number() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    figure(scene, incident, qualifier="at_most", high=30)
    assert line(scene, incident)["low"] is None
    figure(scene, incident, qualifier="about", best=20)
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"]) == (20, 30, False)


def test_one_sources_categories_add_up_and_its_figure_of_all_together_goes_first() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    report = scene.say("iraq", "report.file", R1)
    refs = [(report, "cites")]

    def said(**members: Any) -> None:
        scene.say("iraq", "incident.casualty", {"harm": "killed", **members}, incident, refs=refs)

    said(category="civilian", qualifier="exactly", low=10, high=10)
    said(category="host_state_forces", qualifier="between", low=3, high=5)
    said(category="civilian", qualifier="exactly", low=7, high=7, sex="female")
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["sources"]) == (13, 15, 1)
    said(category="unknown", qualifier="at_least", low=1)
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"]) == (14, 14, True)
    said(category="journalist", qualifier="several")
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"], killed["without_number"]) == (14, 14, True, 0)
    said(qualifier="exactly", low=12, high=12)
    said(qualifier="exactly", low=13, high=13)
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"], killed["sources"]) == (12, 13, False, 1)
    said(qualifier="dozens")
    assert line(scene, incident) == killed


def test_what_its_own_source_replaces_or_its_party_takes_back_leaves_the_headline_and_stays_readable() -> (
    None
):
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    first = figure(scene, incident, qualifier="exactly", low=11, high=11)
    source = scene.view(incident)["figures"][0]["cites"][0]
    refs = [(source, "cites"), (first, "supersedes")]
    body = {"harm": "killed", "qualifier": "at_least", "low": 24}
    later = scene.say("iraq", "incident.casualty", body, incident, refs=refs)
    assert (line(scene, incident)["low"], line(scene, incident)["sources"]) == (24, 1)
    assert [entry["status"] for entry in scene.view(incident)["figures"]] == ["superseded", "claimed"]
    scene.say("iraq", "withdraw", {"of": later}, incident)
    scene.town.ack_all(2)
    assert scene.view(incident)["headline"] == []
    assert len(scene.view(incident)["figures"]) == 2


def test_nobody_replaces_another_partys_figure_or_one_of_another_source() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    first = figure(scene, incident, qualifier="exactly", low=11, high=11)
    source = scene.view(incident)["figures"][0]["cites"][0]
    other = scene.say("iraq", "report.file", R1)
    body = {"harm": "killed", "qualifier": "exactly", "low": 2, "high": 2}
    scene.say("us", "incident.casualty", body, incident, refs=[(source, "cites"), (first, "supersedes")])
    scene.say("iraq", "incident.casualty", body, incident, refs=[(other, "cites"), (first, "supersedes")])
    scene.say("iraq", "incident.casualty", body, incident, refs=[(source, "cites"), (NOWHERE, "supersedes")])
    assert line(scene, incident)["high"] == 11


def test_one_report_is_one_source_whoever_cites_it_and_an_observation_is_its_partys() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    report = scene.say("iraq", "report.file", R1)
    claim = scene.say("us", "report.claim", {"who": "police", "what": en("19"), "voice": "agency"}, report)
    meeting = scene.say("iraq", "meeting.propose", {"title": en("Talks")})
    account = scene.say("us", "meeting.account", {"text": en("x")}, meeting)
    statement = scene.say(
        "us", "statement.make", {"speaker": "Envoy", "kind": "general", "voice": "press", "text": en("x")}
    )
    seen = {"what": en("a crater"), "source_category": "own_observation"}
    own = scene.say("iran", "incident.claim", seen, incident, role="monitor")
    body = {"harm": "killed", "qualifier": "exactly", "low": 2, "high": 2}
    for party, source in (("iraq", report), ("us", claim), ("us", account), ("us", statement), ("iran", own)):
        act = scene.say(party, "incident.casualty", body, incident, role="monitor", refs=[(source, "cites")])
        assert scene.inert(act) == ()
    assert line(scene, incident)["sources"] == 4
    told = [(entry["outlet"], entry["said_by"]) for entry in scene.view(incident)["figures"]]
    outlet = R1["outlet"]
    assert told == [(outlet, None), (outlet, "police"), (None, None), (None, "Envoy"), (None, None)]
    assert [entry["source_kind"] for entry in scene.view(incident)["figures"]] == [
        "report",
        "report",
        "account",
        "statement",
        "own_observation",
    ]


def test_a_figure_cites_exactly_one_source_that_stands() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    report = scene.say("iraq", "report.file", R1)
    claim = scene.say("us", "incident.claim", {"what": en("x")}, incident, refs=[(report, "cites")])
    body = {"harm": "killed", "qualifier": "several"}

    def cited(*refs: str) -> tuple[str, ...]:
        named = [(ref, "cites") for ref in refs]
        return scene.inert(scene.say("iraq", "incident.casualty", body, incident, refs=named))

    assert cited(report) == ()
    assert cited() == ("guard", "cites_one_source")
    assert cited(report, claim) == ("guard", "cites_one_source")
    assert cited(claim) == ("guard", "not_a_source", claim)
    assert cited(incident) == ("guard", "not_a_source", incident)
    assert cited(NOWHERE) == ("not_held",)


def test_a_party_counts_its_own_forces_losses_for_named_addressees_alone() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    own = scene.say("us", "incident.claim", {"what": en("x"), "source_category": "own_observation"}, incident)
    body = {"harm": "killed", "qualifier": "exactly", "low": 2, "high": 2, "category": "third_state_forces"}
    act = scene.say("us", "incident.casualty", body, incident, refs=[(own, "cites")])
    assert scene.inert(act) == ("guard", "operational_open")
    record = scene.record(incident)
    parts = [scene.holder.world.find(ident) for ident in (incident, own, act)]
    narrow = [replace(part, place=replace(part.place, to="iraq us")) for part in parts if part is not None]
    assert narrow[0].id == record.id
    again = fold(incidents.CHAPTER, narrow[0], narrow[1:], scene.holder.world)
    assert again.act(act) is not None


def test_no_party_alone_makes_a_figure_agreed() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    act = figure(scene, incident, qualifier="exactly", low=1, high=1, status="agreed")
    assert scene.inert(act) == ("guard", "needs_finding")


@pytest.mark.parametrize(
    "numbers",
    [
        {"qualifier": "exactly"},
        {"qualifier": "exactly", "low": 1, "high": 2},
        {"qualifier": "exactly", "low": 2, "best": 3, "high": 2},
        {"qualifier": "at_least", "low": 19, "high": 30},
        {"qualifier": "at_least", "low": 19, "best": 19},
        {"qualifier": "at_least"},
        {"qualifier": "more_than", "best": 20},
        {"qualifier": "at_most", "low": 1, "high": 3},
        {"qualifier": "fewer_than"},
        {"qualifier": "about", "low": 3},
        {"qualifier": "between", "low": 3},
        {"qualifier": "between", "low": 5, "best": 4, "high": 6},
        {"qualifier": "several", "low": 2},
        {"qualifier": "dozens", "best": 24},
    ],
    ids=str,
)
def test_numbers_that_do_not_go_with_their_qualifier_are_refused(numbers: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"rise|does not go with"):
        CasualtyBody(harm="killed", **numbers)


@pytest.mark.parametrize(
    "numbers",
    [
        {"qualifier": "exactly", "low": 0, "best": 0, "high": 0},
        {"qualifier": "about", "low": 18, "high": 22},
        {"qualifier": "between", "low": 0, "best": 0, "high": 300},
        {"qualifier": "fewer_than", "high": 9},
        {"qualifier": "unknown", "best": 4},
        {"qualifier": "unknown"},
        {"qualifier": "unknown", "low": 3, "best": 3, "high": 2},
    ],
    ids=str,
)
def test_numbers_that_go_with_their_qualifier_are_taken(numbers: dict[str, Any]) -> None:
    assert CasualtyBody(harm="killed", **numbers).qualifier == numbers["qualifier"]


def headline_of(said: list[tuple[int, int | None]]) -> dict[str, Any]:
    """What sources say of the killed: a low, and how far above it the high lies, if they give one."""
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    for low, more in said:
        numbers: dict[str, Any] = {"qualifier": "at_least", "low": low}
        if more is not None:
            numbers = {"qualifier": "between", "low": low, "high": low + more}
        figure(scene, incident, **numbers)
    return line(scene, incident)


SAID = st.lists(st.tuples(st.integers(0, 99), st.none() | st.integers(0, 99)), min_size=1, max_size=6)


@given(SAID, st.randoms())
@settings(max_examples=25)
def test_the_headline_is_the_same_in_any_order_and_holds_every_low(
    said: list[tuple[int, int | None]], random: Any
) -> None:
    killed = headline_of(said)
    assert headline_of(random.sample(said, len(said))) == killed
    assert killed["low"] == min(low for low, _ in said)
    assert killed["at_least"] == any(more is None for _, more in said)
    assert all(killed["high"] >= low for low, _ in said)


def test_a_source_that_contradicts_itself_is_filed_as_printed_and_ranges_from_end_to_end() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    figure(scene, incident, qualifier="unknown", low=3, best=3, high=2)
    assert [scene.view(incident)["figures"][0][key] for key in ("low", "best", "high")] == [3, 3, 2]
    killed = line(scene, incident)
    assert (killed["low"], killed["high"], killed["at_least"]) == (2, 3, False)


# --- real rows ----------------------------------------------------------------------------------------------------


def test_the_rows_of_a_public_data_set_come_in_as_one_dispatch_with_ranges_and_precision_intact(
    shared: Path,
) -> None:
    with (shared / "data/ucdp_ged_iraq/conflict_data_irq.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2007"]
    scene = Scene()
    words = [wording("report.file", {"outlet": "UCDP GED", "date": "2019-06-01", "language": "en"})]
    for row in rows:
        words += rowed(row, len(words))
    acts = scene.town["iraq"].say_all("head", words)
    idents = acts[1::3]
    assert (len(rows), len(idents)) == (451, 451)
    for row, ident in zip(rows, idents, strict=True):
        view = scene.view(ident)
        (told,) = view["figures"]
        assert [told[key] for key in ("low", "best", "high")] == [
            int(row[key]) for key in ("low", "best", "high")
        ]
        assert view["geo_precision"] == int(row["where_prec"])
    for row, ident in zip(rows, acts[3::3], strict=True):
        view = scene.view(ident)
        assert (view["lat"], view["lon"]) == (decimal(row["latitude"]), decimal(row["longitude"]))
    assert not any(scene.record(ident).inert for ident in idents)


def rowed(row: dict[str, str], at: int) -> list[Any]:
    """An incident, its figure and its point."""
    report = {
        "day": row["date_start"],
        "until": row["date_end"],
        "adm0": "IQ",
        "geo_precision": int(row["where_prec"]),
        "event_clarity": int(row["event_clarity"]),
        "place_names": en(row["where_coordinates"]),
    }
    precision = int(row["date_prec"])
    if precision > 1:  # what a schema supposes is not written again
        report["time_precision"] = ("2_6_days", "week", "month", "unknown")[precision - 2]
    low, best, high = (int(row[key]) for key in ("low", "best", "high"))
    figure = {"harm": "killed", "low": low, "best": best, "high": high, "source_category": "data_set"}
    point = {"lat": decimal(row["latitude"]), "lon": decimal(row["longitude"])}
    return [
        wording("incident.report", report, refs=[("./0", "cites")]),
        wording(
            "incident.casualty",
            {
                **figure,
                "qualifier": "exactly" if low == high else "between" if low <= best <= high else "unknown",
            },
            f"./{at}",
            refs=[("./0", "cites")],
        ),
        wording("detail.place_time", point, refs=[(f"./{at}", "part_of")]),
    ]


def decimal(text: str) -> str:
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
