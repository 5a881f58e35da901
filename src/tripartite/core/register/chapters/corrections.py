# SPDX-License-Identifier: Apache-2.0
"""Where versions of one text in several languages turn out to differ, and the correction that all consent to.

Rules LST-17 to LST-21. A correction is another version; the one that it corrects stays what was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ActRef, Body, LanguageText, Texts
from tripartite.core.register.case import Case, missing, of_act
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.concordance import differences
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.chapters.scans import over
from tripartite.core.register.counted import counted
from tripartite.core.register.kinds import Finding, Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Reading = Callable[[Placed, World], dict[str, tuple[str, ...]]]
"""The texts of a version, by language."""


class MismatchBody(Body, frozen=True):
    """Says that a paragraph of a version does not mean the same in these languages, and how."""

    of: ActRef
    paragraph: Annotated[int, Meta(ge=1, le=1024)]
    """By its number; the first is 1."""
    languages: Annotated[tuple[LanguageText, ...], Meta(min_length=2, max_length=16)]
    text: Texts
    PAIRS = "text"
    SORTED = "languages"


def mismatches(case: Case, version: Placed | None, read: Reading) -> Finding | None:
    """LST-18: of a paragraph that the version has in these languages."""
    texts = read(version, case.world) if version is not None else {}
    if not texts:
        return Finding("guard", "no_such_text")
    lacking = sorted(set(case.body.languages) - set(texts))
    if lacking:
        return Finding("guard", "no_text_in", tuple(lacking))
    short = any(len(texts[lang]) < case.body.paragraph for lang in case.body.languages)
    return Finding("guard", "no_such_paragraph", (str(case.body.paragraph),)) if short else None


def corrects(case: Case, version_of: Callable[[str], Placed | None], read: Reading) -> Finding | None:
    """LST-19: one version, in the same languages; something changes, and nothing differs any more."""
    refs = case.act.refs_as("corrects")
    if len(refs) > 1:
        return Finding("guard", "corrects_several")
    version = version_of(refs[0]) if refs else None
    return _mends(case, version, read) if refs else None


def _mends(case: Case, version: Placed | None, read: Reading) -> Finding | None:
    wrong = read(version, case.world) if version is not None else {}
    right = read(case.act, case.world)
    if not wrong:
        return missing("no_such_text", case)
    if set(wrong) - set(right):
        return Finding("guard", "no_text_in", tuple(sorted(set(wrong) - set(right))))
    if wrong == right:
        return Finding("guard", "corrects_nothing")
    return next(differences(right, case.charter.said.languages), None)


# --- view ---------------------------------------------------------------------------------------------------------


def corrected(act: Placed) -> str | None:
    """The version that a version corrects."""
    return next(iter(act.refs_as("corrects")), None)


def corrections(record: Record, version: str) -> list[Placed]:
    """The corrections proposed of a version, the oldest first."""
    return [act for act in record.counted.of("proposal.version") if corrected(act) == version]


def agreed_correction(record: Record, version: str, world: World) -> str | None:
    """The first correction that all consented to (LST-20)."""
    found = (act.id for act in corrections(record, version) if consent.agreed(record, act.id, world))
    return next(found, None)


def compared(record: Record, version: Placed, world: World, read: Reading) -> dict[str, Any]:
    """What differs between the languages of a version, what somebody said differs, and what corrects it."""
    margin = Margin(record)
    said = [act for act in margin.standing("proposal.mismatch") if of_act(act) == version.id]
    texts = read(version, world)
    found = differences(texts, world.charter.said.languages) if texts else ()
    return {
        "differences": [[one.detail, *one.facts] for one in found],
        "mismatches": [margin.shown(act, "paragraph", "languages", "text") for act in said],
        "corrects": corrected(version),
        "corrections": [act.id for act in corrections(record, version.id)],
        "corrected_by": agreed_correction(record, version.id, world),
    }


def uncorrected(record: Record, version: Placed, world: World, read: Reading) -> Pending | None:
    """LST-21: what opened the correction of an adopted version, and whose word the last one proposed lacks."""
    if over(record) or agreed_correction(record, version.id, world):
        return None
    said = [act for act in Margin(record).standing("proposal.mismatch") if of_act(act) == version.id]
    texts = read(version, world)
    if not said and not (texts and any(differences(texts, tuple(texts)))):
        return None
    proposed = corrections(record, version.id)
    last = proposed[-1].id if proposed else ""
    given = consent.tally(record, world).acceptances(last) if last else {}
    whom: tuple[Party, ...] = tuple(p for p in counted(last or version.id, world) if not given.get(p))
    opened = said[0] if said else version
    return Pending("correction", whom, opened.time, default="stays_as_signed", act=opened.id)


def open_corrections(record: Record, adopted: list[Placed], world: World, read: Reading) -> Iterator[Pending]:
    found = (uncorrected(record, version, world, read) for version in adopted)
    return (item for item in found if item is not None)
