# SPDX-License-Identifier: Apache-2.0
"""When an act about a proposal takes effect (PRO-2 to PRO-6)."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import Case, absolute, missing, of_act
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.concordance import differences
from tripartite.core.register.chapters.corrections import corrects, mismatches
from tripartite.core.register.chapters.instruments import related
from tripartite.core.register.chapters.proposal_bodies import LISTS, Entry, PositionBody, TableBody
from tripartite.core.register.chapters.scans import has_text, received_scan, scanned
from tripartite.core.register.chapters.silence import PLACE, Silence
from tripartite.core.register.counted import counted
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.core.register.world import World


def sponsors(case: Case) -> frozenset[Party]:
    body: TableBody = case.founding.body
    return frozenset({case.founding.party, *(Party(name) for name in body.sponsors)})


def with_texts(case: Case) -> Finding | None:
    """PRO-2, LST-10: every text named stands in the same dispatch; a version has at least one, or is on paper."""
    refs = case.act.refs_as("text")
    for ref in refs:
        text = case.world.find(ref)
        if text is None or text.reason or text.kind_name != "proposal.text@1" or not _beside(text, case.act):
            return Finding("no_text", "text_not_beside", (ref,))
    if not refs and case.body.form == "text":
        return Finding("no_text")
    return scanned(case) or _with_entries(case) or related(case)


def versioned(case: Case) -> Finding | None:
    """As `with_texts`, of a further version, which may correct another (LST-19)."""
    return with_texts(case) or corrects(case, lambda ref: version_of(case, ref), texts_of)


def mismatched(case: Case) -> Finding | None:
    return mismatches(case, version_of(case, of_act(case.act)), texts_of)


def _with_entries(case: Case) -> Finding | None:
    """LST-2: lists alone have entries; terms of parties stand in a list of contested terms, by parties there are."""
    kind, entries = case.founding.body.kind, case.body.entries
    if entries and kind not in LISTS:
        return Finding("guard", "no_list_has_entries")
    terms = [party for entry in entries for party, _ in entry.terms]
    if terms and kind != "contested_terms_list":
        return Finding("guard", "terms_elsewhere")
    strangers = sorted(set(terms) - set(case.charter.parties))
    return Finding("guard", "not_a_party", tuple(strangers)) if strangers else None


def _beside(text: Placed, act: Placed) -> bool:
    return text.place.dispatch == act.place.dispatch and text.record_id == act.record_id


def version_of(case: Case, ident: str) -> Placed | None:
    """The act that carries a version: the founding act, or a later version."""
    found = case.decided.get(ident)
    if found is None or found.kind is None or found.kind.name not in ("proposal.table", "proposal.version"):
        return None
    return found


def position_counts(case: Case) -> Finding | None:
    body: PositionBody = case.body
    version = version_of(case, of_act(case.act))
    if version is None and body.position == "objects" and _is_placing(case):
        return None
    if version is None:
        return Finding("guard", "no_such_version")
    counts = body.position in consent.MAY_COUNT
    if counts and not case.charter.adopts:
        return Finding("talks_record")
    if counts and not has_text(version):
        return Finding("guard", "oral_without_text")
    if counts and not (case.received(version) and received_scan(case, version)):
        return Finding("no_receipt")
    return None


def _is_placing(case: Case) -> bool:
    """Whether it is about a move that placed the text under silence (SIL-5)."""
    found = case.world.find(of_act(case.act))
    return found is not None and found.kind_name == PLACE.spelled and found.record_id == case.founding.id


def reacts(case: Case) -> Finding | None:
    taken = case.decided.get(of_act(case.act))
    reservation = taken is not None and getattr(taken.body, "position", "") == "accepts_with_reservation"
    return None if reservation else Finding("guard", "no_reservation")


def initials(case: Case) -> Finding | None:
    if not case.charter.adopts:
        return Finding("talks_record")
    version = version_of(case, of_act(case.act))
    return None if version and has_text(version) else Finding("guard", "no_such_text")


def leaves(case: Case) -> Finding | None:
    """PRO-3: a proposal is withdrawn with the leave of every other sponsor."""
    given = {act.party for act in case.named("proposal.leave")}
    lacking = sponsors(case) - given - {case.act.party}
    return missing("leave_of", case, *sorted(lacking)) if lacking else None


def fixable(case: Case) -> Finding | None:
    """PRO-4: one version, nothing in brackets, every authentic language, all of one shape."""
    if not case.charter.adopts:
        return Finding("talks_record")
    version = version_of(case, absolute(case.act, case.body.version))
    if version is None:
        return Finding("guard", "no_such_version")
    if getattr(version.body, "brackets", ()):
        return Finding("guard", "brackets_open")
    languages = case.charter.said.languages
    parts = [texts_of(version, case.world), *_wordings(version.body.entries)]
    return next((finding for texts in parts for finding in differences(texts, languages)), None)


def _wordings(entries: tuple[Entry, ...]) -> Iterator[dict[str, tuple[str, ...]]]:
    """The words of each entry as texts of one paragraph."""
    for entry in entries:
        yield {lang: (words,) for lang, words in entry.words}


def adopts(case: Case) -> Finding | None:
    return None if case.charter.adopts else Finding("talks_record")


def reopens(case: Case) -> Finding | None:
    """PRO-5: names an objection, a refusal, a head's request, or that somebody was absent (SIL-11)."""
    named = [act for act in case.named("proposal.position") if act.body.position in ("objects", "declines")]
    named += case.named("absent", "proposal.ask_reopening")
    return None if named else missing("no_objection_named", case)


