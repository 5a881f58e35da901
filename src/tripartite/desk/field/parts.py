# SPDX-License-Identifier: Apache-2.0
"""What acts can be made of a note, and the forms they begin with (FLD-8, FLD-9).

The day and the district go into the act that founds a record; site, point and minute into a detail beside it. A figure
rests on the claim of the same note. Nothing is made up: what the note leaves open, the form leaves open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tripartite.desk.field.note import Note
from tripartite.desk.kept import Form
from tripartite.i18n.words import Words

MARK = "note"
"""The answer of a draft's form that says of which note it was made."""
_HARMS = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Part:
    """One act that a note says. `name`: as it is kept by; `after`: the part that must be signed first, "" if none."""

    name: str
    kind: str
    form: Form
    after: str = ""

    @property
    def founds(self) -> bool:
        """Whether it begins a record of its own, so that it refers to what it is about and is no part of it."""
        return not self.after or self.kind.startswith("detail.")


def parts(note: Note, acts: Mapping[str, str], languages: Sequence[str]) -> list[Part]:
    """`acts`: what was signed of it already, by part; `languages`: those that the charter's texts may have."""
    spoken = note.language if note.language in languages else languages[0]
    make = _turned if note.kind == "turned" else _happened
    return list(make(note, acts, spoken, Words(note.language)))


# --- what happened


def _happened(note: Note, acts: Mapping[str, str], spoken: str, words: Words) -> Iterator[Part]:
    yield Part("report", "incident.report", _report(note, spoken, words))
    if note.text or note.category or note.means:
        yield Part("claim", "incident.claim", _claim(note, spoken, words), "report")
    for harm in _HARMS:
        if getattr(note, f"{harm}_qualifier"):
            yield Part(harm, "incident.casualty", _figure(note, harm, acts.get("claim", "")), "claim")
    if note.damage:
        form = _form({f"object:{spoken}": note.damage, "protected_status": note.protected})
        yield Part("damage", "incident.damage", form, "report")
    yield from _exactly(note, acts, "report")


def _report(note: Note, spoken: str, words: Words) -> Form:
    title = words(f"category.{note.category}") if note.category else ""
    district = {"adm1": note.district} if "-" in note.district else {"adm2": note.district}
    return _form(
        {
            "day": note.day, "time_precision": note.precision or "day", f"title:{spoken}": title,
            "category": note.category, "means.0.0": note.means, "target_types": note.target, **district,
        }
    )  # fmt: skip


def _claim(note: Note, spoken: str, words: Words) -> Form:
    how = [words(f"phone.counted.{note.counted}.said")] if note.counted else []
    said = "\n".join([note.text, *how] if note.text else how)
    return _form(
        {
            f"what:{spoken}": said, "category": note.category, "means.0.0": note.means,
            "source_category": _source(note),
        }
    )  # fmt: skip


def _source(note: Note) -> str:
    """What was seen or heard is one's own; of what was told, the kind of person or body alone."""
    told = note.told_by or "unknown"
    return told if note.known == "was_told_by" else "own_observation"


def _figure(note: Note, harm: str, claim: str) -> Form:
    qualifier = getattr(note, f"{harm}_qualifier")
    count, high = getattr(note, harm), getattr(note, f"{harm}_high")
    bounds = BOUNDS[qualifier](int(count), int(high or count)) if count else {}
    return _form(
        {"harm": harm, "qualifier": qualifier, "as_of": note.day, "source_category": _source(note), **bounds},
        [("cites", claim)],
    )


BOUNDS: Mapping[str, Callable[[int, int], dict[str, str]]] = {
    "exactly": lambda n, _: {"low": str(n), "high": str(n)},
    "at_least": lambda n, _: {"low": str(n)},
    "more_than": lambda n, _: {"low": str(n + 1)},
    "at_most": lambda n, _: {"high": str(n)},
    "fewer_than": lambda n, _: {"high": str(max(n - 1, 0))},
    "about": lambda n, _: {"best": str(n)},
    "between": lambda n, high: {"low": str(n), "high": str(high)},
    "several": lambda _n, _: {},
    "dozens": lambda _n, _: {},
    "unknown": lambda n, _: {"best": str(n)},
}
"""INC-5: which numbers a qualifier goes with."""


# --- who was turned back


def _turned(note: Note, acts: Mapping[str, str], spoken: str, words: Words) -> Iterator[Part]:
    force = note.force or (words(f"phone.by.{note.by}") if note.by not in ("", "unknown") else "")
    yield Part(
        "report", "access.restriction",
        _form(
            {
                "type": note.type or "denied", "day": note.day, "by": force, "district": note.district,
                "delay_min": note.delay, f"reason_quoted:{spoken}": note.words,
                "notified_in_advance": note.notified,
            }
        ),
    )  # fmt: skip
    if note.place or note.instant:
        said = {"place": note.place, "restricted_at": _typed(note.instant)}
        form = _form(said, [("part_of", acts.get("report", ""))])
        yield Part("passage", "detail.passage", form, "report")
    if note.lat:
        yield from _exactly(note, acts, "report")


# --- where and when exactly


def _exactly(note: Note, acts: Mapping[str, str], after: str) -> Iterator[Part]:
    said = {"lat": note.lat, "lon": note.lon} if note.lat and note.lon else {}
    if note.kind == "happened":
        said |= {"site": note.place, "start": _typed(note.instant)}
    if any(said.values()):
        found = {"discovered": _typed(note.saved)} if note.kind == "happened" else {}
        form = _form({**said, **found}, [("part_of", acts.get("report", ""))])
        yield Part("exactly", "detail.place_time", form, after)


def _typed(instant: str) -> str:
    """An instant as browsers write it into a form."""
    return instant.removesuffix("Z")


def _form(answers: Mapping[str, str], refs: Sequence[tuple[str, str]] = ()) -> Form:
    form = {name: [value] for name, value in answers.items() if value}
    for place, (relation, act) in enumerate(refs):
        if act:
            form |= {f"ref.{place}.relation": [relation], f"ref.{place}.act": [act]}
    return form
