# SPDX-License-Identifier: Apache-2.0
"""What an act weighs at the desk, and under which power, is what the matrix of permissions says (REG-22, DSK-25)."""

from __future__ import annotations

from typing import Any

import pytest

from tripartite.core.register.chapters import KINDS
from tripartite.core.register.permissions import MATRIX
from tripartite.desk.weighing import anyone, weighed

VERSION = "0" * 64 + "/0"
HEAD = "head_of_delegation"


@pytest.mark.parametrize(
    ("kind", "body", "function", "weight", "power"),
    [
        ("message.send", {}, "watch_officer", "routine", "send_notification"),
        ("proposal.table", {}, HEAD, "consequential", "negotiate"),
        ("proposal.position", {"of": VERSION, "position": "objects"}, HEAD, "consequential", "negotiate"),
        ("proposal.position", {"of": VERSION, "position": "does_not_object"}, "member", "binding", "adopt_text"),
        ("proposal.position", {"of": VERSION, "position": "accepts"}, HEAD, "binding", "express_consent"),
        ("proposal.initial", {}, "member", "binding", "authenticate_text"),
        ("correct", {}, "watch_officer", "routine", ""),
        ("undertaking.resume", {}, "chair", "consequential", "preside"),
        ("undertaking.resume", {}, HEAD, "binding", "express_consent"),
    ],
)  # fmt: skip
def test_weight_and_power(kind: str, body: dict[str, Any], function: str, weight: str, power: str) -> None:
    found = weighed(KINDS[f"{kind}@1"], body, (function,))
    assert (found.weight, found.power) == (weight, power)


def test_a_position_that_cannot_be_read_yet_weighs_the_most_it_could() -> None:
    found = weighed(KINDS["proposal.position@1"], {"of": "abcd", "position": "objects"}, ("member",))
    assert found.weight == "binding"


def test_every_kind_weighs_no_less_than_its_line() -> None:
    heavier = {"routine": 0, "consequential": 1, "binding": 2}
    for line in MATRIX:
        for kind in line.named:
            found = weighed(KINDS[f"{kind}@1"], {}, (HEAD,))
            assert heavier[found.weight] >= heavier[line.weight], kind
            assert anyone(KINDS[f"{kind}@1"]) or found.power, kind
