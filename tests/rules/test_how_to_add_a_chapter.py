# SPDX-License-Identifier: Apache-2.0
"""The chapter that the guide writes is one that the fold runs, unknown to it by name."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from tests.world.bare import Bare, bare_act
from tripartite.core.register.chapters import ALL
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Chapter, Kind
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record


@pytest.fixture(scope="module")
def visits(request: pytest.FixtureRequest) -> Any:
    """The module that the page writes."""
    page = (request.config.rootpath / "docs" / "how-to" / "add-a-chapter.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    module = ModuleType("visits_of_the_guide")
    sys.modules[module.__name__] = module
    exec(compile(code, "add-a-chapter.md", "exec"), module.__dict__)  # noqa: S102  # the guide's own code
    yield module
    del sys.modules[module.__name__]


def told(
    visits: Any, *later: tuple[str, dict[str, Any]], visitors: tuple[str, ...] = ("two monitors",)
) -> Record:
    """A visit that was announced, and what followed, each move continuing the one before."""
    chapter: Chapter = visits.CHAPTER
    kinds: dict[str, Kind] = {kind.name: kind for kind in chapter.kinds}
    body = visits.AnnounceBody(visitors=visitors, district="Sinak", day="2007-06-01")
    acts: list[Placed] = [bare_act(1, kinds["visit.announce"], body)]
    last = acts[0].id
    for name, members in later:
        kind = kinds[name]
        on = (last,) if kind.mode == "move" else ()
        act = bare_act(len(acts) + 1, kind, kind.body(**members), record=acts[0].id, on=on)
        last = act.id if on else last
        acts.append(act)
    return fold(chapter, acts[0], acts[1:], Bare())


def test_it_is_announced_held_and_remarked_on(visits: Any) -> None:
    record = told(visits, ("visit.remark", {"text": (("en", "All quiet."),)}), ("visit.hold", {}))
    view = visits.CHAPTER.view(record, Bare())
    assert (record.states, view["district"], len(view["remarks"])) == (("held",), "Sinak", 1)


def test_what_its_table_does_not_list_has_no_effect(visits: Any) -> None:
    record = told(visits, ("visit.call_off", {"reason": (("en", "Rain."),)}), ("visit.hold", {}))
    assert record.states == ("called_off",)
    assert [finding.reason for _, finding in record.inert] == ["wrong_state"]


def test_its_guard_says_what_was_missing(visits: Any) -> None:
    record = told(visits, visitors=())
    assert [finding.detail for _, finding in record.inert] == ["nobody_named"]


def test_a_stranger_does_not_move_it(visits: Any) -> None:
    record = told(visits, ("visit.hold", {}))
    hold = next(act for act in record.effective if act.kind_name == "visit.hold@1")
    other = replace(hold, place=replace(hold.place, party="us"))
    assert fold(visits.CHAPTER, record.founding, [other], Bare()).states == ("announced",)


def test_the_guide_names_the_list_and_no_chapter_of_it_is_named_by_the_fold(root: Path) -> None:
    """One file and one line: outside the list nothing in the core's engine knows a chapter."""
    engine = ("fold", "judging", "case", "order", "record", "placed", "world", "deadlines", "kinds")
    for name in engine:
        text = (root / "src/tripartite/core/register" / f"{name}.py").read_text(encoding="utf-8")
        named = [chapter.name for chapter in ALL if re.search(rf"chapters[. ].*\b{chapter.name}\b", text)]
        assert named == [], name
