# SPDX-License-Identifier: Apache-2.0
"""`concordance`: the languages of a text paragraph beside paragraph, what differs, and its dates in three calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from tripartite.cli.pages import face, further_faces_of, short
from tripartite.cli.reach import office_for, shown_on_face
from tripartite.cli.session import Session
from tripartite.cli.spoken import argument, declare, option
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import instant
from tripartite.core.register.chapters.concordance import dates
from tripartite.i18n.calendars import day
from tripartite.i18n.words import Words, tame

EXAMPLE = """tripartite --home iraq concordance 3f2a91
tripartite --home iraq concordance 3f2a91 --of 77c0d2 --lang fa"""
Values = Mapping[str, Any]


@declare("concordance", "help.concordance", EXAMPLE)
@argument("record", "RECORD")
@option("--of", metavar="ACT", message="option.of_version")
def command(session: Session, record: str, of: str | None) -> None:
    with office_for(session) as office:
        top = shown_on_face(session, office)
        answer = office.call("show", {"record": record})
    version = _version(answer, of or "")
    words = session.words
    said = {"record": answer["id"], "version": version["id"], "paragraphs": list(_aligned(version, words))}
    said |= {"differences": version["differences"], "corrected_by": version["corrected_by"]}
    head = [face(answer, words), *further_faces_of(answer, words)]
    session.voice.done(said, [*top, *head, *_lines(said, version, words)])


def _version(answer: Values, of: str) -> Values:
    """The version whose id begins like that: the last one if none is named; raises `Refused`."""
    found: list[Values] = [
        one for one in answer["fields"].get("versions", ()) if one["id"].startswith(of) and one["texts"]
    ]
    if not found:
        raise Refused("not_found", "PRO-1", what="version", found=of or answer["id"])
    return found[-1]


def _aligned(version: Values, words: Words) -> Iterator[dict[str, Any]]:
    """Paragraph by paragraph: each language's words, and the days that stand in any of them."""
    langs = [lang for lang, _ in version["texts"]]
    columns: Sequence[Sequence[str]] = [paragraphs for _, paragraphs in version["texts"]]
    for number, row in enumerate(zip_longest(*columns), 1):
        days = sorted({found for text in row if text for found in dates(text)})
        yield {
            "number": number,
            "texts": [list(pair) for pair in zip(langs, row, strict=True)],
            "dates": [one for found in days if (one := _calendars(found, words))],
        }


def _calendars(found: str, words: Words) -> dict[str, str] | None:
    """One day in three calendars, from its first second in UTC; None for what is no day."""
    try:
        one = day(instant(f"{found}T00:00:00Z"), "UTC", words)
    except Malformed:
        return None
    return {
        "date": found,
        "gregorian": one.gregorian,
        "solar_hijri": one.solar_hijri,
        "hijri": one.hijri,
    }


def _lines(said: Values, version: Values, words: Words) -> Iterator[str]:
    yield words("cli.concordance.version", version=short(said["version"]))
    for paragraph in said["paragraphs"]:
        yield words("cli.concordance.paragraph", number=paragraph["number"])
        for lang, text in paragraph["texts"]:
            yield f"  {lang}: {tame(text) if text else words('cli.concordance.nothing')}"
        for one in paragraph["dates"]:
            parts = (one["gregorian"], one["solar_hijri"], one["hijri"])
            yield f"  {one['date']}: {' · '.join(part for part in parts if part)}"
        for code, *facts in said["differences"]:
            if facts == [str(paragraph["number"])]:
                yield f"  ! {words(f'guard.{code}')}"
    yield from _whole(said, version, words)


def _whole(said: Values, version: Values, words: Words) -> Iterator[str]:
    """What is to be said of the text as a whole."""
    for code, *facts in said["differences"]:
        if code in ("no_text_in", "paragraph_counts_differ"):
            yield f"! {words(f'guard.{code}')}{' ' + ', '.join(facts) if facts else ''}"
    if not said["differences"]:
        yield words("cli.concordance.same")
    for one in version["mismatches"]:
        facts = {"party": one["by"], "number": one["paragraph"], "languages": ", ".join(one["languages"])}
        yield words("cli.concordance.mismatch", **facts)
    if said["corrected_by"]:
        yield words("cli.concordance.corrected", version=short(said["corrected_by"]))
