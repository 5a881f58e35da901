# SPDX-License-Identifier: Apache-2.0
"""How many died, according to whom: a range over named sources, every source's own figure, and no finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tripartite.export.gathered import Record, act_order
from tripartite.export.page import Block, Content, Line, Said, Section, Table
from tripartite.export.telling import Teller, fields
from tripartite.i18n.words import Words


def casualties(tell: Teller) -> Section | None:
    blocks = [block for record in tell.gathered["incidents"] for block in _incident(tell, record)]
    return Section("harm", tell.words("brief.casualties"), blocks) if blocks else None


def _incident(tell: Teller, record: Record) -> Iterator[Block]:
    said = fields(record)
    place = tell.pick(said["place_names"]).text if said["place_names"] else ""
    where = [tell.pick(said["title"]).text if said["title"] else "", place, *tell.day(said["day"])[:1]]
    yield Line(" · ".join(part for part in where if part))
    for number, line in enumerate(said["headline"]):
        yield Line(headline(tell.words, line), strong=number == 0)
    yield _table(tell, said)
    yield Line(_rest(tell, said))


def headline(words: Words, line: Mapping[str, Any]) -> str:
    """The fixed sentence over all figures of one kind of harm: from the lowest to the highest, never the newest."""
    harm = words(f"harm.{line['harm']}")
    sources = words.plural("casualties.sources", line["sources"])
    low, high = line["low"], line["high"]
    if low is None and high is None:
        said = words("casualties.none", harm=harm)
    elif low is None or high is None or low == high:
        one = "casualties.one_at_least" if line["at_least"] else "casualties.one"
        said = words(one, harm=harm, low=low if low is not None else high)
    else:
        key = "casualties.at_least" if line["at_least"] else "casualties.range"
        said = words(key, harm=harm, low=low, high=high)
    blank = line["without_number"]
    if blank:
        sources = f"{sources}{words.language.comma} {words.plural('page.without_number', blank)}"
    return f"{said} ({sources}). {_joint(words, line)}"


def _joint(words: Words, line: Mapping[str, Any]) -> str:
    """What all agreed to, beside the range and never instead of it."""
    agreed = [figure(words, one) for one in line["agreed"]]
    if not agreed:
        return words("fixed.no_finding")
    return words("casualties.agreed", figures=words.language.listed(agreed))


def figure(words: Words, one: Mapping[str, Any]) -> str:
    """A figure as its source gives it: "more than 20", where the lowest number that says is 21."""
    qualifier = one["qualifier"]
    low, best, high = one["low"], one["best"], one["high"]
    if qualifier in ("several", "dozens") or (low is None and best is None and high is None):
        return words(f"qualifier.{qualifier}")
    if qualifier == "exactly":
        return words.language.number(low)
    if qualifier == "between" or (low is not None and high is not None and low != high):
        return words("page.between", low=low, high=high)
    number = {"more_than": lambda: low - 1, "fewer_than": lambda: high + 1, "at_most": lambda: high}.get(
        qualifier
    )
    value = number() if number else best if best is not None else low
    return words("page.qualified", qualifier=words(f"qualifier.{qualifier}"), number=value)


def _table(tell: Teller, said: Record) -> Table:
    """One row a source, in the order in which the sources were filed."""
    sources = dict.fromkeys(str(one["source"]) for one in act_order(said["figures"]))
    sources |= dict.fromkeys(_source(tell, one) for one in act_order(said["claims"]))
    head = [
        tell.words("page.source"), tell.words("harm.killed"), tell.words("harm.injured"),
        tell.words("page.means"), tell.words("page.as_reported"),
    ]  # fmt: skip
    return Table(head, [_row(tell, said, source) for source in sources], tell.words("page.by_source"))


def _source(tell: Teller, claim: Mapping[str, Any]) -> str:
    """The report that a claim cites, else the act; of what a party saw itself the party."""
    cited = claim["cites"][0] if claim["cites"] else claim["by"]
    found = tell.gathered.report_of(cited)
    return str(found["id"] if found else cited)


def _row(tell: Teller, said: Record, source: str) -> list[Content]:
    claims = [one for one in said["claims"] if _source(tell, one) == source]
    whats: list[Said] = [tell.pick(one["what"]) for one in claims if one["what"]]
    means = list(dict.fromkeys(means for one in claims for means, _ in one["means"]))
    return [
        tell.report(source) or _face(tell, said, source),
        _figures(tell, said, source, "killed"),
        _figures(tell, said, source, "injured"),
        tell.listed("means", means) or "–",
        whats[0] if whats else "–",
    ]


def _face(tell: Teller, said: Record, source: str) -> str:
    """What a source is that is no report."""
    kinds = (one["source_kind"] for one in said["figures"] if one["source"] == source)
    kind = next(kinds, "own_observation")
    return tell.words("page.own_observation" if kind == "own_observation" else f"source_kind.{kind}")


def _figures(tell: Teller, said: Record, source: str, harm: str) -> str:
    found = [
        figure(tell.words, one)
        for one in said["figures"]
        if one["harm"] == harm and one["source"] == source and one["status"] != "superseded"
    ]
    return tell.language.listed(found) or "–"


def _rest(tell: Teller, said: Record) -> str:
    """Who is accused, and what was damaged."""
    parts = []
    if said["attribution"] == "none":
        parts.append(f"{tell.words('fixed.no_attribution')}.")
    elif said["attribution"] == "agreed_finding":
        parts.append(f"{tell.words('attribution.agreed_finding')}.")
    if said["attribution_disputed"]:
        parts.append(f"{tell.words('flag.attribution_disputed')}.")
    if len(said["means_claimed"]) > 1:
        parts.append(tell.words("page.all_claimed", means=tell.listed("means", said["means_claimed"])))
    damaged = [_damage(tell, one) for one in act_order(said["damage"])]
    if damaged:
        parts.append(tell.words("page.damaged", objects=tell.language.listed(damaged)))
    return " ".join(parts)


def _damage(tell: Teller, one: Mapping[str, Any]) -> str:
    object_ = tell.pick(one["object"]).text
    return f"{object_} ({tell.number(one['count'])})" if (one["count"] or 0) > 1 else object_
