# SPDX-License-Identifier: Apache-2.0
"""The exam of `Signer`."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.refusal import Unavailable
from tripartite.core.keys.signature import verify_signature
from tripartite.node.ports import Signer


def test_roles_are_listed_once_and_sorted(signer: Signer) -> None:
    assert list(signer.roles()) == ["d/head", "node"]


@pytest.mark.parametrize("role", ["d/head", "node"])
def test_what_a_role_signs_holds_under_its_public_key(signer: Signer, role: str) -> None:
    for message in (b"", b"one", b"one"):
        signature = signer.sign(role, message)
        assert len(signature) == 64
        assert verify_signature(signer.public(role), message, signature) == message


def test_roles_have_different_keys(signer: Signer) -> None:
    assert signer.public("node") != signer.public("d/head")


@pytest.mark.parametrize("role", ["office", "d/other", "../node", "", "d-head"])
def test_a_role_without_a_key_here_is_unavailable(signer: Signer, role: str) -> None:
    with pytest.raises(Unavailable, match="no_key"):
        signer.public(role)
    with pytest.raises(Unavailable, match="no_key"):
        signer.sign(role, b"one")
