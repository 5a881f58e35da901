# SPDX-License-Identifier: Apache-2.0
"""Whatever is asked in the way the description says, or nearly so, the answer is one that it says (API-5, API-10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    status_code_conformance,
)

from tests.desk.programs import Program, program, stated
from tests.security.desks import desks
from tripartite.client.routes import BY_CALL, ROUTES, Route
from tripartite.client.shapes import Problem
from tripartite.desk.api.document import described
from tripartite.i18n.words import Words

SOME = ("statement.make@1", "meeting.propose@1", "proposal.position@1")
"""Kinds of act that are tried; all of them would take long to draw from."""
EXAMPLES = 4
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with desks(tmp_path_factory.mktemp("fuzz")) as nodes:
        stated(nodes, "Something that can be found.")
        yield program(nodes)


def operations() -> dict[str, Any]:
    document = described(Words("en"))
    said = document["components"]["schemas"]["ActSaid"]
    said["anyOf"] = [one for one in said["anyOf"] if one["properties"]["kind"]["enum"][1] in SOME]
    loaded = schemathesis.openapi.from_dict(document)
    found: Any = (cast("Any", result).ok() for result in loaded.get_all_operations())
    return {one.definition.raw["operationId"]: one for one in found}


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return operations()


def _check_shape(route: Route, status: int, body: bytes) -> None:
    """Passes if it is of the type from which its description is drawn."""
    if status >= 400:
        assert msgspec.json.decode(body, type=Problem).status == status
    elif route.answer not in (None, bytes):
        msgspec.json.decode(body, type=route.answer)


@pytest.mark.parametrize("call", [route.call for route in ROUTES if route.call != "changes"])
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_is_described(
    asked: Program, known: dict[str, Any], call: str, mode: schemathesis.GenerationMode
) -> None:
    operation = known[call]
    if mode == schemathesis.GenerationMode.NEGATIVE and not (
        operation.body or operation.query or operation.path_parameters
    ):
        pytest.skip("there is nothing to say wrongly")

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:
        headers = {"Authorization": f"Bearer {asked.token}"}
        answer = case.call(base_url=f"http://127.0.0.1:{asked.port}/api/v1", headers=headers)
        case.validate_response(answer, checks=CHECKS)
        _check_shape(BY_CALL[call], answer.status_code, answer.content)

    tried()
