# SPDX-License-Identifier: Apache-2.0
"""Values of the formats, for Hypothesis to draw from."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from tripartite.core.encoding.canon import INT_MAX
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.text import check_string
from tripartite.core.encoding.values import MAX_NUMBER
from tripartite.core.log.note import SignatureLine


def _signable(text: str) -> bool:
    try:
        check_string(text)
    except Malformed:
        return False
    return True


TEXTS = st.text(max_size=30).map(lambda text: unicodedata.normalize("NFC", text)).filter(_signable)
"""Strings that may be signed."""
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,31}", fullmatch=True)
INTEGERS = st.integers(-INT_MAX, INT_MAX)
SCALARS = st.none() | st.booleans() | INTEGERS | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
OBJECTS = st.dictionaries(
    KEYS, st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4), max_leaves=6), max_size=5
)
NUMBERS = st.integers(0, MAX_NUMBER)
HASHES = st.binary(min_size=32, max_size=32)
PARTIES = st.from_regex(r"[a-z][a-z0-9]{1,15}", fullmatch=True)
ROLES = st.sampled_from(
    ["m1", "p1", "m17", "w", "node", "transport", "root", "root/8", "office", "d/head", "d/a-1"]
)
LABELS = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,39}", fullmatch=True).filter(
    lambda label: label not in ("tripartite", "cosignature", "exercise")
)
SIGNERS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="+"), min_size=1, max_size=20
)
LINES = st.builds(
    SignatureLine, SIGNERS, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80)
)
