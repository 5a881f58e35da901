# SPDX-License-Identifier: Apache-2.0
"""`access`: how many access restrictions each party recorded, by type and by month (ACC-4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import declare, option
from tripartite.i18n.words import Words, tame

EXAMPLE = """tripartite --home iraq access
tripartite --home iraq access --json --as-of 2007-07-24T18:00:00Z"""


@declare("access", "help.access", EXAMPLE)
@option("--as-of", metavar="INSTANT")
def command(session: Session, as_of: str | None) -> None:
    with office_for(session) as office:
        face = shown_on_face(session, office)
        answer = office.call("access", {"as_of": as_of})
    session.voice.done(answer, [*face, *lines(answer, session.words)])


def lines(answer: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The figures for people, with the rule they were counted by and that they stay among the parties."""
    yield words("access.title")
    yield words(f"counting.{answer['counting_rule']}")
    yield words(f"publicity.{answer['public']}")
    if not answer["total"]:
        yield words("access.none")
        return
    for party, said in answer["by_party"].items():
        yield words("access.party", party=party, total=said["total"])
        if said["total"]:
            types = {words(f"restriction.{name}"): count for name, count in said["by_type"].items()}
            yield f"  {words('access.by_type')}: {_counted(types, words)}"
            yield f"  {words('access.by_month')}: {_counted(said['by_month'], words)}"
    said = answer["attributed_to"]
    whose = {words("restriction.not_stated") if one == "not_stated" else one: said[one] for one in said}
    yield f"{words('access.attributed_to')}: {_counted(whose, words)}"
    yield words("access.total", total=answer["total"])


def _counted(counts: Mapping[str, int], words: Words) -> str:
    return words.language.listed([f"{tame(name)} {words.shown(count)}" for name, count in counts.items()])
