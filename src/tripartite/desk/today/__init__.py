# SPDX-License-Identifier: Apache-2.0
"""Today: what waits for whom, by when on every party's clock, who was heard when, and how this office stands."""