def after_adoption(case: Case) -> Finding | None:
    """PRO-6: names, party by party, the positions by which one version is adopted; by consensus also its `put`."""
    if not case.charter.adopts:
        return Finding("talks_record")
    if any(_by_silence(case, placing) for placing in case.named(PLACE.name)):
        return None
    by: dict[str, set[Party]] = {}
    for act in case.named("proposal.position"):
        if act.body.position in consent.COUNTING:
            by.setdefault(of_act(act), set()).add(act.party)
    lacking = {version: set(counted(version, case.world)) - named for version, named in by.items()}
    fewest = min(lacking.values(), key=len, default=set(case.charter.parties))
    if fewest:
        return missing("positions_of", case, *sorted(fewest))
    found = any(_adopted(case, version) for version, missing_ in lacking.items() if not missing_)
    return None if found else Finding("guard", "not_adopted")


def _tally(case: Case) -> consent.Tally:
    if "tally" not in case.memo:
        case.memo["tally"] = consent.Tally(case.decided.values(), case.places, case.world)
    tally: consent.Tally = case.memo["tally"]
    return tally


def _by_silence(case: Case, placing: Placed) -> bool:
    """SIL-12: the placing alone proves it, with the words of the nodes."""
    versions = [act for act in case.decided.values() if act.kind_name == "proposal.version@1"]
    return bool(Silence(_tally(case), placing, versions, case.world).adopted)


def _adopted(case: Case, version: str) -> bool:
    tally = _tally(case)
    if tally.agreed(version) or case.founding.body.adoption_rule != "consensus":
        return bool(tally.agreed(version))
    continued = (case.decided[on] for on in case.act.on)
    puts = [*case.named("proposal.put"), *(act for act in continued if act.kind_name == "proposal.put@1")]
    return bool(
        tally.by_consensus(version, consent.puts_by_version(puts, case.decided).get(version, frozenset()))
    )


def texts_of(version: Placed, world: World) -> dict[str, tuple[str, ...]]:
    """A version's paragraphs by language; several texts of one language are read in the order listed."""
    texts: dict[str, tuple[str, ...]] = {}
    for ref in version.refs_as("text"):
        act = world.find(ref)
        if act is not None and not act.reason:
            texts[act.body.lang] = texts.get(act.body.lang, ()) + act.body.paragraphs
    return texts
