# SPDX-License-Identifier: Apache-2.0
"""The dialogue between two nodes, pure: what to ask next, given what was answered."""

from tripartite.sync.protocol.pull import Memory, Side, drive, pull

__all__ = ["Memory", "Side", "drive", "pull"]
