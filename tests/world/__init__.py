# SPDX-License-Identifier: Apache-2.0
"""Simulated parties with real keys and real bytes, in memory: `Town`, its `Party`s, and `Holder`s of their logs."""

from __future__ import annotations

from tests.world.holder import Holder
from tests.world.log import Log
from tests.world.party import Party
from tests.world.town import DELEGATES, Town
from tests.world.wording import Wording, wording

__all__ = ["DELEGATES", "Holder", "Log", "Party", "Town", "Wording", "wording"]
