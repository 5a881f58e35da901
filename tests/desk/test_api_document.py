# SPDX-License-Identifier: Apache-2.0
"""The description of the API is what the code makes, and whole (API-10)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tripartite.client.routes import ROUTES
from tripartite.core.register.chapters import KINDS
from tripartite.desk.api.document import described
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words

METHODS = {"get", "post", "put", "delete"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return described(Words("en"))


def everything(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield name, one
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)


def test_the_page_is_what_the_code_makes(root: Path, document: dict[str, Any]) -> None:
    written = json.loads((root / "docs/reference/openapi.json").read_text(encoding="utf-8"))
    assert written == document, "run: python docs/reference/make.py"


def test_every_route_is_described_and_nothing_else(document: dict[str, Any]) -> None:
    said = {
        (path, method): one["operationId"]
        for path, item in document["paths"].items()
        for method, one in item.items()
        if method in METHODS
    }
    assert said == {(route.path, route.method.lower()): route.call for route in ROUTES}


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(document["components"]["schemas"])
    refs = {one.removeprefix("#/components/schemas/") for name, one in everything(document) if name == "$ref"}
    assert refs <= names
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in names)


def test_every_kind_that_a_delegate_signs_has_its_schema(document: dict[str, Any]) -> None:
    """By its bare name and with its version, and no kind that only roots, offices and nodes sign."""
    shapes = document["components"]["schemas"]["ActSaid"]["anyOf"]
    said = {name for shape in shapes for name in shape["properties"]["kind"]["enum"]}
    kinds = [kind for kind in KINDS.values() if not kind.structural]
    assert said == {name for kind in kinds for name in (kind.name, kind.spelled)}


def test_patterns_are_those_that_every_reader_knows(document: dict[str, Any]) -> None:
    patterns = [one for name, one in everything(document) if name == "pattern" and isinstance(one, str)]
    assert len(patterns) > 20
    assert not [one for one in patterns if r"\Z" in one or "(?P<" in one]


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_it_says_itself_in_every_language(code: str) -> None:
    found = described(Words(code))
    assert found["paths"]["/status"]["get"]["summary"] == Words(code)("api.op.status")
