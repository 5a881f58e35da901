# SPDX-License-Identifier: Apache-2.0
"""What a pen hands to its node: stored bytes and wraps, each what the note says (SEA-9)."""

from __future__ import annotations

import hashlib

import pytest

from tripartite.core.dispatch.envelope import Dispatch, Draft, read_text, write_text
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.dispatch.sealed import join_parcel, split_parcel
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Party
from tripartite.core.log.tree import EMPTY_ROOT
from vectors.hands import IRAN_HEAD, IRAN_LOG, NET, NONCE, NOON, SEED, act_lines

WRAPS = {"iran": b"i" * 40, "iraq": b"q" * 44}
"""Sealed bytes as far as the note says anything of them: a hash and a length."""


def sealed() -> tuple[bytes, Dispatch]:
    """Stored bytes and the dispatch that names them and the two wraps."""
    stored, commitment = make_payload(SEED, act_lines(1))
    named = [(party, hashlib.sha256(wrap).digest(), len(wrap)) for party, wrap in WRAPS.items()]
    draft = Draft(
        IRAN_HEAD.name, IRAN_LOG.name.origin, NET, NOON, NONCE, 0, EMPTY_ROOT, commitment,
        tuple(map(Party, WRAPS)), rk=RK, wraps=named,
    )  # fmt: skip
    return stored, read_text(write_text(draft))


RK = "age1" + "q" * 58


def test_a_parcel_comes_apart_as_it_was_put_together() -> None:
    stored, dispatch = sealed()
    assert split_parcel(join_parcel(stored, list(WRAPS.values())), dispatch) == (stored, WRAPS)


@pytest.mark.parametrize(
    ("wraps", "detail"),
    [
        ([WRAPS["iran"], b"x" * 44], "wrap"),
        ([WRAPS["iran"], WRAPS["iraq"][:-1]], "wrap"),
        ([WRAPS["iran"]], "wrap"),
        ([*WRAPS.values(), b"more"], "length"),
    ],
    ids=["another", "short", "missing", "too many"],
)
def test_a_parcel_that_is_not_what_the_note_names_is_refused(wraps: list[bytes], detail: str) -> None:
    stored, dispatch = sealed()
    with pytest.raises(Refused) as trouble:
        split_parcel(join_parcel(stored, wraps), dispatch)
    assert (trouble.value.code, trouble.value.refusal.rule) == ("bad_payload", "SEA-9")
    assert dict(trouble.value.refusal.facts)["detail"] == detail
