# SPDX-License-Identifier: Apache-2.0
"""A clock that goes when it is told to."""

from __future__ import annotations

import pytest

from tests.desk.hand_clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()
