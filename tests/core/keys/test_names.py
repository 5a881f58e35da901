# SPDX-License-Identifier: Apache-2.0
"""Key names: whose key it is, in which mechanism, for what."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.keys.names import check_label, check_role, is_delegate, is_structural, key_name

NAME = "tm/a42464a1/iran/m1"


@pytest.mark.parametrize("text", [NAME, f"exercise/{NAME}", "t.m-2/00000000/us/d/head-of-delegation"])
def test_a_name_is_written_as_it_was_read(text: str) -> None:
    """One spelling each way."""
    assert str(key_name(text)) == text == key_name(text).origin


def test_an_exercise_is_another_mechanism() -> None:
    """The prefix is part of who a key is."""
    assert key_name(NAME) != key_name(f"exercise/{NAME}")
    assert key_name(f"exercise/{NAME}").exercise


def test_a_party_has_other_keys_under_other_roles() -> None:
    """`of` changes the role alone, and only to a role."""
    assert str(key_name(NAME).of("root/3")) == "tm/a42464a1/iran/root/3"
    with pytest.raises(Malformed, match="bad_key_name"):
        key_name(NAME).of("king")


@pytest.mark.parametrize("role", ["m1", "p9999", "w", "node", "transport", "root", "root/1", "office", "d/a"])
def test_a_role_of_the_list_is_a_role(role: str) -> None:
    """KEY-2 lists them."""
    assert check_role(role) == role


@pytest.mark.parametrize(
    "role", ["", "m", "m0", "m01", "x", "root/", "root/9", "d", "d/", "d/1a", "d/a\n", "W"]
)
def test_any_other_role_is_refused(role: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Malformed) as refused:
        check_role(role)
    assert refused.value.refusal.rule == "KEY-2"


@pytest.mark.parametrize("label", ["tripartite", "cosignature", "exercise", "", "A", "a" * 41, "a b", ".a"])
def test_a_label_that_signed_texts_begin_with_is_refused(label: str) -> None:
    """So no head can be read as another kind of signed text; and a label has its own alphabet."""
    with pytest.raises(Malformed, match="bad_key_name"):
        check_label(label)


def test_a_name_longer_than_the_limit_is_refused() -> None:
    """128 bytes, whatever stands in them."""
    with pytest.raises(Malformed, match="bad_key_name"):
        key_name("tm/" * 43)


def test_roots_office_and_node_are_structural_and_delegates_are_not() -> None:
    """Their dispatches are open, carried and never erased."""
    assert [is_structural(role) for role in ("node", "office", "root", "root/1")] == [True] * 4
    assert [is_structural(role) for role in ("d/head", "m1", "w", "rooted")] == [False] * 4
    assert is_delegate("d/head")
    assert not is_delegate("node")
    assert check_label("tm") == "tm"
