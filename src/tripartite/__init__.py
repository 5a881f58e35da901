# SPDX-License-Identifier: Apache-2.0
"""The register of a coordination mechanism between parties that do not trust each other."""

__version__ = "0.1.0"
