# SPDX-License-Identifier: Apache-2.0
"""The judge: bytes in, values out. No I/O, no clock, no chance, no human sentence."""
