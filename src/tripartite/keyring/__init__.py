# SPDX-License-Identifier: Apache-2.0
"""Private keys, and the guard that decides what a key of a log may sign. The bytes of a key never leave this room."""
