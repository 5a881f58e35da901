# SPDX-License-Identifier: Apache-2.0
"""When an act about a proposal takes effect (PRO-2 to PRO-6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import Case, missing
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.proposal_bodies import PositionBody, TableBody
from tripartite.core.register.fold import of_act
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.core.register.world import World


def sponsors(case: Case) -> frozenset[Party]:
    body: TableBody = case.founding.body
    return frozenset({case.founding.party, *(Party(name) for name in body.sponsors)})


def with_texts(case: Case) -> Finding | None:
    """PRO-2: every text named stands in the same dispatch; a version has at least one."""
    refs = case.act.refs_as("text")
    for ref in refs:
        text = case.world.find(ref)
        if text is None or text.reason or text.kind_name != "proposal.text@1":
            return Finding("no_text", "text_not_beside", (ref,))
        if text.place.dispatch != case.act.place.dispatch:
            return Finding("no_text", "text_not_beside", (ref,))
    oral = getattr(case.body, "form", "text") == "oral_no_text"
    return Finding("no_text") if not refs and not oral else None


def version_of(case: Case, ident: str) -> Placed | None:
    """The act that carries a version: the founding act, or a later version."""
    found = case.decided.get(ident)
    if found is None or found.kind is None or found.kind.name not in ("proposal.table", "proposal.version"):
        return None
    return found


def position_counts(case: Case) -> Finding | None:
    body: PositionBody = case.body
    version = version_of(case, of_act(case.act))
    if version is None:
        return Finding("guard", "no_such_version")
    counts = body.position in consent.MAY_COUNT
    if counts and not case.charter.adopts:
        return Finding("talks_record")
    if counts and not version.refs_as("text"):
        return Finding("guard", "oral_without_text")
    if counts and not case.world.received(version, case.act.party, case.act.place):
        return Finding("no_receipt")
    grant = case.act.place.grant
    if body.position in consent.FULL and grant is not None and grant.ad_referendum_only:
        return Finding("no_power", "ad_referendum_only")
    return None


def reacts(case: Case) -> Finding | None:
    taken = case.decided.get(of_act(case.act))
    reservation = taken is not None and getattr(taken.body, "position", "") == "accepts_with_reservation"
    return None if reservation else Finding("guard", "no_reservation")


def initials(case: Case) -> Finding | None:
    if not case.charter.adopts:
        return Finding("talks_record")
    version = version_of(case, of_act(case.act))
    return None if version and version.refs_as("text") else Finding("guard", "no_such_text")


def leaves(case: Case) -> Finding | None:
    """PRO-3: a proposal is withdrawn with the leave of every other sponsor."""
    given = {act.party for act in case.named("proposal.leave")}
    lacking = sponsors(case) - given - {case.act.party}
    return missing("leave_of", case, *sorted(lacking)) if lacking else None


def fixable(case: Case) -> Finding | None:
    """PRO-4: one version, nothing in brackets, every authentic language, all of one shape."""
    if not case.charter.adopts:
        return Finding("talks_record")
    version = version_of(case, _version_named(case))
    if version is None:
        return Finding("guard", "no_such_version")
    if getattr(version.body, "brackets", ()):
        return Finding("guard", "brackets_open")
    return _concordant(texts_of(version, case.world), case.charter.said.languages)


def _concordant(texts: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> Finding | None:
    """The same count of paragraphs and the same numbers in every authentic language."""
    lacking = set(languages) - set(texts)
    if lacking:
        return Finding("guard", "no_text_in", tuple(sorted(lacking)))
    if len({len(paragraphs) for paragraphs in texts.values()}) > 1:
        return Finding("guard", "paragraph_counts_differ")
    if len({tuple(_numbers(paragraphs)) for paragraphs in texts.values()}) > 1:
        return Finding("guard", "numbers_differ")
    return None


def _version_named(case: Case) -> str:
    ref: str = case.body.version
    return f"{case.act.place.dispatch}{ref[1:]}" if ref.startswith("./") else ref


def adopts(case: Case) -> Finding | None:
    return None if case.charter.adopts else Finding("talks_record")


def reopens(case: Case) -> Finding | None:
    """PRO-5: names an objection or a refusal."""
    named = [act for act in case.named("proposal.position") if act.body.position in ("objects", "declines")]
    return None if named else missing("no_objection_named", case)


def after_adoption(case: Case) -> Finding | None:
    """PRO-6: names, party by party, the positions that prove adoption."""
    if not case.charter.adopts:
        return Finding("talks_record")
    named = {act.party for act in case.named("proposal.position") if act.body.position in consent.MAY_COUNT}
    lacking = set(case.charter.parties) - named
    return missing("positions_of", case, *sorted(lacking)) if lacking else None


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _numbers(paragraphs: tuple[str, ...]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        for found in sorted(re.findall(r"[0-9]+", paragraph.translate(_DIGITS))):
            yield f"{number}:{found}"


def texts_of(version: Placed, world: World) -> dict[str, tuple[str, ...]]:
    """A version's paragraphs by language; several texts of one language are read in the order listed."""
    texts: dict[str, tuple[str, ...]] = {}
    for ref in version.refs_as("text"):
        act = world.find(ref)
        if act is not None and not act.reason:
            texts[act.body.lang] = texts.get(act.body.lang, ()) + act.body.paragraphs
    return texts
