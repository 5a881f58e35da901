# SPDX-License-Identifier: Apache-2.0
"""What a form draws of what was posted to it."""

from __future__ import annotations

import pytest

from tripartite.desk.shapes import BLANK_ROWS
from tripartite.desk.tags import MAX_ROWS, _rows


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        ([], 0),
        (["means.0.0"], 1),
        (["means.4.0", "means.1.1", "other.9.0"], 5),
        (["means.999.0"], MAX_ROWS),
        (["means.99999999999999999999.0", "means.x.0", "means.-1.0", "means.².0", "means."], 0),
    ],
)
def test_a_list_has_its_rows_and_some_more_whatever_number_is_posted(names: list[str], rows: int) -> None:
    assert _rows("means", {name: ["x"] for name in names}) == rows + BLANK_ROWS
