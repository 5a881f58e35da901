# SPDX-License-Identifier: Apache-2.0
"""Credentials: who holds which powers is in the register, and each party says what it makes of the others'."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.scene import Scene
from tests.world import Town
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import KINDS, kinds_of


def test_the_other_parties_say_what_they_make_of_a_credential() -> None:
    scene = Scene()
    key = scene.town["us"].grants["d/head"]
    for party, answer in (("iran", "queried"), ("iran", "accepted"), ("iraq", "not_accepted")):
        scene.say(party, "credential.verify", {"answer": answer}, key)
    own = scene.say("us", "credential.verify", {"answer": "accepted"}, key)
    assert scene.inert(own) == ("guard", "own_credential")
    view = scene.view(key)
    assert (view["party"], view["role"]) == ("us", "d/head")
    assert view["verified_by"] == {"iran": "accepted", "iraq": "not_accepted"}


def test_a_recalled_credential_says_so() -> None:
    scene = Scene()
    key = scene.town["us"].grants["d/member"]
    recalled = scene.town["us"].say("node", "recall", {}, key, on=key)
    assert scene.inert(recalled) == ()
    assert scene.state(key) == "recalled"
    again = scene.town["us"].say("node", "recall", {}, key, on=key)
    assert scene.inert(again) == ("wrong_state",)


def test_nobody_recalls_another_partys_key() -> None:
    scene = Scene()
    key = scene.town["us"].grants["d/member"]
    assert scene.inert(scene.town["iran"].say("node", "recall", {}, key, on=key)) == ("no_power",)
    assert scene.state(key) == "in_force"


def test_a_charter_that_counts_a_kind_this_software_lacks_is_refused() -> None:
    assert kinds_of(Town(accredited=False).charter) == KINDS
    newer = Town(kinds=("ack@1", "key@1", "oracle.ask@1"), accredited=False)
    with pytest.raises(Refused) as refused:
        kinds_of(newer.charter)
    assert refused.value.code == "unknown_kind"
