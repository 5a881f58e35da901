# SPDX-License-Identifier: Apache-2.0
"""The line at the desk: messages opened and acknowledged by persons, calls noted, checks, outages, who is on call."""
