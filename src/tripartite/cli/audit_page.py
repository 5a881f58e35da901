# SPDX-License-Identifier: Apache-2.0
"""What two copies show together, as lines for people: facts under headings, nobody blamed (ARC-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tripartite.cli.pages import face, kind_words, knowledge, short, states
from tripartite.core.encoding.refusal import Refusal
from tripartite.core.encoding.values import instant_text
from tripartite.i18n.explain import explain
from tripartite.i18n.words import Words

Row = Mapping[str, Any]
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def audit_lines(answer: Row, verdict: str, words: Words) -> Iterator[str]:
    names = [f"{place} ({copy['party']})" for place, copy in enumerate(answer["copies"], 1)]
    for name, copy in zip(names, answer["copies"], strict=True):
        yield from _copy(name, copy, words)
    yield from _logs(answer, names, words)
    yield from _register(answer, words)
    for heading, lines in (
        ("only", (_only(row, names, words) for row in answer["only"])),
        ("stories", (_story(row, words) for row in answer["stories"])),
        ("evidence", (_evidence(row, words) for row in answer["evidence"])),
        ("gaps", (_gap(row, words) for row in answer["gaps"])),
        ("late", (_late(row, words) for row in answer["late"])),
        ("clocks", (_clock(row, words) for row in answer["clocks"])),
        ("redactions", (_redaction(row, words) for row in answer["redactions"])),
        ("failures", (_failure(row, words) for row in answer["failures"])),
    ):
        yield from _section(heading, lines, words)
    yield words(f"cli.audit.verdict.{verdict}")


def _section(heading: str, found: Iterable[str], words: Words) -> Iterator[str]:
    lines = list(found)
    if lines:
        yield f"{words(f'cli.audit.{heading}')}:"
        yield from (f"  {line}" for line in lines)


def _copy(name: str, copy: Row, words: Words) -> Iterator[str]:
    yield words("cli.audit.copy", copy=name, path=copy["path"], time=instant_text(copy["at"]))
    counted = copy["checked"]
    yield "  " + words(
        "cli.audit.checked",
        leaves=counted["leaves"],
        payloads=counted["payloads"],
        cosignatures=counted["cosignatures"],
    )
    yield from (f"  {_failure(failure, words)}" for failure in copy["failures"])
    for one in copy["loose"]:
        yield "  " + words(
            "cli.audit.loose", party=one["by"], time=instant_text(one["at"]), name=short(one["id"])
        )


def _logs(answer: Row, names: list[str], words: Words) -> Iterator[str]:
    yield words("cli.charter.fingerprint", fingerprint=answer["copies"][0]["fingerprint"])
    for log in answer["logs"]:
        one, other = log["sizes"]
        if one == other == log["size"]:
            yield words("cli.audit.log.same", party=log["party"], size=one)
        else:
            facts = {"one": names[0], "first": one, "other": names[1], "second": other}
            yield words("cli.audit.log.differs", party=log["party"], size=log["size"], **facts)


def _register(answer: Row, words: Words) -> Iterator[str]:
    if answer["as_of"]:
        yield words("cli.audit.at", time=answer["as_of"])
    one, other = answer["digests"]
    if answer["same"]:
        yield words("cli.audit.same", digest=one)
    else:
        yield words("cli.audit.not_same", one=one, other=other)
    yield from _section("agreed", _agreed(answer["agreed"][0], words), words)
    if answer["agreed"][0] != answer["agreed"][1]:
        yield words("cli.audit.agreed_differs")


def _agreed(records: Iterable[Row], words: Words) -> Iterator[str]:
    for record in records:
        chapter = words(f"chapter.{record['chapter']}")
        yield f"{short(record['id'])} · {chapter} · {states(record, words)} · {face(record, words)}"
        for one in record["parties"]:
            said = {**one, "chapter": record["chapter"], "by": record["by"]}
            yield from (f"  {line}" for line in knowledge(said, words))


# --- findings


def _only(row: Row, names: list[str], words: Words) -> str:
    copy, what = names[row["copy"]], row["what"]
    if what in ("evidence", "charter"):
        return words(f"cli.audit.only.{what}", copy=copy, name=short(row["name"]))
    if what == "dispatches":
        head = words.plural(
            "cli.audit.only.dispatches", row["count"], copy=copy, party=row["party"], place=row["from"]
        )
        acts = [f"    {_act(act, words)}" for act in row["acts"]]
        more = [f"    {words.plural('cli.audit.more', row['more'])}"] if row["more"] else []
        return "\n".join([head, *acts, *more])
    return words(f"cli.audit.only.{what}", copy=copy, party=row["party"], place=row["from"])


def _act(act: Row, words: Words) -> str:
    return (
        f"{short(act['id'])} · {instant_text(act['time'])} · {act['by']} · {kind_words(act['kind'], words)}"
    )


def _story(row: Row, words: Words) -> str:
    ends = [words("cli.evidence.head", size=end["size"], root=end["root"]) for end in row["ends"]]
    head = words("cli.audit.story", party=row["party"], place=row["from"])
    return "\n".join([head, *(f"    {end}" for end in ends)])


def _evidence(row: Row, words: Words) -> str:
    return words("cli.evidence.item", kind=row["kind"], key=row["key"], origin=row["origin"])


def _gap(row: Row, words: Words) -> str:
    if row["what"] == "dispatches":
        facts = {"party": row["party"] or row["origin"], "by": row["by"], "place": row["from"]}
        return words.plural("cli.audit.gap.dispatches", row["count"], **facts)
    if row["what"] == "story":
        return words("cli.audit.gap.story", party=row["party"], by=row["by"])
    return words(
        f"cli.audit.gap.{row['what']}", party=row["party"], place=row["from"], time=instant_text(row["time"])
    )


def _late(row: Row, words: Words) -> str:
    if row["what"] == "act":
        return words("cli.audit.late.act", act=_act(row, words))
    facts = {"party": row["party"], "by": row["by"], "longest": span(row["seconds"], words)}
    limit = span(row["limit"], words)
    return words.plural("cli.audit.late.arrival", row["count"], limit=limit, place=row["from"], **facts)


def _clock(row: Row, words: Words) -> str:
    facts = {"party": row["party"], "by": row["by"], "longest": span(row["seconds"], words)}
    return words.plural(f"cli.audit.clock.{row['what']}", row["count"], place=row["from"], **facts)


def _redaction(row: Row, words: Words) -> str:
    facts = {"record": short(row["record"]), "original": short(row["original"]), "party": row["by"]}
    if not row["readable"]:
        return words("cli.audit.redaction.unread", **facts)
    return words("cli.audit.redaction.read", n=row["found"], of=row["lines"], **facts)


def _failure(error: Row, words: Words) -> str:
    refusal = Refusal(error["code"], error["rule"], tuple(error["facts"].items()), error["hint"])
    return f"✗ {explain(refusal, words).what}"


def span(seconds: int, words: Words) -> str:
    """A length of time, in the largest unit of which it has two."""
    for name, unit in (("days", _DAY), ("hours", _HOUR)):
        if seconds >= 2 * unit:
            return words.plural(f"cli.audit.{name}", seconds // unit)
    return words.plural("cli.audit.minutes", -(-seconds // _MINUTE))
