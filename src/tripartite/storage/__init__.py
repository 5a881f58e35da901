# SPDX-License-Identifier: Apache-2.0
"""Where bytes are kept: memory and SQLite stores, memory and file journals, the lock of a home. Decides nothing."""
