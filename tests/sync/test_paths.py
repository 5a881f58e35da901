# SPDX-License-Identifier: Apache-2.0
"""Paths have one spelling each; every other is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import MAX_NUMBER
from tripartite.sync.paths import (
    BUNDLE,
    EVIDENCE,
    HINT,
    Cosig,
    Feed,
    Named,
    Path,
    Proof,
    origin_hash,
    parse_path,
)

OH = origin_hash("town/00000000/iran/m1")
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
sizes = st.integers(0, MAX_NUMBER)
roots = st.none() | st.binary(min_size=32, max_size=32)
paths: st.SearchStrategy[Path] = st.one_of(
    st.builds(Cosig, hashes),
    st.builds(Feed, hashes, sizes, roots),
    st.builds(Proof, hashes, sizes, sizes, roots),
    st.builds(Named, st.sampled_from(["evidence", "blob", "wrap", "charter"]), hashes),
    st.sampled_from([EVIDENCE, HINT, BUNDLE]),
)


@given(paths)
def test_a_path_is_read_as_it_is_written(path: Path) -> None:
    assert parse_path(str(path)) == path


WRONG = [
    "", "/", "//", "evidence", "/evidence/", "/Evidence", "/evidence?", "/evidence?x=1", "/blob", "/charter/", "/hint/",
    "/oh", "/oh/", "/oh/cosig/", "/OH/cosig", "/o/cosig", "/oh/cosig?from=1", "/oh/cosig\n", "/blob/oh/", "/blob/../oh",
    "/wraps/oh", "/wrap/", "/oh/feed", "/oh/feed?", "/oh/feed?from=", "/oh/feed?from=01", "/oh/feed?from=-1",
    "/oh/feed?from=+1",
    "/oh/feed?from=1&from=2", "/oh/feed?from=٣", f"/oh/feed?from={2**53}", "/oh/feed?from=1&root=", "/oh/feed?from=1\n",
    f"/oh/feed?from=1&root={'0' * 63}", "/oh/feed?from=1#x", f"/oh/feed?root={'0' * 64}&from=1", "/oh/proof?from=1",
    "/oh/proof?to=2&from=1", "/oh/proof?from=1&to=2&x=3", "/a" * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_any_other_spelling_is_malformed(text: str) -> None:
    written = text.replace("/oh", f"/{OH}").replace("/OH", f"/{OH.upper()}").replace("/o/", f"/{OH[:-1]}/")
    with pytest.raises(Malformed):
        parse_path(written)


@given(st.text(max_size=200))
def test_no_text_is_read_as_a_path_of_another_spelling(text: str) -> None:
    with suppress(Malformed):
        assert str(parse_path(text)) == text
