# SPDX-License-Identifier: Apache-2.0
"""What stands on a face beside its truth: who did not sign, what was signed on paper, which instruments there are,
that a notice asks for nothing.

Rules LST-7, LST-8, LST-12, LST-15, NTC-2, SIL-13.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tripartite.i18n.words import Words

Name = Callable[[str], str]
"""A party's name by its id."""
Pick = Callable[[Sequence[Sequence[str]]], str]
"""Of a text by language the one to read."""


def further_faces(fields: Mapping[str, Any], words: Words, name: Name, pick: Pick) -> Iterator[str]:
    """The sentences for the fields of a record as `show` gives them; none where nothing has to be said."""
    recorded = fields.get("recorded_for")
    if recorded:
        party, other = name(recorded["recorded_by"]), name(recorded["not_signed_by"])
        yield words("face.recorded_by", party=party, other=other)
    last = fields["versions"][-1] if fields.get("versions") else fields
    if last.get("paper"):
        yield words("face.paper", n=len(last["paper"]["confirmed_by"]), total=last["paper"]["of"])
    yield from _ad_referendum(fields, last, words, name)
    if "instruments" in last:
        yield from _instruments(last, words, pick)
    if fields.get("is_request_for_permission") is False:
        yield words("fixed.information")


def _ad_referendum(
    fields: Mapping[str, Any], last: Mapping[str, Any], words: Words, name: Name
) -> Iterator[str]:
    """Per party what it accepted subject to its capital, until when that is to be confirmed, and of which version."""
    for one in fields.get("positions", ()):
        standing = fields["referral"][one["party"]] if one["position"] == "accepts_ad_referendum" else ""
        if standing not in ("referred", "lapsed") or one["withdrawn"]:
            continue
        due = "_due" if one["due"] and standing == "referred" else ""
        said = words(f"face.ad_referendum.{standing}{due}", party=name(one["party"]), due=one["due"] or "")
        yield said if one["on"] == last["id"] else words("face.earlier_version", what=said)


def _instruments(said: Mapping[str, Any], words: Words, pick: Pick) -> Iterator[str]:
    if said["instruments"] == "none" or (said["instruments"] == "not_stated" and _is_text(said)):
        yield words(f"face.instruments.{said['instruments']}")
    for what, ones in _sorted(said):
        if ones:
            yield words(what, titles=words.language.listed([pick(one["title"]) for one in ones]))


def _is_text(said: Mapping[str, Any]) -> bool:
    """Whether it is a version with words to accept; elsewhere the field alone says that nothing is stated."""
    return bool(said.get("texts") or said.get("paper"))


def _sorted(said: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """By the sentence they belong in; what is not shared comes first."""
    named = said["related_instruments"]
    hidden = [one for one in named if one["status"] == "declared_not_shared"]
    yield "face.instruments.declared_not_shared", hidden
    yield "face.instruments.stated", [one for one in named if one not in hidden]
    yield "face.no_longer_named", said["no_longer_named"]
